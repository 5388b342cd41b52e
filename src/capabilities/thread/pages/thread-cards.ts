import { formatRange } from "../../../kernels/estimate.ts";
import { counted, dateOnly } from "../../../ui/format.ts";
import { groups, type Kind } from "../../../ui/kinds.ts";
import type { ThreadLink } from "../../../ui/thread/reach.ts";
import type { ThreadColumn } from "../../../ui/thread/thread.tsx";
import type { ThreadCard } from "../../../ui/thread/thread-card.tsx";
import { KIND_WORDS } from "../../customers/pages/feedback-words.tsx";
import { DESIGN_STATE_WORDS, STUDY_STATE_WORDS } from "../../design/pages/words.ts";
import { FEATURE_STATE_WORDS } from "../../features/pages/feature-words.ts";
import { FEATURE_STATES } from "../../features/rules.ts";
import { LAUNCH_STATE_WORDS } from "../../launches/pages/launch-words.ts";
import { METRIC_STATE_WORDS } from "../../measurement/pages/metric-words.ts";
import { differenceText, valueText } from "../../measurement/value-rules.ts";
import { moneyText } from "../../needs/pages/demand.ts";
import { barWords, NEED_STATE_WORDS, rating } from "../../needs/pages/need-words.ts";
import { amountText, DEAL_STATE_WORDS } from "../../research/pages/deal-words.ts";
import { FINDING_KIND_WORDS, STRENGTH_WORDS } from "../../research/pages/finding-words.ts";
import { KINDS } from "../../workspace/kind-rules.ts";
import type { ThreadNode } from "../node-schema.ts";
import { COLUMN_OF, type Column, type NodeKind, recordKindOf } from "../rules.ts";
import type { Hole, Thread } from "../schema.ts";

/** What drawing a card takes beside its node. */
export type Vocabulary = {
  currency: string;
  memberName: (id: string | null) => string | undefined;
  stateName: (kind: "need" | "feature", state: string, usual: string) => string;
};
type NodeOf<Kind extends NodeKind> = Extract<ThreadNode, { kind: Kind }>;

/** The strongest of a column, and of how many. */
const strongest = (shown: number, total: number) => (shown < total ? `strongest ${shown} of ${total.toLocaleString("en")}` : String(total));
const joined = (parts: readonly (string | false | null | undefined)[]) => parts.filter(Boolean).join(" · ");

type Described = {
  kind: Kind;
  title: string;
  one?: string;
  /** What is shown and what stands behind it. */
  note: (nodes: readonly ThreadNode[], total: number, thread: Thread, words: Vocabulary) => string;
};

/** How the columns are headed. */
const described: { [Name in Column]: Described } = {
  evidence: { kind: "evidence", title: "Evidence", note: (nodes, total) => strongest(nodes.length, total) },
  need: {
    kind: "need",
    title: "Needs",
    note: (nodes, total, { behind }, { currency }) => {
      const money = moneyText(behind, currency);
      return joined([strongest(nodes.length, total), money && `${money} behind ${nodes.length === 1 ? "it" : "them"}`]);
    },
  },
  feature: {
    kind: "feature",
    title: "Features",
    note: (nodes, total, _thread, { stateName }) => {
      const features = nodes.filter((node) => node.kind === "feature");
      const states = FEATURE_STATES.flatMap((state) => {
        const count = features.filter((node) => node.state === state).length;
        return count > 0 ? [`${count} ${stateName("feature", state, FEATURE_STATE_WORDS[state].word).toLowerCase()}`] : [];
      });
      return features.length < total ? strongest(features.length, total) : states.join(" · ");
    },
  },
  outcome: {
    kind: "kpi",
    title: "Outcomes",
    one: "outcome",
    note: (nodes, total, { holes }) => {
      const missing = holes.filter(({ column }) => column === "outcome").length;
      return joined([nodes.length > 0 && strongest(nodes.length, total), missing > 0 && `${missing} missing`]);
    },
  },
};

/** How each kind of node is drawn. */
const cards: { [Kind in NodeKind]: (node: NodeOf<Kind>, words: Vocabulary) => Omit<ThreadCard, "id"> } = {
  evidence: (node, { currency }) => {
    const money = moneyText(node, currency);
    return {
      tag:
        node.voices > 1 ? `${KIND_WORDS[node.feedbackKind].word} · ${counted(node.voices, "voice")}` : KIND_WORDS[node.feedbackKind].word,
      title: node.title,
      isQuote: true,
      meta: node.accounts > 1 ? counted(node.accounts, "account") : joined([node.authorName, node.account?.name]) || node.key,
      ...(money ? { amount: money } : {}),
    };
  },
  finding: ({ findingKind, title, strength, asOf, key }) => ({
    tag: `Finding · ${FINDING_KIND_WORDS[findingKind].word}`,
    title,
    meta: joined([STRENGTH_WORDS[strength], asOf && dateOnly(asOf)]) || key,
  }),
  "customer-story": ({ title, account, key }) => ({ tag: "Customer story", title, meta: account?.name ?? key }),
  deal: (node) => {
    const amount = amountText(node);
    const { word, shape } = DEAL_STATE_WORDS[node.state];
    return { tag: `${word} deal`, pip: shape, title: node.title, meta: node.account?.name ?? node.key, ...(amount ? { amount } : {}) };
  },
  study: ({ title, state, completed, people }) => ({
    tag: `Study · ${STUDY_STATE_WORDS[state].word}`,
    title,
    meta: people > 0 ? `${completed} of ${people} got through` : "nobody has tried it yet",
  }),
  need: (node, { currency, memberName, stateName }) => {
    const owner = memberName(node.ownerId);
    const money = moneyText(node.demand, currency);
    const { word, shape } = NEED_STATE_WORDS[node.state];
    const isRated = node.importance !== null || node.satisfaction !== null;
    return {
      tag: joined([node.state === "open" ? "Need" : stateName("need", node.state, word), node.persona?.name]),
      ...(node.state === "open" ? {} : { pip: shape }),
      title: node.title,
      ...(owner ? { people: [owner] } : {}),
      ...(isRated
        ? {
            bar: { max: 10, base: node.importance ?? 0, value: node.satisfaction ?? 0, label: barWords(node) },
            scale: [
              node.importance === null ? "Importance unknown" : `Importance ${rating(node.importance)}`,
              node.satisfaction === null ? "Satisfaction unknown" : `Satisfied ${rating(node.satisfaction)}`,
            ],
          }
        : {}),
      meta:
        node.demand.quotes === 0
          ? "no quotes yet"
          : `${counted(node.demand.accounts, "account")} · ${counted(node.demand.quotes, "quote")}`,
      ...(money ? { amount: money } : {}),
    };
  },
  feature: (node, { currency, memberName, stateName }) => {
    const owner = memberName(node.ownerId);
    const money = moneyText(node.demand, currency);
    const { word, shape } = FEATURE_STATE_WORDS[node.state];
    const { effortLow: low, effortHigh: high } = node;
    const effort = low === null || high === null ? undefined : formatRange({ low, high }, "effort");
    const accounts = node.demand.accounts > 0 ? counted(node.demand.accounts, "account") : undefined;
    return {
      tag: stateName("feature", node.state, word),
      pip: shape,
      title: node.title,
      ...(owner ? { people: [owner] } : {}),
      meta: joined([effort, accounts]) || node.key,
      ...(money ? { amount: money } : {}),
    };
  },
  design: ({ title, state, revision, key }) => ({
    tag: `Design · ${DESIGN_STATE_WORDS[state].word}`,
    title,
    meta: revision > 1 ? `version ${revision}` : key,
  }),
  metric: (node) => {
    const { word, shape } = METRIC_STATE_WORDS[node.state];
    const [, value = "", unit = ""] = node.latest ? (/^(.*?)(%?)$/.exec(valueText(node.latest.value, node)) ?? []) : [];
    const change =
      node.latest && node.before && `${differenceText(node.latest.value - node.before.value, node)} since ${dateOnly(node.before.on)}`;
    return {
      tag: word,
      pip: shape,
      title: node.title,
      ...(node.latest
        ? {
            figure: {
              value,
              unit,
              ...(node.target === null ? {} : { goal: valueText(node.target, node) }),
              ...(node.recent.length > 1 ? { values: node.recent } : {}),
            },
          }
        : {}),
      meta: change || (node.latest ? dateOnly(node.latest.on) : "no reading yet"),
    };
  },
  launch: ({ title, state, tier, launchesOn, done, items, overdue }) => {
    const { word, shape } = LAUNCH_STATE_WORDS[state];
    return {
      tag: `Launch · ${word.toLowerCase()}`,
      pip: shape,
      title,
      meta: joined([
        launchesOn ? dateOnly(launchesOn) : `tier ${tier}`,
        overdue > 0 ? `${overdue} late` : items > 0 && `${done} of ${items} done`,
      ]),
    };
  },
};

function cardOf<Kind extends NodeKind>(kind: Kind, node: NodeOf<Kind>, words: Vocabulary): ThreadCard {
  return { id: node.id, kind: KINDS[recordKindOf(kind)].mark, ...cards[kind](node, words) };
}

const holeCard = ({ id, sentence, group, action }: Hole, mayMend: boolean): ThreadCard => ({
  id,
  tag: "Missing",
  pip: "dotted",
  title: sentence,
  meta: `Waits on ${groups[group].word}`,
  // Who may not mend it can still go and look.
  missing: { action: mayMend ? action.label : "Open" },
});

/** A thread as the drawing takes it: its columns with what is missing at their ends, and the links between cards. */
export function drawn(thread: Thread, words: Vocabulary, mayMend: boolean): { columns: ThreadColumn[]; links: ThreadLink[] } {
  const columns = thread.columns.map(({ kind: name, total }): ThreadColumn => {
    const { note, ...head } = described[name];
    const nodes = thread.nodes.filter((node) => COLUMN_OF[node.kind] === name);
    const holes = thread.holes.filter((hole) => hole.column === name);
    return {
      id: name,
      ...head,
      note: note(nodes, total, thread, words),
      cards: [...nodes.map((node) => cardOf(node.kind, node, words)), ...holes.map((hole) => holeCard(hole, mayMend))],
    };
  });
  const order = thread.columns.map(({ kind }) => kind);
  const columnOf = new Map(thread.nodes.map((node) => [node.id, COLUMN_OF[node.kind]]));
  const missing = thread.holes.flatMap(({ id, column, besideId }): ThreadLink[] => {
    const beside = columnOf.get(besideId);
    // What stands under its neighbour needs no line to it.
    if (beside === undefined || beside === column) return [];
    const isAfter = order.indexOf(column) > order.indexOf(beside);
    return [{ ...(isAfter ? { from: besideId, to: id } : { from: id, to: besideId }), strength: 0, isMissing: true }];
  });
  const between = thread.edges.filter(({ from, to }) => columnOf.get(from) !== columnOf.get(to));
  return { columns, links: [...between.map(({ from, to, strength }) => ({ from, to, strength })), ...missing] };
}
