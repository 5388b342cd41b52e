import { type Format, foldedColumn } from "./format.ts";
import { canny } from "./formats/canny.ts";
import { fider } from "./formats/fider.ts";
import { github } from "./formats/github.ts";
import { jira } from "./formats/jira.ts";
import { linear } from "./formats/linear.ts";
import { quackback } from "./formats/quackback.ts";
import { ownAccounts, ownContacts, ownFeatures, ownFeedback, ownNeeds } from "./formats/throughline.ts";
import { uservoice } from "./formats/uservoice.ts";

/** Every format, the most particular first: of several that recognise a file the first is proposed. */
export const formats: readonly Format[] = [
  ownFeedback,
  ownNeeds,
  ownFeatures,
  ownAccounts,
  ownContacts,
  fider,
  quackback,
  uservoice,
  linear,
  jira,
  canny,
  github,
];

export const formatNamed = (name: string): Format | undefined => formats.find((format) => format.name === name);

/** The format of a table, by its columns. */
export function formatOfColumns(columns: readonly string[]): Format | undefined {
  const folded = new Set(columns.map(foldedColumn));
  return formats.find((format) => format.recognises?.(folded));
}

/** The format of a file of JSON, by one of its objects. */
export const formatOfRecord = (record: Readonly<Record<string, unknown>>): Format | undefined =>
  formats.find((format) => format.json?.recognises(record));
