import { domainOf, FEEDBACK_KINDS, type FeedbackKind } from "./rules.ts";

/** What a column of a file can be, besides `field:<name>` for one of the workspace's own fields and `account:<name>` for any attribute. */
export const IMPORT_TARGETS = [
  "text",
  "title",
  "kind",
  "channel",
  "receivedAt",
  "authorName",
  "authorEmail",
  "sourceId",
  "sourceAddress",
  "label",
  "account:name",
  "account:domain",
  "account:revenue",
  "account:currency",
  "account:plan",
  "account:seats",
] as const;
export type ImportTarget = (typeof IMPORT_TARGETS)[number] | `field:${string}` | `account:${string}`;

/** What each column means; columns that are not named are left out. */
export type ImportMapping = Readonly<Record<string, ImportTarget>>;

export const isImportTarget = (target: string): target is ImportTarget =>
  IMPORT_TARGETS.some((known) => known === target) || /^(?:field|account):.{1,80}$/s.test(target);

/** Targets that several columns may have together. */
const severalColumns = (target: string) => target === "label";

export const LABEL_LENGTH = 60;
const LENGTHS = { text: 100_000, title: 300, channel: 80, authorName: 200, authorEmail: 320, sourceId: 300, sourceAddress: 2_000 } as const;

/** Names under which other tools export these, folded; the first in a file that is not taken yet is the guess. */
const GUESSES: readonly (readonly [ImportTarget, readonly string[]])[] = [
  ["text", ["text", "body", "content", "description", "details", "message", "feedback", "comment", "suggestion.body", "review", "note"]],
  ["title", ["title", "subject", "summary", "headline", "suggestion.title", "name"]],
  ["sourceId", ["id", "issue id", "issue key", "number", "post id", "ticket id", "suggestion.id", "uuid"]],
  [
    "receivedAt",
    [
      "created_at",
      "created",
      "created at",
      "createdat",
      "date",
      "received",
      "received at",
      "suggestion.created_timestamp",
      "timestamp",
      "created at (utc)",
    ],
  ],
  ["authorEmail", ["email", "e-mail", "mail", "author_email", "user email", "user.email", "customer email", "requester email"]],
  [
    "authorName",
    [
      "author",
      "author_name",
      "authorname",
      "author name",
      "user",
      "user name",
      "user.name",
      "customer",
      "requester",
      "created_by",
      "reporter",
      "creator",
    ],
  ],
  ["label", ["labels", "label", "tags", "category", "suggestion.category.name"]],
  ["channel", ["channel", "source", "board", "suggestion.forum.name"]],
  ["sourceAddress", ["url", "link", "source url", "display url", "permalink"]],
  ["kind", ["kind", "type of feedback"]],
  ["account:name", ["account", "company", "company name", "organisation", "organization", "account name"]],
  ["account:domain", ["domain", "company domain", "website"]],
  ["account:revenue", ["arr", "annual revenue", "revenue"]],
  ["account:plan", ["plan"]],
];

/** What the columns of a file most likely are, by their names. */
export function guessMapping(headers: readonly string[]): ImportMapping {
  const mapping: Record<string, ImportTarget> = {};
  const folded = new Map(headers.map((header) => [header, header.trim().toLowerCase()]));
  for (const [target, names] of GUESSES) {
    for (const name of names) {
      const header = headers.find((one) => folded.get(one) === name && !(one in mapping));
      if (header === undefined) continue;
      mapping[header] = target;
      break;
    }
  }
  // A file with a title only says it all there.
  const titled = Object.keys(mapping).find((header) => mapping[header] === "title");
  if (titled !== undefined && !Object.values(mapping).includes("text")) mapping[titled] = "text";
  return mapping;
}

/** What is wrong with a mapping for a file of these columns; null when nothing is. */
export function mappingProblem(mapping: Readonly<Record<string, string>>, headers: readonly string[]): string | null {
  const used = new Set<string>();
  for (const [column, target] of Object.entries(mapping)) {
    if (!headers.includes(column)) return `The file has no column "${column}"; its columns are: ${listed(headers)}.`;
    if (!isImportTarget(target))
      return `"${target}" is nothing a column can be. It can be ${listed(IMPORT_TARGETS)}, field:<name> or account:<name>.`;
    if (used.has(target) && !severalColumns(target)) return `Two columns cannot both be ${target}.`;
    used.add(target);
  }
  return used.has("text") ? null : "Say which column holds the text.";
}
const listed = (names: readonly string[]) => `${names.slice(0, 30).join(", ")}${names.length > 30 ? " …" : ""}`;

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
/** A row of a file, read. Instants are ISO in UTC; `fields` holds cells by the field's name. */
export type ImportRow = {
  line: number;
  text: string;
  title: string | null;
  kind: FeedbackKind;
  channel: string | null;
  receivedAt: string | null;
  authorName: string | null;
  authorEmail: string | null;
  sourceId: string | null;
  sourceAddress: string | null;
  labels: string[];
  fields: Record<string, string>;
  account: AccountCells | null;
};
/** Why a row cannot be taken, with the column it is about. */
export type RowProblem = { line: number; column: string | null; message: string };

/** Reads one row by a mapping that has been checked. Nothing is cut short: what does not fit is a problem. */
export function readImportRow(
  { line, cells }: { line: number; cells: Readonly<Record<string, string>> },
  mapping: ImportMapping,
): { row: ImportRow } | { problem: RowProblem } {
  const row: ImportRow = {
    line,
    text: "",
    title: null,
    kind: "message",
    channel: null,
    receivedAt: null,
    authorName: null,
    authorEmail: null,
    sourceId: null,
    sourceAddress: null,
    labels: [],
    fields: {},
    account: null,
  };
  for (const [column, target] of Object.entries(mapping)) {
    const message = readCell(row, target, cells[column] ?? "");
    if (message) return { problem: { line, column, message } };
  }
  if (row.text.trim() === "") {
    const { title } = row;
    if (title === null) return { problem: { line, column: columnOf(mapping, "text"), message: "The text is empty." } };
    // What has a title only said it there.
    row.text = title;
    row.title = null;
  }
  return { row };
}

const columnOf = (mapping: ImportMapping, target: ImportTarget) =>
  Object.keys(mapping).find((column) => mapping[column] === target) ?? null;

/** Writes a cell into the row; answers what is wrong with it. */
function readCell(row: ImportRow, target: ImportTarget, cell: string): string | null {
  if (target === "text") {
    row.text = cell;
    return tooLong("text", cell);
  }
  const value = cell.trim();
  if (value === "") return null;
  switch (target) {
    case "title":
    case "channel":
    case "authorName":
    case "authorEmail":
    case "sourceId":
      row[target] = value;
      return tooLong(target, value);
    case "sourceAddress":
      row.sourceAddress = value;
      return /^https?:\/\/\S+$/.test(value) && URL.canParse(value) ? tooLong(target, value) : "This is no web address.";
    case "kind": {
      const kind = FEEDBACK_KINDS.find((one) => one === value.toLowerCase());
      if (kind) row.kind = kind;
      return kind ? null : `The kind is one of: ${FEEDBACK_KINDS.join(", ")}.`;
    }
    case "receivedAt":
      row.receivedAt = instantIn(value);
      return row.receivedAt
        ? null
        : `"${value.slice(0, 40)}" is no date that can be told for sure; write 2026-01-31 or 2026-01-31T08:00:00Z.`;
    case "label": {
      const names = value.split(/[,;\n]/).map((name) => name.trim());
      row.labels.push(...names.filter((name) => name !== ""));
      return names.some((name) => name.length > LABEL_LENGTH) ? `A label has at most ${LABEL_LENGTH} characters.` : null;
    }
    default:
      return target.startsWith("field:") ? readField(row, target.slice("field:".length), value) : readAccountCell(row, target, value);
  }
}

function readField(row: ImportRow, name: string, value: string): null {
  row.fields[name] = value;
  return null;
}

function tooLong(target: keyof typeof LENGTHS, value: string): string | null {
  const most = LENGTHS[target];
  return value.length > most ? `This has ${value.length} characters; at most ${most} fit here.` : null;
}

function readAccountCell(row: ImportRow, target: string, value: string): string | null {
  const account = row.account ?? { name: null, domain: null, plan: null, seats: null, revenue: null, currency: null, attributes: {} };
  row.account = account;
  const attribute = target.slice("account:".length);
  switch (attribute) {
    case "domain":
      account.domain = value;
      return domainOf(value) === null ? `"${value.slice(0, 40)}" is no domain.` : null;
    case "name":
      account.name = value;
      return value.length > 200 ? `This has ${value.length} characters; at most 200 fit here.` : null;
    case "plan":
      account.plan = value;
      return value.length > 80 ? `This has ${value.length} characters; at most 80 fit here.` : null;
    case "currency":
      account.currency = value.toUpperCase();
      return /^[A-Z]{3}$/.test(account.currency) ? null : "Give the three letters of ISO 4217, such as EUR.";
    case "seats":
      account.seats = /^\d{1,8}$/.test(value) ? Number(value) : null;
      return account.seats === null ? "Seats are a whole number." : null;
    case "revenue":
      account.revenue = amountIn(value);
      return account.revenue === null ? `"${value.slice(0, 40)}" is no amount.` : null;
    default:
      account.attributes[attribute] = value;
      return value.length > 2_000 ? `This has ${value.length} characters; at most 2,000 fit here.` : null;
  }
}

/** An amount of money as people write it, "$252,000.50" or "252.000,50 €"; null when it cannot be told. */
export function amountIn(text: string): number | null {
  const bare = text.replace(/[\p{Sc}\s]|[A-Za-z]{3}$|^[A-Za-z]{3}/gu, "");
  if (/^\d+(?:\.\d{1,2})?$/.test(bare) || /^\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?$/.test(bare)) return Number(bare.replaceAll(",", ""));
  if (/^\d+,\d{1,2}$/.test(bare) || /^\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?$/.test(bare))
    return Number(bare.replaceAll(".", "").replace(",", "."));
  return null;
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/** An instant in the order year, month, day, in ISO and UTC; without a zone it is meant in UTC. Null for what could be read in two ways. */
export function instantIn(text: string): string | null {
  const [matched, year = "", month = "", day = "", hour = "00", minute = "00", second = "00", fraction = "", zone = "Z"] =
    DATE.exec(text.trim()) ?? [];
  if (!matched) return null;
  const offset = /^[+-]/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3).replace(":", "") || "00"}` : "Z";
  const wall = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  // A day such as 31 February is another day to the calendar.
  if (Number.isNaN(wall.getTime()) || wall.getUTCDate() !== Number(day) || Number(year) < 1) return null;
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, "0").slice(0, 3)}${offset}`);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}
