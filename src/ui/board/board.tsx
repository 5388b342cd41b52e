import { draggable, dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter";
import { combine } from "@atlaskit/pragmatic-drag-and-drop/combine";
import { autoScrollForElements } from "@atlaskit/pragmatic-drag-and-drop-auto-scroll/element";
import { attachClosestEdge, type Edge, extractClosestEdge } from "@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge";
import { Ellipsis } from "lucide-react";
import { type ReactNode, useEffect, useEffectEvent, useId, useRef, useState } from "react";
import { isCoarse } from "../coarse.ts";
import { number } from "../format.ts";
import { useShortcuts } from "../keyboard.tsx";
import { type PipShape, StatePip } from "../marks.tsx";
import type { MenuEntry } from "../menu-items.tsx";
import { useRowMenu } from "../row-menu.tsx";
import { notify } from "../undo.tsx";
import "./board.css";

export interface BoardColumn<Card> {
  id: string;
  title: string;
  shape?: PipShape;
  cards: readonly Card[];
  /** How many there are when not all are shown. */
  total?: number;
}
export interface BoardProps<Card> {
  label: string;
  columns: readonly BoardColumn<Card>[];
  cardKey: (card: Card) => string;
  /** The name a screen reader hears and the menu shows. */
  cardTitle: (card: Card) => string;
  /** The inside of a card in plain elements and CSS. */
  renderCard: (card: Card) => ReactNode;
  /** Why a card cannot go to a column; undefined when it can. The menu says it, and so does a move that is refused. */
  blocked?: (card: Card, column: string) => string | undefined;
  /** The card comes to stand at `index` of `column`. */
  onMove: (card: Card, column: string, index: number) => void;
  onOpen: (card: Card) => void;
  onPeek?: (card: Card) => void;
  /** Further lines of a card's menu. */
  menuOf?: (card: Card) => readonly MenuEntry[];
  current: string | undefined;
  onCurrent: (key: string) => void;
}

interface Place {
  column: number;
  index: number;
}

/**
 * Cards in columns by state. A card goes to another column by dragging, by Alt and arrows, or by M ("Move to …"), which is also what a
 * finger uses. Arrows and H J K L walk; Enter opens; Space previews.
 */
export function Board<Card>(props: BoardProps<Card>) {
  const { label, columns, cardKey, cardTitle, renderCard, blocked, onMove, onOpen, onPeek, menuOf, current, onCurrent } = props;
  const board = useId();
  const root = useRef<HTMLDivElement>(null);
  const rowMenu = useRowMenu();
  useEffect(() => (root.current ? autoScrollForElements({ element: root.current }) : undefined), []);

  const place = columns
    .map(({ cards }, column): Place => ({ column, index: cards.findIndex((card) => cardKey(card) === current) }))
    .find(({ index }) => index >= 0);
  const cardAt = ({ column, index }: Place) => columns[column]?.cards[index];
  const focus = (key: string) => {
    const element = root.current?.querySelector(`[data-card="${CSS.escape(key)}"]`);
    if (element instanceof HTMLElement) element.focus();
  };
  const goTo = (to: Place) => {
    const cards = columns[to.column]?.cards ?? [];
    const card = cards[Math.max(0, Math.min(cards.length - 1, to.index))];
    if (card === undefined) return false;
    onCurrent(cardKey(card));
    focus(cardKey(card));
  };
  const across = (by: number) => {
    if (!place) return goTo({ column: 0, index: 0 });
    for (let column = place.column + by; column >= 0 && column < columns.length; column += by)
      if (goTo({ column, index: place.index }) !== false) return;
  };
  const down = (by: number) => goTo(place ? { column: place.column, index: place.index + by } : { column: 0, index: 0 });
  const move = (card: Card, column: string, index: number) => {
    const why = blocked?.(card, column);
    if (why !== undefined) return notify(`${cardKey(card)}: ${why}`);
    onMove(card, column, index);
    onCurrent(cardKey(card));
    // In another column the card is another element, drawn with the next frame.
    requestAnimationFrame(() => focus(cardKey(card)));
  };
  const push = (columnsBy: number, rowsBy: number) => {
    const card = place && cardAt(place);
    const to = place && columns[place.column + columnsBy];
    if (!place || card === undefined || !to) return;
    const index = columnsBy === 0 ? Math.max(0, Math.min(to.cards.length - 1, place.index + rowsBy)) : 0;
    if (columnsBy !== 0 || index !== place.index) move(card, to.id, index);
  };
  const entriesOf = (card: Card): readonly MenuEntry[] => [
    { heading: "Move to …" },
    ...columns.map((column) => {
      const here = column.cards.includes(card);
      const why = here ? "It is here" : blocked?.(card, column.id);
      return { label: column.title, run: () => move(card, column.id, 0), ...(why ? { unable: why } : {}) };
    }),
    ...(menuOf ? (["rule", ...menuOf(card)] as const) : []),
  ];
  const openMenu = (card: Card) => {
    const anchor = root.current?.querySelector(`[data-card="${CSS.escape(cardKey(card))}"] .board-more`);
    if (anchor) rowMenu.open(anchor, entriesOf(card));
  };
  const isInside = () =>
    root.current?.contains(document.activeElement) ||
    document.activeElement === document.body ||
    document.activeElement?.matches("h1, main");
  const withCard = (act: ((card: Card) => void) | undefined) => () => {
    const card = place && cardAt(place);
    return act && card !== undefined && isInside() ? act(card) : false;
  };
  const walk = (act: () => unknown) => () => (isInside() ? act() : false);
  useShortcuts(
    label,
    [
      { keys: "j", label: "Card below", run: walk(() => down(1)) },
      { keys: "k", label: "Card above", run: walk(() => down(-1)) },
      { keys: "h", label: "Column to the left", run: walk(() => across(-1)) },
      { keys: "l", label: "Column to the right", run: walk(() => across(1)) },
      { keys: "arrowdown", label: "Card below", hidden: true, run: walk(() => down(1)) },
      { keys: "arrowup", label: "Card above", hidden: true, run: walk(() => down(-1)) },
      { keys: "arrowleft", label: "Column to the left", hidden: true, run: walk(() => across(-1)) },
      { keys: "arrowright", label: "Column to the right", hidden: true, run: walk(() => across(1)) },
      { keys: "alt+arrowleft", label: "Move the card to the column before", run: walk(() => push(-1, 0)) },
      { keys: "alt+arrowright", label: "Move the card to the next column", run: walk(() => push(1, 0)) },
      { keys: "alt+arrowup", label: "Move the card up", run: walk(() => push(0, -1)) },
      { keys: "alt+arrowdown", label: "Move the card down", run: walk(() => push(0, 1)) },
      { keys: "enter", label: "Open", run: withCard(onOpen) },
      ...(onPeek ? [{ keys: "space", label: "Preview", run: withCard(onPeek) }] : []),
      { keys: "m", label: "Move to …", run: withCard(openMenu) },
    ],
    { scope: "list" },
  );

  const first = columns.find(({ cards }) => cards.length > 0)?.cards[0];
  const tabStop = place ? current : first && cardKey(first);
  return (
    <>
      <div ref={root} className="board">
        {columns.map((column) => (
          <BoardLane
            key={column.id}
            board={board}
            column={column}
            canTake={(key) => {
              const card = columns.flatMap(({ cards }) => cards).find((one) => cardKey(one) === key);
              return card !== undefined && (column.cards.includes(card) || blocked?.(card, column.id) === undefined);
            }}
            onDrop={(key, before) => {
              const card = columns.flatMap(({ cards }) => cards).find((one) => cardKey(one) === key);
              if (card === undefined || before === key) return;
              // Counted without the dragged card, whose own place falls away.
              const rest = column.cards.filter((one) => one !== card);
              const index = before === undefined ? rest.length : rest.findIndex((one) => cardKey(one) === before);
              if (column.cards.indexOf(card) !== index) move(card, column.id, index < 0 ? rest.length : index);
            }}
          >
            {column.cards.map((card, index) => (
              <BoardCard
                key={cardKey(card)}
                id={cardKey(card)}
                board={board}
                next={column.cards[index + 1] !== undefined ? cardKey(column.cards[index + 1] ?? card) : undefined}
                title={cardTitle(card)}
                isTabStop={cardKey(card) === tabStop}
                isCurrent={cardKey(card) === current}
                onFocus={() => onCurrent(cardKey(card))}
                onOpen={() => onOpen(card)}
                onMenu={() => openMenu(card)}
              >
                {renderCard(card)}
              </BoardCard>
            ))}
          </BoardLane>
        ))}
      </div>
      {rowMenu.menu}
    </>
  );
}

function BoardLane<Card>({
  board,
  column,
  canTake,
  onDrop,
  children,
}: {
  board: string;
  column: BoardColumn<Card>;
  canTake: (key: string) => boolean;
  onDrop: (key: string, before: string | undefined) => void;
  children: ReactNode;
}) {
  const stack = useRef<HTMLUListElement>(null);
  const [state, setState] = useState<"idle" | "over" | "refused">("idle");
  const takes = useEffectEvent(canTake);
  const drop = useEffectEvent(onDrop);
  useEffect(() => {
    const element = stack.current;
    if (!element) return;
    return combine(
      autoScrollForElements({ element }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => source.data.board === board,
        onDragEnter: ({ source }) => setState(takes(String(source.data.key)) ? "over" : "refused"),
        onDragLeave: () => setState("idle"),
        onDrop: ({ source, location }) => {
          setState("idle");
          const key = String(source.data.key);
          const [inner] = location.current.dropTargets;
          const onCard = inner && inner.element !== element ? inner.data : undefined;
          const before = onCard && (extractClosestEdge(onCard) === "bottom" ? onCard.next : onCard.key);
          drop(key, typeof before === "string" ? before : undefined);
        },
      }),
    );
  }, [board]);
  return (
    <section className="board-lane" data-drop={state} aria-label={column.title}>
      <h2>
        {column.shape ? <StatePip shape={column.shape}>{column.title}</StatePip> : column.title}
        <span className="meta">{number(column.total ?? column.cards.length)}</span>
      </h2>
      <ul ref={stack} className="board-stack">
        {children}
      </ul>
    </section>
  );
}

function BoardCard({
  id,
  board,
  next,
  title,
  isTabStop,
  isCurrent,
  onFocus,
  onOpen,
  onMenu,
  children,
}: {
  id: string;
  board: string;
  next: string | undefined;
  title: string;
  isTabStop: boolean;
  isCurrent: boolean;
  onFocus: () => void;
  onOpen: () => void;
  onMenu: () => void;
  children: ReactNode;
}) {
  const item = useRef<HTMLLIElement>(null);
  const [edge, setEdge] = useState<Edge | null>(null);
  const [isDragged, setDragged] = useState(false);
  useEffect(() => {
    const element = item.current;
    if (!element || isCoarse()) return;
    return combine(
      draggable({
        element,
        getInitialData: () => ({ board, key: id }),
        onDragStart: () => setDragged(true),
        onDrop: () => setDragged(false),
      }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => source.data.board === board && source.data.key !== id,
        getData: ({ input }) => attachClosestEdge({ key: id, next }, { input, element, allowedEdges: ["top", "bottom"] }),
        onDrag: ({ self }) => setEdge(extractClosestEdge(self.data)),
        onDragLeave: () => setEdge(null),
        onDrop: () => setEdge(null),
      }),
    );
  }, [board, id, next]);
  return (
    <li ref={item} className="board-item" data-edge={edge ?? undefined} data-dragged={isDragged || undefined}>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: keys are in the shortcut registry */}
      {/* biome-ignore lint/a11y/useSemanticElements: a button could not hold the menu button */}
      <div
        role="group"
        aria-label={title}
        className="board-card"
        data-card={id}
        data-current={isCurrent || undefined}
        tabIndex={isTabStop ? 0 : -1}
        onFocus={onFocus}
        onClick={(event) => event.target instanceof HTMLElement && !event.target.closest("button, a") && onOpen()}
      >
        {children}
        <button type="button" className="icon-button board-more" tabIndex={-1} aria-label={`Move or change ${title}`} onClick={onMenu}>
          <Ellipsis size={15} aria-hidden />
        </button>
      </div>
    </li>
  );
}
