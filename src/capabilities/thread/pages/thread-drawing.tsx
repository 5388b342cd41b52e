import { useMemo } from "react";
import { Thread as Drawing, type ThreadColumn } from "../../../ui/thread/thread.tsx";
import { useUnits } from "../../needs/pages/demand.ts";
import { useMemberName, useStateName } from "../../workspace/pages/vocabulary.ts";
import type { Column } from "../rules.ts";
import type { Thread } from "../schema.ts";
import { pathOfNode, type Subject, type useThreadActs } from "./thread-acts.tsx";
import { drawn } from "./thread-cards.ts";

/** The words that cards are drawn with. */
function useVocabulary() {
  const { currency } = useUnits();
  const memberName = useMemberName();
  const needState = useStateName("need");
  const featureState = useStateName("feature");
  return useMemo(
    () => ({
      currency,
      memberName,
      stateName: (kind: "need" | "feature", state: string, usual: string) => (kind === "need" ? needState : featureState)(state, usual),
    }),
    [currency, memberName, needState, featureState],
  );
}

/** What an act on a card is about; what is neither a need nor a feature is worked on where it stands. */
export function subjectOf(thread: Thread, id: string): Subject | undefined {
  const node = thread.nodes.find((one) => one.id === id);
  if (node?.kind !== "need" && node?.kind !== "feature") return undefined;
  return { id: node.id, key: node.key, kind: node.kind, title: node.title };
}

/** A thread from the API as the drawing, with what can be done on its cards. */
export function ThreadDrawing({
  label,
  thread,
  current,
  onCurrent,
  acts,
  mayEdit,
  under,
  isPart = false,
  ...table
}: {
  label: string;
  thread: Thread;
  current: string | undefined;
  onCurrent: (id: string | undefined) => void;
  acts: ReturnType<typeof useThreadActs>;
  mayEdit: boolean;
  /** What stands under the cards of a column. */
  under?: (column: Column) => ThreadColumn["more"];
  /** Of the page of a record. */
  isPart?: boolean;
  asTable?: boolean;
  onAsTable?: (asTable: boolean) => void;
}) {
  const words = useVocabulary();
  const { columns, links } = useMemo(() => drawn(thread, words, mayEdit), [thread, words, mayEdit]);
  const node = (id: string) => thread.nodes.find((one) => one.id === id);
  const openNode = (id: string) => {
    const one = node(id);
    if (one) acts.open(pathOfNode(one.kind, one.key));
  };
  const act = (id: string) => {
    const hole = thread.holes.find((one) => one.id === id);
    if (hole && mayEdit) acts.run(hole.action, subjectOf(thread, hole.besideId));
    else if (hole) openNode(hole.besideId);
  };
  return (
    <Drawing
      label={label}
      columns={thread.columns.map(({ kind }, index) => ({ ...(columns[index] ?? EMPTY), ...(under ? { more: under(kind) } : {}) }))}
      links={links}
      current={current}
      onCurrent={onCurrent}
      isPart={isPart}
      {...table}
      onOpen={({ id }) => openNode(id)}
      onAct={({ id }) => act(id)}
      {...(mayEdit
        ? {
            onLink: ({ id }: { id: string }) => {
              const subject = subjectOf(thread, id);
              if (subject) acts.link(subject);
              else openNode(id);
            },
          }
        : {})}
    />
  );
}
const EMPTY: ThreadColumn = { id: "", kind: "evidence", title: "", cards: [] };
