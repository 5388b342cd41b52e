import { Paperclip } from "lucide-react";
import { useRef } from "react";
import { ACCEPTED } from "../rules.ts";

/** "Attach": opens the system's dialog for files; on a phone also its camera. */
export function AttachButton({ label, onFiles }: { label: string; onFiles: (files: readonly File[]) => void }) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" className="plain files-attach" onClick={() => field.current?.click()}>
        <Paperclip size={14} aria-hidden /> {label}
      </button>
      <input
        ref={field}
        type="file"
        hidden
        multiple
        accept={ACCEPTED}
        aria-label={label}
        onChange={({ target }) => {
          onFiles([...(target.files ?? [])]);
          // The same file may be chosen again.
          target.value = "";
        }}
      />
    </>
  );
}
