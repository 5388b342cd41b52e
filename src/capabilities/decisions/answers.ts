import * as z from "zod";
import { draftSchema, Instant, rowSchema } from "../../platform/columns.ts";
import { RecordRef } from "../../platform/procedure.ts";
import { Beside, ListQuery } from "../workspace/record-store.ts";
import { RecordName } from "../workspace/search.ts";
import { DecisionOption } from "./option-rules.ts";
import { DECISION_SORTS, DECISION_STATES, MOST_DECIDERS, MOST_OPTIONS } from "./rules.ts";
import { decisionDissents, decisions } from "./schema.ts";

export const Dissent = rowSchema(decisionDissents).omit({ workspaceId: true, decisionId: true });
export type Dissent = z.infer<typeof Dissent>;

export const Decision = rowSchema(decisions)
  .omit({ workspaceId: true })
  .extend({
    ...Beside,
    options: z.array(DecisionOption),
    decidedBy: z.array(z.uuid()).describe("The members who took it."),
    dissents: z.array(Dissent).describe("Who disagreed, why, and what would prove them right."),
    answers: z.array(RecordName).describe("What it answers."),
  });
export type Decision = z.infer<typeof Decision>;

const line = z.string().trim().max(1000).optional();
const fields = draftSchema(decisions, {
  question: (question) => question.trim().min(3).max(300),
  body: (body) => body.max(50_000).optional(),
  whyNow: () => line,
  tripwire: () => line,
  lookAgainOn: () => z.iso.date("Give a day, such as 2026-12-31.").nullish(),
})
  .pick({ question: true, body: true, whyNow: true, tripwire: true, lookAgainOn: true })
  .extend({ options: z.array(DecisionOption).max(MOST_OPTIONS) })
  .strict();
export const Choice = z.strictObject({
  chosen: z.string().trim().min(1).max(120).describe("The name of the option that is taken."),
  decidedBy: z.array(z.uuid()).min(1, "Say who decided.").max(MOST_DECIDERS),
  whyNow: line,
  decidedAt: Instant.optional().describe("When it was decided; without it, now."),
});
export type Choice = z.infer<typeof Choice>;
export const DecisionDraft = fields.extend({
  options: fields.shape.options.default([]),
  productId: z.uuid().optional(),
  answers: z.array(RecordRef).max(20).optional().describe("What it answers: features, objectives, needs, recommendations, tech notes."),
  choice: Choice.optional().describe("Written down after it was taken, it is decided at once."),
});
export type DecisionDraft = z.infer<typeof DecisionDraft>;
export const DecisionChange = fields.partial();
export type DecisionChange = z.infer<typeof DecisionChange>;
export const Reopening = z.strictObject({ reason: z.string().trim().min(1, "Say why it is opened again.").max(1000) });
export const DissentDraft = z.strictObject({
  reason: z.string().trim().min(1, "Say why.").max(1000),
  proof: z.string().trim().max(1000).default("").describe("What would prove them right."),
});
export type DissentDraft = z.infer<typeof DissentDraft>;

const many = <Item extends z.ZodType>(item: Item) => z.union([item, z.array(item).min(1).max(100)]).optional();
const filters = {
  state: many(z.enum(DECISION_STATES)),
  answers: RecordRef.optional().describe("Decisions that answer this record."),
  due: z.enum(["yes"]).optional().describe("Decided ones whose day to look again has come."),
  product: z.uuid().optional(),
};
export const DecisionFilter = z.object({ ...ListQuery, ...filters }).omit({ limit: true, cursor: true, offset: true, direction: true });
export type DecisionFilter = z.infer<typeof DecisionFilter>;
export const DecisionQuery = z.object({
  ...ListQuery,
  ...filters,
  sort: z
    .enum(DECISION_SORTS)
    .default("waiting")
    .describe("`waiting`: what is not decided first, then what was decided last; `look-again`: by the day on which it is looked at again."),
});
export type DecisionQuery = z.infer<typeof DecisionQuery>;
