import { Button, Textarea } from "@mantine/core";
import { type KeyboardEvent, useState } from "react";
import { api, client, useChange } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { FormErrors } from "../../../ui/form-errors.tsx";
import { Kbd, useShortcuts } from "../../../ui/keyboard.tsx";
import type { FeedbackDetail } from "../answers.ts";
import "./text-editor.css";
import { FEEDBACK_ROWS } from "./feedback-rows.ts";

/** The row as somebody else left it, from the refusal of an edit that came too late. */
function currentIn(error: Error): { text: string; version: number } | undefined {
  if (!("data" in error) || typeof error.data !== "object" || error.data === null || !("current" in error.data)) return undefined;
  const { current } = error.data;
  if (typeof current !== "object" || current === null || !("text" in current) || !("version" in current)) return undefined;
  return typeof current.text === "string" && typeof current.version === "number"
    ? { text: current.text, version: current.version }
    : undefined;
}

/**
 * The text as a field. Quotes follow their words when it is kept. When somebody else changed it meanwhile both versions stand side by side
 * until the person has decided.
 */
export function TextEditor({ feedback, onDone }: { feedback: FeedbackDetail; onDone: () => void }) {
  const [text, setText] = useState(feedback.text);
  // The version at which editing began: what arrives meanwhile must not make an older text look like an answer to it.
  const [base, setBase] = useState({ text: feedback.text, version: feedback.version });
  const [theirs, setTheirs] = useState<string>();
  const save = useChange(client.feedback.edit, {
    said: () => `Text of ${feedback.key} changed`,
    renews: [api.feedback.key(), api.records.key(), FEEDBACK_ROWS],
    onSuccess: onDone,
    onError: (error) => {
      const current = currentIn(error);
      if (!current) return;
      setTheirs(current.text);
      setBase(current);
    },
  });
  const keep = () => {
    if (text === base.text && theirs === undefined) return onDone();
    save.mutate({ params: { id: feedback.id }, headers: ifMatch(base), body: { text } });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    keep();
  };
  const isUntouched = text === feedback.text && theirs === undefined;
  useShortcuts("Text", [{ keys: "escape", label: "Stop editing", whileTyping: true, run: () => (isUntouched ? onDone() : false) }], {
    scope: "panel",
  });
  const field = (
    <Textarea
      label={theirs === undefined ? "Text" : "Yours"}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={onKeyDown}
      minRows={4}
      maxRows={theirs === undefined ? 28 : 18}
      autoFocus
      classNames={{ input: "text-editor-input" }}
    />
  );
  return (
    <div className="text-editor">
      {theirs === undefined ? (
        field
      ) : (
        <>
          <p className="text-editor-conflict" role="alert">
            <b>Somebody changed this text while you did.</b> Theirs is saved; yours is not yet. Bring over what is missing, or let one of
            them go.
          </p>
          <div className="text-editor-sides">
            <Textarea label="Saved now" value={theirs} readOnly maxRows={18} classNames={{ input: "text-editor-input" }} />
            {field}
          </div>
        </>
      )}
      {theirs === undefined && <FormErrors error={save.error} />}
      <div className="row-gap">
        <Button onClick={keep} loading={save.isPending}>
          {theirs === undefined ? "Save" : "Replace it with yours"}
        </Button>
        <Button variant="default" onClick={onDone}>
          {theirs === undefined ? "Cancel" : "Leave theirs, drop yours"}
        </Button>
        <span className="meta text-editor-hint">
          <Kbd keys="mod+enter" /> keeps
        </span>
      </div>
    </div>
  );
}
