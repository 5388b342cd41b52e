import type { ShareKind } from "./rules.ts";
import type { Target } from "./target.ts";
import { accounts, features, feedback, needs } from "./target-lists.ts";
import { feature, need } from "./target-records.ts";
import { roadmap } from "./target-roadmap.ts";
import { customerStory } from "./target-story.ts";
import { featureThroughline, needThroughline, throughline } from "./target-threads.ts";

/** Everything that a link can point at. */
export const targets: Readonly<Record<ShareKind, Target>> = {
  throughline,
  "need-throughline": needThroughline,
  "feature-throughline": featureThroughline,
  need,
  feature,
  needs,
  features,
  feedback,
  accounts,
  roadmap,
  "customer-story": customerStory,
};
