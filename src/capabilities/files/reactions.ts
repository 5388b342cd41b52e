import type { Reactions } from "../../platform/context.ts";
import { putIntoComment } from "./attaching.ts";

export const fileReactions: Reactions = {
  "comment.added": [(context, { recordId, detail }) => (recordId === null ? Promise.resolve() : putIntoComment(context, recordId, detail))],
};
