import type { Reaction, Reactions } from "../../platform/context.ts";
import { pinComment, putIntoComment } from "./attaching.ts";

const onComment =
  (act: typeof putIntoComment): Reaction =>
  (context, { recordId, detail }) =>
    recordId === null ? Promise.resolve() : act(context, recordId, detail);

export const fileReactions: Reactions = { "comment.added": [onComment(putIntoComment), onComment(pinComment)] };
