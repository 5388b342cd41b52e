import { useQueryClient } from "@tanstack/react-query";
import { Ellipsis } from "lucide-react";
import { type ReactNode, Suspense } from "react";
import { useActor, useWorkspace } from "../../../actor.tsx";
import type { CallContext } from "../../../client.ts";
import { mayUse } from "../../../platform/access.ts";
import { KeyHint } from "../../../ui/keyboard.tsx";
import { later } from "../../../ui/later.tsx";
import { RecordKey } from "../../../ui/marks.tsx";
import { MenuButton, type MenuEntry } from "../../../ui/menu-items.tsx";
import { NotFound, PagePending } from "../../../ui/root.tsx";
import { Page, Section } from "../../../ui/shell/page.tsx";
import { ErrorState } from "../../../ui/states.tsx";
import { KINDS, type RecordKind } from "../kind-rules.ts";
import { linkChoices } from "../link-rules.ts";
import { ConflictDialog } from "./conflict-dialog.tsx";
import { EditableTitle } from "./editable-title.tsx";
import { LabelsEditor } from "./labels-editor.tsx";
import { editsOf, useRecordEdits } from "./record-edits.ts";
import { OwnFields, RecordTalk } from "./record-talk.tsx";
import { rowsOf } from "./rows-key.ts";
import { useMemberName } from "./vocabulary.ts";
import "./record-page.css";

const LinkedRecords = later(async () => (await import("./linked-records.tsx")).LinkedRecords);

type Shown = { id: string; key: string; version: number; labels: string[]; fields: Readonly<Record<string, string | number>> };
type Edits<Known extends Shown, Change extends object> = ReturnType<typeof editsOf<Known, Change>>;

/** Edits of the record of a page, drawn at once. `said` tells what changed; without it the field's name does. */
export function useKindEdits<Known extends Shown, Change extends object>({
  id,
  kind,
  queryKey,
  save,
  load,
  renews,
}: {
  id: string;
  kind: RecordKind;
  /** Under which the page's query keeps the record. */
  queryKey: readonly unknown[];
  save: (
    edit: { params: { id: string }; headers: { "if-match": string }; body: Change },
    options: { context: CallContext },
  ) => Promise<Known>;
  load: (id: string) => Promise<Known>;
  renews: readonly (readonly unknown[])[];
}): Edits<Known, Change> {
  const queries = useQueryClient();
  const edits = useRecordEdits<Known, Change>({
    read: () => queries.getQueryData<Known>(queryKey),
    draw: (row, change) => queries.setQueryData(queryKey, { ...row, ...change }),
    save,
    load,
    said: ({ key }) => `Changed ${key}`,
    renews: [...renews, rowsOf(kind)],
  });
  return editsOf(id, edits);
}

/** What a record's page shows while it is loading, was not found, or could not be loaded. */
export function RecordLoad<Known>({
  query: { data, error, refetch },
  children,
}: {
  query: { data: Known | undefined; error: Error | null; refetch: () => unknown };
  children: (record: Known) => ReactNode;
}) {
  if (error && "status" in error && error.status === 404) return <NotFound />;
  if (error && data === undefined) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return data === undefined ? <PagePending /> : children(data);
}

/**
 * The page of a record of any kind: its title that can be edited, its key, a sentence, properties, what the capability shows of it, labels,
 * own fields, what it is linked with, comments and activity. A capability says what differs.
 */
export function RecordFrame<Known extends Shown, Change extends object>({
  kind,
  record,
  title,
  titleField,
  onTitle,
  limits,
  mayEdit,
  edits,
  sentence,
  mark,
  actions,
  menu = [],
  strip,
  above,
  side,
  fieldNames = {},
  texts = [],
  hints,
  status,
  children,
}: {
  kind: RecordKind;
  record: Known;
  title: string;
  /** The field that the title edits, and what it is called. */
  titleField: { name: keyof Change & string; label: string };
  /** Keeps a new title: `edits.keep({ title })`. */
  onTitle: (title: string) => void;
  limits: { least: number; most: number };
  mayEdit: boolean;
  edits: Edits<Known, Change>;
  sentence?: ReactNode;
  /** Beside the key: a state. */
  mark?: ReactNode;
  actions?: ReactNode;
  /** Further acts, under the dots. */
  menu?: readonly MenuEntry[];
  /** Properties under the title. */
  strip?: ReactNode;
  /** Over the whole width, before the columns. */
  above?: ReactNode;
  side?: ReactNode;
  /** What its fields are called, for the dialog that shows two edits of one. */
  fieldNames?: Readonly<Record<string, string>>;
  /** The fields that are texts. */
  texts?: readonly string[];
  hints?: ReactNode;
  status?: ReactNode;
  children: ReactNode;
}) {
  const { slug } = useWorkspace();
  const memberName = useMemberName();
  const mayLink = mayUse(useActor(), "member");
  const { many, place, mark: colour } = KINDS[kind];
  return (
    <Page
      title={title}
      crumbs={[{ label: many, to: `/${slug}/${place}` }]}
      heading={
        <EditableTitle value={title} label={titleField.label} limits={limits} mayEdit={mayEdit} onBegin={edits.begin} onKeep={onTitle} />
      }
      mark={
        <>
          <RecordKey kind={colour}>{record.key}</RecordKey>
          {mark}
        </>
      }
      sentence={sentence}
      status={status}
      actions={
        <>
          {actions}
          {menu.length > 0 && (
            <MenuButton position="bottom-end" width={280} entries={menu}>
              <button type="button" className="icon-button" aria-label={`More for this ${KINDS[kind].one}`}>
                <Ellipsis size={16} aria-hidden />
              </button>
            </MenuButton>
          )}
        </>
      }
      hints={
        <>
          {hints}
          {mayEdit && <KeyHint keys={["e"]}>edit</KeyHint>}
          <KeyHint keys={["?"]}>all shortcuts</KeyHint>
        </>
      }
    >
      {strip}
      {above}
      <div className="record">
        <div className="record-main">{children}</div>
        <div className="record-side">
          {side}
          {linkChoices(kind).length > 0 && (
            <Suspense>
              <LinkedRecords recordId={record.id} kind={kind} mayEdit={mayLink} />
            </Suspense>
          )}
          <Section title="Labels">
            <LabelsEditor recordId={record.id} labels={record.labels} />
          </Section>
          <OwnFields recordId={record.id} kind={kind} fields={record.fields} />
        </div>
      </div>
      <RecordTalk recordId={record.id} kind={kind} />
      {edits.conflict && (
        <ConflictDialog
          conflict={edits.conflict}
          label={(field) => fieldNames[field] ?? (field === titleField.name ? titleField.label : field)}
          words={(field, value) => (field === "ownerId" ? (memberName(String(value)) ?? "nobody") : value == null ? "none" : String(value))}
          isText={(field) => field === titleField.name || texts.includes(field)}
          withText={(change, field, written) => ({ ...change, [field]: written })}
          onResolve={edits.resolve}
        />
      )}
    </Page>
  );
}
