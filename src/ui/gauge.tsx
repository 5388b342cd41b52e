import type { ReactNode } from "react";
import { halfCircleArcs } from "../kernels/arcs.ts";
import "./gauge.css";

export type CheckState = "met" | "partly" | "not-yet" | "failed" | "waived";
/** One applicable check of a quality. `words` is its sentence, read by screen readers and shown in the list. */
export interface Check {
  state: CheckState;
  words?: string;
}

/** Worst first: the weakest check gives the gauge its word and colour. */
const worst = ["failed", "not-yet", "partly", "waived", "met"] as const;
const wordOf = { failed: "Failed", "not-yet": "Not yet", partly: "Partly", waived: "Waived", met: "Ready" } as const;

const WIDTH = 64;
const ARC = { x: WIDTH / 2, y: 34, radius: 25, gap: 3 };

/** The arc alone: a full segment is met, a half-thick one partly, a hollow one not yet, a crossed one failed, a dashed one waived. */
export function GaugeArc({ checks }: { checks: readonly Check[] }) {
  const met = checks.filter((check) => check.state === "met").length;
  return (
    <svg className="gauge-arc" width={WIDTH} height="38" viewBox={`0 0 ${WIDTH} 38`} aria-hidden>
      {checks.length === 0 && <path d={halfCircleArcs(1, ARC)[0]} className="gauge-track" />}
      {(checks.length > 0 ? halfCircleArcs(checks.length, ARC) : []).map((path, index) => (
        <g key={path}>
          <path d={path} className="gauge-track" />
          <path d={path} className="gauge-segment" data-state={checks[index]?.state} />
        </g>
      ))}
      {checks.length > 0 && (
        <text x={WIDTH / 2} y="34" textAnchor="middle">
          {met}
          <tspan className="gauge-of"> of {checks.length}</tspan>
        </text>
      )}
    </svg>
  );
}

/**
 * A quality: its name, an arc of one segment per applicable check, "3 of 5", and the word and colour of the weakest check.
 * Nothing is averaged. `colourless` for an idea, which is not judged yet. `onOpen` makes it a button that shows the checks.
 */
export function Gauge({
  name,
  checks,
  reason,
  change,
  colourless = false,
  expanded,
  onOpen,
}: {
  name: string;
  checks: readonly Check[];
  /** Why, in one sentence. */
  reason?: ReactNode;
  /** How many more checks are met than on a day before, and since when. */
  change?: { by: number; since: string };
  colourless?: boolean;
  expanded?: boolean;
  onOpen?: () => void;
}) {
  const weakest = worst.find((state) => checks.some((check) => check.state === state));
  const met = checks.filter((check) => check.state === "met").length;
  const inside = (
    <>
      <GaugeArc checks={checks} />
      <span className="gauge-words">
        <b>
          {name}
          <span className="sr">{checks.length > 0 ? `, ${met} of ${checks.length} checks met.` : "."}</span>
        </b>
        <span className="gauge-state">
          {weakest ? wordOf[weakest] : "No checks yet"}
          {change && change.by !== 0 && (
            <span
              className="gauge-change"
              title={`${change.by > 0 ? change.by : -change.by} ${change.by > 0 ? "more" : "fewer"} met since ${change.since}`}
            >
              {change.by > 0 ? `+${change.by}` : `−${-change.by}`}
              <span className="sr"> met since {change.since}</span>
            </span>
          )}
        </span>
        {reason && <span className="gauge-reason">{reason}</span>}
      </span>
    </>
  );
  const tone = colourless ? "none" : (weakest ?? "none");
  if (!onOpen) {
    return (
      <div className="gauge" data-tone={tone}>
        {inside}
      </div>
    );
  }
  return (
    <button type="button" className="plain gauge" data-tone={tone} aria-expanded={expanded} onClick={onOpen}>
      {inside}
    </button>
  );
}

/** Gauges side by side in one card, with the one thing to do next under them (`next`: a sentence and a button). */
export function Gauges({ label, children, next }: { label: string; children: ReactNode; next?: ReactNode }) {
  return (
    <section className="gauges" aria-label={label}>
      <div className="gauges-row">{children}</div>
      {next && <div className="gauges-next">{next}</div>}
    </section>
  );
}
