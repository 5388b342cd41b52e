import { formatRange } from "../../../kernels/estimate.ts";
import { counted } from "../../../ui/format.ts";
import { groups, type Kind } from "../../../ui/kinds.ts";
import type { ThreadLink } from "../../../ui/thread/reach.ts";
import type { ThreadColumn } from "../../../ui/thread/thread.tsx";
import type { ThreadCard } from "../../../ui/thread/thread-card.tsx";
import { KIND_WORDS } from "../../customers/pages/feedback-words.tsx";
import { FEATURE_STATE_WORDS } from "../../features/pages/feature-words.ts";
import { FEATURE_STATES } from "../../features/rules.ts";
import { moneyText } from "../../needs/pages/demand.ts";
import { barWords, NEED_STATE_WORDS, rating } from "../../needs/pages/need-words.ts";
import type { Column } from "../rules.ts";
import type { Hole, Thread, ThreadNode } from "../schema.ts";

/** What drawing a card takes beside its node. */
export type Vocabulary = {
  currency: string;
  memberName: (id: string | null) => string | undefined;
  stateName: (kind: "need" | "feature", state: string, usual: string) => string;
};
type NodeOf<Name extends Column> = Extract<ThreadNode, { kind: Name }>;

/** The strongest of a column, and of how many. */
const strongest = (shown: number, total: number) => (shown < total ? `strongest ${shown} of ${total.toLocaleString("en")}` : String(total));

type Described<Name extends Column> = {
  kind: Kind;
  title: string;
  note: (nodes: readonly NodeOf<Name>[], total: number, thread: Thread, words: Vocabulary) => string;
  card: (node: NodeOf<Name>, words: Vocabulary) => Omit<ThreadCard, "id">;
};

/** How the nodes of each column are drawn. A new column of the thread is one entry more. */
const described: { [Name in Column]: Described<Name> } = {
  evidence: {
    kind: "evidence",
    title: "Evidence",
    note: (nodes, total) => strongest(nodes.length, total),
    card: (node, { currency }) => {
      const who = [node.authorName, node.account?.name].filter((part) => part != null && part !== "");
      const money = moneyText(node, currency);
      return {
        tag:
          node.voices > 1 ? `${KIND_WORDS[node.feedbackKind].word} · ${counted(node.voices, "voice")}` : KIND_WORDS[node.feedbackKind].word,
        title: node.title,
        isQuote: true,
        meta: node.accounts > 1 ? counted(node.accounts, "account") : who.join(" · ") || node.key,
        ...(money ? { amount: money } : {}),
      };
    },
  },
  need: {
    kind: "need",
    title: "Needs",
    note: (nodes, total, { behind }, { currency }) => {
      const money = moneyText(behind, currency);
      return [strongest(nodes.length, total), money && `${money} behind ${nodes.length === 1 ? "it" : "them"}`].filter(Boolean).join(" · ");
    },
    card: (node, { currency, memberName, stateName }) => {
      const owner = memberName(node.ownerId);
      const money = moneyText(node.demand, currency);
      const { word, shape } = NEED_STATE_WORDS[node.state];
      const isRated = node.importance !== null || node.satisfaction !== null;
      return {
        tag: [node.state === "open" ? "Need" : stateName("need", node.state, word), node.persona?.name].filter(Boolean).join(" · "),
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
  },
  feature: {
    kind: "feature",
    title: "Features",
    note: (nodes, total, _thread, { stateName }) => {
      const states = FEATURE_STATES.flatMap((state) => {
        const count = nodes.filter((node) => node.state === state).length;
        return count > 0 ? [`${count} ${stateName("feature", state, FEATURE_STATE_WORDS[state].word).toLowerCase()}`] : [];
      });
      return nodes.length < total ? strongest(nodes.length, total) : states.join(" · ");
    },
    card: (node, { currency, memberName, stateName }) => {
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
        meta: [effort, accounts].filter(Boolean).join(" · ") || node.key,
        ...(money ? { amount: money } : {}),
      };
    },
  },
};

function columnOf<Name extends Column>(
  name: Name,
  nodes: readonly NodeOf<Name>[],
  total: number,
  thread: Thread,
  words: Vocabulary,
): Omit<ThreadColumn, "cards"> & { cards: ThreadCard[] } {
  const { kind, title, note, card } = described[name];
  return {
    id: name,
    kind,
    title,
    note: note(nodes, total, thread, words),
    cards: nodes.map((node) => ({ id: node.id, ...card(node, words) })),
  };
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
  const ofKind = <Name extends Column>(name: Name) => thread.nodes.filter((node): node is NodeOf<Name> => node.kind === name);
  const columns = thread.columns.map(({ kind, total }) => {
    const column = columnOf(kind, ofKind(kind), total, thread, words);
    column.cards.push(...thread.holes.filter((hole) => hole.column === kind).map((hole) => holeCard(hole, mayMend)));
    return column;
  });
  const order = thread.columns.map(({ kind }) => kind);
  const kindOf = new Map(thread.nodes.map((node) => [node.id, node.kind]));
  const missing = thread.holes.flatMap(({ id, column, besideId }): ThreadLink[] => {
    const beside = kindOf.get(besideId);
    // What stands under its neighbour needs no line to it.
    if (beside === undefined || beside === column) return [];
    const isAfter = order.indexOf(column) > order.indexOf(beside);
    return [{ ...(isAfter ? { from: besideId, to: id } : { from: id, to: besideId }), strength: 0, isMissing: true }];
  });
  return { columns, links: [...thread.edges.map(({ from, to, strength }) => ({ from, to, strength })), ...missing] };
}
