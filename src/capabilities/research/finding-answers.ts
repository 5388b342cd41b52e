import * as z from "zod";
import { Instant, rowSchema } from "../../platform/columns.ts";
import { RecordRef } from "../../platform/procedure.ts";
import { Beside, ListQuery } from "../workspace/record-store.ts";
import { RecordName } from "../workspace/search.ts";
import { FINDING_KINDS, FINDING_STATES, findingFreshUntil } from "./finding-rules.ts";
import { FindingSource } from "./finding-source-rules.ts";
import { findings } from "./schema.ts";

/** A finding with what it speaks for and against, and how long it is fresh. */
export const Finding = rowSchema(findings, { sources: z.array(FindingSource) })
  .omit({ workspaceId: true })
  .extend({
    ...Beside,
    competitor: RecordName.nullable(),
    segment: RecordName.nullable(),
    supports: z.array(RecordName),
    contradicts: z.array(RecordName),
    heldAt: Instant.describe(
      "When it was last known to hold: the day of its newest source (without sources, of writing), or a later confirmation.",
    ),
  })
  .transform((finding) => ({ ...finding, freshUntil: findingFreshUntil(finding.heldAt) }));
export type Finding = z.infer<typeof Finding>;

const fields = {
  kind: z.enum(FINDING_KINDS),
  statement: z.string().trim().min(3).max(500),
  detail: z.string().max(20_000),
  segmentId: z.uuid().nullable(),
  strength: z.int().min(1).max(3).describe("1 a hint, 2 told by one good source, 3 measured or told by several."),
  sources: z.array(FindingSource).max(20),
  competitorId: z.uuid().nullable(),
};
export const FindingChange = z.strictObject(fields).partial();
export type FindingChange = z.infer<typeof FindingChange>;
export const FindingDraft = FindingChange.extend({
  statement: fields.statement,
  productId: z.uuid().optional(),
  supports: z.array(RecordRef).max(50).optional().describe("Needs and features that it speaks for."),
  contradicts: z.array(RecordRef).max(50).optional().describe("Needs and features that it speaks against."),
});
export type FindingDraft = z.infer<typeof FindingDraft>;

const many = <Item extends z.ZodType>(item: Item) => z.union([item, z.array(item).min(1).max(100)]).optional();
const filters = {
  kind: many(z.enum(FINDING_KINDS)),
  state: many(z.enum(FINDING_STATES)),
  competitor: many(z.uuid()),
  about: RecordRef.optional().describe("Findings that speak for or against this need or feature."),
  age: many(z.enum(["fresh", "stale"])),
  open: z.enum(["yes", "no"]).optional().describe("`yes`: contradicts something and nobody answered yet."),
  product: z.uuid().optional(),
};
export const FINDING_SORTS = ["held", "updated", "strength"] as const;
export const FindingQuery = z.object({
  ...ListQuery,
  ...filters,
  sort: z.enum(FINDING_SORTS).default("held").describe("`held`: what was last known to hold latest first."),
});
export type FindingQuery = z.infer<typeof FindingQuery>;
export const FindingFilter = FindingQuery.omit({ limit: true, cursor: true, offset: true, sort: true, direction: true });
export type FindingFilter = z.infer<typeof FindingFilter>;

export const FindingTransition = z.strictObject({ state: z.enum(FINDING_STATES), reason: z.string().trim().min(1).max(1000).optional() });
export type FindingTransition = z.infer<typeof FindingTransition>;
export const FindingAnswer = z.strictObject({
  answer: z.string().trim().max(5000).describe("What is said to what it contradicts; empty takes the answer back."),
});
export type FindingAnswer = z.infer<typeof FindingAnswer>;
