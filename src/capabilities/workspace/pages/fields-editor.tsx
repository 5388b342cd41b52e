import { ExternalLink, X } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { useActor } from "../../../actor.tsx";
import { client, useChange } from "../../../api.tsx";
import { mayUse } from "../../../platform/access.ts";
import { Avatar } from "../../../ui/avatar.tsx";
import { issuesOf } from "../../../ui/form-errors.tsx";
import { dateOnly, number } from "../../../ui/format.ts";
import { type Option, Picker } from "../../../ui/picker.tsx";
import { sentenceOf } from "../../../ui/undo.tsx";
import type { Field, RecordKind } from "../schema.ts";
import { useFields, useMemberName, useMembers } from "./vocabulary.ts";
import "./fields.css";

type Value = string | number;
/** `onRefused` hears that the server did not take it. */
type Edit = { value: Value | undefined; onKeep: (value: Value | null, onRefused?: () => void) => void };

/** A record's values of the workspace's own fields, each edited where it stands. Draws nothing where there are no fields. */
export function FieldsEditor({ recordId, kind, fields }: { recordId: string; kind: RecordKind; fields: Readonly<Record<string, Value>> }) {
  const known = useFields(kind);
  if (known.length === 0) return null;
  return (
    <dl className="fields">
      {known.map((field) => (
        <FieldLine key={field.id} recordId={recordId} field={field} value={fields[field.id]} />
      ))}
    </dl>
  );
}

function FieldLine({ recordId, field, value }: { recordId: string; field: Field; value: Value | undefined }) {
  const mayEdit = mayUse(useActor(), "member");
  const options = { onError: () => undefined };
  const set = useChange(client.records.setField, { said: () => `${field.name} changed`, ...options });
  const clear = useChange(client.records.clearField, { said: () => `${field.name} cleared`, ...options });
  const onKeep: Edit["onKeep"] = (next, onRefused) => {
    set.reset();
    if (next === (value ?? null)) return;
    const refused = onRefused ? { onError: onRefused } : {};
    if (next === null) clear.mutate({ id: recordId, fieldId: field.id }, refused);
    else set.mutate({ id: recordId, fieldId: field.id, value: next }, refused);
  };
  const error = set.error ?? clear.error;
  return (
    <div className="field-line">
      <dt>{field.name}</dt>
      <dd>
        {!mayEdit ? (
          <Shown field={field} value={value} />
        ) : field.type === "choice" || field.type === "person" ? (
          <PickedField field={field} value={value} onKeep={onKeep} />
        ) : (
          <TypedField field={field} value={value} onKeep={onKeep} />
        )}
        {error && (
          <p className="field-error" role="alert">
            {issuesOf(error)[0]?.message ?? sentenceOf(error)}
          </p>
        )}
      </dd>
    </div>
  );
}

const Unset = () => (
  <span className="muted">
    <span aria-hidden>–</span>
    <span className="sr">not set</span>
  </span>
);

/** A value as it is read. */
function Shown({ field, value }: { field: Field; value: Value | undefined }) {
  const nameOf = useMemberName();
  if (value === undefined) return <Unset />;
  if (field.type === "person") return <Face name={nameOf(String(value)) ?? "Somebody"} />;
  if (field.type === "address") return <Address address={String(value)} />;
  return valueText(field, value);
}

function valueText({ type }: Field, value: Value): string {
  if (type === "number" && typeof value === "number") return number(value);
  if (type === "date") return dateOnly(String(value));
  return type === "address" ? addressText(String(value)) : String(value);
}
/** A web address without what all of them have. */
const addressText = (address: string) => address.replace(/^https?:\/\/(www\.)?/, "").replace(/\/$/, "");

const Face = ({ name }: { name: string }) => (
  <span className="field-face">
    <Avatar name={name} label={false} />
    <span className="truncate">{name}</span>
  </span>
);

function Address({ address }: { address: string }) {
  const isMail = !/^https?:/.test(address);
  return (
    <a
      className="truncate"
      href={isMail ? `mailto:${address}` : address}
      {...(isMail ? {} : { target: "_blank", rel: "noopener noreferrer" })}
    >
      {addressText(address)}
    </a>
  );
}

function PickedField({ field, value, onKeep }: Edit & { field: Field }) {
  const members = useMembers();
  const nameOf = useMemberName();
  const options: Option[] =
    field.type === "choice"
      ? field.options.map((option) => ({ value: option, label: option }))
      : members.filter(({ left }) => !left).map(({ id, name }) => ({ value: id, label: name, mark: <Avatar name={name} label={false} /> }));
  const chosen = value === undefined ? undefined : String(value);
  const shown = field.type === "person" ? (nameOf(chosen) ?? (chosen && "Somebody")) : chosen;
  return (
    <span className="field-picked">
      <Picker
        label={field.name}
        options={options}
        chosen={chosen === undefined ? [] : [chosen]}
        onPick={(option) => onKeep(option.value)}
        width={240}
      >
        <button type="button" className="plain field-value">
          <span className="sr">{field.name}: </span>
          {shown === undefined ? <Unset /> : field.type === "person" ? <Face name={shown} /> : shown}
        </button>
      </Picker>
      {chosen !== undefined && (
        <button type="button" className="icon-button field-clear" aria-label={`Clear ${field.name}`} onClick={() => onKeep(null)}>
          <X size={13} aria-hidden />
        </button>
      )}
    </span>
  );
}

function TypedField({ field, value, onKeep }: Edit & { field: Field }) {
  const [typed, setTyped] = useState<string | undefined>();
  const [hasFocus, setFocus] = useState(true);
  if (typed === undefined) {
    return (
      <span className="field-picked">
        <button type="button" className="plain field-value" onClick={() => setTyped(value === undefined ? "" : String(value))}>
          <span className="sr">{field.name}: </span>
          {value === undefined ? <Unset /> : <span className="field-text">{valueText(field, value)}</span>}
        </button>
        {field.type === "address" && value !== undefined && (
          <a
            className="icon-button"
            aria-label={`Open ${field.name}`}
            href={/^https?:/.test(String(value)) ? String(value) : `mailto:${value}`}
            target="_blank"
            rel="noopener noreferrer"
          >
            <ExternalLink size={13} aria-hidden />
          </a>
        )}
      </span>
    );
  }
  const finish = (keeps: boolean, stays: boolean) => {
    setTyped(undefined);
    // Keeping what was there takes the refusal away.
    if (!keeps) return onKeep(value ?? null);
    const text = typed.trim();
    // A number that is none goes to the server as it was typed, which says what is wrong with it.
    const parsed = Number(text.replace(",", "."));
    // What was refused comes back as it was typed; focus only when the person is still here.
    onKeep(text === "" ? null : field.type === "number" && Number.isFinite(parsed) ? parsed : text, () => {
      setFocus(stays);
      setTyped(typed);
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.nativeEvent.isComposing || (event.key !== "Enter" && event.key !== "Escape")) return;
    event.preventDefault();
    finish(event.key === "Enter", true);
  };
  return (
    <input
      // biome-ignore lint/a11y/noAutofocus: it stands where the person just asked to write
      autoFocus={hasFocus}
      className="field-input"
      aria-label={field.name}
      type={field.type === "date" ? "date" : "text"}
      inputMode={field.type === "number" ? "decimal" : field.type === "address" ? "url" : "text"}
      maxLength={field.type === "text" ? 500 : 2_000}
      placeholder={field.type === "address" ? "https:// or an e-mail address" : undefined}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onKeyDown={onKeyDown}
      onBlur={() => finish(true, false)}
    />
  );
}
