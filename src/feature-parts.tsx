import { lazy } from "react";

/** Parts of a feature's page that capabilities later in the order bring; apart from those of every record's page, which more pages load. */
export const FeatureFeasibility = lazy(async () => {
  const { FeatureFeasibility: default_ } = await import("./capabilities/delivery/pages/feature-feasibility.tsx");
  return { default: default_ };
});
export const FeatureEngineering = lazy(async () => {
  const { FeatureEngineering: default_ } = await import("./capabilities/delivery/pages/feature-engineering.tsx");
  return { default: default_ };
});
export const EffortSource = lazy(async () => {
  const { EffortSource: default_ } = await import("./capabilities/delivery/pages/effort-source.tsx");
  return { default: default_ };
});
export const FeatureAskers = lazy(async () => {
  const { FeatureAskers: default_ } = await import("./capabilities/launches/pages/asker-lines.tsx");
  return { default: default_ };
});
export const FeatureMetrics = lazy(async () => {
  const { FeatureMetrics: default_ } = await import("./capabilities/thread/pages/feature-metrics.tsx");
  return { default: default_ };
});
