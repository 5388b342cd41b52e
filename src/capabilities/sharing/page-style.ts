import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectDirectory } from "../../config.ts";

const tokens = readFileSync(join(projectDirectory, "src/ui/tokens.css"), "utf8");
/** Without the blanks that are there for whoever reads the file. */
const rules = ["page.css", "page-columns.css", "page-media.css"]
  .map((name) => readFileSync(join(import.meta.dirname, name), "utf8"))
  .join("")
  .replace(/\s+/g, " ")
  .replace(/ ?([{}:;,>]) ?/g, "$1")
  .trim();

/** The colours that the web app's own style sheet gives a scheme, by name. */
function coloursAfter(selector: string): Map<string, string> {
  const from = tokens.indexOf("{", tokens.indexOf(selector)) + 1;
  const block = tokens.slice(from, tokens.indexOf("}", from));
  return new Map([...block.matchAll(/(--[\w-]+):\s*(#[0-9a-f]{3,8})/g)].map(([, name = "", colour = ""]) => [name, colour]));
}
const schemes = { light: coloursAfter("\n:root {"), dark: coloursAfter('\n[data-mantine-color-scheme="dark"] {') };

const used = [...new Set([...rules.matchAll(/var\((--[\w-]+)\)/g)].flatMap(([, name]) => (name && schemes.light.has(name) ? [name] : [])))];
const declared = (scheme: keyof typeof schemes) => used.map((name) => `${name}:${schemes[scheme].get(name) ?? "inherit"}`).join(";");

/** A colour of the web app's light scheme, for what is drawn as a picture. */
export function colour(name: string): string {
  const found = schemes.light.get(`--${name}`);
  if (!found) throw new RangeError(`There is no colour ${name} among the tokens.`);
  return found;
}

// On paper always the light one.
export const PAGE_STYLE = `:root{color-scheme:light dark;${declared("light")}}@media screen and (prefers-color-scheme:dark){:root{${declared("dark")}}}${rules}`;

/** Names the style sheet in the policy for content: the only thing on the page that is not text or shape. */
export const PAGE_STYLE_HASH = `'sha256-${createHash("sha256").update(PAGE_STYLE).digest("base64")}'`;
