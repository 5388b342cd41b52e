import type { RecordKind } from "../workspace/kind-rules.ts";

type Flagged = {
  kind: RecordKind;
  /** The activity that tells it, with the state that the record came to. */
  activity: string;
  became: string;
  /** The states in which it still is so: what was taken back since is no flag. */
  still: readonly string[];
};

/** What is shown as a flag on the charts of metrics. A capability adds the line of its record. */
export const FLAGGED: readonly Flagged[] = [
  { kind: "feature", activity: "feature.moved", became: "shipped", still: ["shipped", "measured"] },
  { kind: "milestone", activity: "milestone.moved", became: "reached", still: ["reached"] },
];
