import type { Kind } from "../../../ui/kinds.ts";
import "./design.css";

/** An estimate on a line from `from` to `to`: a point, and the band that its interval covers. Told in words by `label`. */
export function IntervalBar({
  value,
  low,
  high,
  from = 0,
  to = 1,
  mark,
  label,
  kind = "study",
}: {
  value: number;
  low: number;
  high: number;
  from?: number;
  to?: number;
  /** A value to compare with, as a thin line. */
  mark?: number;
  label: string;
  kind?: Kind;
}) {
  const at = (one: number) => `${(((Math.min(to, Math.max(from, one)) - from) / (to - from)) * 100).toFixed(2)}%`;
  const width = `${(((Math.min(to, high) - Math.max(from, low)) / (to - from)) * 100).toFixed(2)}%`;
  return (
    <span className="interval" data-kind={kind} role="img" aria-label={label} title={label}>
      <span className="interval-band" style={{ left: at(low), width }} />
      {mark !== undefined && <span className="interval-mark" style={{ left: at(mark) }} />}
      <span className="interval-point" style={{ left: at(value) }} />
    </span>
  );
}
