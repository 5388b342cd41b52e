import { dateOnly } from "../../../ui/format.ts";
import { KindIcon } from "../../../ui/marks.tsx";
import { WorkspaceLink } from "../../../ui/router.tsx";
import { KINDS, type RecordKind, recordPath } from "../../workspace/kind-rules.ts";
import { AROUND_DAYS, aroundFlag } from "../flag-rules.ts";
import type { Chart, Flag, Metric } from "../schema.ts";
import { valueText } from "../value-rules.ts";

const isKind = (kind: string): kind is RecordKind => kind in KINDS;
const kindOf = ({ kind }: Flag): RecordKind | null => (isKind(kind) ? kind : null);
/** Where a flag leads to. */
export const flagPath = (flag: Flag): string | null => {
  const kind = kindOf(flag);
  return kind && recordPath(kind, flag.key);
};
/** "Launch: Currency everywhere", for whoever does not see its icon. */
export const flagWords = (flag: Flag): string => {
  const kind = kindOf(flag);
  const word = kind === null ? flag.kind : KINDS[kind].one;
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}: ${flag.title}`;
};

/** The flags of a chart as a list, day by day: the same for whoever reads no drawing. */
export function Flags({ metric, chart: { flags, points, total } }: { metric: Metric; chart: Chart }) {
  if (flags.length === 0) return null;
  // Where only the lowest and the highest of each stretch are drawn their mean says little.
  const around = new Map(
    flags.map(({ recordId, linked, on }) => [recordId, linked && total === points.length ? aroundFlag(points, on) : null]),
  );
  return (
    <>
      <ul className="metric-flags" aria-label="What happened in these days">
        {flags.map((flag) => {
          const { recordId, title, on, linked } = flag;
          const kind = kindOf(flag);
          return (
            <li key={recordId} data-linked={linked || undefined}>
              <span className="metric-flag-day">{dateOnly(on)}</span>
              {kind && <KindIcon kind={KINDS[kind].mark} />}
              {kind ? <WorkspaceLink path={recordPath(kind, flag.key)}>{title}</WorkspaceLink> : title}
              {!linked && <span className="muted">not linked</span>}
              <Around metric={metric} means={around.get(recordId) ?? null} />
            </li>
          );
        })}
      </ul>
      {[...around.values()].some((means) => means !== null) && (
        <p className="meta metric-around">
          Means of {AROUND_DAYS} days before and after. What changed anyway is in them: they prove no cause.
        </p>
      )}
    </>
  );
}

function Around({ metric, means }: { metric: Metric; means: ReturnType<typeof aroundFlag> }) {
  if (!means) return null;
  return (
    <span>
      {valueText(means.before, metric)} → <b>{valueText(means.after, metric)}</b>
    </span>
  );
}

/** Flags that lie closer than this, in pixels, stand under each other, at most so many. */
const WIDE = 24;
const MOST_HIGH = 4;

/** In which row each flag stands, by where it lies; null where it lies outside or no row is left. */
function placed(lefts: readonly (number | null)[]): ({ at: number; row: number } | null)[] {
  const rows: number[] = [];
  return lefts.map((at) => {
    if (at === null) return null;
    const free = rows.findIndex((taken) => at - taken >= WIDE);
    const row = free >= 0 ? free : rows.length;
    if (row >= MOST_HIGH) return null;
    rows[row] = at;
    return { at, row };
  });
}
/** How much room flags take above a drawing that is so wide, in pixels. */
export function flagsHeight(flags: readonly Flag[], wide: number): number {
  const days = flags.map(({ on }) => Date.parse(on));
  const [from, to] = [Math.min(...days), Math.max(...days)];
  const rows = placed(days.map((day) => (to === from ? 0 : ((day - from) / (to - from)) * wide)));
  return WIDE * Math.max(0, ...rows.map((place) => (place ? place.row + 1 : 0)));
}

/**
 * The flags over the drawing, each at its day: a click opens the record. They are for the pointer; keys open them by Enter at their
 * reading, and the list beneath names them all.
 */
export function FlagMarks({ flags, left }: { flags: readonly Flag[]; left: (flag: Flag) => number | null }) {
  const places = placed(flags.map(left));
  return (
    <div className="metric-marks" aria-hidden>
      {flags.map((flag, index) => {
        const [place, kind, path] = [places[index], kindOf(flag), flagPath(flag)];
        if (!place || !kind || !path) return null;
        return (
          <span
            key={flag.recordId}
            className="metric-mark"
            data-kind={KINDS[kind].mark}
            data-linked={flag.linked || undefined}
            style={{ transform: `translate(${Math.round(place.at)}px, ${place.row * WIDE}px)` }}
          >
            <WorkspaceLink
              path={path}
              tabIndex={-1}
              title={`${flagWords(flag)}, ${dateOnly(flag.on)}${flag.linked ? "" : " (not linked)"}`}
            >
              <KindIcon kind={KINDS[kind].mark} size={13} />
            </WorkspaceLink>
          </span>
        );
      })}
    </div>
  );
}
