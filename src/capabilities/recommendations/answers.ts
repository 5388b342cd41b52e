import * as z from "zod";
import { draftSchema, rowSchema } from "../../platform/columns.ts";
import { RecordRef } from "../../platform/procedure.ts";
import { Beside, ListQuery } from "../workspace/record-store.ts";
import { RecordName } from "../workspace/search.ts";
import { Basis } from "./basis-rules.ts";
import { NEW_RECORDS, RECOMMENDATION_SORTS, RECOMMENDATION_STATES } from "./rules.ts";
import { recommendations } from "./schema.ts";

export const Recommendation = rowSchema(recommendations)
  .omit({ workspaceId: true })
  .extend({
    ...Beside,
    basis: Basis.nullable(),
    metric: RecordName.nullable(),
    became: RecordName.nullable().describe("The record that takes it up."),
    informs: z.array(RecordName),
  });
export type Recommendation = z.infer<typeof Recommendation>;

const Day = z.iso.date("Give a day, such as 2026-12-31.");
// Together they fit into the reason of a feature.
const fields = draftSchema(recommendations, {
  proposal: (proposal) => proposal.trim().min(3).max(160),
  observation: (observation) => observation.trim().min(3, "Say what was seen.").max(1400),
  expectedEffect: (effect) => effect.trim().max(500).optional(),
  dueOn: () => Day.nullish(),
})
  .pick({ proposal: true, observation: true, expectedEffect: true, askedGroup: true, askedOf: true, dueOn: true })
  .strict();
export const RecommendationDraft = fields.extend({
  productId: z.uuid().optional(),
  standsOn: z
    .strictObject({ metricId: RecordRef, fromOn: Day, toOn: Day })
    .optional()
    .describe("The metric and the days it was taken from; how many readings those have, and the last of them, are kept as they are now."),
  informs: z.array(RecordRef).max(20).optional().describe("Features, objectives and needs."),
});
export type RecommendationDraft = z.infer<typeof RecommendationDraft>;
export const RecommendationChange = fields.partial();
export type RecommendationChange = z.infer<typeof RecommendationChange>;
export const Acceptance = z.union([
  z.strictObject({ into: z.enum(NEW_RECORDS).describe("Its text is carried into a new one.") }),
  z.strictObject({ intoId: RecordRef.describe("A feature, objective, need or decision that is there already.") }),
]);
export type Acceptance = z.infer<typeof Acceptance>;
export const Rejection = z.strictObject({ reason: z.string().trim().min(1, "Say why it is rejected.").max(1000) });

const many = <Item extends z.ZodType>(item: Item) => z.union([item, z.array(item).min(1).max(100)]).optional();
const filters = {
  state: many(z.enum(RECOMMENDATION_STATES)),
  metric: RecordRef.optional().describe("What stands on this metric."),
  informs: RecordRef.optional().describe("What informs this record."),
  product: z.uuid().optional(),
};
export const RecommendationFilter = z
  .object({ ...ListQuery, ...filters })
  .omit({ limit: true, cursor: true, offset: true, direction: true });
export type RecommendationFilter = z.infer<typeof RecommendationFilter>;
export const RecommendationQuery = z.object({
  ...ListQuery,
  ...filters,
  sort: z
    .enum(RECOMMENDATION_SORTS)
    .default("waiting")
    .describe("`waiting`: open ones first, by the day they are due; `due`: by that day alone."),
});
export type RecommendationQuery = z.infer<typeof RecommendationQuery>;
