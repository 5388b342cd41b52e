import { Check } from "lucide-react";
import { type KeyboardEvent, type PointerEvent, type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { FEATURE_STATE_WORDS } from "../../features/pages/feature-words.ts";
import { today } from "../../measurement/pages/metric-words.ts";
import { dayAfter } from "../../measurement/rules.ts";
import { useStateName } from "../../workspace/pages/vocabulary.ts";
import { barOf, conflictsOf, endOf } from "../rules.ts";
import type { Roadmap, RoadmapFeature, RoadmapMilestone } from "../schema.ts";
import { type Axis, placeOf } from "./timeline-axis.ts";
import type { Row } from "./timeline-rows.ts";
import { dayWords, type Item, whenOf } from "./timeline-words.ts";

const AHEAD = 400;
/** Nearer than this a press is a click, not a drag. */
const SLACK = 4;

type Handlers = {
  /** The element that the keys move from: a milestone's id, or a row's. */
  current: string;
  choose: (element: string, item: Item) => void;
  step: (item: Item, direction: 1 | -1, isLong: boolean) => void;
  dragTo: (item: Item, day: string) => void;
  /** Enter: keeps what is moved, or opens what is chosen. */
  enter: (item: Item) => void;
  /** Answers whether there was something to return. */
  escape: () => boolean;
};

/** Time from left to right: milestones as diamonds, features as bars that end at them, one lane under the other. */
export function TimelineChart({
  roadmap,
  before,
  axis,
  rows,
  height,
  handlers,
}: {
  /** As it is drawn: with what is being moved. */
  roadmap: Roadmap;
  /** As it stands. */
  before: Roadmap;
  axis: Axis;
  rows: readonly Row[];
  height: number;
  handlers: Handlers;
}) {
  const stateName = useStateName("feature");
  const scroller = useRef<HTMLElement>(null);
  const [seen, setSeen] = useState({ top: 0, height: 900 });
  const look = useCallback(() => {
    const { scrollTop = 0, clientHeight = 900 } = scroller.current ?? {};
    setSeen({ top: scrollTop, height: clientHeight });
  }, []);
  useLayoutEffect(() => look(), [look]);
  const dated = roadmap.milestones.flatMap((one) => (one.date === null ? [] : [{ ...one, date: one.date }]));
  const undated = roadmap.milestones.filter(({ date }) => date === null);
  const elements: { id: string; item: Item; top?: number }[] = [
    ...[...dated, ...undated].map(({ id }) => ({ id, item: { kind: "milestone" as const, id } })),
    ...rows.flatMap((row) =>
      row.kind === "bar" ? [{ id: row.id, item: { kind: "feature" as const, id: row.feature.id }, top: row.top }] : [],
    ),
  ];
  const current = elements.find(({ id }) => id === handlers.current) ?? elements[0];

  const focusNext = useRef(false);
  useEffect(() => {
    if (!focusNext.current) return;
    focusNext.current = false;
    scroller.current?.querySelector<HTMLElement>("[data-current]")?.focus({ preventScroll: true });
  });
  const go = (by: number) => {
    const next = elements[elements.findIndex(({ id }) => id === current?.id) + by];
    if (!next) return;
    if (next.top !== undefined && scroller.current) {
      const { scrollTop, clientHeight } = scroller.current;
      const room = clientHeight - 120;
      if (next.top < scrollTop || next.top > scrollTop + room) scroller.current.scrollTop = Math.max(0, next.top - room / 2);
      look();
    }
    focusNext.current = true;
    handlers.choose(next.id, next.item);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!current || event.altKey || event.ctrlKey || event.metaKey) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const inTime = { ArrowLeft: -1, ArrowRight: 1 }[key];
    if (inTime === -1 || inTime === 1) handlers.step(current.item, inTime, event.shiftKey);
    else if (key === "ArrowDown" || key === "j") go(1);
    else if (key === "ArrowUp" || key === "k") go(-1);
    else if (key === "Enter" && !(event.target instanceof HTMLAnchorElement)) handlers.enter(current.item);
    else if (key !== "Escape" || !handlers.escape()) return;
    event.preventDefault();
    event.stopPropagation();
  };

  const drag = useRef<{ x: number; width: number; from: string; item: Item }>(undefined);
  const grip = (element: string, item: Item, from: string | null) => ({
    tabIndex: element === current?.id ? 0 : -1,
    "data-current": element === current?.id || undefined,
    onFocus: () => handlers.choose(element, item),
    onClick: () => handlers.choose(element, item),
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.pointerType === "touch" || event.button !== 0 || from === null) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      const { width } = scroller.current?.querySelector(".tl-body")?.getBoundingClientRect() ?? { width: 1 };
      drag.current = { x: event.clientX, width, from, item };
    },
    onPointerMove: ({ clientX }: PointerEvent<HTMLElement>) => {
      const held = drag.current;
      if (!held || Math.abs(clientX - held.x) < SLACK) return;
      handlers.dragTo(held.item, dayAfter(held.from, Math.round(((clientX - held.x) / held.width) * axis.days)));
    },
    onPointerUp: () => {
      drag.current = undefined;
    },
    onPointerCancel: () => {
      drag.current = undefined;
    },
  });
  const wasOn = (id: string) => before.milestones.find((one) => one.id === id)?.date ?? null;
  const near = rows.filter(({ top }) => top > seen.top - AHEAD && top < seen.top + seen.height + AHEAD);
  return (
    <section className="tl-scroll" aria-label="Timeline" ref={scroller} onScroll={look} onKeyDown={onKeyDown}>
      <div className="tl-top">
        <div className="tl-axis" aria-hidden>
          {axis.majors.map(({ on, label }) => (
            <span key={on} className="tl-major" style={{ left: `${placeOf(axis, on)}%` }}>
              {label}
            </span>
          ))}
          {axis.minors.map(({ on, label }) => (
            <span key={on} className="tl-minor" style={{ left: `${placeOf(axis, on)}%` }}>
              {label}
            </span>
          ))}
        </div>
        <div className="tl-milestones">
          {dated.map((milestone, at) => {
            const place = placeOf(axis, milestone.date);
            const next = dated.slice(at + 1).find(({ date }) => date !== milestone.date);
            const room = Math.min(100, next ? placeOf(axis, next.date) : 100) - place;
            return (
              place >= 0 &&
              place <= 100 && (
                <Diamond
                  key={milestone.id}
                  milestone={milestone}
                  place={place}
                  room={room}
                  isMoved={wasOn(milestone.id) !== milestone.date}
                  grip={grip(milestone.id, { kind: "milestone", id: milestone.id }, wasOn(milestone.id))}
                />
              )
            );
          })}
        </div>
        {undated.length > 0 && (
          <p className="tl-undated">
            <span className="muted">Without a date:</span>
            {undated.map(({ id, key, title }) => (
              <button key={id} type="button" className="plain tl-chip" {...grip(id, { kind: "milestone", id }, null)}>
                <i className="tl-diamond" data-hollow aria-hidden />
                {key} {title}
              </button>
            ))}
          </p>
        )}
      </div>
      <div className="tl-body" style={{ height: height + 8 }}>
        {axis.majors.map(({ on }) => (
          <i key={on} className="tl-line" style={{ left: `${placeOf(axis, on)}%` }} aria-hidden />
        ))}
        {dated.map(({ id, date }) => {
          const place = placeOf(axis, date);
          return place >= 0 && place <= 100 && <i key={id} className="tl-line" data-milestone style={{ left: `${place}%` }} aria-hidden />;
        })}
        <Today axis={axis} />
        {near.map((row) =>
          row.kind === "lane" ? (
            <h2 key={`lane ${row.id}`} className="tl-lane" style={{ top: row.top }}>
              {row.key && <span className="record-key">{row.key}</span>} {row.title} <span className="muted">{row.count}</span>
            </h2>
          ) : (
            <FeatureBar
              key={row.id}
              roadmap={roadmap}
              feature={row.feature}
              before={before}
              axis={axis}
              top={row.top}
              state={stateName(row.feature.state, FEATURE_STATE_WORDS[row.feature.state].word)}
              grip={grip(row.id, { kind: "feature", id: row.feature.id }, endOf(before, beforeOf(before, row.feature)))}
            />
          ),
        )}
      </div>
    </section>
  );
}

const beforeOf = (before: Roadmap, { id, milestoneId }: RoadmapFeature) => before.features.find((one) => one.id === id) ?? { milestoneId };

function Today({ axis }: { axis: Axis }) {
  const place = placeOf(axis, today());
  if (place < 0 || place > 100) return null;
  return <i className="tl-line" data-today style={{ left: `${place}%` }} title="Today" aria-hidden />;
}

function Diamond({
  milestone,
  place,
  room,
  isMoved,
  grip,
}: {
  milestone: RoadmapMilestone;
  place: number;
  room: number;
  isMoved: boolean;
  grip: object;
}) {
  const { key, title, date, kind } = milestone;
  return (
    <button
      type="button"
      className="plain tl-milestone"
      style={{ left: `${place}%`, maxWidth: `max(24px, ${room}%)` }}
      data-kind="milestone"
      data-moved={isMoved || undefined}
      aria-label={`${kind === "release" ? "Release" : "Milestone"} ${key} ${title}, ${dayWords(date)}`}
      title={`${key} ${title}, ${dayWords(date)}`}
      {...grip}
    >
      <i className="tl-diamond" data-hollow={kind === "milestone" || undefined} aria-hidden />
      <span className="truncate">
        {title} <span className="muted">{dayWords(date)}</span>
      </span>
    </button>
  );
}

function FeatureBar({
  roadmap,
  feature,
  before,
  axis,
  top,
  state,
  grip,
}: {
  roadmap: Roadmap;
  feature: RoadmapFeature;
  before: Roadmap;
  axis: Axis;
  top: number;
  /** As this workspace calls it. */
  state: string;
  grip: object;
}) {
  const endsOn = endOf(roadmap, feature);
  const bar = endsOn === null ? null : barOf(feature.parts, endsOn);
  const wasOn = endOf(before, beforeOf(before, feature));
  const conflicts = conflictsOf(roadmap, feature, today());
  const isMoved = wasOn !== endsOn;
  const isDone = feature.state === "shipped" || feature.state === "measured";
  const words: ReactNode = (
    <>
      {conflicts.length > 0 && (
        <b className="tl-warn" title={conflicts.join(" ")}>
          !{conflicts.length > 1 && conflicts.length}
        </b>
      )}
      {isDone && <Check size={12} className="tl-done" aria-hidden />}
      <span className="record-key">{feature.key}</span> {feature.title}
    </>
  );
  const common = {
    type: "button" as const,
    "data-kind": "feature",
    "data-moved": isMoved || undefined,
    "aria-label": `${feature.key} ${feature.title}, ${state}, ${whenOf(roadmap, feature)}${conflicts.length > 0 ? `. ${conflicts.join(" ")}` : ""}`,
    title: `${feature.title}, ${state}: ${whenOf(roadmap, feature)}`,
  };
  const ghost = isMoved && wasOn !== null && <Ghost feature={feature} axis={axis} endsOn={wasOn} top={top} />;
  const end = endsOn === null ? 0 : placeOf(axis, endsOn);
  const start = bar ? placeOf(axis, bar.startsOn) : end;
  if (endsOn === null || end < 0 || start > 100)
    return (
      <>
        {ghost}
        <button
          {...common}
          className="plain tl-off"
          style={{ top }}
          data-side={start > 100 && endsOn !== null ? "after" : "before"}
          {...grip}
        >
          {words}{" "}
          <span className="muted">{endsOn === null ? "no date yet" : end < 0 ? `‹ ${dayWords(endsOn)}` : `${dayWords(endsOn)} ›`}</span>
        </button>
      </>
    );
  const [left, right] = [Math.max(0, start), Math.min(100, end)];
  const side = right - left > 22 ? "in" : right < 70 ? "after" : "before";
  const likely = bar ? Math.min(100, Math.max(0, ((placeOf(axis, bar.likelyOn) - left) / (right - left)) * 100)) : 100;
  return (
    <>
      {ghost}
      <button
        {...common}
        className="plain tl-bar"
        style={{ top, left: `${left}%`, width: `${right - left}%` }}
        data-guess={feature.isGuess || undefined}
        data-bare={bar === null || undefined}
        data-done={isDone || undefined}
        {...grip}
      >
        {bar && <i className="tl-solid" style={{ width: `${likely}%` }} aria-hidden />}
        {bar && <i className="tl-tail" style={{ left: `${likely}%` }} aria-hidden />}
        <span className="tl-label" data-side={side}>
          {words}
        </span>
      </button>
    </>
  );
}

/** Where it stands until the move is kept. */
function Ghost({ feature, axis, endsOn, top }: { feature: RoadmapFeature; axis: Axis; endsOn: string; top: number }) {
  const bar = barOf(feature.parts, endsOn);
  const left = Math.max(0, placeOf(axis, bar?.startsOn ?? endsOn));
  const right = Math.min(100, placeOf(axis, endsOn));
  if (right < 0 || left > 100) return null;
  return <i className="tl-ghost" style={{ top, left: `${left}%`, width: `max(10px, ${right - left}%)` }} aria-hidden />;
}
