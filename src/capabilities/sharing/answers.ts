import * as z from "zod";
import { Instant } from "../../platform/columns.ts";
import { FEEDBACK_KINDS } from "../customers/rules.ts";
import { HORIZONS, MILESTONE_KINDS } from "../strategy/rules.ts";
import { CHECK_STATES, COLUMNS, QUALITIES } from "../thread/rules.ts";
import { HIDES } from "./rules.ts";

// What readers of a link can be told, field by field. Nothing else can be answered: the schemas are strict, and what a target shows is
// written into them from scratch. Money is there only where it may be seen.

const money = z.string().nullable().optional().describe("A year's revenue behind it, such as $412k; absent where it is hidden.");
const owner = z.string().nullable().optional().describe("Absent where notes are hidden.");

/** What every answer begins with. */
const head = {
  title: z.string(),
  sentence: z.string().describe("What a stranger learns in a line."),
  workspace: z.string().describe("Who shares it."),
  asOf: Instant,
  hides: z.array(z.enum(HIDES)),
};

export const SharedQuality = z.strictObject({
  quality: z.enum(QUALITIES),
  judged: z.boolean().describe("False for an idea, which is not judged yet."),
  word: z.string().describe("The state of its weakest check."),
  met: z.int(),
  applicable: z.int(),
  checks: z.array(z.strictObject({ name: z.string(), state: z.enum(CHECK_STATES), reason: z.string() })),
});
export type SharedQuality = z.infer<typeof SharedQuality>;

export const SharedQuote = z.strictObject({
  words: z.string(),
  kind: z.enum(FEEDBACK_KINDS),
  who: z.string(),
  voices: z.int().describe("How many people or accounts said it."),
  saidOn: z.iso.date(),
  money,
});
export type SharedQuote = z.infer<typeof SharedQuote>;

export const SharedNeed = z.strictObject({
  key: z.string(),
  statement: z.string(),
  state: z.string().describe("As this workspace calls it."),
  persona: z.string().nullable(),
  importance: z.number().nullable(),
  satisfaction: z.number().nullable(),
  quotes: z.int(),
  accounts: z.int(),
  money,
  owner,
});
export type SharedNeed = z.infer<typeof SharedNeed>;

export const SharedFeature = z.strictObject({
  key: z.string(),
  title: z.string(),
  state: z.string().describe("As this workspace calls it."),
  effort: z.string().nullable().describe("Such as 3–6 weeks."),
  quotes: z.int(),
  accounts: z.int(),
  money,
  owner,
});
export type SharedFeature = z.infer<typeof SharedFeature>;

const Demand = z.strictObject({ quotes: z.int(), accounts: z.int(), money });

/** Read from left to right: what was said, the need in it, what is built for it. */
export const Strand = z.strictObject({
  quotes: z.array(SharedQuote),
  need: SharedNeed.nullable(),
  features: z.array(SharedFeature),
  missing: z.array(z.strictObject({ where: z.enum(COLUMNS), sentence: z.string() })).describe("Links that are missing."),
});
export type Strand = z.infer<typeof Strand>;

export const SharedThread = z.strictObject({
  kind: z.enum(["throughline", "need-throughline", "feature-throughline"]),
  ...head,
  key: z.string().nullable(),
  qualities: z.array(SharedQuality),
  behind: Demand,
  strands: z.array(Strand),
});
export type SharedThread = z.infer<typeof SharedThread>;

const Notes = z.strictObject({
  owner: z.string().nullable(),
  fields: z.array(z.strictObject({ name: z.string(), value: z.string() })),
  comments: z.array(z.strictObject({ who: z.string(), at: Instant, text: z.string() })),
});
export type Notes = z.infer<typeof Notes>;
const notes = Notes.optional().describe("Absent where notes are hidden.");

export const SharedNeedPage = z.strictObject({
  kind: z.literal("need"),
  ...head,
  need: SharedNeed,
  detail: z.string().describe("Markdown."),
  qualities: z.array(SharedQuality),
  voices: z.array(SharedQuote),
  features: z.array(SharedFeature),
  notes,
});
export type SharedNeedPage = z.infer<typeof SharedNeedPage>;

export const SharedFeaturePage = z.strictObject({
  kind: z.literal("feature"),
  ...head,
  feature: SharedFeature,
  why: z.string(),
  body: z.string().describe("Markdown."),
  qualities: z.array(SharedQuality),
  voices: z.array(SharedQuote),
  needs: z.array(SharedNeed),
  notes,
});
export type SharedFeaturePage = z.infer<typeof SharedFeaturePage>;

const list = <Kind extends string, Item extends z.ZodType>(kind: Kind, item: Item) =>
  z.strictObject({ kind: z.literal(kind), ...head, total: z.int(), items: z.array(item) });

export const SharedNeeds = list("needs", SharedNeed);
export type SharedNeeds = z.infer<typeof SharedNeeds>;
export const SharedFeatures = list("features", SharedFeature);
export type SharedFeatures = z.infer<typeof SharedFeatures>;
export const SharedFeedback = list(
  "feedback",
  z.strictObject({
    words: z.string().optional().describe("Absent where quotes are hidden."),
    kind: z.enum(FEEDBACK_KINDS),
    who: z.string(),
    state: z.string(),
    quotes: z.int(),
    saidOn: z.iso.date(),
    money,
  }),
);
export type SharedFeedback = z.infer<typeof SharedFeedback>;
export const SharedAccounts = list(
  "accounts",
  z.strictObject({ name: z.string(), plan: z.string().nullable(), seats: z.int().nullable(), feedback: z.int(), money }),
);
export type SharedAccounts = z.infer<typeof SharedAccounts>;

const SharedMilestone = z.strictObject({
  title: z.string(),
  kind: z.enum(MILESTONE_KINDS),
  onDay: z.iso.date().nullable(),
  horizon: z.enum(HORIZONS),
  about: z.string(),
  features: z.array(SharedFeature),
  owner,
});
export type SharedMilestone = z.infer<typeof SharedMilestone>;
export const SharedRoadmap = z.strictObject({
  kind: z.literal("roadmap"),
  ...head,
  total: z.int(),
  items: z.array(SharedMilestone).describe("The nearest first. Milestones that are internal are there only for those who may see notes."),
});
export type SharedRoadmap = z.infer<typeof SharedRoadmap>;

export const SharedStory = z.strictObject({
  kind: z.literal("customer-story"),
  ...head,
  who: z.string(),
  persona: z.string().nullable(),
  happened: z.string().describe("Markdown, like the two that follow."),
  instead: z.string(),
  cost: z.string(),
  words: z.array(z.string()).describe("Their own words; none where quotes are hidden."),
  about: z.array(z.string()).describe("The needs and features that it tells of."),
});
export type SharedStory = z.infer<typeof SharedStory>;

/** Whatever a link shows. */
export const Shared = z.discriminatedUnion("kind", [
  SharedThread,
  SharedNeedPage,
  SharedFeaturePage,
  SharedNeeds,
  SharedFeatures,
  SharedFeedback,
  SharedAccounts,
  SharedRoadmap,
  SharedStory,
]);
export type Shared = z.infer<typeof Shared>;
