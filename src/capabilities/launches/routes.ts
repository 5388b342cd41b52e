import { assetRoutes } from "./asset-routes.ts";
import { launchesRoutes, tellingRoutes } from "./launch-routes.ts";
import { marketRoutes } from "./market-routes.ts";
import { claimRoutes, messageRoutes } from "./message-routes.ts";
import { segmentRoutes } from "./segment-routes.ts";

export const launchRoutes = {
  segments: segmentRoutes,
  messages: messageRoutes,
  claims: claimRoutes,
  launches: launchesRoutes,
  tellings: tellingRoutes,
  assets: assetRoutes,
  market: marketRoutes,
};
