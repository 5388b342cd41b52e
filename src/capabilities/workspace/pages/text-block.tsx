import { Pencil, Plus } from "lucide-react";
import { Suspense, useState } from "react";
import { later } from "../../../ui/later.tsx";
import { Markdown } from "../../../ui/markdown.tsx";
import { Section } from "../../../ui/shell/page.tsx";
import "./text-block.css";

const Writing = later(async () => (await import("./writing.tsx")).Writing);

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
        <Suspense>
          <Writing title={title} draft={draft} most={most} onDraft={setDraft} onEnd={end} isTouched={draft !== value} />
        </Suspense>
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
