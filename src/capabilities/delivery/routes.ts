import { feasibilityRoutes } from "./feasibility-routes.ts";
import { techNoteRoutes } from "./tech-note-routes.ts";

export const deliveryRoutes = { ...feasibilityRoutes, ...techNoteRoutes };
