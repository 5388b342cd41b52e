import { useActor } from "../../../actor.tsx";
import { mayUse } from "../../../platform/access.ts";
import { Section } from "../../../ui/shell/page.tsx";
import { AttachButton } from "./attach-button.tsx";
import { FileStrip } from "./file-strip.tsx";
import { useFileActs, useFilesOf } from "./use-files.ts";
import { useGivenFiles } from "./use-given-files.ts";
import { useStood } from "./use-stood.ts";
import { useUploads } from "./use-uploads.ts";
import "./files.css";

/**
 * The files of a record, and three ways to add some: paste, drop anywhere on the page, or the button.
 * @param name what the record is called while files are held above it: "N-42"
 * @param isPart it stands inside a text rather than as a part of the page with a title
 */
export function RecordFiles({ recordId, name, isPart = false }: { recordId: string; name: string; isPart?: boolean }) {
  const mayAttach = mayUse(useActor(), "commenter");
  const hasStood = useStood();
  const { data } = useFilesOf(recordId, hasStood || !isPart);
  const acts = useFileActs();
  const { uploads, add, again, dismiss } = useUploads({ record: recordId, onSent: acts.added });
  const isOver = useGivenFiles({ active: mayAttach, onFiles: add });
  const files = (data?.items ?? []).filter(({ commentId }) => commentId === null);
  const isEmpty = files.length + uploads.length === 0;
  const strip = !isEmpty && (
    <FileStrip
      label="Files"
      files={files}
      uploads={uploads}
      mayRemove={acts.mayRemove}
      onRemove={acts.remove}
      acts={{ onAgain: again, onDismiss: dismiss }}
    />
  );
  const held = isOver && (
    <div className="files-over" aria-hidden>
      <span>Drop to attach to {name}</span>
    </div>
  );
  if (isEmpty && !mayAttach) return null;
  if (isPart)
    return (
      <div className="files-part">
        {strip}
        {mayAttach && <AttachButton label="Attach" onFiles={add} />}
        {held}
      </div>
    );
  if (isEmpty)
    return (
      <div className="section">
        <AttachButton label="Attach a picture or a PDF" onFiles={add} />
        {held}
      </div>
    );
  return (
    <Section title="Files" actions={mayAttach && <AttachButton label="Attach" onFiles={add} />}>
      {strip}
      {held}
    </Section>
  );
}
