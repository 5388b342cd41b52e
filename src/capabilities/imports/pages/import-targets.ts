import { fieldNameIn } from "../../intake/mapping-rules.ts";
import { ACCOUNT_FIELDS, namesAccounts, TARGET_FIELDS, type Target } from "../../intake/target-rules.ts";

type Choice = { value: string; label: string };
type Group = { group: string; items: Choice[] };

/** What a file can become, in words. */
export const TARGET_WORDS: Readonly<Record<Target, { label: string; one: string; many: string }>> = {
  feedback: { label: "Feedback", one: "piece of feedback", many: "pieces of feedback" },
  accounts: { label: "Accounts", one: "account", many: "accounts" },
  contacts: { label: "Contacts", one: "contact", many: "contacts" },
  needs: { label: "Needs", one: "need", many: "needs" },
  features: { label: "Features", one: "feature", many: "features" },
  deals: { label: "Deals", one: "deal", many: "deals" },
};

const ofTarget = (target: Target): Choice[] => [
  ...TARGET_FIELDS[target].map(({ name, label }) => ({ value: name, label })),
  { value: "label", label: "Label" },
];
const ofAccount: readonly Choice[] = ACCOUNT_FIELDS.map(({ name, label }) => ({ value: `account:${name}`, label }));

/** Everything that a column can be, in groups; the last makes a field of it under its own name. */
export function targetChoices(target: Target, column: string, fields: readonly { name: string }[], newField: string | undefined): Group[] {
  const attribute = `account:${column.slice(0, 80)}`;
  const isKnown = ofAccount.some(({ value }) => value === attribute);
  const isField = fields.some(({ name }) => name.toLowerCase() === column.trim().toLowerCase());
  return [
    { group: TARGET_WORDS[target].label, items: ofTarget(target) },
    ...(namesAccounts(target)
      ? [{ group: "Account", items: [...ofAccount, ...(isKnown ? [] : [{ value: attribute, label: `Attribute “${column}”` }])] }]
      : []),
    {
      group: "Your fields",
      items: [
        ...fields.map(({ name }) => ({ value: `field:${name}`, label: name })),
        ...(newField === undefined || isField ? [] : [{ value: newField, label: `New field “${fieldNameIn(newField) ?? column}”` }]),
      ],
    },
  ].filter(({ items }) => items.length > 0);
}

/** What a column is, in words: for the list of past imports. */
export function targetWords(target: Target, means: string): string {
  const known = [...ofTarget(target), ...ofAccount].find(({ value }) => value === means);
  return known?.label ?? fieldNameIn(means) ?? means.replace(/^account:/, "");
}
