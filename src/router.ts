import { customers } from "./capabilities/customers/routes.ts";
import { decisionRoutes } from "./capabilities/decisions/routes.ts";
import { deliveryRoutes } from "./capabilities/delivery/routes.ts";
import { demoRoutes } from "./capabilities/demo/routes.ts";
import { designRoutes } from "./capabilities/design/routes.ts";
import { exportRoutes } from "./capabilities/exports/routes.ts";
import { featureRoutes } from "./capabilities/features/routes.ts";
import { fileRoutes } from "./capabilities/files/routes.ts";
import { importRoutes } from "./capabilities/imports/routes.ts";
import { intakeRoutes } from "./capabilities/intake/routes.ts";
import { launchRoutes } from "./capabilities/launches/routes.ts";
import { metricRoutes } from "./capabilities/measurement/routes.ts";
import { needRoutes } from "./capabilities/needs/routes.ts";
import { recommendationRoutes } from "./capabilities/recommendations/routes.ts";
import { researchRoutes } from "./capabilities/research/routes.ts";
import { roadmapRoutes } from "./capabilities/roadmap/routes.ts";
import { sharingRoutes } from "./capabilities/sharing/routes.ts";
import { strategyRoutes } from "./capabilities/strategy/routes.ts";
import { threadRoutes } from "./capabilities/thread/routes.ts";
import { webhookRoutes } from "./capabilities/webhooks/routes.ts";
import { collaborationRoutes } from "./capabilities/workspace/collaboration-routes.ts";
import { linkingRoutes } from "./capabilities/workspace/linking-routes.ts";
import { peopleRoutes } from "./capabilities/workspace/people-routes.ts";

/** Every route of the API, by capability. */
export const router = {
  ...peopleRoutes,
  ...collaborationRoutes,
  ...linkingRoutes,
  ...metricRoutes,
  ...strategyRoutes,
  ...fileRoutes,
  ...customers,
  ...needRoutes,
  ...featureRoutes,
  ...designRoutes,
  ...researchRoutes,
  ...launchRoutes,
  ...roadmapRoutes,
  ...deliveryRoutes,
  ...decisionRoutes,
  ...recommendationRoutes,
  ...intakeRoutes,
  ...importRoutes,
  ...threadRoutes,
  ...exportRoutes,
  ...sharingRoutes,
  ...webhookRoutes,
  ...demoRoutes,
};
export type Router = typeof router;
