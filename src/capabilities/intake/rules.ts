import { instantIn } from "../../kernels/cells.ts";
import { cellOf, inside, keysOf } from "./json-rules.ts";
import { type AccountCells, mappingProblem, rowReader, textIn } from "./mapping-rules.ts";

export const SOURCE_STATES = ["on", "off"] as const;
export const DELIVERY_STATES = ["waiting", "taken", "known", "refused"] as const;
/** So many deliveries of a source are kept, and so long. */
export const DELIVERIES_KEPT = 500;
export const DAYS_KEPT = 30;
/** A signed message that is older or newer than this is somebody's copy of one. */
export const SIGNED_WITHIN_SECONDS = 300;

/** What a value of a delivery can be, with the words for it. */
export const MEANINGS = {
  text: "Text",
  title: "Title",
  authorName: "Who said it",
  authorEmail: "Their e-mail",
  "account:domain": "Account, by domain",
  "account:name": "Account, by name",
  sourceAddress: "Address of the original",
  receivedAt: "Received",
  sourceId: "Id in the source",
  channel: "Channel",
  label: "Label",
} as const;
export type Meaning = keyof typeof MEANINGS;
export const isMeaning = (word: string): word is Meaning => Object.hasOwn(MEANINGS, word);
/** What each value is, by its path: `ticket.comments.0.text`. */
export type IntakeMapping = Readonly<Record<string, string>>;

/** What is wrong with a mapping; null when nothing is. */
export function intakeMappingProblem(mapping: IntakeMapping): string | null {
  const strange = Object.values(mapping).find((means) => !isMeaning(means));
  if (strange !== undefined) return `"${strange}" is nothing a value can be. It can be ${Object.keys(MEANINGS).join(", ")}.`;
  if (!Object.values(mapping).includes("text")) return "Say which value holds the text.";
  return mappingProblem("feedback", mapping, Object.keys(mapping));
}

/** The feedback that a delivery would be. */
export type Incoming = {
  text: string;
  title: string | null;
  authorName: string | null;
  authorEmail: string | null;
  sourceAddress: string | null;
  receivedAt: string | null;
  sourceId: string | null;
  channel: string | null;
  labels: string[];
  account: Pick<AccountCells, "name" | "domain"> | null;
};

/** Reads a delivery by its source's mapping, as the imports read a row. */
export function feedbackIn(payload: unknown, mapping: IntakeMapping): { feedback: Incoming } | { problem: string } {
  const cells = Object.fromEntries(
    Object.entries(mapping).map(([path, means]) => {
      const cell = cellOf(inside(payload, ...keysOf(path)));
      if (means === "receivedAt") return [path, instantOf(cell)];
      if (means === "label") return [path, cell];
      return [path, means === "text" ? textOf(cell) : cell.trim().replace(/\s+/g, " ")];
    }),
  );
  const read = rowReader("feedback", mapping, {})({ line: 1, cells });
  if ("problem" in read) {
    const { column, message } = read.problem;
    return { problem: column === null ? message : `${column}: ${message}` };
  }
  const { row } = read;
  const value = (name: string) => textIn(row, name)?.trim() || null;
  return {
    feedback: {
      text: value("text") ?? "",
      title: value("title"),
      authorName: value("authorName"),
      authorEmail: value("authorEmail"),
      sourceAddress: value("sourceAddress"),
      receivedAt: value("receivedAt"),
      sourceId: value("sourceId"),
      channel: value("channel"),
      labels: row.labels,
      account: row.account && { name: row.account.name, domain: row.account.domain },
    },
  };
}

/** Programs also write instants as seconds or milliseconds since 1970. */
function instantOf(cell: string): string {
  if (instantIn(cell) !== null || !/^(?:\d{10}|\d{13})(?:\.\d+)?$/.test(cell)) return cell;
  const at = new Date(Number(cell) * (cell.split(".")[0]?.length === 10 ? 1000 : 1));
  return Number.isNaN(at.getTime()) ? cell : at.toISOString();
}

const HTML = /<\/(?:p|div|span|b|strong|i|em|a|li|ul|ol|table|h[1-6]|body|html|blockquote)\s*>|<br\s*\/?>|<(?:p|div|html|body)\b[^>]*>/i;
const UNSEEN = /<(script|style|head|title|template)\b[\s\S]*?(?:<\/\1\s*>|$)|<!--[\s\S]*?(?:-->|$)/gi;
const ENDS_LINE = /<\/?(?:p|div|li|tr|h[1-6]|blockquote|ul|ol|table|section|article|header|footer|pre)\b[^>]*>|<br\b[^>]*>/gi;
const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

/** The words of a text that came as HTML; any other text as it is. */
export function textOf(given: string): string {
  if (!HTML.test(given)) return given.trim();
  return given
    .replace(UNSEEN, "")
    .replace(/\s+/g, " ")
    .replace(ENDS_LINE, "\n")
    .replace(/<[a-z/!][^<>]*>/gi, "")
    .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi, (whole, decimal, hex, name) => {
      if (name) return ENTITIES[String(name).toLowerCase()] ?? whole;
      const code = decimal ? Number(decimal) : Number.parseInt(String(hex), 16);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code).toWellFormed() : "";
    })
    .replace(/[ \t]*\n[ \t]*/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
