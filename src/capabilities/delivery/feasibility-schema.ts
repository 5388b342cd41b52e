import * as z from "zod";
import { draftSchema, Instant, rowSchema } from "../../platform/columns.ts";
import { RecordRef } from "../../platform/procedure.ts";
import { Beside, ListQuery } from "../workspace/record-store.ts";
import { FEASIBILITY_STATES, MOST_TEAMS, VERDICTS } from "./rules.ts";
import { feasibilities, teams } from "./schema.ts";

const bound = z.number().positive().max(1e6);

export const Team = rowSchema(teams).pick({ id: true, name: true });
export type Team = z.infer<typeof Team>;
export const TeamDraft = z.strictObject({ name: z.string().trim().min(1).max(60) });

export const Effort = z.object({ teamId: z.uuid().nullable(), team: z.string().nullable(), low: z.number(), high: z.number() });
export type Effort = z.infer<typeof Effort>;

export const Feasibility = rowSchema(feasibilities)
  .omit({ workspaceId: true })
  .extend({
    ...Beside,
    featureKey: z.string(),
    featureTitle: z.string(),
    efforts: z.array(Effort).describe("In person-weeks, read as P10–P90; without a team it is everybody's."),
    heldAt: Instant.nullable().describe("When it last was known to hold: answered, or confirmed."),
    scopeChangedAt: Instant.nullable().describe("When title, reason or text of the feature were last changed after the answer."),
    isNewest: z.boolean().describe("No later answer about the same feature is there."),
  });
export type Feasibility = z.infer<typeof Feasibility>;

const asking = draftSchema(feasibilities, {
  question: (question) => question.trim().min(1).max(500).optional(),
  dueOn: () => z.iso.date().nullish(),
})
  .pick({ question: true, assigneeId: true, dueOn: true })
  .strict();
export const FeasibilityAsk = asking.extend({ featureId: RecordRef });
export type FeasibilityAsk = z.infer<typeof FeasibilityAsk>;
export const FeasibilityChange = asking.partial();
export type FeasibilityChange = z.infer<typeof FeasibilityChange>;

export const FeasibilityAnswer = z.strictObject({
  verdict: z.enum(VERDICTS),
  line: z.string().trim().max(300).optional(),
  conditions: z.string().trim().max(2000).optional(),
  spike: z.string().trim().max(2000).optional(),
  efforts: z
    .array(z.strictObject({ teamId: z.uuid().nullable(), low: bound, high: bound }))
    .max(MOST_TEAMS)
    .default([])
    .describe("In person-weeks, read as P10–P90."),
});
export type FeasibilityAnswer = z.infer<typeof FeasibilityAnswer>;
export const FeasibilityGiven = FeasibilityAnswer.extend({ featureId: RecordRef });
export type FeasibilityGiven = z.infer<typeof FeasibilityGiven>;
export const Dispute = z.strictObject({ reason: z.string().trim().min(1).max(1000) });

const many = <Item extends z.ZodType>(item: Item) => z.union([item, z.array(item).min(1).max(100)]).optional();
const filters = {
  state: many(z.enum([...FEASIBILITY_STATES, "expired"])).describe("`expired`: given too long ago, or before the feature changed."),
  verdict: many(z.enum(VERDICTS)),
  feature: RecordRef.optional(),
  product: z.uuid().optional(),
};
export const FeasibilityFilter = z.object({ ...ListQuery, ...filters }).omit({ limit: true, cursor: true, offset: true, direction: true });
export type FeasibilityFilter = z.infer<typeof FeasibilityFilter>;
export const FeasibilityQuery = z.object({ ...ListQuery, ...filters });
export type FeasibilityQuery = z.infer<typeof FeasibilityQuery>;
