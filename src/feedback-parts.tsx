import { lazy } from "react";

/** Parts beside a piece of feedback that capabilities later in the order bring; apart from those of a record's page, since triage weighs what it loads. */
export const FeedbackStory = lazy(async () => {
  const { FeedbackStory: default_ } = await import("./capabilities/research/pages/feedback-story.tsx");
  return { default: default_ };
});
