import type { Field } from "../../workspace/schema.ts";
import { FEATURE_KINDS } from "../rules.ts";
import type { FeatureChange } from "../schema.ts";
import { FEATURE_KIND_WORDS, typedEffort, typedValue, type Units } from "./feature-words.ts";

/** What a cell of the table writes: a field of the feature itself, or one of the workspace's own. */
export type CellWrite = { change: FeatureChange } | { field: Pick<Field, "id" | "name">; value: string | number | null };
type Person = { id: string; name: string; left: boolean };
export type CellContext = {
  units: Units;
  members: readonly Person[];
  fields: readonly Field[];
  milestones: readonly { id: string; title: string }[];
};

const same = (one: string, other: string) => one.trim().toLowerCase() === other.trim().toLowerCase();
const LEAST_TITLE = 3;

/**
 * What a typed or pasted text says for a column. People and choices are found by their names, so that what was copied can be pasted.
 * @throws RangeError with a sentence for the person, also for a column that is not written in
 */
export function cellWrite(column: string, typed: string, { units, members, fields, milestones }: CellContext): CellWrite {
  const text = typed.trim();
  if (column === "title") {
    if (text.length < LEAST_TITLE) throw new RangeError("A title has at least three letters.");
    return { change: { title: text.replace(/\s+/g, " ") } };
  }
  if (column === "kind") {
    const kind = FEATURE_KINDS.find((one) => one === text || same(FEATURE_KIND_WORDS[one], text));
    if (!kind)
      throw new RangeError(`“${text}” is no kind: ${FEATURE_KINDS.map((one) => FEATURE_KIND_WORDS[one].toLowerCase()).join(", ")}.`);
    return { change: { kind } };
  }
  if (column === "owner") return { change: { ownerId: text === "" ? null : personNamed(text, members) } };
  if (column === "milestone") {
    const milestone = milestones.find(({ id, title }) => id === text || same(title, text));
    if (text !== "" && !milestone) throw new RangeError(`There is no planned milestone called “${text}”.`);
    return { change: { milestoneId: milestone?.id ?? null } };
  }
  if (column === "effort") return { change: typedEffort(text) };
  if (column === "value") return { change: typedValue(text, units) };
  const field = fields.find(({ id }) => `field:${id}` === column);
  if (!field) throw new RangeError("This column is counted or linked; it is not written in.");
  return { field, value: text === "" ? null : fieldValue(field, text, members) };
}

function personNamed(text: string, members: readonly Person[]): string {
  const person = members.find(({ id, name, left }) => !left && (id === text || same(name, text)));
  if (!person) throw new RangeError(`There is nobody called “${text}” in this workspace.`);
  return person.id;
}

function fieldValue({ type, options, name }: Field, text: string, members: readonly Person[]): string | number {
  if (type === "person") return personNamed(text, members);
  if (type === "number") {
    const value = Number(text.replace(/[\s,](?=\d{3}\b)/g, "").replace(",", "."));
    if (!Number.isFinite(value)) throw new RangeError(`“${text}” is no number.`);
    return value;
  }
  if (type === "choice") {
    const option = options.find((one) => same(one, text));
    if (option === undefined) throw new RangeError(`“${text}” is no choice of ${name}: ${options.join(", ")}.`);
    return option;
  }
  if (type === "date") {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) throw new RangeError(`Write a day as 2026-12-31, not “${text}”.`);
    return text;
  }
  return text;
}
