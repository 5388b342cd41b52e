import { Plus } from "lucide-react";
import { client } from "../../../api.tsx";
import type { MenuEntry } from "../../../ui/menu-items.tsx";
import { ErrorState, Skeleton } from "../../../ui/states.tsx";
import type { Column, Sort } from "../../../ui/table/columns.ts";
import { DataTable } from "../../../ui/table/data-table.tsx";
import { notify, notifyError } from "../../../ui/undo.tsx";
import { useUnits } from "../../needs/pages/demand.ts";
import { RENEWS } from "../../needs/pages/renews.ts";
import { useManyChanges } from "../../workspace/pages/changes.ts";
import { ConflictDialog } from "../../workspace/pages/conflict-dialog.tsx";
import { isFieldSort } from "../../workspace/pages/own-fields.ts";
import { useRecordEdits } from "../../workspace/pages/record-edits.ts";
import type { useRecordRows } from "../../workspace/pages/record-rows.ts";
import { useFields, useLabels, useMemberName, useMembers, useStateName } from "../../workspace/pages/vocabulary.ts";
import { BATCH_LIMIT, FEATURE_STATES } from "../rules.ts";
import type { FeatureChange, FeatureItem } from "../schema.ts";
import { type CellWrite, cellWrite } from "./cell-values.ts";
import type { useFeatureActs } from "./feature-acts.tsx";
import { useFeatureColumns } from "./feature-columns.tsx";
import type { FeatureView } from "./feature-view.ts";
import { FEATURE_SORT_WORDS } from "./feature-words.ts";
import { pasted } from "./pasting.ts";
import { usePlannedMilestones } from "./use-milestones.ts";
import { useRanking } from "./use-ranking.ts";

export type FeatureRows = ReturnType<typeof useRecordRows<FeatureItem, Record<string, unknown>>>;
const NATURAL_ASCENDING = new Set(["rank", "effort", "state"]);

/** The table of features: edited in its cells, pasted into from a sheet, ranked by dragging or by Alt and the arrows. */
export function FeatureTable({
  view,
  rows,
  acts,
  mayEdit,
  current,
  onCurrent,
  onOpen,
  onPeek,
  onSort,
  selected,
  onSelect,
  onAdd,
  menuOf,
}: {
  view: FeatureView;
  rows: Pick<FeatureRows, "count" | "rowAt" | "onRange" | "fetched" | "patch" | "move" | "isPending" | "error" | "retry">;
  acts: ReturnType<typeof useFeatureActs>;
  mayEdit: boolean;
  current: number;
  onCurrent: (index: number) => void;
  onOpen: (feature: FeatureItem) => void;
  onPeek: (feature: FeatureItem) => void;
  onSort: (sort: string, direction: "asc" | "desc" | undefined) => void;
  selected: ReadonlySet<string>;
  onSelect: (selected: ReadonlySet<string>) => void;
  onAdd: () => void;
  menuOf: (feature: FeatureItem) => readonly MenuEntry[];
}) {
  const units = useUnits();
  const members = useMembers();
  const memberName = useMemberName();
  const labels = useLabels();
  const fields = useFields("feature");
  const stateName = useStateName("feature");
  const milestones = usePlannedMilestones();
  const columns = useFeatureColumns({ units, stateName, memberName, members, labels, fields, milestones, mayEdit });
  const context = { units, members, fields, milestones };
  const rank = useRanking();
  const make = useManyChanges(RENEWS);
  const show = (row: FeatureItem) => rows.patch((one) => (one.id === row.id ? { ...one, ...row } : one));
  const edits = useRecordEdits<FeatureItem, FeatureChange>({
    read: (id) => rows.fetched().find((row) => row.id === id),
    draw: (row, change) => show({ ...row, ...given(change) }),
    save: client.features.edit,
    load: (id) => client.features.get({ id }),
    said: ({ key }, change) => `${key}: ${[...new Set(Object.keys(change).map(fieldWord))].join(", ")}`,
    renews: RENEWS,
  });

  const write = (row: FeatureItem, done: CellWrite) => {
    if ("change" in done) return edits.edit(row.id, done.change);
    const { field, value } = done;
    show({ ...row, fields: withField(row.fields, field.id, value) });
    void make([setField(row.id, done)], () => `${row.key}: ${field.name}`);
  };
  const onEdit = (row: FeatureItem, column: Column<FeatureItem>, typed: string) => {
    if (column.id === "state") {
      const state = FEATURE_STATES.find((one) => one === typed);
      if (state) acts.move([row], state);
      return;
    }
    try {
      write(row, cellWrite(column.id, typed, context));
    } catch (error) {
      notifyError(error, row.key);
    }
  };
  const onPaste = (cells: string[][], origin: { row: number; column: string }) => {
    const lines = cells.map((_, index) => rows.rowAt(origin.row + index));
    const result = pasted(cells, lines, columns, origin.column, context);
    if ("objection" in result) return notifyError(new Error(result.objection), "Nothing was pasted");
    if (result.rows.length > BATCH_LIMIT) return notifyError(new Error(`At most ${BATCH_LIMIT} rows go in at once.`), "Nothing was pasted");
    if (result.rows.length === 0) return notify(result.leftOut ?? "There is nothing here to paste into.");
    for (const { row, change, fields: own } of result.rows)
      show({ ...row, ...given(change), fields: own.reduce((known, { field, value }) => withField(known, field.id, value), row.fields) });
    const edited = result.rows.filter(({ change }) => Object.keys(change).length > 0);
    const batch = edited.map(({ row: { id, version }, change }) => ({ id, version, change }));
    void make(
      [
        ...(batch.length > 0
          ? [
              async (options: Parameters<typeof client.features.batch>[1]) =>
                (await client.features.batch({ rows: batch }, options)).items.forEach(show),
            ]
          : []),
        ...result.rows.flatMap(({ row, fields: own }) => own.map((one) => setField(row.id, one))),
      ],
      () =>
        `Pasted into ${result.rows.length === 1 ? (result.rows[0]?.row.key ?? "") : `${result.rows.length} features`}${result.leftOut ? `. ${result.leftOut}` : ""}`,
    );
  };
  const onMove = (from: number, to: number) => {
    const [moved, target] = [rows.rowAt(from), rows.rowAt(to)];
    if (!moved || !target || moved.id === target.id) return;
    const up = to < from;
    rows.move(from, to);
    rank(moved.id, up ? { beforeId: target.id } : { afterId: target.id }, up);
  };
  const isRanked = view.sort === "rank" && view.direction === undefined;
  const sort: Sort | undefined = {
    column: view.sort,
    direction: (view.direction ?? (isAscending(view.sort) ? "asc" : "desc")) === "asc" ? "ascending" : "descending",
  };
  if (rows.error && rows.count === 0) return <ErrorState error={rows.error} onRetry={rows.retry} />;
  if (rows.isPending)
    return (
      <div className="needs-pending">
        <Skeleton lines={12} height={26} />
      </div>
    );
  return (
    <>
      <DataTable
        label="Features"
        columns={columns}
        count={rows.count}
        rowAt={rows.rowAt}
        rowKey={({ id }) => id}
        onRange={rows.onRange}
        sort={sort}
        onSort={({ column, direction }) => {
          const wanted = direction === "ascending" ? "asc" : "desc";
          const isNatural = wanted === (isAscending(column) ? "asc" : "desc");
          onSort(column, isNatural ? undefined : wanted);
        }}
        current={current}
        onCurrent={onCurrent}
        onOpen={onOpen}
        onPeek={onPeek}
        selected={selected}
        menuOf={menuOf}
        {...(mayEdit ? { onEdit, onPaste, onSelect } : {})}
        {...(mayEdit && isRanked ? { onMove } : {})}
        footer={
          mayEdit && (
            <button type="button" className="plain feature-add" onClick={onAdd}>
              <Plus size={14} aria-hidden /> New feature
            </button>
          )
        }
      />
      {edits.conflict && (
        <ConflictDialog
          conflict={edits.conflict}
          label={fieldWord}
          words={(field, value) =>
            field === "ownerId" ? (memberName(String(value)) ?? "nobody") : value === null || value === undefined ? "none" : String(value)
          }
          isText={(field) => field === "title"}
          withText={(change, _, text) => ({ ...change, title: text })}
          onResolve={edits.resolve}
        />
      )}
    </>
  );
}

const isAscending = (sort: string) => NATURAL_ASCENDING.has(sort) || isFieldSort(sort);
const given = (change: FeatureChange | undefined) =>
  Object.fromEntries(Object.entries(change ?? {}).filter(([, value]) => value !== undefined));

type Own = Extract<CellWrite, { field: unknown }>;
const setField =
  (id: string, { field, value }: Own) =>
  (options: Parameters<typeof client.records.clearField>[1]) =>
    value === null
      ? client.records.clearField({ id, fieldId: field.id }, options)
      : client.records.setField({ id, fieldId: field.id, value }, options);

function withField(fields: FeatureItem["fields"], id: string, value: string | number | null): FeatureItem["fields"] {
  const rest = Object.fromEntries(Object.entries(fields).filter(([known]) => known !== id));
  return value === null ? rest : { ...rest, [id]: value };
}

const FIELD_WORDS: Readonly<Record<string, string>> = {
  title: "title",
  kind: "kind",
  ownerId: "owner",
  valueLow: "value",
  valueHigh: "value",
  effortLow: "effort",
  effortHigh: "effort",
  ...FEATURE_SORT_WORDS,
};
const fieldWord = (field: string) => FIELD_WORDS[field] ?? field;
