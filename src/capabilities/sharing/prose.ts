import { Lexer, type Token, type Tokens } from "marked";

/** A Markdown text as plain paragraphs: what a reader needs of its shape, and nothing that could be markup or lead elsewhere. */
export type Paragraph =
  | { kind: "text"; text: string }
  | { kind: "heading"; text: string }
  | { kind: "code"; text: string }
  | { kind: "list"; ordered: boolean; items: string[] };

/** @param markdown of which only blocks are kept; emphasis, links and HTML in it become their plain words */
export function paragraphsOf(markdown: string): Paragraph[] {
  return new Lexer({ gfm: true, breaks: true }).lex(markdown).flatMap(paragraphOf);
}

const isList = (token: Token): token is Tokens.List => token.type === "list";
const isTable = (token: Token): token is Tokens.Table => token.type === "table";

function paragraphOf(token: Token): Paragraph[] {
  if (token.type === "space" || token.type === "hr" || token.type === "def") return [];
  if (isList(token)) return [{ kind: "list", ordered: token.ordered, items: token.items.map((item) => plain(item).trim()) }];
  if (isTable(token))
    return [token.header, ...token.rows].map((row) => ({ kind: "text" as const, text: row.map((cell) => plain(cell)).join(" · ") }));
  if (token.type === "code") return [{ kind: "code", text: String(token.text) }];
  const text = plain(token).trim();
  if (text === "") return [];
  return [{ kind: token.type === "heading" ? "heading" : "text", text }];
}

/** The words of a token without its marks. */
function plain(token: { tokens?: Token[]; type?: string; raw?: string; text?: string }): string {
  if (token.type === "br") return "\n";
  if (token.type === "image") return token.text ?? "";
  if (token.tokens && token.tokens.length > 0)
    return token.tokens.map(plain).join(token.type === "list_item" || token.type === "blockquote" ? "\n" : "");
  return token.text ?? token.raw ?? "";
}
