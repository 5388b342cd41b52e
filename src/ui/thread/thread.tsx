import { type ReactNode, useRef, useState } from "react";
import { counted } from "../format.ts";
import { useShortcuts } from "../keyboard.tsx";
import { type Kind, kinds } from "../kinds.ts";
import { usePrinting } from "../printing.ts";
import { alongLink, reachOf, type ThreadLink } from "./reach.ts";
import { type ThreadCard, ThreadCardButton } from "./thread-card.tsx";
import { ThreadTable } from "./thread-table.tsx";
import { ThreadWires } from "./thread-wires.tsx";
import "./thread.css";

export interface ThreadColumn {
  id: string;
  kind: Kind;
  title: string;
  /** One of its cards, where that is not the word of its kind. */
  one?: string;
  /** What is shown and what stands behind it: "strongest 5 of 61 signals". */
  note?: string;
  cards: readonly ThreadCard[];
  /** Instead of cards when there are none: one sentence or an act. */
  empty?: ReactNode;
  /** Under the cards: "Show 56 more". */
  more?: ReactNode;
}

/** So few cards stay where the page begins, however long the column beside them is. */
const FEW = 3;

function words(id: string, links: readonly ThreadLink[], columns: readonly ThreadColumn[]) {
  const others = new Set(links.flatMap((link) => (link.from === id ? [link.to] : link.to === id ? [link.from] : [])));
  const parts = columns.flatMap(({ title, one, kind, cards }) => {
    const count = cards.filter((card) => others.has(card.id)).length;
    return count > 0 ? [counted(count, one ?? kinds[kind].word.toLowerCase(), title.toLowerCase())] : [];
  });
  return parts.length > 0 ? `Linked with ${parts.join(", ")}` : "";
}

/**
 * The throughline: columns of cards from evidence over features to what came of them, joined by curves as thick as the link is strong. The selected
 * card lights its whole way and the rest steps back. J/K move within a column, ← → along the links, Enter opens, L links, T shows the
 * same as a table. Memoise `links`. A hole is a card with `missing`; choosing it calls `onAct`. `isPart` of a longer page, it answers
 * keys only while focus is in it.
 */
export function Thread({
  label,
  columns,
  links,
  current,
  onCurrent,
  onOpen,
  onLink,
  onAct,
  asTable,
  onAsTable,
  isPart = false,
}: {
  label: string;
  columns: readonly ThreadColumn[];
  links: readonly ThreadLink[];
  current: string | undefined;
  onCurrent: (id: string | undefined) => void;
  onOpen: (card: ThreadCard) => void;
  onLink?: (card: ThreadCard) => void;
  onAct?: (card: ThreadCard) => void;
  /** Whether the table is shown, where the page has a button for it too; T tells `onAsTable`. */
  asTable?: boolean;
  onAsTable?: (asTable: boolean) => void;
  isPart?: boolean;
}) {
  const root = useRef<HTMLElement>(null);
  const [own, setOwn] = useState(false);
  const isTable = asTable ?? own;
  const setTable = onAsTable ?? setOwn;
  const isPrinting = usePrinting();
  const kindOf = new Map(columns.flatMap(({ kind, cards }) => cards.map((card) => [card.id, card.kind ?? kind])));
  const lit = current !== undefined && kindOf.has(current) ? reachOf(links, current) : undefined;
  const tabStop = lit ? current : columns.find(({ cards }) => cards.length > 0)?.cards[0]?.id;
  const column = columns.find(({ cards }) => cards.some((card) => card.id === current));
  const card = column?.cards.find((one) => one.id === current);

  const goTo = (id: string | undefined) => {
    if (id === undefined) return false;
    onCurrent(id);
    const element = root.current?.querySelector(`[data-card="${CSS.escape(id)}"]`);
    if (element instanceof HTMLElement) element.focus();
  };
  const step = (by: number) => {
    const cards = column?.cards ?? columns.find((one) => one.cards.length > 0)?.cards ?? [];
    const at = cards.findIndex((one) => one.id === current);
    return goTo(cards[Math.max(0, Math.min(cards.length - 1, at + by))]?.id);
  };
  const along = (direction: "forward" | "back") => (current === undefined ? step(1) : goTo(alongLink(links, current, direction)));
  const act = (one: ThreadCard) => (one.missing ? onAct?.(one) : onOpen(one));
  const isInside = () => root.current?.contains(document.activeElement) ?? false;
  const isFree = () => document.activeElement === document.body || (document.activeElement?.matches("h1, main") ?? false);
  const here = (run: () => unknown) => () => (!isPart || isInside() ? run() : false);
  // Arrows belong to the control that has focus.
  const arrow = (run: () => unknown) => () => (isInside() || (!isPart && isFree()) ? run() : false);
  useShortcuts(
    label,
    [
      { keys: "j", label: "Next card", run: here(() => step(1)) },
      { keys: "k", label: "Previous card", run: here(() => step(-1)) },
      { keys: "arrowdown", label: "Next card", hidden: true, run: arrow(() => step(1)) },
      { keys: "arrowup", label: "Previous card", hidden: true, run: arrow(() => step(-1)) },
      { keys: "arrowright", label: "Follow the strongest link", run: arrow(() => along("forward")) },
      { keys: "arrowleft", label: "Follow it back", run: arrow(() => along("back")) },
      ...(onLink ? [{ keys: "l", label: "Link", run: here(() => (card ? onLink(card) : false)) }] : []),
      { keys: "escape", label: "Show all ways", run: here(() => (current === undefined ? false : onCurrent(undefined))) },
    ],
    { scope: "list", active: !isTable },
  );
  useShortcuts(label, [{ keys: "t", label: "Show as a table or a drawing", run: () => setTable(!isTable) }], { scope: "list" });

  if (isTable || isPrinting) return <ThreadTable columns={columns} links={links} onOpen={onOpen} onAct={(one) => onAct?.(one)} />;
  return (
    <section
      ref={root}
      className="thread"
      aria-label={label}
      style={{ "--columns": columns.map(({ kind }) => (kind === "evidence" ? "1.16fr" : "1fr")).join(" ") }}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || !card || !(event.target instanceof HTMLElement) || event.target.dataset.card !== card.id) return;
        event.preventDefault();
        act(card);
      }}
    >
      <ThreadWires links={links} kindOf={kindOf} lit={lit} />
      {columns.map(({ id, kind, title, note, cards, empty, more }) => {
        const { icon: Icon } = kinds[kind];
        return (
          <section key={id} className="thread-column" data-kind={kind} aria-label={title}>
            <h2>
              <Icon size={14} strokeWidth={2} aria-hidden />
              <span>{title}</span>
              {note && <small className="truncate">{note}</small>}
            </h2>
            <div className="thread-stack" data-few={cards.length <= FEW || undefined}>
              {cards.map((one) => (
                <ThreadCardButton
                  key={one.id}
                  card={one}
                  kind={one.kind ?? kind}
                  isDim={lit !== undefined && !lit.has(one.id)}
                  isCurrent={one.id === current}
                  isTabStop={one.id === tabStop}
                  connects={words(one.id, links, columns)}
                  onSelect={() => (one.missing ? onAct?.(one) : onCurrent(one.id))}
                  onOpen={() => act(one)}
                />
              ))}
              {cards.length === 0 && empty && <div className="thread-empty">{empty}</div>}
              {more}
            </div>
          </section>
        );
      })}
    </section>
  );
}
