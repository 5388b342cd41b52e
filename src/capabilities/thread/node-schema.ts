import * as z from "zod";
import { Instant } from "../../platform/columns.ts";
import { FEEDBACK_KINDS } from "../customers/rules.ts";
import { Demand } from "../customers/schema.ts";
import { DESIGN_STATES } from "../design/rules.ts";
import { STUDY_STATES } from "../design/study-rules.ts";
import { FeatureKind, FeatureState } from "../features/schema.ts";
import { LAUNCH_STATES, TIERS } from "../launches/launch-rules.ts";
import { DIRECTIONS, METRIC_STATES, METRIC_UNITS } from "../measurement/rules.ts";
import { ReadingValue } from "../measurement/schema.ts";
import { NeedState } from "../needs/schema.ts";
import { DEAL_STATES } from "../research/deal-rules.ts";
import { FINDING_KINDS, FINDING_STATES } from "../research/finding-rules.ts";
import { STORY_STATES } from "../research/story-rules.ts";

export const Mark = z.object({ id: z.uuid(), key: z.string(), title: z.string() });
const Named = z.object({ id: z.uuid(), name: z.string() });
export const Behind = Demand.pick({ quotes: true, accounts: true, revenueMinor: true, otherRevenue: true });

export const EvidenceNode = Mark.extend({
  kind: z.literal("evidence"),
  feedbackKind: z.enum(FEEDBACK_KINDS),
  /** Distinct people or accounts who said it, those of merged duplicates included. */
  voices: z.int(),
  ...Behind.shape,
  /** The highest importance given to a quote of it. */
  importance: z.int(),
  /** The account, when it is only one. */
  account: Named.nullable(),
  authorName: z.string().nullable(),
  receivedAt: Instant,
}).describe("A customer's words: the strongest quote of a piece of feedback, with its duplicates behind it.");
export const NeedNode = Mark.extend({
  kind: z.literal("need"),
  state: NeedState,
  importance: z.number().nullable(),
  satisfaction: z.number().nullable(),
  opportunity: z.number().nullable(),
  persona: Named.nullable(),
  ownerId: z.uuid().nullable(),
  demand: Demand,
});
export const FeatureNode = Mark.extend({
  kind: z.literal("feature"),
  state: FeatureState,
  featureKind: FeatureKind,
  ownerId: z.uuid().nullable(),
  effortLow: z.number().nullable(),
  effortHigh: z.number().nullable(),
  valueLow: z.number().nullable(),
  valueHigh: z.number().nullable(),
  demand: Demand,
});
export const FindingNode = Mark.extend({
  kind: z.literal("finding"),
  findingKind: z.enum(FINDING_KINDS),
  state: z.enum(FINDING_STATES),
  strength: z.int(),
  /** The day of its newest source. */
  asOf: z.string().nullable(),
});
export const StoryNode = Mark.extend({ kind: z.literal("customer-story"), state: z.enum(STORY_STATES), account: Named.nullable() });
export const DealNode = Mark.extend({
  kind: z.literal("deal"),
  state: z.enum(DEAL_STATES),
  amountMinor: z.number().nullable(),
  currency: z.string().nullable(),
  account: Named.nullable(),
});
export const StudyNode = Mark.extend({
  kind: z.literal("study"),
  state: z.enum(STUDY_STATES),
  /** How many people got through all of its tasks, of how many. */
  completed: z.int(),
  people: z.int(),
});
export const DesignNode = Mark.extend({ kind: z.literal("design"), state: z.enum(DESIGN_STATES), revision: z.int() });
export const MetricNode = Mark.extend({
  kind: z.literal("metric"),
  unit: z.enum(METRIC_UNITS),
  currency: z.string().nullable(),
  direction: z.enum(DIRECTIONS),
  latest: ReadingValue.nullable(),
  before: ReadingValue.nullable().describe("The reading of four weeks before the last one."),
  recent: z.array(z.number()).describe("The last values, at most 30, oldest first."),
  target: z.number().nullable().describe("What the nearest live key result asks of it."),
  byOn: z.string().nullable(),
  state: z.enum(METRIC_STATES),
});
export const LaunchNode = Mark.extend({
  kind: z.literal("launch"),
  state: z.enum(LAUNCH_STATES),
  tier: z.literal(TIERS),
  launchesOn: z.string().nullable(),
  done: z.int(),
  items: z.int(),
  overdue: z.int(),
});

export type EvidenceNode = z.infer<typeof EvidenceNode>;
export type NeedNode = z.infer<typeof NeedNode>;
export type FeatureNode = z.infer<typeof FeatureNode>;
export type FindingNode = z.infer<typeof FindingNode>;
export type StoryNode = z.infer<typeof StoryNode>;
export type DealNode = z.infer<typeof DealNode>;
export type StudyNode = z.infer<typeof StudyNode>;
export type DesignNode = z.infer<typeof DesignNode>;
export type MetricNode = z.infer<typeof MetricNode>;
export type LaunchNode = z.infer<typeof LaunchNode>;

export const ThreadNode = z.discriminatedUnion("kind", [
  EvidenceNode,
  FindingNode,
  StoryNode,
  DealNode,
  StudyNode,
  NeedNode,
  FeatureNode,
  DesignNode,
  MetricNode,
  LaunchNode,
]);
export type ThreadNode = z.infer<typeof ThreadNode>;
