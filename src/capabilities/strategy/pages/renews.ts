import { api } from "../../../api.tsx";
import { rowsOf } from "../../workspace/pages/rows-key.ts";

/** What shows a milestone, its date, or what is planned for it. */
export const MILESTONE_RENEWS = [
  api.milestones.key(),
  api.features.key(),
  api.records.key(),
  api.metrics.key(),
  rowsOf("milestone"),
  ["feature-rows"],
] as const;

/** What shows an objective, its key results, or what these ask of metrics. */
export const OBJECTIVE_RENEWS = [
  api.objectives.key(),
  api.metrics.key(),
  api.records.key(),
  api.links.key(),
  api.readiness.key(),
  api.thread.key(),
  rowsOf("objective"),
  rowsOf("metric"),
] as const;
