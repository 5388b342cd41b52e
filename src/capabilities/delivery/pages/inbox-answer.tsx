import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useActor } from "../../../actor.tsx";
import { api } from "../../../api.tsx";
import { may } from "../../../platform/access.ts";
import { Dialog } from "../../workspace/pages/dialog.tsx";
import { deliveryAccess } from "../rules.ts";
import { AnswerCard } from "./answer-card.tsx";
import { AnswerForm } from "./answer-later.tsx";
import { NoteAnswer } from "./note-answer.tsx";
import "./delivery.css";

/** What a notification asks of somebody, done where it is read: a question about feasibility answered, a tech note replied to. */
export function InboxAnswer({ id, kind }: { id: string; kind: "feasibility" | "tech-note" }) {
  return kind === "feasibility" ? <Feasibility id={id} /> : <Note id={id} />;
}

function Feasibility({ id }: { id: string }) {
  const mayAnswer = may(useActor(), deliveryAccess, "answer");
  const [isOpen, setOpen] = useState(false);
  const { data: asked } = useQuery(api.feasibilities.get.queryOptions({ input: { id } }));
  if (!asked) return null;
  const close = () => setOpen(false);
  return (
    <div className="feasibility-panel">
      <AnswerCard answer={asked} />
      {mayAnswer && asked.state !== "given" && (
        <div>
          <Button onClick={() => setOpen(true)}>{asked.state === "asked" ? "Answer" : "Answer anew"}</Button>
        </div>
      )}
      {isOpen && (
        <Dialog title={asked.question} size={640} isHigh onClose={close}>
          <AnswerForm featureId={asked.featureId} asked={asked} scope="dialog" onDone={close} onClose={close} />
        </Dialog>
      )}
    </div>
  );
}

function Note({ id }: { id: string }) {
  const { data: note } = useQuery(api.techNotes.get.queryOptions({ input: { id } }));
  return note ? <NoteAnswer note={note} /> : null;
}
