import * as z from "zod";
import { rowSchema } from "../../platform/columns.ts";
import { RecordRef } from "../../platform/procedure.ts";
import { Beside, ListQuery } from "../workspace/record-store.ts";
import { RecordName } from "../workspace/search.ts";
import { customerStories } from "./schema.ts";
import { CONSENTS, STORY_STATES } from "./story-rules.ts";

/** A customer story with who tells it, what it is about and their own words. */
export const CustomerStory = rowSchema(customerStories)
  .omit({ workspaceId: true })
  .extend({
    ...Beside,
    account: RecordName.nullable(),
    contact: RecordName.nullable(),
    persona: RecordName.nullable(),
    feedback: RecordName.nullable().describe("Where it was heard."),
    about: z.array(RecordName).describe("The needs and features that it tells of."),
    quotes: z
      .array(z.object({ id: z.uuid(), words: z.string(), importance: z.int() }))
      .describe("Their own words: the quotes of that feedback, the most important first, at most ten."),
  });
export type CustomerStory = z.infer<typeof CustomerStory>;

const Text = z.string().max(10_000);
const Title = z.string().trim().min(3).max(200);
const fields = z.strictObject({
  title: Title,
  accountId: z.uuid().nullable(),
  contactId: z.uuid().nullable(),
  personaId: z.uuid().nullable(),
  happened: Text,
  instead: Text,
  cost: Text,
});
export const CustomerStoryChange = fields.partial();
export type CustomerStoryChange = z.infer<typeof CustomerStoryChange>;
export const CustomerStoryDraft = CustomerStoryChange.extend({
  feedbackId: RecordRef.optional().describe("Heard in this feedback: its account, contact and quotes come along."),
  about: z.array(RecordRef).max(50).optional().describe("Needs and features that it tells of."),
  productId: z.uuid().optional(),
}).refine(({ title, feedbackId }) => title !== undefined || feedbackId !== undefined, {
  path: ["title"],
  message: "Give it a title, or the feedback that it was heard in.",
});
export type CustomerStoryDraft = z.infer<typeof CustomerStoryDraft>;

const many = <Item extends z.ZodType>(item: Item) => z.union([item, z.array(item).min(1).max(100)]).optional();
const filters = {
  state: many(z.enum(STORY_STATES)),
  consent: many(z.enum(CONSENTS)),
  about: RecordRef.optional().describe("Stories of this need or feature."),
  account: z.uuid().optional(),
  feedback: RecordRef.optional().describe("The story that was heard in this feedback."),
  product: z.uuid().optional(),
};
export const STORY_SORTS = ["updated", "title"] as const;
export const CustomerStoryQuery = z.object({ ...ListQuery, ...filters, sort: z.enum(STORY_SORTS).default("updated") });
export type CustomerStoryQuery = z.infer<typeof CustomerStoryQuery>;
export const CustomerStoryFilter = CustomerStoryQuery.omit({ limit: true, cursor: true, offset: true, sort: true, direction: true });
export type CustomerStoryFilter = z.infer<typeof CustomerStoryFilter>;

export const StoryTransition = z.strictObject({ state: z.enum(STORY_STATES), reason: z.string().trim().min(1).max(1000).optional() });
export type StoryTransition = z.infer<typeof StoryTransition>;
export const StoryConsent = z.strictObject({
  consent: z.enum(CONSENTS),
  on: z.iso.date().optional().describe("The day on which they were asked or answered; today when left out."),
});
export type StoryConsent = z.infer<typeof StoryConsent>;
