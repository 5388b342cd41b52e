import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Trash2 } from "lucide-react";
import { useActor } from "../../../actor.tsx";
import { api, client, useChange } from "../../../api.tsx";
import { may } from "../../../platform/access.ts";
import { MenuButton } from "../../../ui/menu-items.tsx";
import { Properties, Property, TypedValue } from "../../../ui/properties.tsx";
import { useGo } from "../../../ui/router.tsx";
import { Section } from "../../../ui/shell/page.tsx";
import { RecordFrame, RecordLoad, useKindEdits } from "../../workspace/pages/record-frame.tsx";
import { StateMark } from "../../workspace/pages/state-value.tsx";
import { TextBlock } from "../../workspace/pages/text-block.tsx";
import { useMemberName } from "../../workspace/pages/vocabulary.ts";
import { deliveryAccess, TECH_NOTE_KINDS } from "../rules.ts";
import type { TechNote, TechNoteChange } from "../tech-note-schema.ts";
import { NOTE_KIND_WORDS, NOTE_STATE_WORDS } from "./delivery-words.ts";
import { NoteAnswer } from "./note-answer.tsx";
import "./delivery.css";

const LIMITS = { least: 3, most: 200 };
const NAMES = { body: "What it is", kind: "Kind", cost: "What it costs us" };
const TEXTS = ["body", "cost"];

/** A tech note: what it is, what it costs us, what it informs, and what product said. */
export function TechNotePage() {
  const { id = "" } = useParams({ strict: false });
  const query = useQuery(api.techNotes.get.queryOptions({ input: { id } }));
  return <RecordLoad query={query}>{(note) => <Shown key={note.id} id={id} note={note} />}</RecordLoad>;
}

function Shown({ id, note }: { id: string; note: TechNote }) {
  const go = useGo();
  const memberName = useMemberName();
  const mayEdit = may(useActor(), deliveryAccess, "edit");
  const edits = useKindEdits<TechNote, TechNoteChange>({
    id,
    kind: "tech-note",
    queryKey: api.techNotes.get.queryKey({ input: { id } }),
    save: client.techNotes.edit,
    load: (one) => client.techNotes.get({ id: one }),
    renews: [api.techNotes.key(), api.records.key()],
  });
  const remove = useChange(client.techNotes.delete, { said: () => `Deleted ${note.key}`, onSuccess: () => go("tech-notes") });
  return (
    <RecordFrame
      kind="tech-note"
      record={note}
      title={note.title}
      titleField={{ name: "title", label: "Title" }}
      onTitle={(title) => edits.keep({ title })}
      limits={LIMITS}
      mayEdit={mayEdit}
      edits={edits}
      sentence={`${NOTE_KIND_WORDS[note.kind].says}.`}
      fieldNames={NAMES}
      texts={TEXTS}
      {...(mayEdit ? { menu: [{ label: "Delete", icon: Trash2, danger: true, run: () => remove.mutate({ id: note.id }) }] } : {})}
      strip={
        <Properties strip>
          <Property name="State">
            <span className="property-plain">
              <StateMark kind="tech-note" state={note.state} words={NOTE_STATE_WORDS} />
            </span>
          </Property>
          <Property name="Kind">
            {mayEdit ? (
              <MenuButton
                entries={TECH_NOTE_KINDS.map((kind) => ({
                  label: NOTE_KIND_WORDS[kind].word,
                  detail: NOTE_KIND_WORDS[kind].says,
                  checked: kind === note.kind,
                  run: () => kind !== note.kind && edits.edit({ kind }),
                }))}
              >
                <button type="button" className="plain property-value">
                  <span className="sr">Kind: </span>
                  {NOTE_KIND_WORDS[note.kind].word}
                </button>
              </MenuButton>
            ) : (
              <span className="property-plain">{NOTE_KIND_WORDS[note.kind].word}</span>
            )}
          </Property>
          <Property name="What it costs us">
            <TypedValue
              name="What it costs us"
              mayEdit={mayEdit}
              text={note.cost}
              shown={note.cost === "" ? null : note.cost}
              none="Not said"
              hint="Two weeks a quarter"
              onType={(cost) => {
                if (cost.length > 1000) return "At most a thousand letters.";
                edits.edit({ cost });
                return undefined;
              }}
            />
          </Property>
          <Property name="Raised by">
            <span className="property-plain">{memberName(note.createdBy) ?? "A program"}</span>
          </Property>
        </Properties>
      }
    >
      <Section title="What product says">
        <NoteAnswer note={note} />
      </Section>
      <TextBlock
        title="What it is"
        value={note.body}
        offer="Say more: what you saw, what would have to happen"
        mayEdit={mayEdit}
        most={50_000}
        onBegin={edits.begin}
        onKeep={(body) => edits.keep({ body })}
      />
    </RecordFrame>
  );
}
