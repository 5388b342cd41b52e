import { customerStories } from "./story-routes.ts";

export const researchRoutes = { customerStories };
