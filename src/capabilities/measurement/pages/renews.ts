import { api } from "../../../api.tsx";
import { rowsOf } from "../../workspace/pages/rows-key.ts";

/** What shows a metric, its readings, or what key results make of them. */
export const METRIC_RENEWS = [
  api.metrics.key(),
  api.readings.key(),
  api.pulls.key(),
  api.objectives.key(),
  api.records.key(),
  api.links.key(),
  rowsOf("metric"),
  rowsOf("objective"),
] as const;
