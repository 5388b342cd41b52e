import { route } from "../../platform/procedure.ts";
import { roadmapOf } from "./roadmap.ts";
import { Roadmap, RoadmapQuery } from "./schema.ts";

const roadmap = {
  get: route(
    { may: "reader", limit: "read", audit: false },
    {
      method: "GET",
      path: "/roadmap",
      operationId: "getRoadmap",
      summary: "The roadmap: milestones with their dates, features that follow them, what each takes and requires",
      description: "A feature has no date of its own: it ends on its milestone's day. Moving it is planning it for another milestone.",
    },
  )
    .input(RoadmapQuery)
    .output(Roadmap)
    .handler(({ context, input }) => roadmapOf(context, input)),
};

export const roadmapRoutes = { roadmap };
