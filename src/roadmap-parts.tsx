import { lazy } from "react";

/** What a capability later in the order brings to the roadmap's page. */
export const Timeline = lazy(async () => {
  const { Timeline: default_ } = await import("./capabilities/roadmap/pages/timeline.tsx");
  return { default: default_ };
});
