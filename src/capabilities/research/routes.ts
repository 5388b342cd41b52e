import { capabilities } from "./capability-routes.ts";
import { competitors } from "./competitor-routes.ts";
import { deals } from "./deal-routes.ts";
import { findings } from "./finding-routes.ts";
import { customerStories } from "./story-routes.ts";

export const researchRoutes = { customerStories, findings, competitors, capabilities, deals };
