import { lazy } from "react";

/** What a notification asks of somebody, done where it is read; brought by the capability whose record it is. */
export const InboxAnswer = lazy(async () => {
  const { InboxAnswer: default_ } = await import("./capabilities/delivery/pages/inbox-answer.tsx");
  return { default: default_ };
});
