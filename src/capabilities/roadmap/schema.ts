import * as z from "zod";
import { FEATURE_STATES } from "../features/rules.ts";
import { AUDIENCES, MILESTONE_KINDS, MILESTONE_STATES } from "../strategy/rules.ts";

const Named = z.object({ id: z.uuid(), key: z.string(), title: z.string() });
const Head = z.object({ id: z.uuid(), key: z.string().nullable(), title: z.string() });

export const RoadmapMilestone = Named.extend({
  version: z.int(),
  kind: z.enum(MILESTONE_KINDS),
  audience: z.enum(AUDIENCES),
  state: z.enum(MILESTONE_STATES),
  date: z.iso.date().nullable(),
  launches: z.array(Named).describe("Launches that go out on its day."),
});
export type RoadmapMilestone = z.infer<typeof RoadmapMilestone>;

export const RoadmapFeature = Named.extend({
  version: z.int(),
  state: z.enum(FEATURE_STATES),
  milestoneId: z.uuid().nullable(),
  parts: z
    .array(z.object({ teamId: z.uuid().nullable(), low: z.number(), high: z.number() }))
    .describe("What it takes by the newest answer about feasibility, in person-weeks (P10–P90); before one, what its author guesses."),
  isGuess: z.boolean().describe("The parts are its author's guess."),
  objectives: z.array(z.uuid()),
  segments: z.array(z.uuid()),
  requires: z.array(z.uuid()).describe("Features that have to come before it."),
});
export type RoadmapFeature = z.infer<typeof RoadmapFeature>;

/** What is planned for when: milestones by their dates, and features that follow them. */
export const Roadmap = z.object({
  milestones: z.array(RoadmapMilestone),
  features: z.array(RoadmapFeature).describe("Planned for one of these milestones, or under way without one."),
  objectives: z.array(Head),
  teams: z.array(Head),
  segments: z.array(Head),
  isCut: z.boolean().describe("There is more than is told here."),
});
export type Roadmap = z.infer<typeof Roadmap>;
export const RoadmapQuery = z.object({ product: z.uuid().optional() });
export type RoadmapQuery = z.infer<typeof RoadmapQuery>;
