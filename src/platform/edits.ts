import { Refusal } from "./refusal.ts";

/** What an edit did, field by field, as the trail tells it. */
export type Changes = Record<string, { before: unknown; after: unknown }>;

/** Which of the fields given differ from what was there; null when none does. */
export function changesOf<Row extends object>(before: Row, change: Partial<Row>): { changes: Changes; set: Partial<Row> } | null {
  const changes: Changes = {};
  const set: Partial<Row> = {};
  for (const field of fieldsOf(change)) {
    const after = change[field];
    if (after === undefined || after === before[field]) continue;
    changes[String(field)] = { before: clipped(before[field]), after: clipped(after) };
    set[field] = after;
  }
  return Object.keys(changes).length > 0 ? { changes, set } : null;
}
/** Long texts stay out of the trail. */
const MOST_TEXT = 300;
const clipped = (value: unknown) => (typeof value === "string" && value.length > MOST_TEXT ? `${value.slice(0, MOST_TEXT)}…` : value);
const fieldsOf = <Row extends object>(row: Partial<Row>): (keyof Row)[] =>
  Object.keys(row).filter((field): field is keyof Row & string => field in row);

/** Two people changed the same: the answer carries what is there now, so that neither version is lost. */
export const changedSince = (current: object) =>
  new Refusal(412, "CHANGED", "Somebody changed this since you looked. Compare both and save again.", { current });
