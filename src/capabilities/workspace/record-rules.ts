import type { RecordKind } from "./schema.ts";

/** The page on which a record of a kind is shown, by its key. */
const PLACES = {
  feedback: "feedback",
  account: "accounts",
  contact: "contacts",
  persona: "personas",
  need: "needs",
  feature: "features",
} as const satisfies Record<RecordKind, string>;

/** Where a record lives in its workspace: `needs/N-42`. */
export const recordPath = (kind: RecordKind, key: string): string => `${PLACES[kind]}/${key}`;

/** The kind by whose colour and icon a record is drawn. */
export const markKinds = {
  feedback: "evidence",
  account: "account",
  contact: "account",
  persona: "persona",
  need: "need",
  feature: "feature",
} as const satisfies Record<RecordKind, string>;

/** What people call the records of a kind, one and many. */
export const recordNouns = {
  feedback: { one: "feedback", many: "Feedback" },
  account: { one: "account", many: "Accounts" },
  contact: { one: "contact", many: "Contacts" },
  persona: { one: "persona", many: "Personas" },
  need: { one: "need", many: "Needs" },
  feature: { one: "feature", many: "Features" },
} as const satisfies Record<RecordKind, { one: string; many: string }>;
