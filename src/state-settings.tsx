import { FEEDBACK_STATES } from "./capabilities/customers/rules.ts";
import { DECISION_STATES } from "./capabilities/decisions/rules.ts";
import { FEASIBILITY_STATES, TECH_NOTE_STATES } from "./capabilities/delivery/rules.ts";
import { DESIGN_STATES } from "./capabilities/design/rules.ts";
import { STUDY_STATES } from "./capabilities/design/study-rules.ts";
import { FEATURE_STATES } from "./capabilities/features/rules.ts";
import { ASSET_STATES } from "./capabilities/launches/asset-rules.ts";
import { LAUNCH_STATES } from "./capabilities/launches/launch-rules.ts";
import { MESSAGE_STATES } from "./capabilities/launches/message-rules.ts";
import { SEGMENT_STATES } from "./capabilities/launches/segment-rules.ts";
import { NEED_STATES } from "./capabilities/needs/rules.ts";
import { RECOMMENDATION_STATES } from "./capabilities/recommendations/rules.ts";
import { StatesPage } from "./capabilities/workspace/pages/states-page.tsx";

/** The settings of states with the states of every capability; the workspace comes before them and so cannot know them. */
export const StateSettings = () => (
  <StatesPage
    kinds={[
      { kind: "feedback", states: FEEDBACK_STATES },
      { kind: "need", states: NEED_STATES },
      { kind: "feature", states: FEATURE_STATES },
      { kind: "feasibility", states: FEASIBILITY_STATES },
      { kind: "tech-note", states: TECH_NOTE_STATES },
      { kind: "decision", states: DECISION_STATES },
      { kind: "recommendation", states: RECOMMENDATION_STATES },
      { kind: "segment", states: SEGMENT_STATES },
      { kind: "message", states: MESSAGE_STATES },
      { kind: "launch", states: LAUNCH_STATES },
      { kind: "asset", states: ASSET_STATES },
      { kind: "design", states: DESIGN_STATES },
      { kind: "study", states: STUDY_STATES },
    ]}
  />
);
