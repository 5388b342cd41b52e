import { Button, SegmentedControl, Textarea } from "@mantine/core";
import { Pencil, Plus } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { Kbd } from "../../../ui/keyboard.tsx";
import { Markdown } from "../../../ui/markdown.tsx";
import { Section } from "../../../ui/shell/page.tsx";
import "./text-block.css";

/** A longer text of a record in Markdown: shown as it reads, written with a preview beside. Without a text one line offers to write it. */
export function TextBlock({
  title,
  value,
  offer,
  mayEdit,
  most,
  onBegin,
  onKeep,
}: {
  title: string;
  value: string;
  /** What the empty block offers: "Add what you know beyond the sentence". */
  offer: string;
  mayEdit: boolean;
  most: number;
  onBegin: () => void;
  onKeep: (text: string) => void;
}) {
  const [draft, setDraft] = useState<string>();
  const begin = () => {
    onBegin();
    setDraft(value);
  };
  if (draft !== undefined) {
    const end = (keep: boolean) => {
      setDraft(undefined);
      if (keep && draft !== value) onKeep(draft);
    };
    return (
      <Section title={title}>
        <Writing title={title} draft={draft} most={most} onDraft={setDraft} onEnd={end} isTouched={draft !== value} />
      </Section>
    );
  }
  if (value.trim() === "") {
    if (!mayEdit) return null;
    return (
      <div className="section">
        <button type="button" className="plain text-block-offer" onClick={begin}>
          <Plus size={14} aria-hidden /> {offer}
        </button>
      </div>
    );
  }
  return (
    <Section
      title={title}
      actions={
        mayEdit && (
          <button type="button" className="icon-button" aria-label={`Edit: ${title}`} onClick={begin}>
            <Pencil size={14} aria-hidden />
          </button>
        )
      }
    >
      <Markdown>{value}</Markdown>
    </Section>
  );
}

function Writing({
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
      <SegmentedControl
        className="writing-switch"
        aria-label="Write or preview"
        value={isPreview ? "preview" : "write"}
        onChange={(value) => setPreview(value === "preview")}
        data={[
          { value: "write", label: "Write" },
          { value: "preview", label: "Preview" },
        ]}
      />
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
        <Button onClick={() => onEnd(true)}>Keep</Button>
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
