import * as z from "zod";
import { draftSchema, rowSchema } from "../../platform/columns.ts";
import { RecordRef } from "../../platform/procedure.ts";
import { Beside, ListQuery } from "../workspace/record-store.ts";
import { TECH_NOTE_ANSWERS, TECH_NOTE_KINDS, TECH_NOTE_STATES } from "./rules.ts";
import { techNotes, workItems } from "./schema.ts";

export const TechNote = rowSchema(techNotes)
  .omit({ workspaceId: true })
  .extend({
    ...Beside,
    about: z.array(z.object({ id: z.uuid(), key: z.string() })).describe("The features that it informs."),
  });
export type TechNote = z.infer<typeof TechNote>;

const fields = draftSchema(techNotes, {
  title: (title) => title.trim().min(3).max(200),
  body: (body) => body.max(50_000).optional(),
  cost: (cost) => cost.trim().max(1000).optional(),
})
  .pick({ title: true, body: true, kind: true, cost: true })
  .strict();
export const TechNoteDraft = fields.extend({
  productId: z.uuid().optional(),
  informs: z.array(RecordRef).max(20).optional().describe("The features that it informs."),
});
export type TechNoteDraft = z.infer<typeof TechNoteDraft>;
export const TechNoteChange = fields.partial();
export type TechNoteChange = z.infer<typeof TechNoteChange>;
export const TechNoteReply = z.strictObject({ answer: z.enum(TECH_NOTE_ANSWERS), reason: z.string().trim().max(1000).optional() });
export type TechNoteReply = z.infer<typeof TechNoteReply>;

const many = <Item extends z.ZodType>(item: Item) => z.union([item, z.array(item).min(1).max(100)]).optional();
const filters = {
  state: many(z.enum(TECH_NOTE_STATES)),
  kind: many(z.enum(TECH_NOTE_KINDS)),
  informs: RecordRef.optional().describe("Notes that inform this feature."),
  product: z.uuid().optional(),
};
export const TechNoteFilter = z.object({ ...ListQuery, ...filters }).omit({ limit: true, cursor: true, offset: true, direction: true });
export type TechNoteFilter = z.infer<typeof TechNoteFilter>;
export const TechNoteQuery = z.object({
  ...ListQuery,
  ...filters,
  sort: z.enum(["waiting", "newest"]).default("waiting").describe("`waiting`: open ones first, those that wait longest before the others."),
});
export type TechNoteQuery = z.infer<typeof TechNoteQuery>;

export const WorkItem = rowSchema(workItems).omit({ workspaceId: true });
export type WorkItem = z.infer<typeof WorkItem>;
const work = draftSchema(workItems, {
  address: (address) => address.trim().min(1).max(2000),
  title: (title) => title.trim().min(1).max(200).optional(),
})
  .pick({ address: true, title: true, state: true })
  .strict();
export const WorkItemDraft = work;
export type WorkItemDraft = z.infer<typeof WorkItemDraft>;
export const WorkItemChange = work.pick({ title: true, state: true }).partial();
export type WorkItemChange = z.infer<typeof WorkItemChange>;
