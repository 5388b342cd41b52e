import * as z from "zod";
import { rowSchema } from "../../platform/columns.ts";
import { RecordRef } from "../../platform/procedure.ts";
import { Beside, ListQuery } from "../workspace/record-store.ts";
import { RecordName } from "../workspace/search.ts";
import { DEAL_STATES } from "./deal-rules.ts";
import { deals } from "./schema.ts";

/** A deal with whose it is, against whom, and what decided it. */
export const Deal = rowSchema(deals)
  .omit({ workspaceId: true })
  .extend({
    ...Beside,
    account: RecordName.nullable(),
    competitor: RecordName.nullable(),
    about: z.array(RecordName).describe("The needs and features that its reasons speak of."),
  });
export type Deal = z.infer<typeof Deal>;

const fields = {
  name: z.string().trim().min(1).max(200),
  accountId: z.uuid().nullable(),
  amountMinor: z.int().min(0).max(Number.MAX_SAFE_INTEGER).nullable().describe("In the currency's smallest unit."),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, "Give the three letters of ISO 4217, such as EUR.")
    .nullable(),
  stage: z.string().trim().max(120),
  competitorId: z.uuid().nullable(),
  closedOn: z.iso.date().nullable(),
  reasons: z.string().max(10_000),
};
export const DealChange = z.strictObject(fields).partial();
export type DealChange = z.infer<typeof DealChange>;
export const DealDraft = DealChange.extend({
  name: fields.name,
  state: z.enum(DEAL_STATES).optional(),
  about: z.array(RecordRef).max(50).optional().describe("Needs and features that its reasons speak of."),
  productId: z.uuid().optional(),
});
export type DealDraft = z.infer<typeof DealDraft>;

const many = <Item extends z.ZodType>(item: Item) => z.union([item, z.array(item).min(1).max(100)]).optional();
const filters = {
  state: many(z.enum(DEAL_STATES)),
  competitor: many(z.union([z.uuid(), z.literal("none")])),
  about: z
    .union([RecordRef, z.literal("none")])
    .optional()
    .describe("Deals whose reasons speak of this need or feature; `none` of nothing."),
  account: z.uuid().optional(),
  product: z.uuid().optional(),
};
export const DEAL_SORTS = ["updated", "amount", "closed", "name"] as const;
export const DealQuery = z.object({ ...ListQuery, ...filters, sort: z.enum(DEAL_SORTS).default("updated") });
export type DealQuery = z.infer<typeof DealQuery>;
export const DealFilter = DealQuery.omit({ limit: true, cursor: true, offset: true, sort: true, direction: true });
export type DealFilter = z.infer<typeof DealFilter>;

export const DealTransition = z.strictObject({
  state: z.enum(DEAL_STATES),
  closedOn: z.iso.date().optional().describe("The day on which it was decided; today when left out."),
});
export type DealTransition = z.infer<typeof DealTransition>;

const Sum = z.object({ deals: z.int(), money: z.record(z.string(), z.number()).describe("In minor units, by currency; never converted.") });
/** How deals went. A deal with several reasons stands under each of them. */
export const WinLoss = z.object({
  total: z.object({ open: Sum, won: Sum, lost: Sum }),
  byReason: z.array(z.object({ record: RecordName.nullable().describe("Null: nothing is linked."), won: Sum, lost: Sum, open: Sum })),
  byRival: z.array(z.object({ record: RecordName.nullable().describe("Null: nobody is named."), won: Sum, lost: Sum, open: Sum })),
});
export type WinLoss = z.infer<typeof WinLoss>;
