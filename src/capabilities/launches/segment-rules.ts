import type { Access } from "../../platform/access.ts";
import type { Condition, SegmentRule } from "./condition-rules.ts";

/** Stale is never written down: a live segment is stale while its rule speaks of what is gone, or finds nobody. */
export const SEGMENT_STATES = ["draft", "live", "stale"] as const;
export type SegmentState = (typeof SEGMENT_STATES)[number];
/** The states that people choose. */
export const SEGMENT_CHOICES = ["draft", "live"] as const;

export const segmentAccess = {
  write: ["marketing", "customer", "product"],
} as const satisfies Access;

/** Why a segment cannot be deleted. */
export const segmentDeletionBlocker = (messages: number): string | null =>
  messages === 0 ? null : `${messages === 1 ? "A message speaks" : `${messages} messages speak`} to it; delete or move those first.`;

/** What a rule can ask of accounts, in the order in which it is offered. */
export const ABOUT = ["plan", "revenue", "seats", "currency", "domain", "label", "attribute", "field"] as const;
export type About = (typeof ABOUT)[number];
export const ABOUT_WORDS: Readonly<Record<About, string>> = {
  plan: "plan",
  revenue: "revenue a year",
  seats: "number of seats",
  currency: "currency",
  domain: "domain",
  label: "label",
  attribute: "imported column",
  field: "own field",
};

export type Operator = Condition["is"];
export const OPERATOR_WORDS: Readonly<Record<Operator, string>> = {
  "any-of": "is",
  "none-of": "is not",
  "ends-with": "ends with",
  "at-least": "is at least",
  "less-than": "is less than",
  from: "is on or after",
  before: "is before",
  set: "is known",
  empty: "is not known",
};
const BOUNDS = ["at-least", "less-than", "set", "empty"] as const;
const AMONG = ["any-of", "none-of", "set", "empty"] as const;

/** What can be asked of something: of an own field by its type, and of an imported column as a text or a number. */
export function operatorsOf(about: About, fieldType?: string): readonly Operator[] {
  if (about === "revenue" || about === "seats") return BOUNDS;
  if (about === "domain") return ["any-of", "none-of", "ends-with", "set", "empty"];
  if (about === "attribute") return ["any-of", "none-of", "at-least", "less-than", "set", "empty"];
  if (about === "field" && fieldType === "number") return BOUNDS;
  if (about === "field" && fieldType === "date") return ["from", "before", "set", "empty"];
  return AMONG;
}

type Fields = readonly { id: string; name: string }[];
/** What a rule speaks of that is no longer there, each in a sentence. */
export function ruleIssues({ conditions }: SegmentRule, labels: ReadonlySet<string>, fields: ReadonlySet<string>): string[] {
  return conditions.flatMap((condition) => {
    if (condition.about === "field" && !fields.has(condition.fieldId)) return ["It asks for a field that was taken away."];
    if (condition.about === "label" && "values" in condition && condition.values.some((id) => !labels.has(id)))
      return ["It asks for a label that was taken away."];
    return [];
  });
}

export type RuleWords = {
  labelName: (id: string) => string | undefined;
  fields: Fields;
  /** An amount of money as it is read. */
  money: (minor: number, currency: string) => string;
};

const listed = (words: readonly string[]) =>
  words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} or ${words[words.length - 1]}`;

/** One condition in words: "plan is Mid-size or Large". */
export function conditionWords(condition: Condition, { labelName, fields, money }: RuleWords): string {
  const about =
    condition.about === "attribute"
      ? condition.name
      : condition.about === "field"
        ? (fields.find(({ id }) => id === condition.fieldId)?.name ?? "a field that is gone")
        : ABOUT_WORDS[condition.about];
  const is = OPERATOR_WORDS[condition.is];
  if ("values" in condition) {
    const values = condition.about === "label" ? condition.values.map((id) => labelName(id) ?? "a label that is gone") : condition.values;
    return `${about} ${is} ${listed(values)}`;
  }
  if ("amountMinor" in condition) return `${about} ${is} ${money(condition.amountMinor, condition.currency)}`;
  if ("value" in condition) return `${about} ${is} ${condition.value}`;
  if ("day" in condition) return `${about} ${is} ${condition.day}`;
  return `${about} ${is}`;
}

/** A rule as a sentence: "Accounts whose plan is Mid-size and revenue a year is at least $20,000". */
export function ruleWords({ join, conditions }: SegmentRule, words: RuleWords): string {
  if (conditions.length === 0) return "Every account";
  return `Accounts whose ${conditions.map((condition) => conditionWords(condition, words)).join(` ${join} whose `)}`;
}
