import { Button } from "@mantine/core";
import { useState } from "react";
import { useActor } from "../../../actor.tsx";
import { client, useChange } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { may } from "../../../platform/access.ts";
import { Kbd, useShortcuts } from "../../../ui/keyboard.tsx";
import { RelativeTime } from "../../../ui/time.tsx";
import { ReasonDialog } from "../../workspace/pages/reason-dialog.tsx";
import { useMemberName } from "../../workspace/pages/vocabulary.ts";
import { deliveryAccess, type TechNoteAnswer } from "../rules.ts";
import type { TechNote } from "../tech-note-schema.ts";
import { NOTE_STATE_WORDS } from "./delivery-words.ts";

/** Answering a note: accepted, planned, or rejected with a reason. Put `dialog` on the page. */
export function useNoteAnswer(note: TechNote) {
  const [rejecting, setRejecting] = useState(false);
  const answer = useChange(client.techNotes.answer, { said: ({ key, state }) => `${key}: ${NOTE_STATE_WORDS[state].word.toLowerCase()}` });
  const at = { params: { id: note.id }, headers: ifMatch(note) };
  const give = (state: TechNoteAnswer) => (state === "rejected" ? setRejecting(true) : answer.mutate({ ...at, body: { answer: state } }));
  const dialog = rejecting && (
    <ReasonDialog
      title={`Reject ${note.key}`}
      asks="Say why it is rejected."
      confirm="Reject"
      onSay={(reason) => {
        setRejecting(false);
        answer.mutate({ ...at, body: { answer: "rejected", reason } });
      }}
      onClose={() => setRejecting(false)}
    />
  );
  return { give, dialog, isPending: answer.isPending };
}

/** What product says to a note, in one key. */
export function NoteAnswer({ note }: { note: TechNote }) {
  const mayReply = may(useActor(), deliveryAccess, "reply");
  const memberName = useMemberName();
  const { give, dialog, isPending } = useNoteAnswer(note);
  const reopen = useChange(client.techNotes.reopen, { said: ({ key }) => `Opened ${key} again` });
  useShortcuts(
    "Tech note",
    [
      { keys: "a", label: "Accept", run: () => give("accepted") },
      { keys: "p", label: "Plan", run: () => give("planned") },
      { keys: "r", label: "Reject", run: () => give("rejected") },
    ],
    { active: mayReply && note.state === "open" },
  );
  if (note.state !== "open")
    return (
      <div className="note-answered">
        <p>
          <b>{NOTE_STATE_WORDS[note.state].word}</b> by {memberName(note.answeredBy) ?? "a program"}
          {note.answeredAt && (
            <>
              {" "}
              · <RelativeTime at={note.answeredAt} />
            </>
          )}
        </p>
        {note.reason !== "" && <p>{note.reason}</p>}
        {mayReply && (
          <div>
            <Button
              size="compact-sm"
              variant="default"
              loading={reopen.isPending}
              onClick={() => reopen.mutate({ params: { id: note.id }, headers: ifMatch(note) })}
            >
              Open it again
            </Button>
          </div>
        )}
      </div>
    );
  if (!mayReply) return <p className="record-empty">It waits on product.</p>;
  return (
    <>
      <div className="note-buttons">
        <Button loading={isPending} onClick={() => give("accepted")} rightSection={<Kbd keys="a" />} variant="default">
          Accept
        </Button>
        <Button loading={isPending} onClick={() => give("planned")} rightSection={<Kbd keys="p" />} variant="default">
          Plan
        </Button>
        <Button loading={isPending} onClick={() => give("rejected")} rightSection={<Kbd keys="r" />} variant="default">
          Reject
        </Button>
      </div>
      {dialog}
    </>
  );
}
