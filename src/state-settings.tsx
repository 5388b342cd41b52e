import { FEEDBACK_STATES } from "./capabilities/customers/rules.ts";
import { FEATURE_STATES } from "./capabilities/features/rules.ts";
import { SEGMENT_STATES } from "./capabilities/launches/segment-rules.ts";
import { NEED_STATES } from "./capabilities/needs/rules.ts";
import { StatesPage } from "./capabilities/workspace/pages/states-page.tsx";

/** The settings of states with the states of every capability; the workspace comes before them and so cannot know them. */
export const StateSettings = () => (
  <StatesPage
    kinds={[
      { kind: "feedback", states: FEEDBACK_STATES },
      { kind: "need", states: NEED_STATES },
      { kind: "feature", states: FEATURE_STATES },
      { kind: "segment", states: SEGMENT_STATES },
    ]}
  />
);
