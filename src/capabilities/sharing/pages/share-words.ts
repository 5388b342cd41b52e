import { AUDIENCES, type Audience, HIDES, type Hides, type ShareKind } from "../rules.ts";

/** What can be shared from one page: the page itself, and what else there is of its record. */
export type ShareSubject = {
  kinds: readonly ShareKind[];
  /** The need or feature. */
  id?: string;
  /** How the list is filtered and sorted, in the parameters of its route. */
  scope?: Record<string, unknown>;
};

export const KIND_CHOICES: Readonly<Record<ShareKind, string>> = {
  throughline: "Throughline",
  need: "The need",
  "need-throughline": "Its Throughline",
  feature: "The feature",
  "feature-throughline": "Its Throughline",
  needs: "List of needs",
  features: "List of features",
  feedback: "List of feedback",
  accounts: "List of accounts",
  roadmap: "The roadmap",
  "customer-story": "The customer story",
};

export const HIDE_WORDS: Readonly<Record<Hides, { word: string; meaning: string }>> = {
  names: { word: "Names", meaning: "People and accounts become “somebody” and “Customer 417”, in quotes too" },
  money: { word: "Money", meaning: "No revenue, neither of an account nor behind a need" },
  notes: { word: "Notes", meaning: "No owners, comments, own fields or internal milestones" },
  quotes: { word: "Quotes", meaning: "No words of customers, only how many there are" },
};

const AUDIENCE_NAMES: readonly Audience[] = ["outside", "partners", "leadership"];
export const audienceChoices = AUDIENCE_NAMES.map((value) => ({ value, label: AUDIENCES[value].word }));

/** The audience that is kept from exactly this; undefined when somebody chose otherwise. */
export const audienceOf = (hides: readonly Hides[]): Audience | undefined =>
  AUDIENCE_NAMES.find((name) => HIDES.every((one) => hides.includes(one) === AUDIENCES[name].hides.some((hidden) => hidden === one)));

/** "hides names and money", or that nothing is hidden. */
export function hiddenWords(hides: readonly Hides[]): string {
  if (hides.length === 0) return "hides nothing";
  return `hides ${hides
    .map((one) => HIDE_WORDS[one].word.toLowerCase())
    .join(", ")
    .replace(/, ([^,]*)$/, " and $1")}`;
}

export const EXPIRIES = [
  { value: "never", label: "Never" },
  { value: "7", label: "In 7 days" },
  { value: "30", label: "In 30 days" },
  { value: "day", label: "On a day …" },
] as const;
export type Expiry = (typeof EXPIRIES)[number]["value"];

/** The moment that a choice means; a day is meant to its end, where the person is. */
export function expiryOf(choice: Expiry, day: string, now = new Date()): string | null {
  if (choice === "never") return null;
  if (choice === "day") {
    const end = new Date(`${day}T23:59:59`);
    return Number.isNaN(end.valueOf()) ? null : end.toISOString();
  }
  return new Date(now.valueOf() + Number(choice) * 86_400_000).toISOString();
}

export const addressOf = (token: string): string => `${window.location.origin}/s/${token}`;
/** What another site puts into its page to show the link there. */
export const embedOf = (token: string): string =>
  `<iframe src="${addressOf(token)}/embed" title="Throughline" width="100%" height="640" style="border:0" loading="lazy" referrerpolicy="no-referrer"></iframe>`;
