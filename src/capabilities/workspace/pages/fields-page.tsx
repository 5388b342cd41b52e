import { Button, SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Ellipsis, GripVertical, Pencil, Plus, TextCursorInput, Trash2 } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useActor } from "../../../actor.tsx";
import { api, client, useChange } from "../../../api.tsx";
import { mayUse } from "../../../platform/access.ts";
import { MenuButton } from "../../../ui/menu-items.tsx";
import { type Search, useView } from "../../../ui/router.tsx";
import { Panel } from "../../../ui/shell/page.tsx";
import { EmptyState, ErrorState, Skeleton } from "../../../ui/states.tsx";
import { useRowDrag } from "../../../ui/table/row-drag.ts";
import { KINDS, RECORD_KINDS } from "../kind-rules.ts";
import type { Field, RecordKind } from "../schema.ts";
import { FIELD_WORDS, FieldForm } from "./field-form.tsx";
import { SettingsPage } from "./settings-frame.tsx";
import "./fields.css";

const kindOf = (value: unknown): RecordKind => RECORD_KINDS.find((kind) => kind === value) ?? "feedback";
const parseView = ({ of }: Search) => ({ of: kindOf(of) });

export function FieldsPage() {
  const { view, setView } = useView(parseView);
  const mayEdit = mayUse(useActor(), "admin");
  const all = useQuery(api.fields.list.queryOptions({ input: {} }));
  const [form, setForm] = useState<{ field?: Field } | undefined>();
  const fields = all.data?.items.filter(({ recordKind }) => recordKind === view.of) ?? [];
  const noun = KINDS[view.of].many.toLowerCase();
  const add = mayEdit && (
    <Button leftSection={<Plus size={14} aria-hidden />} onClick={() => setForm({})}>
      Add a field
    </Button>
  );
  return (
    <SettingsPage
      title="Fields"
      sentence="What your team wants to know of a record beyond what is there: each can be filtered, sorted and kept in views."
      actions={fields.length > 0 && add}
    >
      <div className="fields-kinds">
        <SegmentedControl
          aria-label="Fields of"
          value={view.of}
          data={RECORD_KINDS.map((kind) => ({ value: kind, label: KINDS[kind].many }))}
          onChange={(kind) => setView({ of: kindOf(kind) })}
        />
      </div>
      {all.error ? (
        <ErrorState error={all.error} onRetry={() => void all.refetch()} />
      ) : all.isPending ? (
        <Skeleton lines={3} height={36} />
      ) : fields.length === 0 ? (
        <EmptyState icon={TextCursorInput} title={`No fields of your own on ${noun}`} action={add}>
          {mayEdit ? "A contract date, a segment, who sponsors it: whatever your team sorts by." : "An admin can add them."}
        </EmptyState>
      ) : (
        <FieldRows key={view.of} kind={view.of} fields={fields} mayEdit={mayEdit} onEdit={(field) => setForm({ field })} />
      )}
      {form && <FieldForm kind={view.of} onClose={() => setForm(undefined)} {...form} />}
    </SettingsPage>
  );
}

function FieldRows({
  kind,
  fields,
  mayEdit,
  onEdit,
}: {
  kind: RecordKind;
  fields: readonly Field[];
  mayEdit: boolean;
  onEdit: (field: Field) => void;
}) {
  const list = useRef<HTMLUListElement>(null);
  const moved = useRef<string | undefined>(undefined);
  const order = useChange(client.fields.order, { said: () => "Moved a field", renews: [api.fields.key()] });
  // Drawn where it was dropped at once; the server's answer follows.
  const wanted = order.isPending ? order.variables.ids : undefined;
  const shown = wanted ? fields.toSorted((a, b) => wanted.indexOf(a.id) - wanted.indexOf(b.id)) : fields;
  const move = (from: number, to: number) => {
    const [field] = shown.slice(from, from + 1);
    if (!field || to < 0 || to >= shown.length || order.isPending) return;
    order.mutate({
      recordKind: kind,
      ids: shown
        .toSpliced(from, 1)
        .toSpliced(to, 0, field)
        .map(({ id }) => id),
    });
    moved.current = field.id;
  };
  // The handle that was used keeps the focus: moving its row in the document takes it away.
  const sequence = shown.map(({ id }) => id).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new order is what asks for it
  useEffect(() => {
    if (moved.current) list.current?.querySelector<HTMLElement>(`[data-field="${moved.current}"] .field-handle`)?.focus();
    moved.current = undefined;
  }, [sequence]);
  return (
    <Panel flush>
      <ul ref={list} className="settings-list" aria-label={`Fields of ${KINDS[kind].many.toLowerCase()}, in order`}>
        {shown.map((field, index) => (
          <FieldRow
            key={field.id}
            field={field}
            index={index}
            last={shown.length - 1}
            onMove={mayEdit ? move : undefined}
            onEdit={() => onEdit(field)}
          />
        ))}
      </ul>
    </Panel>
  );
}

function FieldRow({
  field,
  index,
  last,
  onMove,
  onEdit,
}: {
  field: Field;
  index: number;
  last: number;
  onMove: ((from: number, to: number) => void) | undefined;
  onEdit: () => void;
}) {
  const row = useRef<HTMLLIElement>(null);
  const handle = useRef<HTMLButtonElement>(null);
  const { edge, isDragged } = useRowDrag({ row, handle, index, list: `fields.${field.recordKind}`, onMove });
  const remove = useChange(client.fields.delete, { said: () => `Deleted the field ${field.name}` });
  const { word, icon: Icon } = FIELD_WORDS[field.type];
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!event.altKey || step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onMove?.(index, index + step);
  };
  return (
    <li ref={row} className="settings-row" data-field={field.id} data-edge={edge ?? undefined} data-dragged={isDragged || undefined}>
      <span className="settings-who">
        {onMove && (
          <button
            ref={handle}
            type="button"
            className="icon-button field-handle"
            aria-label={`Move ${field.name}: drag, or Alt with ↑ and ↓`}
            onKeyDown={onKeyDown}
          >
            <GripVertical size={15} aria-hidden />
          </button>
        )}
        <Icon size={16} strokeWidth={1.75} aria-hidden />
        <span>
          <span className="settings-name">{field.name}</span>
          <span className="settings-detail">
            {word}
            {field.options.length > 0 && `: ${field.options.join(", ")}`}
          </span>
        </span>
      </span>
      {onMove && (
        <span className="settings-row-end">
          <MenuButton
            position="bottom-end"
            entries={[
              { label: "Edit", icon: Pencil, run: onEdit },
              ...(index > 0 ? [{ label: "Move up", keys: "alt+arrowup", run: () => onMove(index, index - 1) }] : []),
              ...(index < last ? [{ label: "Move down", keys: "alt+arrowdown", run: () => onMove(index, index + 1) }] : []),
              "rule",
              { label: "Delete with its values", icon: Trash2, danger: true, run: () => remove.mutate({ id: field.id }) },
            ]}
          >
            <button type="button" className="icon-button" aria-label={`More of ${field.name}`}>
              <Ellipsis size={16} aria-hidden />
            </button>
          </MenuButton>
        </span>
      )}
    </li>
  );
}
