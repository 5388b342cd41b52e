import { numberIn } from "../../kernels/cells.ts";
import { ACCOUNT_FIELDS, type Cell, namesAccounts, type Reading, TARGET_FIELDS, type Target, type TargetField } from "./target-rules.ts";

/**
 * What each column is: the name of one of the target's fields, `label`, `field:<name>` for one of the workspace's own fields,
 * `new-field:<type>:<name>` for one that is made when it is not there, or `account:<name>` for something about the account that the row
 * names. Columns that are not named are left out.
 */
export type ImportMapping = Readonly<Record<string, string>>;

export const LABEL_LENGTH = 60;
const LABEL_GUESSES = ["labels", "label", "tags", "category", "suggestion.category.name"];
/** The types that a field can have which a column makes. */
export const NEW_FIELD_TYPES = ["text", "number", "date", "address"] as const;
export type NewFieldType = (typeof NEW_FIELD_TYPES)[number];
const NEW_FIELD = /^new-field:([a-z]+):(.{1,60})$/s;
const OWN_FIELD = /^field:(.{1,80})$/s;
const OF_ACCOUNT = /^account:(.{1,80})$/s;

/** The name and type of a field that a column makes. */
export function newFieldIn(means: string): { name: string; type: NewFieldType } | null {
  const [, type, name] = NEW_FIELD.exec(means) ?? [];
  const known = NEW_FIELD_TYPES.find((one) => one === type);
  return known && name?.trim() ? { name: name.trim(), type: known } : null;
}
/** The name of the workspace's own field that a column is, there or to be made. */
export const fieldNameIn = (means: string): string | null => newFieldIn(means)?.name ?? OWN_FIELD.exec(means)?.[1] ?? null;
const accountFieldIn = (means: string): string | null => OF_ACCOUNT.exec(means)?.[1] ?? null;

const folded = (header: string) => header.trim().toLowerCase();

/** What the columns of a file most likely are, by their names. */
export function guessMapping(target: Target, headers: readonly string[], ownFields: readonly string[] = []): ImportMapping {
  const mapping: Record<string, string> = {};
  const take = (means: string, names: readonly string[] = []) => {
    for (const name of names) {
      const header = headers.find((one) => folded(one) === name && !(one in mapping));
      if (header === undefined) continue;
      mapping[header] = means;
      return;
    }
  };
  for (const field of TARGET_FIELDS[target]) take(field.name, field.guesses);
  take("label", LABEL_GUESSES);
  if (namesAccounts(target)) for (const field of ACCOUNT_FIELDS) take(`account:${field.name}`, field.guesses);
  for (const name of ownFields) take(`field:${name}`, [folded(name)]);
  // A file with a title only says it all there.
  const titled = Object.keys(mapping).find((header) => mapping[header] === "title");
  if (target === "feedback" && titled !== undefined && !Object.values(mapping).includes("text")) mapping[titled] = "text";
  return mapping;
}

/** What a column that nothing matches holds, as a field to be made of it. */
export function newFieldFor(column: string, cells: readonly string[]): string {
  const said = cells.map((cell) => cell.trim()).filter((cell) => cell !== "");
  const all = (fits: (cell: string) => boolean) => said.length > 0 && said.every(fits);
  const type: NewFieldType = all((cell) => numberIn(cell) !== null)
    ? "number"
    : all((cell) => /^\d{4}-\d{2}-\d{2}$/.test(cell))
      ? "date"
      : all((cell) => /^https?:\/\/\S+$/.test(cell) && URL.canParse(cell))
        ? "address"
        : "text";
  return `new-field:${type}:${column.trim().slice(0, 60)}`;
}

const listed = (names: readonly string[]) => `${names.slice(0, 30).join(", ")}${names.length > 30 ? " …" : ""}`;
const choicesOf = (target: Target) => [...TARGET_FIELDS[target].map(({ name }) => name), "label"];
const knows = (target: Target, means: string) =>
  choicesOf(target).includes(means) || fieldNameIn(means) !== null || (namesAccounts(target) && accountFieldIn(means) !== null);

/** The field that a file for this target cannot go without. */
export const requiredField = (target: Target): TargetField | undefined => TARGET_FIELDS[target].find(({ required }) => required);
export const requiredSentence = (target: Target): string => `Say which column holds the ${requiredField(target)?.label.toLowerCase()}.`;

/** What is wrong with a mapping for a file of these columns; null when nothing is. */
export function mappingProblem(target: Target, mapping: ImportMapping, headers: readonly string[]): string | null {
  const used = new Set<string>();
  for (const [column, means] of Object.entries(mapping)) {
    if (!headers.includes(column)) return `The file has no column "${column}"; its columns are: ${listed(headers)}.`;
    if (!knows(target, means)) {
      const accounts = namesAccounts(target) ? ", account:<name>" : "";
      return `"${means}" is nothing a column can be. It can be ${listed(choicesOf(target))}${accounts}, field:<name> or new-field:<type>:<name>.`;
    }
    const meaning = fieldNameIn(means)?.toLowerCase() ?? means;
    // Only labels may come from several columns.
    if (used.has(meaning) && means !== "label") return `Two columns cannot both be ${means}.`;
    used.add(meaning);
  }
  return used.has(requiredField(target)?.name ?? "") ? null : requiredSentence(target);
}

/** The account as a row names it. */
export type AccountCells = {
  name: string | null;
  domain: string | null;
  plan: string | null;
  seats: number | null;
  revenue: number | null;
  currency: string | null;
  attributes: Record<string, string>;
};
/** A row of a file, read. Values are those of mapped columns only; instants are ISO in UTC; `fields` holds cells by the field's name. */
export type ImportRow = {
  line: number;
  values: Record<string, Cell>;
  labels: string[];
  fields: Record<string, string>;
  account: AccountCells | null;
};
/** Why a row cannot be taken, with the column it is about. */
export type RowProblem = { line: number; column: string | null; message: string };
type RawRow = { line: number; cells: Readonly<Record<string, string>> };

/** The text of a value, where it has one. */
export function textIn({ values }: Pick<ImportRow, "values">, name: string): string | null {
  const value = values[name];
  return value === null || value === undefined ? null : String(value);
}

/** Reads rows by a mapping that has been checked. Nothing is cut short: what does not fit is a problem. */
export function rowReader(target: Target, mapping: ImportMapping, reading: Reading) {
  const columns = Object.entries(mapping).map(([column, means]) => ({ column, set: setterOf(target, means, reading) }));
  const columnOf = (name: string) => Object.keys(mapping).find((column) => mapping[column] === name) ?? null;
  const needed = requiredField(target);
  return ({ line, cells }: RawRow): { row: ImportRow } | { problem: RowProblem } => {
    const row: ImportRow = { line, values: {}, labels: [], fields: {}, account: null };
    for (const { column, set } of columns) {
      const message = set(row, cells[column] ?? "");
      if (message) return { problem: { line, column, message } };
    }
    if (!needed || textIn(row, needed.name)?.trim()) return { row };
    const { title } = row.values;
    // What has a title only said it there.
    if (target === "feedback" && title) {
      row.values.text = title;
      row.values.title = null;
      return { row };
    }
    return { problem: { line, column: columnOf(needed.name), message: `The ${needed.label.toLowerCase()} is empty.` } };
  };
}

/** Writes a cell into the row; answers what is wrong with it. */
type Setter = (row: ImportRow, cell: string) => string | null;

function setterOf(target: Target, means: string, reading: Reading): Setter {
  if (means === "label") return setLabels;
  const field = TARGET_FIELDS[target].find(({ name }) => name === means);
  if (field) return setterFor(field, reading);
  const own = fieldNameIn(means);
  if (own !== null)
    return (row, cell) => {
      if (cell.trim() !== "") row.fields[own] = cell.trim();
      return null;
    };
  return accountSetter(accountFieldIn(means) ?? "", reading);
}

function setterFor(field: TargetField, reading: Reading): Setter {
  return (row, cell) => {
    const value = field.verbatim ? cell : cell.trim();
    if (value === "") {
      row.values[field.name] = null;
      return null;
    }
    const read = field.read(value, reading);
    if ("message" in read) return read.message;
    row.values[field.name] = read.value;
    return null;
  };
}

function setLabels(row: ImportRow, cell: string): string | null {
  const names = cell
    .split(/[,;\n]/)
    .map((name) => name.trim())
    .filter((name) => name !== "");
  row.labels.push(...names);
  return names.some((name) => name.length > LABEL_LENGTH) ? `A label has at most ${LABEL_LENGTH} characters.` : null;
}

const NO_ACCOUNT: AccountCells = { name: null, domain: null, plan: null, seats: null, revenue: null, currency: null, attributes: {} };

function accountSetter(attribute: string, reading: Reading): Setter {
  const field = ACCOUNT_FIELDS.find(({ name }) => name === attribute);
  return (row, cell) => {
    const value = cell.trim();
    if (value === "") return null;
    const account = row.account ?? { ...NO_ACCOUNT, attributes: {} };
    row.account = account;
    if (!field) {
      account.attributes[attribute] = value;
      return value.length > 2_000 ? `This has ${value.length} characters; at most 2,000 fit here.` : null;
    }
    const read = field.read(value, reading);
    if ("message" in read) return read.message;
    Object.assign(account, { [attribute]: read.value });
    return null;
  };
}
