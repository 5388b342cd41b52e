import * as z from "zod";
import { Paging } from "../../platform/cursor.ts";
import { Page, RecordRef } from "../../platform/procedure.ts";
import { Extras, ExtrasFilter, FieldSort } from "../workspace/extras.ts";
import { FEEDBACK_KINDS, FEEDBACK_STATES, TRIAGE_BLOCKERS, TRIAGE_LIMIT } from "./rules.ts";
import { Account, Contact, Feedback, Importance, Quote } from "./schema.ts";

/** One value of a parameter, or several of which any will do. */
const oneOrMore = <Item extends z.ZodType>(item: Item) => z.union([item, z.array(item).min(1).max(50)]);
/** A moment or a whole day, which is then meant in UTC. */
const Moment = z.union([z.iso.datetime({ offset: true }), z.iso.date()]);
export const Total = z.object({ total: z.int().describe("At most 100,001: above 100,000 the counting stops.") });

export const FeedbackFilter = {
  q: z.string().trim().max(300).optional().describe("Words of the text, title or author; misspelt ones are forgiven."),
  state: oneOrMore(z.enum(FEEDBACK_STATES)).optional(),
  kind: oneOrMore(z.enum(FEEDBACK_KINDS)).optional(),
  channel: oneOrMore(z.string().max(80)).optional(),
  assignee: oneOrMore(z.union([z.enum(["me", "none"]), z.uuid()])).optional(),
  account: oneOrMore(z.union([z.literal("none"), RecordRef])).optional(),
  contact: RecordRef.optional(),
  product: z.uuid().optional(),
  quotedFor: RecordRef.optional().describe("Feedback quoted for this need or feature."),
  batch: z.uuid().optional().describe("Feedback that this import brought."),
  receivedFrom: Moment.optional(),
  receivedTo: Moment.optional().describe("Up to and without this moment; a day is included."),
  ...ExtrasFilter,
};
export type FeedbackFilter = z.infer<z.ZodObject<typeof FeedbackFilter>>;
export const FeedbackQuery = z.object({
  ...FeedbackFilter,
  sort: z.union([z.enum(["received", "updated", "revenue"]), FieldSort]).default("received"),
  direction: z.enum(["asc", "desc"]).default("desc"),
  ...Paging,
});
export type FeedbackQuery = z.infer<typeof FeedbackQuery>;

/** The account behind something, as much of it as a row needs. */
export const AccountMark = Account.pick({ id: true, name: true, revenueMinor: true, currency: true });
export const ContactMark = Contact.pick({ id: true, name: true, email: true });

export const FeedbackItem = Feedback.pick({
  id: true,
  productId: true,
  kind: true,
  title: true,
  channel: true,
  authorName: true,
  authorEmail: true,
  state: true,
  snoozedUntil: true,
  assigneeId: true,
  mergedIntoId: true,
  receivedAt: true,
  updatedAt: true,
  version: true,
}).extend({
  key: z.string(),
  /** The first 160 characters of the text. */
  excerpt: z.string(),
  account: AccountMark.nullable(),
  contact: ContactMark.nullable(),
  quotes: z.int(),
  ...Extras,
});
export type FeedbackItem = z.infer<typeof FeedbackItem>;
export const FeedbackPage = Page(FeedbackItem);

/** Feedback that stands beside another: a duplicate, what it was merged into, what the same account said before. */
export const FeedbackMark = FeedbackItem.pick({
  id: true,
  key: true,
  kind: true,
  title: true,
  excerpt: true,
  state: true,
  receivedAt: true,
}).extend({
  account: AccountMark.nullable(),
  authorName: z.string().nullable(),
});
export type FeedbackMark = z.infer<typeof FeedbackMark>;

/** The need or feature that a quote speaks of. */
export const QuoteTarget = z.object({ id: z.uuid(), key: z.string(), kind: z.enum(["need", "feature"]), title: z.string() });
export type QuoteTarget = z.infer<typeof QuoteTarget>;
export const QuoteItem = Quote.extend({ target: QuoteTarget });
export type QuoteItem = z.infer<typeof QuoteItem>;

export const FeedbackDetail = Feedback.extend({
  key: z.string(),
  quotes: z.array(QuoteItem),
  account: AccountMark.extend({
    key: z.string(),
    domain: z.string().nullable(),
    plan: z.string().nullable(),
    seats: z.int().nullable(),
  }).nullable(),
  contact: ContactMark.extend({ key: z.string(), title: z.string().nullable() }).nullable(),
  /** The last five pieces of feedback from the same account, this one left out. */
  history: z.array(FeedbackMark),
  /** What was merged into this one. */
  duplicates: z.array(FeedbackMark),
  mergedInto: FeedbackMark.nullable(),
  ...Extras,
});
export type FeedbackDetail = z.infer<typeof FeedbackDetail>;

/** How many pieces of feedback are in each state under a filter; each at most 100,001. */
export const FeedbackCounts = z.object({
  new: z.int(),
  snoozed: z.int(),
  linked: z.int(),
  merged: z.int(),
  declined: z.int(),
  replied: z.int(),
});
export type FeedbackCounts = z.infer<typeof FeedbackCounts>;

const Decline = { reason: z.string().trim().min(1, "Say why.").max(500) };
const Snooze = { until: z.iso.datetime({ offset: true }) };
const Assignment = { assigneeId: z.uuid().nullable() };
const Merge = { intoId: RecordRef };
export const TriageBody = {
  Assignment: z.strictObject({ id: RecordRef, ...Assignment }),
  Snooze: z.strictObject({ id: RecordRef, ...Snooze }),
  Decline: z.strictObject({ id: RecordRef, ...Decline }),
  Merge: z.strictObject({ id: RecordRef, ...Merge }),
};
export const TriageAction = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("assign"), ...Assignment }),
  z.strictObject({ kind: z.literal("snooze"), ...Snooze }),
  z.strictObject({ kind: z.literal("done") }),
  z.strictObject({ kind: z.literal("decline"), ...Decline }),
  z.strictObject({ kind: z.literal("reopen") }),
  z.strictObject({ kind: z.literal("merge"), ...Merge }),
  z.strictObject({
    kind: z.literal("label"),
    add: z.array(z.uuid()).max(20).default([]),
    remove: z.array(z.uuid()).max(20).default([]),
  }),
]);
export type TriageAction = z.infer<typeof TriageAction>;
export const Triage = z.strictObject({ ids: z.array(RecordRef).min(1).max(TRIAGE_LIMIT), action: TriageAction });
export const TriageResult = z.object({
  /** What was changed, as it is now. */
  items: z.array(FeedbackItem),
  /** What was left as it was, and why. */
  refused: z.array(z.object({ id: z.uuid(), key: z.string(), blocker: z.enum(TRIAGE_BLOCKERS), reason: z.string() })),
});
export type TriageResult = z.infer<typeof TriageResult>;

export const AccountFilter = {
  q: z.string().trim().max(300).optional(),
  plan: oneOrMore(z.string().max(80)).optional(),
  domain: oneOrMore(z.string().trim().toLowerCase().max(253)).optional(),
  ...ExtrasFilter,
};
export type AccountFilter = z.infer<z.ZodObject<typeof AccountFilter>>;
export const AccountQuery = z.object({
  ...AccountFilter,
  sort: z.union([z.enum(["name", "revenue"]), FieldSort]).default("name"),
  direction: z.enum(["asc", "desc"]).default("asc"),
  ...Paging,
});
export type AccountQuery = z.infer<typeof AccountQuery>;
export const AccountItem = Account.omit({ attributes: true, sourceSystem: true, sourceId: true }).extend({
  key: z.string(),
  /** How many pieces of feedback came from it, counted up to 1,000. */
  feedback: z.int(),
  ...Extras,
});
export type AccountItem = z.infer<typeof AccountItem>;
export const AccountPage = Page(AccountItem);
export const ContactItem = Contact.extend({ key: z.string(), account: AccountMark.nullable() });
export type ContactItem = z.infer<typeof ContactItem>;
export const ContactPage = Page(ContactItem);
export const AccountDetail = Account.extend({
  key: z.string(),
  /** The first hundred by name. */
  contacts: z.array(Contact.extend({ key: z.string() })),
  feedback: FeedbackCounts,
  /** Needs and features that its words are quoted for, the most often quoted first. */
  quotedFor: z.array(QuoteTarget.extend({ quotes: z.int(), importance: Importance, lastQuotedAt: Quote.shape.quotedAt })),
  ...Extras,
});
export type AccountDetail = z.infer<typeof AccountDetail>;

/** A quote where its feedback is not at hand: on a need's page. */
export const QuoteVoice = QuoteItem.extend({
  feedback: FeedbackMark.extend({
    productId: z.uuid(),
    authorEmail: z.string().nullable(),
    contact: ContactMark.nullable(),
    channel: z.string().nullable(),
  }),
});
export type QuoteVoice = z.infer<typeof QuoteVoice>;
export const QuotePage = Page(QuoteVoice);

export const Similar = z.object({
  items: z.array(
    z.object({
      feedback: FeedbackMark,
      /** How alike the two texts are, in [0, 1]. */
      score: z.number(),
      /** The words that make them alike, the most telling first. */
      why: z.array(z.string()),
    }),
  ),
});
export const SuggestedNeeds = z.object({
  items: z.array(
    z.object({
      need: QuoteTarget,
      /** In [0, 1]. */
      score: z.number(),
      why: z.string(),
      /** How many similar pieces of feedback are quoted for it. */
      similar: z.int(),
    }),
  ),
});
