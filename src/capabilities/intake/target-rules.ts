import { amountIn, type DateOrder, dateIn, instantIn, numberIn } from "../../kernels/cells.ts";
import { domainOf, FEEDBACK_KINDS, FEEDBACK_STATES, type IMPORT_TARGETS } from "../customers/rules.ts";
import { FEATURE_KINDS, FEATURE_STATES } from "../features/rules.ts";
import { NEED_STATES } from "../needs/rules.ts";
import { DEAL_STATES } from "../research/deal-rules.ts";
import { foldedState, STATE_WORDS } from "./state-rules.ts";

export type Target = (typeof IMPORT_TARGETS)[number];
/** The kind of record that a target makes. */
export const KIND_OF = {
  feedback: "feedback",
  accounts: "account",
  contacts: "contact",
  needs: "need",
  features: "feature",
  deals: "deal",
} as const;

export type Cell = string | number | null;
/** How this import reads what cells leave open. */
export type Reading = {
  order?: DateOrder | undefined;
  /** This workspace's own names of states, folded. */
  stateNames?: ReadonlyMap<string, string> | undefined;
  /** A state nobody knows is the first one: for formats whose states are somebody else's affair. */
  lenientStates?: boolean | undefined;
};
type Read = { value: Cell } | { message: string };

/** Something a column can be: one field of a target. */
export type TargetField = {
  name: string;
  label: string;
  required?: boolean;
  /** Kept to the letter, blanks at its ends too. */
  verbatim?: boolean;
  /** What other tools call such a column, folded, the likeliest first. */
  guesses?: readonly string[];
  read(cell: string, reading: Reading): Read;
};

const bad = (message: string): Read => ({ message });
const shown = (cell: string) => `"${cell.slice(0, 40)}"`;
const upTo = (most: number) => (cell: string) =>
  cell.length > most ? bad(`This has ${cell.length} characters; at most ${most} fit here.`) : { value: cell };
const between = (least: number, most: number) => (cell: string) =>
  cell.length < least ? bad(`This has ${cell.length} characters; at least ${least} are needed.`) : upTo(most)(cell);
const instant = (cell: string, { order }: Reading): Read => {
  const value = instantIn(cell, order);
  return value ? { value } : bad(`${shown(cell)} is no date that can be told for sure; write 2026-01-31 or 2026-01-31T08:00:00Z.`);
};
const oneOf =
  (what: string, choices: readonly string[], words: Readonly<Record<string, string>> = {}) =>
  (cell: string): Read => {
    const folded = cell.toLowerCase();
    const value = choices.find((one) => one === folded) ?? words[folded];
    return value ? { value } : bad(`The ${what} is one of: ${choices.join(", ")}.`);
  };
const state =
  (target: Target, states: readonly string[]) =>
  (cell: string, { stateNames, lenientStates }: Reading): Read => {
    const folded = foldedState(cell);
    const words = STATE_WORDS[target] ?? {};
    const own = states.find((one) => one === folded) ?? stateNames?.get(folded) ?? words[folded];
    if (own !== undefined) return { value: own };
    return lenientStates ? { value: null } : bad(`The state is one of: ${states.join(", ")}.`);
  };
const address = (cell: string): Read =>
  /^https?:\/\/\S+$/.test(cell) && URL.canParse(cell) ? upTo(2_000)(cell) : bad("This is no web address.");
const number = (least: number, most: number) => (cell: string) => {
  const value = numberIn(cell);
  return value === null || value < least || value > most
    ? bad(`${shown(cell)} is no number from ${least} to ${most.toLocaleString("en")}.`)
    : { value };
};
const above = (cell: string): Read => {
  const value = numberIn(cell);
  return value === null || value <= 0 || value > 1e12 ? bad(`${shown(cell)} is no number above 0.`) : { value };
};
const email = (cell: string): Read =>
  /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(cell) ? upTo(320)(cell.toLowerCase()) : bad(`${shown(cell)} is no e-mail address.`);
const domain = (cell: string): Read => (domainOf(cell) === null ? bad(`${shown(cell)} is no domain.`) : { value: domainOf(cell) });
const amount = (cell: string): Read => {
  const value = amountIn(cell);
  return value === null ? bad(`${shown(cell)} is no amount.`) : { value };
};
const currency = (cell: string): Read =>
  /^[A-Za-z]{3}$/.test(cell) ? { value: cell.toUpperCase() } : bad("Give the three letters of ISO 4217, such as EUR.");
const seats = (cell: string): Read => (/^\d{1,7}$/.test(cell) ? { value: Number(cell) } : bad("Seats are a whole number."));
const uuid = (cell: string): Read =>
  /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(cell) ? { value: cell.toLowerCase() } : bad(`${shown(cell)} is no id of ours.`);

const ownId: TargetField = { name: "id", label: "Id in Throughline", read: uuid };
const sourceSystem: TargetField = { name: "sourceSystem", label: "Source of the row", read: upTo(80) };
const sourceId: TargetField = {
  name: "sourceId",
  label: "Id in the source",
  guesses: ["id", "issue id", "issue key", "number", "post id", "ticket id", "suggestion.id", "uuid"],
  read: upTo(300),
};
const common = [sourceId, sourceSystem, ownId];

const feedback: readonly TargetField[] = [
  {
    name: "text",
    label: "Text",
    required: true,
    verbatim: true,
    guesses: ["text", "body", "content", "description", "details", "message", "feedback", "comment", "suggestion.body", "review", "note"],
    read: upTo(100_000),
  },
  { name: "title", label: "Title", guesses: ["title", "subject", "summary", "headline", "suggestion.title", "name"], read: upTo(300) },
  sourceId,
  {
    name: "receivedAt",
    label: "Received",
    guesses: [
      ...["created_at", "created", "created at", "createdat", "date", "received", "received at"],
      ...["suggestion.created_timestamp", "timestamp", "created at (utc)"],
    ],
    read: instant,
  },
  {
    name: "authorEmail",
    label: "Their e-mail",
    guesses: ["email", "e-mail", "mail", "author_email", "user email", "user.email", "customer email", "requester email"],
    read: upTo(320),
  },
  {
    name: "authorName",
    label: "Who said it",
    guesses: [
      ...["author", "author_name", "authorname", "author name", "user", "user name", "user.name", "customer"],
      ...["requester", "created_by", "reporter", "creator"],
    ],
    read: upTo(200),
  },
  { name: "channel", label: "Channel", guesses: ["channel", "source", "board", "suggestion.forum.name"], read: upTo(80) },
  {
    name: "sourceAddress",
    label: "Address of the original",
    guesses: ["url", "link", "source url", "display url", "permalink"],
    read: address,
  },
  { name: "kind", label: "Kind", guesses: ["kind", "type of feedback"], read: oneOf("kind", FEEDBACK_KINDS) },
  { name: "state", label: "State, when it is new here", read: state("feedback", FEEDBACK_STATES) },
  { name: "declineReason", label: "Why it was declined", read: upTo(2_000) },
  { name: "mergedInto", label: "Id of the one it was merged into", read: upTo(300) },
  sourceSystem,
  ownId,
];

const revenue: readonly TargetField[] = [
  { name: "domain", label: "Domain", guesses: ["domain", "company domain", "website", "url"], read: domain },
  { name: "revenue", label: "Revenue of a year", guesses: ["arr", "annual revenue", "revenue"], read: amount },
  { name: "currency", label: "Currency of the revenue", guesses: ["currency"], read: currency },
  { name: "plan", label: "Plan", guesses: ["plan"], read: upTo(80) },
  { name: "seats", label: "Seats", guesses: ["seats", "users", "employees"], read: seats },
];
const accounts: readonly TargetField[] = [
  {
    name: "name",
    label: "Name",
    required: true,
    guesses: ["name", "account", "company", "company name", "organisation", "organization", "account name", "customer"],
    read: upTo(200),
  },
  ...revenue,
  ...common,
];

const contacts: readonly TargetField[] = [
  { name: "name", label: "Name", required: true, guesses: ["name", "full name", "contact", "display name"], read: upTo(200) },
  { name: "email", label: "E-mail", guesses: ["email", "e-mail", "mail", "email address"], read: email },
  { name: "title", label: "Title", guesses: ["title", "job title", "role", "position"], read: upTo(120) },
  ...common,
];

const member = upTo(320);
const needs: readonly TargetField[] = [
  {
    name: "statement",
    label: "Statement",
    required: true,
    guesses: ["need", "statement", "title", "summary", "name", "opportunity", "problem"],
    read: between(3, 300),
  },
  { name: "detail", label: "Detail", verbatim: true, guesses: ["detail", "details", "description", "body", "content"], read: upTo(50_000) },
  { name: "state", label: "State", guesses: ["state", "status"], read: state("needs", NEED_STATES) },
  { name: "importance", label: "Importance, 0 to 10", guesses: ["importance"], read: number(0, 10) },
  { name: "satisfaction", label: "Satisfaction, 0 to 10", guesses: ["satisfaction"], read: number(0, 10) },
  { name: "persona", label: "Persona, by name", guesses: ["persona"], read: upTo(120) },
  { name: "owner", label: "Owner, a member here", read: member },
  ...common,
];

const range = (name: string, label: string, guesses: readonly string[] = []): TargetField => ({ name, label, guesses, read: above });
const features: readonly TargetField[] = [
  {
    name: "title",
    label: "Title",
    required: true,
    guesses: ["title", "summary", "name", "feature", "subject", "feature name"],
    read: between(3, 160),
  },
  { name: "body", label: "Description", verbatim: true, guesses: ["description", "body", "details", "content"], read: upTo(100_000) },
  { name: "why", label: "Why", guesses: ["why", "rationale"], read: upTo(2_000) },
  {
    name: "kind",
    label: "Kind",
    guesses: ["kind", "issue type", "type"],
    read: (cell, reading) => {
      const read = oneOf("kind", FEATURE_KINDS, { bug: "fix", story: "improvement", feature: "improvement", epic: "improvement" })(cell);
      return "message" in read && reading.lenientStates ? { value: null } : read;
    },
  },
  { name: "state", label: "State", guesses: ["state", "status"], read: state("features", FEATURE_STATES) },
  { name: "owner", label: "Owner, a member here", read: member },
  range("valueLow", "Value, low end", ["value, low"]),
  range("valueHigh", "Value, high end", ["value, high"]),
  range("effortLow", "Effort, low end", ["effort, low"]),
  range("effortHigh", "Effort, high end", ["effort, high"]),
  ...common,
];

const day = (cell: string, { order }: Reading): Read => {
  const value = dateIn(cell, order);
  return value ? { value } : bad(`${shown(cell)} is no date that can be told for sure; write 2026-01-31.`);
};
const deals: readonly TargetField[] = [
  {
    name: "name",
    label: "Name",
    required: true,
    guesses: ["deal name", "deal", "opportunity name", "opportunity", "name", "title"],
    read: upTo(200),
  },
  {
    name: "amount",
    label: "Amount",
    guesses: ["amount", "deal amount", "value", "deal value", "amount in company currency"],
    read: amount,
  },
  { name: "currency", label: "Currency of the amount", guesses: ["currency", "deal currency"], read: currency },
  { name: "stage", label: "Stage", guesses: ["stage", "deal stage", "stagename", "pipeline stage"], read: upTo(120) },
  { name: "state", label: "Open, won or lost", guesses: ["state", "status", "outcome", "result"], read: state("deals", DEAL_STATES) },
  { name: "closedOn", label: "Closed on", guesses: ["close date", "closed on", "closedate", "closed", "closed date"], read: day },
  {
    name: "reasons",
    label: "Why it was won or lost",
    verbatim: true,
    guesses: ["reasons", "reason", "closed lost reason", "loss reason", "lost reason", "closed won reason"],
    read: upTo(10_000),
  },
  {
    name: "competitor",
    label: "Competitor, by name",
    guesses: ["competitor", "competitors", "lost to", "main competitor"],
    read: upTo(120),
  },
  ...common,
];

/** What each target's columns can be, declared once: readers, guesses and the wizard go by it. */
export const TARGET_FIELDS: Readonly<Record<Target, readonly TargetField[]>> = {
  feedback,
  accounts,
  contacts,
  needs,
  features,
  deals,
};

/** Columns beside a row that describe the account it speaks of. Others, under `account:`, are kept as the account's attributes. */
export const ACCOUNT_FIELDS: readonly TargetField[] = [
  {
    name: "name",
    label: "Account",
    guesses: ["account", "company", "company name", "organisation", "organization", "account name"],
    read: upTo(200),
  },
  ...revenue.map((field) => ({
    ...field,
    label: `Account’s ${field.label.slice(0, 1).toLowerCase()}${field.label.slice(1)}`,
    guesses: (field.guesses ?? []).filter((guess) => guess !== "url" && guess !== "users" && guess !== "currency"),
  })),
];
/** Targets whose rows can name an account. */
export const namesAccounts = (target: Target): boolean => target === "feedback" || target === "contacts" || target === "deals";
