/** Markup that is safe to send. Only `html` and `raw` make it. */
export class Html {
  readonly markup: string;
  constructor(markup: string) {
    this.markup = markup;
  }
  toString(): string {
    return this.markup;
  }
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;", "`": "&#96;" };
/** What no text needs and what could turn one around or end it early: control characters, and marks that reorder what follows. */
const UNSEEN = /(?![\t\n\r])\p{Cc}|[\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|\p{Cs}/gu;

/** A text without characters that are not for reading. */
export const readable = (text: string): string => text.replace(UNSEEN, "");

/** A text as it stands in an element or between double quotes of an attribute. */
export const escaped = (text: string): string => readable(text).replace(/[&<>"'`]/g, (sign) => ENTITIES[sign] ?? "");

/** Our own markup, which holds nothing of anybody's. */
export const raw = (markup: string): Html => new Html(markup);

type Part = string | number | Html | readonly (string | Html)[];
const partOf = (part: Part): string => {
  if (part instanceof Html) return part.markup;
  if (typeof part === "number") return String(part);
  return typeof part === "string" ? escaped(part) : part.map(partOf).join("");
};

/** Markup with texts in it: every text is escaped, so forgetting it is not possible. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(strings.reduce((made, text, i) => made + partOf(parts[i - 1] ?? "") + text));
}
