import { Button, Select, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { api, client, useChange } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { FormErrors, fieldErrors } from "../../../ui/form-errors.tsx";
import { counted, number } from "../../../ui/format.ts";
import { Modal } from "../../../ui/modal.tsx";
import type { FeedbackDetail } from "../answers.ts";
import { FEEDBACK_KINDS, type FeedbackKind } from "../rules.ts";
import { AccountField } from "./account-field.tsx";
import { KIND_WORDS } from "./feedback-words.tsx";
import { useAdding } from "./use-adding.ts";
import "./feedback-form.css";
import { FEEDBACK_ROWS } from "./feedback-rows.ts";

type Fields = {
  kind: FeedbackKind;
  title: string;
  authorName: string;
  authorEmail: string;
  channel: string;
  sourceAddress: string;
  receivedOn: string;
  account: { id: string; name: string } | null;
};
const FIELD_NAMES = ["text", "kind", "title", "authorName", "authorEmail", "channel", "sourceAddress", "receivedAt", "accountId"];
const kinds = FEEDBACK_KINDS.map((kind) => ({ value: kind, label: KIND_WORDS[kind].word }));
const isKind = (value: string | null): value is FeedbackKind => FEEDBACK_KINDS.some((kind) => kind === value);
const orNull = (value: string) => (value.trim() === "" ? null : value.trim());

/** The moment as a date field writes it, in the person's own zone. */
const fieldOf = (iso: string) => new Date(iso).toLocaleString("sv").slice(0, 16).replace(" ", "T");

function draftOf({ receivedOn, account, kind, ...texts }: Fields) {
  return {
    kind,
    title: orNull(texts.title),
    authorName: orNull(texts.authorName),
    authorEmail: orNull(texts.authorEmail),
    channel: orNull(texts.channel),
    sourceAddress: orNull(texts.sourceAddress),
    accountId: account?.id ?? null,
    ...(receivedOn === "" ? {} : { receivedAt: new Date(receivedOn).toISOString() }),
  };
}

/** Who, what and where from: everything about feedback but its words. */
function DetailFields({
  fields,
  onFields,
  errors,
}: {
  fields: Fields;
  onFields: (fields: Fields) => void;
  errors: Record<string, string>;
}) {
  const text = (name: "title" | "authorName" | "authorEmail" | "channel" | "sourceAddress", label: string, placeholder?: string) => (
    <TextInput
      label={label}
      value={fields[name]}
      error={errors[name]}
      {...(placeholder ? { placeholder } : {})}
      onChange={(event) => onFields({ ...fields, [name]: event.target.value })}
    />
  );
  return (
    <div className="feedback-fields">
      {text("authorName", "Who said it", "Name")}
      {text("authorEmail", "Their e-mail", "finds the account")}
      <AccountField
        account={fields.account}
        onAccount={(account) => onFields({ ...fields, account })}
        otherwise="By the e-mail’s domain"
        error={errors.accountId}
      />
      <Select
        label="Kind"
        data={kinds}
        value={fields.kind}
        comboboxProps={{ withinPortal: true }}
        onChange={(value) => isKind(value) && onFields({ ...fields, kind: value })}
      />
      {text("channel", "Channel", "mail, chat, call …")}
      <TextInput
        type="datetime-local"
        label="Received"
        value={fields.receivedOn}
        error={errors.receivedAt}
        onChange={(event) => onFields({ ...fields, receivedOn: event.target.value })}
      />
      <div className="feedback-field-wide">{text("title", "Title", "Optional")}</div>
      <div className="feedback-field-wide">{text("sourceAddress", "Where the original stands", "https://…")}</div>
    </div>
  );
}

const empty: Fields = {
  kind: "message",
  title: "",
  authorName: "",
  authorEmail: "",
  channel: "",
  sourceAddress: "",
  receivedOn: "",
  account: null,
};

/** Lines that stand for themselves; none when it reads like one text. */
function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.replace(/^\s*(?:[-*•]|\d+[.)])\s+/, "").trim())
    .filter((line) => line !== "");
}

/** Adds what a customer said, or one item for each pasted line. */
export function AddFeedbackDialog({
  productId,
  onAdded,
  onClose,
}: {
  productId: string | undefined;
  onAdded: (key: string) => void;
  onClose: () => void;
}) {
  const [text, setText] = useState("");
  const [fields, setFields] = useState(empty);
  const [isEach, setEach] = useState(false);
  const lines = linesOf(text);
  const { add, progress, error } = useAdding({
    onDone: (keys) => {
      onClose();
      if (keys[0] !== undefined) onAdded(keys[0]);
    },
    // What is in must not be added twice when the rest is tried again.
    onStopped: (added) => added > 0 && setText(lines.slice(added).join("\n")),
  });
  const errors = fieldErrors(error);
  const texts = isEach ? lines : [text.trim()];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (texts.length === 0 || texts[0] === "") return;
    const draft = draftOf(fields);
    add(texts.map((one) => ({ ...draft, text: one, ...(productId === undefined ? {} : { productId }) })));
  };
  return (
    <Modal opened onClose={onClose} title="Add feedback" size={620}>
      <form
        onSubmit={submit}
        className="stack"
        onKeyDown={(event) => event.key === "Enter" && (event.metaKey || event.ctrlKey) && submit(event)}
      >
        <Textarea
          label="In the customer’s own words"
          placeholder="Paste a ticket, a message, notes of a call …"
          value={text}
          error={errors.text}
          minRows={5}
          maxRows={14}
          data-autofocus
          onChange={(event) => {
            setText(event.target.value);
            if (linesOf(event.target.value).length < 2) setEach(false);
          }}
        />
        {lines.length > 1 && (
          <label className="feedback-each">
            <input type="checkbox" checked={isEach} onChange={(event) => setEach(event.target.checked)} />
            Each of the {number(lines.length)} lines is an item of its own
          </label>
        )}
        <DetailFields fields={fields} onFields={setFields} errors={errors} />
        <FormErrors error={error} shown={FIELD_NAMES} />
        <div className="dialog-actions">
          {progress && (
            <span className="meta" role="status">
              {number(progress.done)} of {number(progress.total)} added
            </span>
          )}
          <Button type="submit" loading={progress !== undefined} disabled={text.trim() === ""}>
            {isEach ? `Add ${counted(lines.length, "item")}` : "Add"}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** Changes everything about a piece of feedback but its words. */
export function DetailsDialog({ feedback, onClose }: { feedback: FeedbackDetail; onClose: () => void }) {
  const [fields, setFields] = useState<Fields>({
    kind: feedback.kind,
    title: feedback.title ?? "",
    authorName: feedback.authorName ?? "",
    authorEmail: feedback.authorEmail ?? "",
    channel: feedback.channel ?? "",
    sourceAddress: feedback.sourceAddress ?? "",
    receivedOn: fieldOf(feedback.receivedAt),
    account: feedback.account,
  });
  const [base, setBase] = useState(feedback);
  const save = useChange(client.feedback.edit, {
    said: () => `Details of ${feedback.key} changed`,
    renews: [api.feedback.key(), api.accounts.key(), api.records.key(), FEEDBACK_ROWS],
    onSuccess: onClose,
    onError: async (error) => {
      if (!("status" in error) || error.status !== 412) return;
      setBase(await client.feedback.get({ id: feedback.key }));
    },
  });
  const isLate = base.version !== feedback.version;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { receivedAt, ...draft } = draftOf(fields);
    const isMoved = fields.receivedOn !== fieldOf(feedback.receivedAt);
    save.mutate({
      params: { id: feedback.id },
      headers: ifMatch(base),
      body: { ...draft, ...(isMoved && receivedAt ? { receivedAt } : {}) },
    });
  };
  return (
    <Modal opened onClose={onClose} title={`Details of ${feedback.key}`} size={620}>
      <form onSubmit={submit} className="stack">
        <DetailFields fields={fields} onFields={setFields} errors={fieldErrors(save.error)} />
        {isLate ? (
          <p className="form-errors" role="alert">
            Somebody changed it while you did: now it is{" "}
            {[KIND_WORDS[base.kind].word, base.authorName, base.account?.name, base.channel, base.title].filter(Boolean).join(" · ")}.
            Saving replaces that with what stands here.
          </p>
        ) : (
          <FormErrors error={save.error} shown={FIELD_NAMES} />
        )}
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending}>
            Save
          </Button>
        </div>
      </form>
    </Modal>
  );
}
