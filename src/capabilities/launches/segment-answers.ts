import * as z from "zod";
import { rowSchema } from "../../platform/columns.ts";
import { Beside, ListQuery } from "../workspace/record-store.ts";
import { SegmentRule } from "./condition-rules.ts";
import { segments } from "./schema.ts";
import { SEGMENT_CHOICES, SEGMENT_STATES } from "./segment-rules.ts";

/** How large a segment is now: counted from the accounts when it is asked. */
export const SegmentSize = z.object({
  accounts: z.int(),
  /** Their revenue a year in the workspace's currency, in minor units. */
  revenueMinor: z.number(),
  /** Revenue billed in other currencies, in minor units by currency: beside, never converted. */
  otherRevenue: z.record(z.string(), z.number()),
});
export type SegmentSize = z.infer<typeof SegmentSize>;

/** A segment as it is kept. */
export const SegmentRow = rowSchema(segments, { rule: SegmentRule }).omit({ workspaceId: true }).extend(Beside);
export type SegmentRow = z.infer<typeof SegmentRow>;
/** A segment as it is answered: with who it finds now, and why it is stale when it is. */
export const Segment = SegmentRow.extend({
  state: z.enum(SEGMENT_STATES),
  size: SegmentSize,
  stale: z.array(z.string()).describe("Why it is stale, in sentences."),
});
export type Segment = z.infer<typeof Segment>;
export const SegmentDetail = Segment.extend({
  voices: z.object({ feedback: z.int(), quotes: z.int() }).describe("What its accounts said, and how much of that is quoted."),
});
export type SegmentDetail = z.infer<typeof SegmentDetail>;

export const SegmentDraft = z.strictObject({
  name: z.string().trim().min(1, "Give it a name.").max(120),
  description: z.string().max(20_000).optional(),
  rule: SegmentRule.default({ join: "and", conditions: [] }),
  state: z.enum(SEGMENT_CHOICES).optional(),
});
export type SegmentDraft = z.infer<typeof SegmentDraft>;
export const SegmentChange = SegmentDraft.pick({ name: true, description: true }).extend({ rule: SegmentRule }).partial();
export type SegmentChange = z.infer<typeof SegmentChange>;
export const SegmentMove = z.strictObject({ state: z.enum(SEGMENT_CHOICES) });

const State = z.enum(SEGMENT_STATES);
const filters = { state: z.union([State, z.array(State).min(1).max(3)]).optional(), product: z.uuid().optional() };
export const SegmentQuery = z.object({ ...ListQuery, ...filters, sort: z.enum(["name", "newest"]).default("name") });
export type SegmentQuery = z.infer<typeof SegmentQuery>;
export const SegmentFilter = SegmentQuery.omit({ limit: true, cursor: true, offset: true, sort: true, direction: true });
export type SegmentFilter = z.infer<typeof SegmentFilter>;

/** An account that a segment finds. */
export const SegmentAccount = z.object({
  id: z.uuid(),
  key: z.string(),
  name: z.string(),
  plan: z.string().nullable(),
  seats: z.int().nullable(),
  revenueMinor: z.number().nullable(),
  currency: z.string().nullable(),
});
export type SegmentAccount = z.infer<typeof SegmentAccount>;

/** What this workspace's accounts can be told apart by. */
export const SegmentVocabulary = z.object({
  plans: z.array(z.string()),
  currencies: z.array(z.string()),
  attributes: z.array(z.object({ name: z.string(), values: z.array(z.string()) })),
});
