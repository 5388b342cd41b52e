import { parseRevenue, revenueText } from "../../customers/pages/revenue.ts";
import type { Condition } from "../condition-rules.ts";
import type { About, Operator } from "../segment-rules.ts";

/** A condition while it is written: what was typed and chosen, which may not be enough yet. */
export type Draft = { key: number; about: About; name: string; is: Operator; values: string[]; text: string };

/** What a draft asks about, as one word for a list to choose from. */
export const subjectOf = ({ about, name }: Pick<Draft, "about" | "name">) => (name === "" ? about : `${about}:${name}`);

export function draftOf(condition: Condition, key: number): Draft {
  const name = condition.about === "attribute" ? condition.name : condition.about === "field" ? condition.fieldId : "";
  const text =
    "amountMinor" in condition
      ? revenueText({ revenueMinor: condition.amountMinor, currency: condition.currency })
      : "value" in condition
        ? String(condition.value)
        : "day" in condition
          ? condition.day
          : "";
  return { key, about: condition.about, name, is: condition.is, values: "values" in condition ? [...condition.values] : [], text };
}

/** The condition that a draft amounts to; null while something is missing. */
export function conditionOf(draft: Draft, currency: string): Condition | null {
  const subject =
    draft.about === "attribute"
      ? { about: draft.about, name: draft.name }
      : draft.about === "field"
        ? { about: draft.about, fieldId: draft.name }
        : { about: draft.about };
  const { is, values } = draft;
  if (is === "set" || is === "empty") return condition({ ...subject, is });
  if (is === "any-of" || is === "none-of" || is === "ends-with") return values.length === 0 ? null : condition({ ...subject, is, values });
  if (is === "from" || is === "before") return /^\d{4}-\d\d-\d\d$/.test(draft.text) ? condition({ ...subject, is, day: draft.text }) : null;
  if (draft.about === "revenue") {
    const read = parseRevenue(draft.text, currency);
    return read ? condition({ ...subject, is, amountMinor: read.revenueMinor, currency: read.currency }) : null;
  }
  const value = Number(draft.text);
  return draft.text.trim() === "" || !Number.isFinite(value) ? null : condition({ ...subject, is, value });
}

/** The server judges it once more; what the lists of operators do not offer cannot be put together here. */
const isCondition = (given: object): given is Condition => "about" in given && "is" in given;
const condition = (given: object): Condition | null => (isCondition(given) ? given : null);
