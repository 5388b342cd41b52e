import { MapPin } from "lucide-react";
import { Suspense, useState } from "react";
import { later } from "../../../ui/later.tsx";
import { FileStrip } from "./file-strip.tsx";
import { useFileActs, useFilesOf } from "./use-files.ts";
import "./pins.css";

const Lightbox = later(async () => (await import("./lightbox.tsx")).Lightbox);

/** The files of one comment, and the place of a picture that it points at. Those of all comments on a record come in one answer. */
export function CommentFiles({ recordId, commentId, isEmpty }: { recordId: string; commentId: string; isEmpty: boolean }) {
  const { data } = useFilesOf(recordId);
  const acts = useFileActs();
  const [isLooking, setLooking] = useState(false);
  const files = (data?.items ?? []).filter((file) => file.commentId === commentId);
  const picture = data?.items.find(({ pins }) => pins.some((pin) => pin.commentId === commentId));
  return (
    <>
      {picture && (
        <button type="button" className="plain pin-where" onClick={() => setLooking(true)}>
          <MapPin size={13} aria-hidden />
          On {picture.name}
        </button>
      )}
      {files.length > 0 && <FileStrip label="Files" files={files} mayRemove={acts.mayRemove} onRemove={acts.remove} />}
      {files.length === 0 && isEmpty && data && <p className="meta">What was attached here was removed.</p>}
      <Suspense>
        {picture && isLooking && (
          <Lightbox pictures={[picture]} at={0} pin={commentId} onAt={() => undefined} onClose={() => setLooking(false)} />
        )}
      </Suspense>
    </>
  );
}
