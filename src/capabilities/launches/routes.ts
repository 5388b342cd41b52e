import { segmentRoutes } from "./segment-routes.ts";

export const launchRoutes = { segments: segmentRoutes };
