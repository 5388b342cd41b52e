import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { Suspense, useState } from "react";
import { useActor } from "../../../actor.tsx";
import { api } from "../../../api.tsx";
import { may } from "../../../platform/access.ts";
import { later } from "../../../ui/later.tsx";
import { KindIcon } from "../../../ui/marks.tsx";
import { MenuButton } from "../../../ui/menu-items.tsx";
import { WorkspaceLink } from "../../../ui/router.tsx";
import { Section } from "../../../ui/shell/page.tsx";
import { ErrorState, Skeleton } from "../../../ui/states.tsx";
import { StateMark } from "../../workspace/pages/state-value.tsx";
import { deliveryAccess, TECH_NOTE_ANSWERS } from "../rules.ts";
import type { TechNote } from "../tech-note-schema.ts";
import { NOTE_KIND_WORDS, NOTE_STATE_WORDS } from "./delivery-words.ts";
import { useNoteAnswer } from "./note-answer.tsx";
import { WorkItems } from "./work-items.tsx";
import "./delivery.css";

const NewNoteDialog = later(async () => (await import("./new-note-dialog.tsx")).NewNoteDialog);
const MOST = 100;
const ANSWER_ACTS = { accepted: "Accept", planned: "Plan", rejected: "Reject" } as const;

/** What engineering notes about a feature, and the work on it that is kept elsewhere. */
export function FeatureEngineering({ id }: { id: string }) {
  return (
    <>
      <Notes id={id} />
      <WorkItems featureId={id} />
    </>
  );
}

function Notes({ id }: { id: string }) {
  const [isAdding, setAdding] = useState(false);
  const mayRaise = may(useActor(), deliveryAccess, "raise");
  const { data, error, refetch } = useQuery(api.techNotes.list.queryOptions({ input: { informs: id, limit: MOST } }));
  return (
    <Section
      title="Engineering notes"
      actions={
        mayRaise && (
          <button type="button" className="plain record-add" onClick={() => setAdding(true)}>
            <Plus size={13} aria-hidden /> Note
          </button>
        )
      }
    >
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton lines={2} />
      ) : data.items.length === 0 ? (
        <p className="record-empty">None: a blocker, a debt or a cheaper option stands here.</p>
      ) : (
        <ul className="delivery-lines">
          {data.items.map((note) => (
            <NoteLine key={note.id} note={note} />
          ))}
        </ul>
      )}
      {isAdding && (
        <Suspense>
          <NewNoteDialog informs={[id]} onClose={() => setAdding(false)} />
        </Suspense>
      )}
    </Section>
  );
}

function NoteLine({ note }: { note: TechNote }) {
  const mayReply = may(useActor(), deliveryAccess, "reply");
  const { give, dialog } = useNoteAnswer(note);
  const shown = <StateMark kind="tech-note" state={note.state} words={NOTE_STATE_WORDS} />;
  return (
    <li className="delivery-line" data-kind="tech-note">
      <KindIcon kind="tech-note" />
      <span className="record-key">{note.key}</span>
      <WorkspaceLink path={`tech-notes/${note.key}`}>{note.title}</WorkspaceLink>
      {mayReply && note.state === "open" ? (
        <MenuButton
          position="bottom-end"
          entries={TECH_NOTE_ANSWERS.map((answer) => ({
            label: ANSWER_ACTS[answer],
            run: () => give(answer),
            ...(answer === "rejected" ? { detail: "asks why" } : {}),
          }))}
        >
          <button type="button" className="plain property-value">
            <span className="sr">Answer {note.key}: </span>
            {shown}
          </button>
        </MenuButton>
      ) : (
        shown
      )}
      <span className="meta">{[NOTE_KIND_WORDS[note.kind].word, note.cost, note.reason].filter((part) => part !== "").join(" · ")}</span>
      {dialog}
    </li>
  );
}
