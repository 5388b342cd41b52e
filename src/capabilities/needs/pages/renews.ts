import { api } from "../../../api.tsx";

/** What a change of a need, a feature or a link between them touches. */
export const RENEWS = [
  ["need-rows"],
  ["feature-rows"],
  api.needs.key(),
  api.features.key(),
  api.personas.key(),
  api.thread.key(),
  api.readiness.key(),
  api.quotes.key(),
  api.records.key(),
  api.comments.key(),
] as const;
