import { Shapes } from "lucide-react";
import { useActor } from "../../../actor.tsx";
import { client } from "../../../api.tsx";
import { may } from "../../../platform/access.ts";
import { type Filter, valuesOf } from "../../../ui/filter/filters.ts";
import { ago } from "../../../ui/format.ts";
import { later } from "../../../ui/later.tsx";
import { RecordRow, RecordsPage } from "../../workspace/pages/records-page.tsx";
import { StateMark } from "../../workspace/pages/state-value.tsx";
import { deliveryAccess, TECH_NOTE_KINDS } from "../rules.ts";
import type { TechNote } from "../tech-note-schema.ts";
import { NOTE_KIND_WORDS, NOTE_STATE_WORDS } from "./delivery-words.ts";

const NewNoteDialog = later(async () => (await import("./new-note-dialog.tsx")).NewNoteDialog);
const FILTERS = [
  {
    id: "kind",
    label: "Kind",
    type: "choice" as const,
    icon: Shapes,
    options: TECH_NOTE_KINDS.map((kind) => ({ value: kind, label: NOTE_KIND_WORDS[kind].word })),
  },
];
const SORTS = [
  { value: "waiting" as const, label: "Waiting longest" },
  { value: "newest" as const, label: "Newest" },
];
const parametersOf = (filters: readonly Filter[]) => {
  const kind = valuesOf(filters, "kind");
  return kind && kind.length > 0 ? { kind: [...kind] } : {};
};

/** What engineering knows that the plan should, and what product says to it. */
export function TechNotesPage() {
  return (
    <RecordsPage
      kind="tech-note"
      sentence="What stands in the way, and what could be had: raised by whoever builds, answered by product."
      list={client.techNotes.list}
      count={client.techNotes.count}
      row={row}
      states={NOTE_STATE_WORDS}
      filters={FILTERS}
      parametersOf={parametersOf}
      sorts={SORTS}
      mayCreate={may(useActor(), deliveryAccess, "raise")}
      creates="New tech note"
      create={({ open, close }) => <NewNoteDialog onMade={open} onClose={close} />}
      empty={{
        title: "No tech notes yet",
        text: "A blocker, a debt, a cheaper option: raise it here, on a feature, or from a comment, and product answers it.",
        action: "Write the first",
      }}
    />
  );
}

const row = (note: TechNote) => (
  <RecordRow
    kind="tech-note"
    record={note}
    title={note.title}
    line={[NOTE_KIND_WORDS[note.kind].word, note.cost, note.about.map(({ key }) => key).join(", ")]
      .filter((part) => part !== "")
      .join(" · ")}
  >
    <StateMark kind="tech-note" state={note.state} words={NOTE_STATE_WORDS} />
    <span>{ago(note.createdAt)}</span>
  </RecordRow>
);
