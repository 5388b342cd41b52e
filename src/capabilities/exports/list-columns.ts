import type { Context } from "../../platform/context.ts";
import type { Cell } from "../../platform/csv-writing.ts";
import type { AccountItem, ContactItem, FeedbackItem } from "../customers/answers.ts";
import type { FeatureItem } from "../features/schema.ts";
import type { NeedItem, Persona } from "../needs/schema.ts";
import { fieldsOf } from "../workspace/fields.ts";
import { labelsOf } from "../workspace/labels.ts";
import { membersOf, productsOf, workspaceOf } from "../workspace/people-queries.ts";
import type { Field, RecordKind } from "../workspace/schema.ts";
import { stateNamesOf } from "../workspace/state-names.ts";

/** What lists show by its id or short name, in the words of the workspace. */
export type Vocabulary = {
  currency: string;
  label(id: string): string;
  member(id: string | null): string | null;
  product(id: string): string;
  state(kind: RecordKind, state: string): string;
  fields(kind: RecordKind): readonly Field[];
};

export async function vocabularyOf(context: Context): Promise<Vocabulary> {
  // One after the other: they share a connection.
  const workspace = await workspaceOf(context);
  const labels = new Map((await labelsOf(context)).map(({ id, name }) => [id, name]));
  const members = new Map((await membersOf(context)).map(({ id, name }) => [id, name]));
  const products = new Map((await productsOf(context)).map(({ id, name }) => [id, name]));
  const states = new Map((await stateNamesOf(context)).map(({ recordKind, state, name }) => [`${recordKind} ${state}`, name]));
  const fields = await fieldsOf(context);
  return {
    currency: workspace.currency,
    label: (id) => labels.get(id) ?? "",
    member: (id) => (id === null ? null : (members.get(id) ?? null)),
    product: (id) => products.get(id) ?? "",
    state: (kind, state) => states.get(`${kind} ${state}`) ?? state,
    fields: (kind) => fields.filter(({ recordKind }) => recordKind === kind),
  };
}

export type Column<Item> = { name: string; cell: (item: Item, words: Vocabulary) => Cell };

const digits = new Map<string, number>();
/** Minor units as the amount that people write: 8400000 cents are 84000. */
export function amount(minor: number | null, currency: string | null): number | null {
  if (minor === null || currency === null) return null;
  if (!digits.has(currency))
    digits.set(currency, new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2);
  return minor / 10 ** (digits.get(currency) ?? 2);
}

type Extras = { labels: readonly string[]; fields: Readonly<Record<string, string | number>> };
/** Labels in one column, then each of the workspace's own fields in its own. */
export function extraColumns(kind: RecordKind, words: Vocabulary): Column<Extras>[] {
  return [
    { name: "Labels", cell: ({ labels }) => labels.map((id) => words.label(id)).join(", ") || null },
    ...words.fields(kind).map((field): Column<Extras> => ({ name: field.name, cell: (item) => fieldCell(field, item, words) })),
  ];
}

function fieldCell({ id, type }: Field, { fields }: Extras, words: Vocabulary): Cell {
  const value = fields[id];
  if (value === undefined) return null;
  return type === "person" ? words.member(String(value)) : value;
}

type Demanded = Pick<NeedItem, "demand">;
const demand: Column<Demanded>[] = [
  { name: "Quotes", cell: (item) => item.demand.quotes },
  { name: "Accounts", cell: (item) => item.demand.accounts },
  { name: "Revenue behind", cell: (item, { currency }) => amount(item.demand.revenueMinor, currency) },
  { name: "Revenue currency", cell: (_, { currency }) => currency },
  { name: "Importance to customers", cell: (item) => item.demand.importance },
];

/** A row with what the list itself leaves to the record's own page. */
export type FullFeedback = FeedbackItem & {
  text: string;
  sourceAddress: string | null;
  sourceSystem: string | null;
  sourceId: string | null;
  declineReason: string | null;
};
export const feedbackColumns: readonly Column<FullFeedback>[] = [
  { name: "Key", cell: ({ key }) => key },
  { name: "Title", cell: ({ title }) => title },
  { name: "Text", cell: ({ text }) => text },
  { name: "Kind", cell: ({ kind }) => kind },
  { name: "State", cell: ({ state }, words) => words.state("feedback", state) },
  { name: "Channel", cell: ({ channel }) => channel },
  { name: "Author", cell: ({ authorName }) => authorName },
  { name: "Author e-mail", cell: ({ authorEmail }) => authorEmail },
  { name: "Contact", cell: ({ contact }) => contact?.name ?? null },
  { name: "Account", cell: ({ account }) => account?.name ?? null },
  { name: "Account revenue", cell: ({ account }) => amount(account?.revenueMinor ?? null, account?.currency ?? null) },
  { name: "Account currency", cell: ({ account }) => account?.currency ?? null },
  { name: "Quotes", cell: ({ quotes }) => quotes },
  { name: "Assigned to", cell: ({ assigneeId }, words) => words.member(assigneeId) },
  { name: "Decline reason", cell: ({ declineReason }) => declineReason },
  { name: "Product", cell: ({ productId }, words) => words.product(productId) },
  { name: "Received", cell: ({ receivedAt }) => receivedAt },
  { name: "Updated", cell: ({ updatedAt }) => updatedAt },
  { name: "Source address", cell: ({ sourceAddress }) => sourceAddress },
  { name: "Source", cell: ({ sourceSystem }) => sourceSystem },
  { name: "Source id", cell: ({ sourceId }) => sourceId },
  { name: "Id", cell: ({ id }) => id },
];

export type FullNeed = NeedItem & { detail: string };
export const needColumns: readonly Column<FullNeed>[] = [
  { name: "Key", cell: ({ key }) => key },
  { name: "Need", cell: ({ statement }) => statement },
  { name: "Detail", cell: ({ detail }) => detail || null },
  { name: "State", cell: ({ state }, words) => words.state("need", state) },
  { name: "Persona", cell: ({ persona }) => persona?.name ?? null },
  { name: "Importance", cell: ({ importance }) => importance },
  { name: "Satisfaction", cell: ({ satisfaction }) => satisfaction },
  { name: "Opportunity", cell: ({ opportunity }) => opportunity },
  ...demand,
  { name: "Features", cell: ({ featureCount }) => featureCount },
  { name: "Owner", cell: ({ ownerId }, words) => words.member(ownerId) },
  { name: "Product", cell: ({ productId }, words) => words.product(productId) },
  { name: "Created", cell: ({ createdAt }) => createdAt },
  { name: "Updated", cell: ({ updatedAt }) => updatedAt },
  { name: "Id", cell: ({ id }) => id },
];

export type FullFeature = FeatureItem & { body: string };
export const featureColumns: readonly Column<FullFeature>[] = [
  { name: "Key", cell: ({ key }) => key },
  { name: "Title", cell: ({ title }) => title },
  { name: "Why", cell: ({ why }) => why || null },
  { name: "Description", cell: ({ body }) => body || null },
  { name: "Kind", cell: ({ kind }) => kind },
  { name: "State", cell: ({ state }, words) => words.state("feature", state) },
  { name: "Owner", cell: ({ ownerId }, words) => words.member(ownerId) },
  { name: "Value, low", cell: ({ valueLow }) => valueLow },
  { name: "Value, high", cell: ({ valueHigh }) => valueHigh },
  { name: "Effort, low", cell: ({ effortLow }) => effortLow },
  { name: "Effort, high", cell: ({ effortHigh }) => effortHigh },
  ...demand,
  { name: "Needs", cell: ({ needs }) => needs.map(({ key }) => key).join(", ") || null },
  { name: "Product", cell: ({ productId }, words) => words.product(productId) },
  { name: "Created", cell: ({ createdAt }) => createdAt },
  { name: "Updated", cell: ({ updatedAt }) => updatedAt },
  { name: "Id", cell: ({ id }) => id },
];

export type FullAccount = AccountItem & { sourceSystem: string | null; sourceId: string | null };
export const accountColumns: readonly Column<FullAccount>[] = [
  { name: "Key", cell: ({ key }) => key },
  { name: "Name", cell: ({ name }) => name },
  { name: "Domain", cell: ({ domain }) => domain },
  { name: "Revenue", cell: ({ revenueMinor, currency }) => amount(revenueMinor, currency) },
  { name: "Currency", cell: ({ currency }) => currency },
  { name: "Plan", cell: ({ plan }) => plan },
  { name: "Seats", cell: ({ seats }) => seats },
  { name: "Feedback, up to 1,000", cell: ({ feedback }) => feedback },
  { name: "Created", cell: ({ createdAt }) => createdAt },
  { name: "Updated", cell: ({ updatedAt }) => updatedAt },
  { name: "Source", cell: ({ sourceSystem }) => sourceSystem },
  { name: "Source id", cell: ({ sourceId }) => sourceId },
  { name: "Id", cell: ({ id }) => id },
];

export const contactColumns: readonly Column<ContactItem & Extras>[] = [
  { name: "Key", cell: ({ key }) => key },
  { name: "Name", cell: ({ name }) => name },
  { name: "E-mail", cell: ({ email }) => email },
  { name: "Title", cell: ({ title }) => title },
  { name: "Account", cell: ({ account }) => account?.name ?? null },
  { name: "Created", cell: ({ createdAt }) => createdAt },
  { name: "Updated", cell: ({ updatedAt }) => updatedAt },
  { name: "Id", cell: ({ id }) => id },
];

export const personaColumns: readonly Column<Persona>[] = [
  { name: "Key", cell: ({ key }) => key },
  { name: "Name", cell: ({ name }) => name },
  { name: "Description", cell: ({ description }) => description || null },
  { name: "Needs", cell: ({ needs }) => needs },
  { name: "Created", cell: ({ createdAt }) => createdAt },
  { name: "Updated", cell: ({ updatedAt }) => updatedAt },
  { name: "Id", cell: ({ id }) => id },
];
