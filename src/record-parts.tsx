import { lazy } from "react";

/**
 * Parts of a record's page that capabilities later in the order bring to the pages of earlier ones. They plug in here, one line each, so
 * that no earlier page knows who brings them; each is code of its own, fetched beside the page.
 */
export const RecordReadiness = lazy(async () => {
  const { RecordReadiness: default_ } = await import("./capabilities/thread/pages/record-readiness.tsx");
  return { default: default_ };
});
export const ObjectiveReadiness = lazy(async () => {
  const { ObjectiveReadiness: default_ } = await import("./capabilities/thread/pages/record-readiness.tsx");
  return { default: default_ };
});
export const RecordThread = lazy(async () => {
  const { RecordThread: default_ } = await import("./capabilities/thread/pages/record-thread.tsx");
  return { default: default_ };
});
export const NeedFeatures = lazy(async () => {
  const { NeedFeatures: default_ } = await import("./capabilities/features/pages/need-features.tsx");
  return { default: default_ };
});
export const FeatureMarket = lazy(async () => {
  const { FeatureMarket: default_ } = await import("./capabilities/launches/pages/feature-market.tsx");
  return { default: default_ };
});
export const ShareButton = lazy(async () => {
  const { ShareButton: default_ } = await import("./capabilities/sharing/pages/share-button.tsx");
  return { default: default_ };
});
export const RecordStories = lazy(async () => {
  const { RecordStories: default_ } = await import("./capabilities/research/pages/record-stories.tsx");
  return { default: default_ };
});
export const RecordMarket = lazy(async () => {
  const { RecordMarket: default_ } = await import("./capabilities/research/pages/record-market.tsx");
  return { default: default_ };
});
export const FeatureUsability = lazy(async () => {
  const { FeatureUsability: default_ } = await import("./capabilities/design/pages/feature-usability.tsx");
  return { default: default_ };
});
export const RecordDeals = lazy(async () => {
  const { RecordDeals: default_ } = await import("./capabilities/research/pages/record-deals.tsx");
  return { default: default_ };
});
export const MetricRecommend = lazy(async () => {
  const { MetricRecommend: default_ } = await import("./capabilities/recommendations/pages/metric-recommend.tsx");
  return { default: default_ };
});
export const MetricRecommendations = lazy(async () => {
  const { MetricRecommendations: default_ } = await import("./capabilities/recommendations/pages/metric-recommendations.tsx");
  return { default: default_ };
});
export const RecordDecisions = lazy(async () => {
  const { RecordDecisions: default_ } = await import("./capabilities/decisions/pages/record-decisions.tsx");
  return { default: default_ };
});
export const WhyNow = lazy(async () => {
  const { WhyNow: default_ } = await import("./capabilities/decisions/pages/why-now.tsx");
  return { default: default_ };
});
