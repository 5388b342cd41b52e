import { Plus } from "lucide-react";
import { Avatar } from "../avatar.tsx";
import type { Kind } from "../kinds.ts";
import { type PipShape, RangeBar, Sparkline } from "../marks.tsx";

/** One card of the drawing. Everything but `id`, `tag` and `title` is optional; unknown things are left out, never invented. */
export interface ThreadCard {
  id: string;
  /** Its own colour, where a column holds several kinds. */
  kind?: Kind;
  /** The small coloured line: kind of evidence, state, "Primary KPI". */
  tag: string;
  /** The shape of a state, before the tag. */
  pip?: PipShape;
  title: string;
  /** The title is somebody's own words; set in quotation marks. */
  isQuote?: boolean;
  /** Quiet line: what, and at its end how much. */
  meta?: string;
  amount?: string;
  people?: readonly string[];
  /** A need: satisfied over important; any other pair on one scale. */
  bar?: { max: number; value: number; base: number; label: string };
  /** What the two ends of the bar say. */
  scale?: readonly [string, string];
  /** A metric: its number now, the goal, the last values. */
  figure?: { value: string; unit?: string; goal?: string; values?: readonly number[] };
  /** A hole: drawn dashed with the act that fills it. */
  missing?: { action: string };
}

/** The card as the drawing shows it: a button that selects, or, for a hole, one that acts. */
export function ThreadCardButton({
  card,
  kind,
  isDim,
  isCurrent,
  isTabStop,
  connects,
  onSelect,
  onOpen,
}: {
  card: ThreadCard;
  kind: Kind;
  isDim: boolean;
  isCurrent: boolean;
  isTabStop: boolean;
  /** What it is connected to, in words, for those who cannot see the curves. */
  connects: string;
  onSelect: () => void;
  onOpen: () => void;
}) {
  return (
    <button
      type="button"
      className="thread-card"
      data-card={card.id}
      data-kind={kind}
      data-dim={isDim || undefined}
      data-missing={card.missing ? true : undefined}
      aria-pressed={isCurrent}
      tabIndex={isTabStop ? 0 : -1}
      onClick={onSelect}
      onDoubleClick={onOpen}
    >
      <span className="thread-tag">
        {card.pip && <i className="pip" data-shape={card.pip} aria-hidden />}
        {card.tag}
        {card.people && card.people.length > 0 && (
          <span className="thread-people">
            {card.people.slice(0, 3).map((name) => (
              <Avatar key={name} name={name} />
            ))}
          </span>
        )}
      </span>
      <span className="thread-title" data-quote={card.isQuote || undefined}>
        {card.isQuote ? `“${card.title}”` : card.title}
      </span>
      {card.figure && (
        <span className="thread-figure">
          <b>
            {card.figure.value}
            <small>{card.figure.unit}</small>
          </b>
          {card.figure.goal && <span className="meta">goal {card.figure.goal}</span>}
          {card.figure.values && <Sparkline values={card.figure.values} label={`Last ${card.figure.values.length} readings`} />}
        </span>
      )}
      {card.bar && <RangeBar {...card.bar} />}
      {card.scale && (
        <span className="thread-meta">
          <span className="truncate">{card.scale[0]}</span>
          <span>{card.scale[1]}</span>
        </span>
      )}
      {(card.meta || card.amount || card.missing) && (
        <span className="thread-meta">
          <span className="truncate">{card.meta}</span>
          {card.amount && <span>{card.amount}</span>}
          {card.missing && (
            <span className="thread-fix">
              <Plus size={12} aria-hidden />
              {card.missing.action}
            </span>
          )}
        </span>
      )}
      {connects !== "" && <span className="thread-connects">{connects}</span>}
    </button>
  );
}
