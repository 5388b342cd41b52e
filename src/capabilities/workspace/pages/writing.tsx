import { Button, Textarea } from "@mantine/core";
import { type KeyboardEvent, useState } from "react";
import { Kbd } from "../../../ui/keyboard.tsx";
import { Markdown } from "../../../ui/markdown.tsx";
import { Segments } from "../../../ui/segments.tsx";
import "./text-block.css";

/** A field for Markdown with a preview. ⌘Enter keeps, Esc forgets what was not touched. */
export function Writing({
  title,
  draft,
  most,
  isTouched,
  onDraft,
  onEnd,
}: {
  title: string;
  draft: string;
  most: number;
  isTouched: boolean;
  onDraft: (text: string) => void;
  onEnd: (keep: boolean) => void;
}) {
  const [isPreview, setPreview] = useState(false);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && !isTouched) onEnd(false);
    else if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) onEnd(true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="writing">
      <div className="writing-switch">
        <Segments
          label="Write or preview"
          value={isPreview ? "preview" : "write"}
          onChange={(shown) => setPreview(shown === "preview")}
          options={[
            { value: "write", label: "Write" },
            { value: "preview", label: "Preview" },
          ]}
        />
      </div>
      {isPreview ? (
        <div className="writing-preview">
          {draft.trim() === "" ? <p className="meta">Nothing written yet.</p> : <Markdown>{draft}</Markdown>}
        </div>
      ) : (
        <Textarea
          aria-label={title}
          placeholder="Markdown: **bold**, lists, > quotes, tables"
          value={draft}
          maxLength={most}
          minRows={5}
          maxRows={24}
          autoFocus
          onChange={(event) => onDraft(event.target.value)}
          onKeyDown={onKeyDown}
        />
      )}
      <div className="row-gap">
        <Button onClick={() => onEnd(true)}>Save</Button>
        <Button variant="default" onClick={() => onEnd(false)}>
          Cancel
        </Button>
        <span className="meta">
          <Kbd keys="mod+enter" /> keeps
        </span>
      </div>
    </div>
  );
}
