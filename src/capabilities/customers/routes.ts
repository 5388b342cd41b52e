import * as z from "zod";
import { Paging } from "../../platform/cursor.ts";
import { Edit, IfMatch, RecordRef, route, tag, versionOf } from "../../platform/procedure.ts";
import { accountDetail, accountsPage, accountTotal } from "./account-queries.ts";
import { createAccount, deleteAccount, editAccount } from "./accounts.ts";
import {
  AccountDetail,
  AccountFilter,
  AccountPage,
  AccountQuery,
  ContactItem,
  ContactPage,
  FeedbackCounts,
  FeedbackDetail,
  FeedbackFilter,
  FeedbackItem,
  FeedbackPage,
  FeedbackQuery,
  QuoteItem,
  QuotePage,
  Similar,
  SuggestedNeeds,
  Total,
  Triage,
  TriageBody,
  TriageResult,
} from "./answers.ts";
import { contactById, contactsPage, createContact, deleteContact, editContact } from "./contacts.ts";
import { createFeedback, editFeedback } from "./feedback.ts";
import { feedbackDetail } from "./feedback-detail.ts";
import { feedbackCounts, feedbackPage, feedbackTotal } from "./feedback-queries.ts";
import { quotesPage } from "./quote-queries.ts";
import { editQuote, quoteFeedback, removeQuote } from "./quoting.ts";
import {
  AccountChange,
  AccountDraft,
  ContactChange,
  ContactDraft,
  FeedbackChange,
  FeedbackDraft,
  QuoteChange,
  QuoteDraft,
} from "./schema.ts";
import { similarFeedback, suggestedNeeds } from "./suggestions.ts";
import { triage, triageOne } from "./triage.ts";

const Ref = z.object({ id: RecordRef });
const read = { may: "reader", limit: "read", audit: false } as const;

const accounts = {
  list: route(read, { method: "GET", path: "/accounts", operationId: "listAccounts", summary: "Accounts, page by page" })
    .input(AccountQuery)
    .output(AccountPage)
    .handler(({ context, input }) => accountsPage(context, input)),
  count: route(read, { method: "GET", path: "/accounts/count", operationId: "countAccounts", summary: "How many accounts a filter finds" })
    .input(z.object(AccountFilter))
    .output(Total)
    .handler(({ context, input }) => accountTotal(context, input)),
  get: route(read, {
    method: "GET",
    path: "/accounts/{id}",
    operationId: "getAccount",
    summary: "An account with its contacts and what it asked for",
  })
    .input(Ref)
    .output(AccountDetail)
    .handler(async ({ context, input }) => tag(context, await accountDetail(context, input.id))),
  create: route(
    { may: "member", limit: "write", audit: "account.created", undo: true },
    { method: "POST", path: "/accounts", operationId: "createAccount", summary: "Add an account", successStatus: 201 },
  )
    .input(AccountDraft)
    .output(AccountDetail)
    .handler(async ({ context, input }) => tag(context, await createAccount(context, input))),
  edit: route(
    { may: "member", limit: "write", audit: "account.edited", undo: true, edits: true },
    { method: "PATCH", path: "/accounts/{id}", operationId: "editAccount", summary: "Change an account" },
  )
    .input(Edit(AccountChange))
    .output(AccountDetail)
    .handler(async ({ context, input }) => tag(context, await editAccount(context, input.params.id, versionOf(input.headers), input.body))),
  delete: route(
    { may: "member", limit: "write", audit: "account.deleted", undo: true },
    {
      method: "DELETE",
      path: "/accounts/{id}",
      operationId: "deleteAccount",
      summary: "Delete an account",
      description: "Refused while feedback or contacts belong to it, unless `detach` lets them stay without an account.",
      inputStructure: "detailed",
      successStatus: 204,
    },
  )
    .input(z.object({ params: Ref, query: z.object({ detach: z.stringbool().or(z.boolean()).default(false) }).default({ detach: false }) }))
    .output(z.void())
    .handler(({ context, input }) => deleteAccount(context, input.params.id, input.query.detach)),
};

const contacts = {
  list: route(read, {
    method: "GET",
    path: "/contacts",
    operationId: "listContacts",
    summary: "Contacts by name, of all accounts or of one",
  })
    .input(z.object({ account: RecordRef.optional(), q: z.string().trim().max(300).optional(), ...Paging }))
    .output(ContactPage)
    .handler(({ context, input }) => contactsPage(context, input)),
  get: route(read, { method: "GET", path: "/contacts/{id}", operationId: "getContact", summary: "A contact" })
    .input(Ref)
    .output(ContactItem)
    .handler(async ({ context, input }) => tag(context, await contactById(context, input.id))),
  create: route(
    { may: "member", limit: "write", audit: "contact.created", undo: true },
    { method: "POST", path: "/contacts", operationId: "createContact", summary: "Add a contact", successStatus: 201 },
  )
    .input(ContactDraft)
    .output(ContactItem)
    .handler(async ({ context, input }) => tag(context, await createContact(context, input))),
  edit: route(
    { may: "member", limit: "write", audit: "contact.edited", undo: true, edits: true },
    { method: "PATCH", path: "/contacts/{id}", operationId: "editContact", summary: "Change a contact" },
  )
    .input(Edit(ContactChange))
    .output(ContactItem)
    .handler(async ({ context, input }) => tag(context, await editContact(context, input.params.id, versionOf(input.headers), input.body))),
  delete: route(
    { may: "member", limit: "write", audit: "contact.deleted", undo: true },
    {
      method: "DELETE",
      path: "/contacts/{id}",
      operationId: "deleteContact",
      summary: "Delete a contact; their feedback stays, with the name that it came with",
      successStatus: 204,
    },
  )
    .input(Ref)
    .output(z.void())
    .handler(({ context, input }) => deleteContact(context, input.id)),
};

const triages = (audit: string) => ({ may: "member", limit: "write", audit, undo: true }) as const;

const feedback = {
  list: route(read, { method: "GET", path: "/feedback", operationId: "listFeedback", summary: "Feedback, page by page" })
    .input(FeedbackQuery)
    .output(FeedbackPage)
    .handler(({ context, input }) => feedbackPage(context, input)),
  count: route(read, { method: "GET", path: "/feedback/count", operationId: "countFeedback", summary: "How much feedback a filter finds" })
    .input(z.object(FeedbackFilter))
    .output(Total)
    .handler(({ context, input }) => feedbackTotal(context, input)),
  counts: route(read, {
    method: "GET",
    path: "/feedback/counts",
    operationId: "countFeedbackByState",
    summary: "How much feedback a filter finds in each state",
  })
    .input(z.object(FeedbackFilter).omit({ state: true }))
    .output(FeedbackCounts)
    .handler(({ context, input }) => feedbackCounts(context, input)),
  get: route(read, {
    method: "GET",
    path: "/feedback/{id}",
    operationId: "getFeedback",
    summary: "A piece of feedback with its quotes, its account and its duplicates",
  })
    .input(Ref)
    .output(FeedbackDetail)
    .handler(async ({ context, input }) => tag(context, await feedbackDetail(context, input.id))),
  create: route(
    { may: "member", limit: "write", audit: "feedback.created", undo: true },
    {
      method: "POST",
      path: "/feedback",
      operationId: "createFeedback",
      summary: "Bring in something a customer said",
      description:
        "It is matched to a contact by e-mail address, else to an account by the address's domain; mail services open to anybody match no account. Nobody is invented.",
      successStatus: 201,
    },
  )
    .input(FeedbackDraft)
    .output(FeedbackItem)
    .handler(async ({ context, input }) => tag(context, await createFeedback(context, input))),
  edit: route(
    { may: "member", limit: "write", audit: "feedback.edited", undo: true, edits: true },
    {
      method: "PATCH",
      path: "/feedback/{id}",
      operationId: "editFeedback",
      summary: "Change a piece of feedback",
      description: "When its text changes, quotes follow their words; a quote whose words no longer stand there is marked, never moved.",
    },
  )
    .input(Edit(FeedbackChange))
    .output(FeedbackDetail)
    .handler(async ({ context, input }) =>
      tag(context, await editFeedback(context, input.params.id, versionOf(input.headers), input.body)),
    ),
  triage: route(triages("feedback.triaged"), {
    method: "POST",
    path: "/feedback/triage",
    operationId: "triageFeedback",
    summary: "Do one triage action to up to 500 pieces of feedback",
    description: "What the action is not possible for stays as it is and is answered with the reason; 409 when that is all of it.",
  })
    .input(Triage)
    .output(TriageResult)
    .handler(({ context, input }) => triage(context, input.ids, input.action)),
  assign: route(triages("feedback.assigned"), {
    method: "PUT",
    path: "/feedback/{id}/assignment",
    operationId: "assignFeedback",
    summary: "Give it to a colleague, or to nobody",
  })
    .input(TriageBody.Assignment)
    .output(FeedbackItem)
    .handler(({ context, input: { id, ...body } }) => triageOne(context, id, { kind: "assign", ...body })),
  snooze: route(triages("feedback.snoozed"), {
    method: "PUT",
    path: "/feedback/{id}/snooze",
    operationId: "snoozeFeedback",
    summary: "Put it aside; it is new again when the time has come",
  })
    .input(TriageBody.Snooze)
    .output(FeedbackItem)
    .handler(({ context, input: { id, ...body } }) => triageOne(context, id, { kind: "snooze", ...body })),
  finish: route(triages("feedback.done"), {
    method: "PUT",
    path: "/feedback/{id}/completion",
    operationId: "finishFeedback",
    summary: "Call it done: its words are linked to where they belong",
  })
    .input(Ref)
    .output(FeedbackItem)
    .handler(({ context, input }) => triageOne(context, input.id, { kind: "done" })),
  decline: route(triages("feedback.declined"), {
    method: "PUT",
    path: "/feedback/{id}/decline",
    operationId: "declineFeedback",
    summary: "Decline it, with a reason",
  })
    .input(TriageBody.Decline)
    .output(FeedbackItem)
    .handler(({ context, input: { id, ...body } }) => triageOne(context, id, { kind: "decline", ...body })),
  reopen: route(triages("feedback.reopened"), {
    method: "PUT",
    path: "/feedback/{id}/reopening",
    operationId: "reopenFeedback",
    summary: "Make it new again",
  })
    .input(Ref)
    .output(FeedbackItem)
    .handler(({ context, input }) => triageOne(context, input.id, { kind: "reopen" })),
  merge: route(triages("feedback.merged"), {
    method: "PUT",
    path: "/feedback/{id}/merge",
    operationId: "mergeFeedback",
    summary: "Merge it into another as a duplicate; its account's voice counts there too",
  })
    .input(TriageBody.Merge)
    .output(FeedbackItem)
    .handler(({ context, input: { id, ...body } }) => triageOne(context, id, { kind: "merge", ...body })),
  similar: route(
    { may: "reader", limit: "heavy", audit: false },
    {
      method: "GET",
      path: "/feedback/{id}/similar",
      operationId: "listSimilarFeedback",
      summary: "Feedback that may say the same, with the words that make it alike",
    },
  )
    .input(Ref.extend({ limit: z.coerce.number().int().min(1).max(20).default(5) }))
    .output(Similar)
    .handler(({ context, input }) => similarFeedback(context, input.id, input.limit)),
  suggestedNeeds: route(
    { may: "reader", limit: "heavy", audit: false },
    {
      method: "GET",
      path: "/feedback/{id}/suggested-needs",
      operationId: "listSuggestedNeeds",
      summary: "Needs that it may speak of, each with why",
    },
  )
    .input(Ref.extend({ limit: z.coerce.number().int().min(1).max(20).default(3) }))
    .output(SuggestedNeeds)
    .handler(({ context, input }) => suggestedNeeds(context, input.id, input.limit)),
};

const QuoteRef = z.object({ id: z.uuid() });

const quotes = {
  list: route(read, {
    method: "GET",
    path: "/quotes",
    operationId: "listQuotes",
    summary: "Quotes for a need or feature, or from a piece of feedback; the newest first",
  })
    .input(z.object({ target: RecordRef.optional(), feedback: RecordRef.optional(), ...Paging }))
    .output(QuotePage)
    .handler(({ context, input }) => quotesPage(context, input)),
  create: route(
    { may: "member", limit: "write", audit: "feedback.quoted", undo: true },
    {
      method: "POST",
      path: "/feedback/{id}/quotes",
      operationId: "quoteFeedback",
      summary: "Quote a stretch of the text for a need or feature",
      successStatus: 201,
    },
  )
    .input(QuoteDraft.extend({ id: RecordRef }))
    .output(QuoteItem)
    .handler(async ({ context, input: { id, ...draft } }) => tag(context, await quoteFeedback(context, id, draft))),
  edit: route(
    { may: "member", limit: "write", audit: "feedback.quote-edited", undo: true, edits: true },
    {
      method: "PATCH",
      path: "/quotes/{id}",
      operationId: "editQuote",
      summary: "Change what a quote speaks of, its importance or its words",
    },
  )
    .input(z.object({ params: QuoteRef, headers: IfMatch, body: QuoteChange }))
    .output(QuoteItem)
    .handler(async ({ context, input }) => tag(context, await editQuote(context, input.params.id, versionOf(input.headers), input.body))),
  delete: route(
    { may: "member", limit: "write", audit: "feedback.quote-removed", undo: true },
    { method: "DELETE", path: "/quotes/{id}", operationId: "removeQuote", summary: "Remove a quote", successStatus: 204 },
  )
    .input(QuoteRef)
    .output(z.void())
    .handler(({ context, input }) => removeQuote(context, input.id)),
};

/** Accounts, contacts, feedback and quotes: `api.feedback.list`, `api.accounts.get` … */
export const customers = { accounts, contacts, feedback, quotes };
