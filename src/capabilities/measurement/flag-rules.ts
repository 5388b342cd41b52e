import type { RecordKind } from "../workspace/kind-rules.ts";
import { dayAfter } from "./rules.ts";

type Flagged = {
  kind: RecordKind;
  /** When it happened: the activity that tells it, with the state that the record came to; or a column that holds the instant. */
  at: { activity: string; became: string } | { column: string };
  /** The states in which it still is so: what was taken back since is no flag. */
  still: readonly string[];
  /** Only records of which a column says this. */
  only?: { column: string; is: string };
};

/** What is shown as a flag on the charts of metrics. A capability adds the line of its record. */
export const FLAGGED: readonly Flagged[] = [
  { kind: "feature", at: { activity: "feature.moved", became: "shipped" }, still: ["shipped", "measured"] },
  {
    kind: "milestone",
    at: { activity: "milestone.moved", became: "reached" },
    still: ["reached"],
    only: { column: "kind", is: "release" },
  },
  { kind: "launch", at: { activity: "launch.moved", became: "live" }, still: ["live", "reviewed"] },
  { kind: "decision", at: { column: "decided_at" }, still: ["decided"] },
];

type Dated = { on: string };
/** The flags that stand at a reading: of its own day, and of those since the reading before it; the ends take what lies beyond them. */
export function flagsAt<Flag extends Dated>(flags: readonly Flag[], points: readonly Dated[], index: number): Flag[] {
  const [before, here] = [points[index - 1], points[index]];
  if (!here) return [];
  const isLast = index === points.length - 1;
  return flags.filter(({ on }) => (before === undefined || on > before.on) && (isLast || on <= here.on));
}

type Read = Dated & { value: number };
/** So many days before and after a flag are compared, and so many readings are asked on each side. */
export const AROUND_DAYS = 60;
const LEAST_READINGS = 5;

/**
 * The means of the readings before and since a flag. What would have changed anyway is in them: they describe, and prove no cause.
 * @returns null where one side has too few readings
 */
export function aroundFlag(points: readonly Read[], on: string): { before: number; after: number } | null {
  const near = (from: string, to: string) => points.filter((point) => point.on >= from && point.on < to).map(({ value }) => value);
  const [before, after] = [near(dayAfter(on, -AROUND_DAYS), on), near(on, dayAfter(on, AROUND_DAYS))];
  if (before.length < LEAST_READINGS || after.length < LEAST_READINGS) return null;
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return { before: mean(before), after: mean(after) };
}
