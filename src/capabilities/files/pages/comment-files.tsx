import { FileStrip } from "./file-strip.tsx";
import { useFileActs, useFilesOf } from "./use-files.ts";

/** The files of one comment. Those of all comments on a record come in one answer. */
export function CommentFiles({ recordId, commentId, isEmpty }: { recordId: string; commentId: string; isEmpty: boolean }) {
  const { data } = useFilesOf(recordId);
  const acts = useFileActs();
  const files = (data?.items ?? []).filter((file) => file.commentId === commentId);
  if (files.length > 0) return <FileStrip label="Files" files={files} mayRemove={acts.mayRemove} onRemove={acts.remove} />;
  return isEmpty && data ? <p className="meta">What was attached here was removed.</p> : null;
}
