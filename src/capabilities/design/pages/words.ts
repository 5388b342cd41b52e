import { api } from "../../../api.tsx";
import type { StateWords } from "../../workspace/pages/records-page.tsx";
import type { DesignState, Verdict } from "../rules.ts";
import type { StudyState } from "../study-rules.ts";

export const DESIGN_STATE_WORDS: StateWords<DesignState> = {
  sketch: { word: "Sketch", shape: "dotted" },
  prototype: { word: "Prototype", shape: "ring" },
  ready: { word: "Ready", shape: "half" },
  built: { word: "Built", shape: "filled" },
};
export const STUDY_STATE_WORDS: StateWords<StudyState> = {
  draft: { word: "Draft", shape: "dotted" },
  live: { word: "Live", shape: "half" },
  analysed: { word: "Analysed", shape: "filled" },
  retest: { word: "To test again", shape: "ring" },
};
export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = { pass: "Pass", fail: "Fail", "not-applicable": "Not applicable" };

/** What a change of a design, a study or a review touches. */
export const RENEWS = [
  ["design-rows"],
  ["study-rows"],
  api.designs.key(),
  api.studies.key(),
  api.usability.key(),
  api.designReviews.key(),
  api.links.key(),
  api.records.key(),
  api.readiness.key(),
  api.thread.key(),
] as const;
