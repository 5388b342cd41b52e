import { and, eq, sql } from "drizzle-orm";
import { counted, number } from "../../kernels/figures.ts";
import type { Context } from "../../platform/context.ts";
import { accountsPage, accountTotal } from "../customers/account-queries.ts";
import { AccountQuery, FeedbackQuery } from "../customers/answers.ts";
import { feedbackPage, feedbackTotal } from "../customers/feedback-queries.ts";
import { COUNT_LIMIT } from "../customers/rules.ts";
import { feedback as feedbackTable } from "../customers/schema.ts";
import { featuresPage, featureTotal } from "../features/queries.ts";
import { FeatureQuery } from "../features/schema.ts";
import { needsPage, needTotal } from "../needs/queries.ts";
import { NeedQuery } from "../needs/schema.ts";
import { productsOf } from "../workspace/people-queries.ts";
import { SharedAccounts, SharedFeatures, SharedFeedback, SharedNeeds } from "./answers.ts";
import type { Sheet } from "./sheet.ts";
import { type Surroundings, target } from "./target.ts";
import { featureTold, headOf, moneyTold, needTold } from "./telling.ts";
import { clipped, dayOf, KIND_WORDS, ratingsOf } from "./words.ts";

/** A page that is read in two minutes. */
const ROWS = 40;
const page = { limit: ROWS };
const paging = { limit: true, cursor: true, offset: true } as const;

export const needs = target({
  about: null,
  scope: NeedQuery.omit(paging).strict(),
  answer: SharedNeeds,
  async load(context, { scope }, around) {
    const [{ items }, { total }, title] = await Promise.all([
      needsPage(context, { ...scope, ...page }),
      needTotal(context, scope),
      titleOf(context, "Needs", scope.product),
    ]);
    return (audience) => {
      const told = items.map((need) => needTold(audience, around, need.statement, need));
      const sentence = sentenceOf(total, ["need"], told[0]?.statement);
      return { kind: "needs", ...headOf(audience, around, { title, sentence }), total, items: told };
    };
  },
  sheet: ({ total, items, hides }) => ({
    tone: "need",
    tag: "List of needs",
    blocks: [
      table("Needs", total, items, [
        ["Need", "strong", ({ statement }) => statement],
        ["Key", "text", ({ key }) => key],
        ["State", "text", ({ state }) => state],
        ["Whose", "text", ({ persona }) => persona],
        ["Rated", "text", (need) => ratingsOf(need)],
        ...(hides.includes("notes") ? [] : [["Owner", "text", ({ owner }) => owner] satisfies Cell<(typeof items)[number]>]),
        ["Quotes", "number", ({ quotes }) => number(quotes)],
        ["Accounts", "number", ({ accounts }) => number(accounts)],
        ...money<(typeof items)[number]>(hides),
      ]),
    ],
  }),
});

export const features = target({
  about: null,
  scope: FeatureQuery.omit(paging).strict(),
  answer: SharedFeatures,
  async load(context, { scope }, around) {
    const [{ items }, { total }, title] = await Promise.all([
      featuresPage(context, { ...scope, ...page }),
      featureTotal(context, scope),
      titleOf(context, "Features", scope.product),
    ]);
    return (audience) => {
      const told = items.map((feature) => featureTold(audience, around, feature));
      const sentence = sentenceOf(total, ["feature"], told[0]?.title);
      return { kind: "features", ...headOf(audience, around, { title, sentence }), total, items: told };
    };
  },
  sheet: ({ total, items, hides }) => ({
    tone: "feature",
    tag: "List of features",
    blocks: [
      table("Features", total, items, [
        ["Feature", "strong", ({ title }) => title],
        ["Key", "text", ({ key }) => key],
        ["State", "text", ({ state }) => state],
        ["Effort", "text", ({ effort }) => effort],
        ...(hides.includes("notes") ? [] : [["Owner", "text", ({ owner }) => owner] satisfies Cell<(typeof items)[number]>]),
        ["Quotes", "number", ({ quotes }) => number(quotes)],
        ["Accounts", "number", ({ accounts }) => number(accounts)],
        ...money<(typeof items)[number]>(hides),
      ]),
    ],
  }),
});

export const feedback = target({
  about: null,
  scope: FeedbackQuery.omit(paging).strict(),
  answer: SharedFeedback,
  async load(context, { scope }, around) {
    const [{ items }, { total }, title] = await Promise.all([
      feedbackPage(context, { ...scope, ...page }),
      feedbackTotal(context, scope),
      titleOf(context, "Feedback", scope.product),
    ]);
    const openings = await openingsOf(
      context,
      items.map(({ id }) => id),
    );
    return (audience) => {
      const told = items.map((item) => ({
        ...(audience.sees("quotes") ? { words: wordsOf(audience.text, item.title, openings.get(item.id)) } : {}),
        kind: item.kind,
        who: clipped(audience.voice(item.authorName ?? item.contact?.name ?? null, item.account), 80),
        state: around.stateWord("feedback", item.state),
        quotes: item.quotes,
        saidOn: item.receivedAt.slice(0, 10),
        ...moneyTold(audience, amountOf(item.account, around)),
      }));
      const sentence = sentenceOf(total, ["piece of feedback", "pieces of feedback"], told[0]?.words);
      return { kind: "feedback", ...headOf(audience, around, { title, sentence }), total, items: told };
    };
  },
  sheet: ({ total, items, hides }) => ({
    tone: "evidence",
    tag: "List of feedback",
    blocks: [
      table("Feedback", total, items, [
        hides.includes("quotes") ? ["Who", "strong", ({ who }) => who] : ["What was said", "strong", ({ words }) => words],
        ...(hides.includes("quotes") ? [] : [["Who", "text", ({ who }) => who] satisfies Cell<(typeof items)[number]>]),
        ["Kind", "text", ({ kind }) => KIND_WORDS[kind]],
        ["State", "text", ({ state }) => state],
        ["When", "text", ({ saidOn }) => dayOf(saidOn)],
        ["Quotes", "number", ({ quotes }) => number(quotes)],
        ...money<(typeof items)[number]>(hides),
      ]),
    ],
  }),
});

export const accounts = target({
  about: null,
  scope: AccountQuery.omit(paging).strict(),
  answer: SharedAccounts,
  async load(context, { scope }, around) {
    const [{ items }, { total }] = await Promise.all([accountsPage(context, { ...scope, ...page }), accountTotal(context, scope)]);
    return (audience) => {
      const told = items.map((account) => ({
        name: audience.account(account),
        plan: account.plan === null ? null : audience.text(account.plan),
        seats: account.seats,
        feedback: account.feedback,
        ...moneyTold(audience, amountOf(account, around)),
      }));
      const sentence = sentenceOf(total, ["account"], told[0]?.name);
      return { kind: "accounts", ...headOf(audience, around, { title: "Accounts", sentence }), total, items: told };
    };
  },
  sheet: ({ total, items, hides }) => ({
    tone: "account",
    tag: "List of accounts",
    blocks: [
      table("Accounts", total, items, [
        ["Account", "strong", ({ name }) => name],
        ["Plan", "text", ({ plan }) => plan],
        ["Seats", "number", ({ seats }) => (seats === null ? null : number(seats))],
        ["Feedback", "number", ({ feedback: count }) => number(count)],
        ...money<(typeof items)[number]>(hides),
      ]),
    ],
  }),
});

type Cell<Item> = readonly [label: string, as: "strong" | "text" | "number", of: (item: Item) => string | null | undefined];

function table<Item>(title: string, total: number, items: readonly Item[], cells: readonly Cell<Item>[]): Sheet["blocks"][number] {
  return {
    kind: "table",
    title,
    note: items.length < total ? `the first ${number(items.length)}` : "",
    columns: cells.map(([label, as]) => ({ label, as })),
    rows: items.map((item) => cells.map(([, , of]) => of(item) ?? "")),
  };
}

const money = <Item extends { money?: string | null | undefined }>(hides: readonly string[]): Cell<Item>[] =>
  hides.includes("money") ? [] : [["A year’s revenue", "number", (item) => item.money]];

function sentenceOf(total: number, [one, many]: readonly [one: string, many?: string], first: string | undefined): string {
  if (total === 0) return "Nothing fits at the moment.";
  const much = total > COUNT_LIMIT ? `More than ${counted(COUNT_LIMIT, one, many)}` : counted(total, one, many);
  return first === undefined ? `${much}.` : `${much}. First: ${first.replace(/\.$/, "")}.`;
}

/** What a list is called: that of one product with its name. Of its filters nothing is told, since they can name people. */
async function titleOf(context: Context, title: string, productId: string | undefined): Promise<string> {
  if (productId === undefined) return title;
  const product = (await productsOf(context)).find(({ id }) => id === productId);
  return product ? `${title} · ${product.name}` : title;
}

/** A single account's revenue in the form in which demand is counted. */
function amountOf(account: { revenueMinor: number | null; currency: string | null } | null, { currency }: Surroundings) {
  const { revenueMinor = null, currency: billed = null } = account ?? {};
  if (revenueMinor === null || billed === null) return { revenueMinor: 0, otherRevenue: {} };
  return billed === currency ? { revenueMinor, otherRevenue: {} } : { revenueMinor: 0, otherRevenue: { [billed]: revenueMinor } };
}

const OPENING = 2_400;
/** A cut can leave half a name at the end, which no mask knows: so much of a text that was cut is not shown. */
const MARGIN = 300;
type Opening = { opening: string; isCut: boolean };

/** How texts begin: more of it than a row shows, so that they can be masked before they are cut. */
async function openingsOf({ db, actor }: Context, ids: readonly string[]): Promise<Map<string, Opening>> {
  const rows = await db
    .select({
      id: feedbackTable.id,
      opening: sql<string>`left(${feedbackTable.text}, ${sql.raw(String(OPENING))})`,
      isCut: sql<boolean>`length(${feedbackTable.text}) > ${sql.raw(String(OPENING))}`,
    })
    .from(feedbackTable)
    .where(and(eq(feedbackTable.workspaceId, actor.workspaceId), sql`${feedbackTable.id} = any(${sql.param(ids)}::uuid[])`));
  return new Map(rows.map(({ id, ...opening }) => [id, opening]));
}

function wordsOf(
  text: (written: string) => string,
  title: string | null,
  { opening, isCut }: Opening = { opening: "", isCut: false },
): string {
  const said = text(opening);
  const kept = isCut ? said.slice(0, -MARGIN) : said;
  return clipped(title ? `${text(title)}: ${kept}` : kept, 220);
}
