import { type ReactNode, type RefObject, useEffect, useEffectEvent } from "react";
import { client } from "../../../api.tsx";
import type { AttachedFile } from "../schema.ts";
import { AttachButton } from "./attach-button.tsx";
import { FileStrip } from "./file-strip.tsx";
import { useGivenFiles } from "./use-given-files.ts";
import { useUploads } from "./use-uploads.ts";

/** Files of a comment that is being written: sent at once, shown below the field, and everybody's once the comment is said. */
export function DraftFiles({
  within,
  files,
  onFiles,
  onBusy,
  children,
}: {
  /** Where they are pasted and dropped. */
  within: RefObject<HTMLElement | null>;
  files: readonly AttachedFile[];
  onFiles: (files: readonly AttachedFile[]) => void;
  onBusy: (isBusy: boolean) => void;
  /** What stands beside the button. */
  children: ReactNode;
}) {
  const { uploads, isBusy, add, again, dismiss } = useUploads({
    record: undefined,
    onSent: (sent) => onFiles([...files, ...sent.map(({ file }) => file)]),
  });
  const isOver = useGivenFiles({ within, onFiles: add });
  const tell = useEffectEvent(onBusy);
  useEffect(() => tell(isBusy), [isBusy]);
  const remove = (file: AttachedFile) => {
    onFiles(files.filter(({ id }) => id !== file.id));
    // Whether or not it is gone there by now, it is no part of this comment; what is left over goes within a day.
    client.files.remove({ id: file.id }).catch(() => undefined);
  };
  return (
    <>
      {files.length + uploads.length > 0 && (
        <FileStrip
          label="To be attached"
          files={files}
          uploads={uploads}
          mayRemove={() => true}
          onRemove={remove}
          acts={{ onAgain: again, onDismiss: dismiss }}
        />
      )}
      <div className="files-line" data-over={isOver || undefined}>
        <AttachButton label={isOver ? "Drop to attach to this comment" : "Attach"} onFiles={add} />
        <span className="spring" />
        {children}
      </div>
    </>
  );
}
