import { api } from "../../../api.tsx";
import { rowsOf } from "../../workspace/pages/records-page.tsx";

/** What shows an objective, its key results, or what these ask of metrics. */
export const OBJECTIVE_RENEWS = [
  api.objectives.key(),
  api.metrics.key(),
  api.records.key(),
  api.links.key(),
  rowsOf("objective"),
  rowsOf("metric"),
] as const;
