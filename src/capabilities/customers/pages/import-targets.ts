import type { ImportTarget } from "../import-rules.ts";

type Choice = { value: ImportTarget; label: string };
type Group = { group: string; items: Choice[] };

const FEEDBACK: readonly Choice[] = [
  { value: "text", label: "Text" },
  { value: "title", label: "Title" },
  { value: "receivedAt", label: "Received" },
  { value: "authorName", label: "Who said it" },
  { value: "authorEmail", label: "Their e-mail" },
  { value: "kind", label: "Kind" },
  { value: "channel", label: "Channel" },
  { value: "label", label: "Label" },
  { value: "sourceId", label: "Id in the source" },
  { value: "sourceAddress", label: "Address of the original" },
];
const ACCOUNT: readonly Choice[] = [
  { value: "account:name", label: "Account" },
  { value: "account:domain", label: "Account’s domain" },
  { value: "account:revenue", label: "Account’s revenue" },
  { value: "account:currency", label: "Currency of the revenue" },
  { value: "account:plan", label: "Account’s plan" },
  { value: "account:seats", label: "Account’s seats" },
];

/** Everything that a column can be, in groups; the last keeps a column as an attribute of the account under its own name. */
export function targetChoices(column: string, fields: readonly { name: string }[]): Group[] {
  const attribute = `account:${column.slice(0, 80)}` as const;
  return [
    { group: "Feedback", items: [...FEEDBACK] },
    { group: "Account", items: [...ACCOUNT, ...(isKnown(attribute) ? [] : [{ value: attribute, label: `Attribute “${column}”` }])] },
    ...(fields.length > 0
      ? [{ group: "Your fields", items: fields.map(({ name }): Choice => ({ value: `field:${name}`, label: name })) }]
      : []),
  ];
}
const isKnown = (target: string) => ACCOUNT.some(({ value }) => value === target);

/** What a column is, in words: for the list of past imports. */
export function targetWords(target: string): string {
  const known = [...FEEDBACK, ...ACCOUNT].find(({ value }) => value === target);
  return known?.label ?? target.replace(/^(?:field|account):/, "");
}
