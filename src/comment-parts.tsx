import { lazy } from "react";

/** Parts of a comment that capabilities later in the order bring; like those of a record's page, each is code of its own. */
export const CommentFiles = lazy(async () => {
  const { CommentFiles: default_ } = await import("./capabilities/files/pages/comment-files.tsx");
  return { default: default_ };
});
export const DraftFiles = lazy(async () => {
  const { DraftFiles: default_ } = await import("./capabilities/files/pages/draft-files.tsx");
  return { default: default_ };
});
export const CommentNote = lazy(async () => {
  const { CommentNote: default_ } = await import("./capabilities/delivery/pages/comment-note.tsx");
  return { default: default_ };
});
export type { AttachedFile } from "./capabilities/files/schema.ts";
