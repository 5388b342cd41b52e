import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Plus, Trash2 } from "lucide-react";
import { Suspense, useMemo, useState } from "react";
import { useActor } from "../../../actor.tsx";
import { api, client, useChange } from "../../../api.tsx";
import { may } from "../../../platform/access.ts";
import { counted, dateOnly } from "../../../ui/format.ts";
import { later } from "../../../ui/later.tsx";
import { useRowHeight } from "../../../ui/list/row-height.ts";
import { StatePip } from "../../../ui/marks.tsx";
import { useNarrow } from "../../../ui/narrow.ts";
import { Picker } from "../../../ui/picker.tsx";
import { ErrorState, Skeleton } from "../../../ui/states.tsx";
import type { Column } from "../../../ui/table/columns.ts";
import { DataTable } from "../../../ui/table/data-table.tsx";
import { notifyError } from "../../../ui/undo.tsx";
import { useRecordOptions } from "../../workspace/pages/record-value.tsx";
import type { Capability, Cells } from "../capability-answers.ts";
import { capabilityAccess, STANCES, typedStance } from "../capability-rules.ts";
import { CAPABILITY_RENEWS, isOld, STANCE_WORDS, type Stand, standOf } from "./capability-words.ts";
import { hostOf } from "./finding-words.ts";
import "./capability-matrix.css";

const CapabilityDialog = later(async () => (await import("./capability-dialog.tsx")).CapabilityDialog);
type Rival = { id: string; name: string };
type Cell = Cells["cells"][number];
const NAME = "name";
const OURS = "ours";
/** Beyond it the grid scrolls in itself. */
const HIGHEST = 560;
const OPTIONS = STANCES.map((value) => ({ value, label: STANCE_WORDS[value].word }));
const ofColumn = (id: string) => (id === OURS ? null : id);

/** How one stands with something; what is old says from when it is. */
function StanceMark({ stand }: { stand: Stand }) {
  const { word, shape } = STANCE_WORDS[stand.stance];
  return (
    <span className="stance" data-stance={stand.stance}>
      <StatePip shape={shape}>{word}</StatePip>
      {stand.asOf !== null && isOld(stand) && <span className="meta">{dateOnly(stand.asOf)}</span>}
    </span>
  );
}

function stanceColumn(id: string, label: string, mayEdit: boolean): Column<Capability> {
  return {
    id,
    label,
    type: mayEdit ? "choice" : "readonly",
    width: 112,
    options: OPTIONS,
    value: (row) => standOf(row, ofColumn(id)).stance,
    text: (row) => STANCE_WORDS[standOf(row, ofColumn(id)).stance].word,
    render: (row) => <StanceMark stand={standOf(row, ofColumn(id))} />,
    phone: `(${label})`,
    ...(id === OURS ? { locked: (row) => (row.feature ? `It follows from the state of ${row.feature.key}.` : undefined) } : {}),
  };
}

const nameColumn: Column<Capability> = {
  id: NAME,
  label: "Capability",
  type: "text",
  width: 170,
  grow: true,
  text: ({ name }) => name,
  render: ({ name, feature }) => (
    <span className="truncate" data-kind={feature ? "feature" : undefined}>
      {feature && <span className="record-key">{feature.key} </span>}
      {name}
    </span>
  ),
  locked: ({ feature }) => (feature ? `It is called as ${feature.key} is.` : undefined),
};

/** Where it is said and when it was so, of one competitor. */
function sourceColumns(id: string, mayEdit: boolean): Column<Capability>[] {
  const edited = mayEdit ? ({ address: "text", asOf: "date" } as const) : ({ address: "readonly", asOf: "readonly" } as const);
  return [
    {
      id: `${id} address`,
      label: "Source",
      type: edited.address,
      width: 150,
      text: (row) => standOf(row, id).address ?? "",
      render: (row) => {
        const { address } = standOf(row, id);
        return <span className="truncate">{address ? hostOf(address) : ""}</span>;
      },
      hint: "https://",
      locked: (row) => (standOf(row, id).stance === "unknown" ? "Say first how they stand." : undefined),
      phone: false,
    },
    {
      id: `${id} asOf`,
      label: "As of",
      type: edited.asOf,
      width: 92,
      text: (row) => standOf(row, id).asOf ?? "",
      render: (row) => {
        const { asOf } = standOf(row, id);
        return asOf ? dateOnly(asOf) : "";
      },
      locked: (row) => (standOf(row, id).stance === "unknown" ? "Say first how they stand." : undefined),
      phone: false,
    },
  ];
}

/**
 * What our product and competitors can do: arrows move, Enter edits a cell and ↓ the next, a block of a sheet can be pasted. With one
 * competitor each cell's source and day stand beside it.
 */
export function CapabilityMatrix({ rivals }: { rivals: readonly Rival[] }) {
  const mayEdit = may(useActor(), capabilityAccess, "compare");
  const { data, error, refetch } = useQuery(api.capabilities.list.queryOptions());
  const rowHeight = useRowHeight();
  const height = useNarrow() ? Math.max(rowHeight, 60) : rowHeight;
  const [current, setCurrent] = useState(0);
  const [openedId, setOpened] = useState<string>();
  const columns = useMemo(() => {
    const [only] = rivals;
    const alone = rivals.length === 1 && only;
    return [
      mayEdit ? nameColumn : { ...nameColumn, type: "readonly" as const },
      stanceColumn(OURS, "We", mayEdit),
      ...rivals.map(({ id, name }) => stanceColumn(id, name, mayEdit)),
      ...(alone ? sourceColumns(only.id, mayEdit) : []),
    ];
  }, [rivals, mayEdit]);
  const compare = useChange(client.capabilities.compare, { said: () => "Compared", renews: CAPABILITY_RENEWS });
  const rename = useChange(client.capabilities.rename, { said: ({ name }) => `Called it ${name}`, renews: CAPABILITY_RENEWS });
  const remove = useChange(client.capabilities.delete, { said: () => "Taken out of what is compared", renews: CAPABILITY_RENEWS });
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton lines={4} height={30} />;
  const { items } = data;
  const opened = items.find(({ id }) => id === openedId);

  const cellOf = (row: Capability, column: string, typed: string): Cell | null => {
    const [competitorId = "", part] = column.split(" ");
    const cell = { capabilityId: row.id, competitorId: ofColumn(competitorId) };
    if (part === "address") return { ...cell, address: typed === "" ? null : typed };
    if (part === "asOf") return { ...cell, asOf: typed === "" ? null : typed };
    const stance = typedStance(typed);
    return stance && { ...cell, stance };
  };
  const onEdit = (row: Capability, { id }: { id: string }, typed: string) => {
    if (id === NAME) return rename.mutate({ id: row.id, name: typed });
    const cell = cellOf(row, id, typed);
    if (cell) compare.mutate({ cells: [cell] });
  };
  const onPaste = (sheet: string[][], origin: { row: number; column: string }) => {
    const from = columns.findIndex(({ id }) => id === origin.column);
    const cells: Cell[] = [];
    for (const [down, line] of sheet.entries())
      for (const [across, typed] of line.entries()) {
        const [row, column] = [items[origin.row + down], columns[from + across]];
        if (!row || !column || column.id === NAME || column.locked?.(row)) continue;
        const cell = cellOf(row, column.id, typed.trim());
        if (!cell)
          return notifyError(new Error(`“${typed.trim()}” is none of: has, partly, has not, unknown.`), `${row.name}, ${column.label}`);
        cells.push(cell);
      }
    if (cells.length > 0) compare.mutate({ cells });
  };
  return (
    <div className="capabilities">
      {items.length === 0 ? (
        <p className="record-empty">
          Nothing is compared yet. Add what customers ask about: a feature of ours, or anything by its name. Then say who has it.
        </p>
      ) : (
        <div className="capability-grid" style={{ height: Math.min(HIGHEST, items.length * height + 34) }}>
          <DataTable
            label="Who can do what"
            columns={columns}
            count={items.length}
            rowAt={(index) => items[index]}
            rowKey={({ id }) => id}
            current={Math.min(current, items.length - 1)}
            onCurrent={setCurrent}
            {...(mayEdit ? { onOpen: ({ id }: Capability) => setOpened(id) } : {})}
            {...(mayEdit
              ? {
                  onEdit,
                  onPaste,
                  menuOf: ({ id, name }: Capability) => [
                    { label: `Compare ${name} no more`, icon: Trash2, run: () => remove.mutate({ id }) },
                  ],
                }
              : {})}
          />
        </div>
      )}
      {opened && (
        <Suspense>
          <CapabilityDialog row={opened} rivals={rivals} onClose={() => setOpened(undefined)} />
        </Suspense>
      )}
      {mayEdit && <AddCapability />}
      {items.length > 0 && rivals.length > 0 && <p className="capability-sum muted">{sumOf(items, rivals)}</p>}
    </div>
  );
}

function AddCapability() {
  const options = useRecordOptions("feature");
  const create = useChange(client.capabilities.create, { said: ({ name }) => `${name} is compared`, renews: CAPABILITY_RENEWS });
  return (
    <Picker
      label="What is compared"
      placeholder="A feature of ours, or any name"
      options={options}
      onPick={({ value }) => create.mutate({ featureId: value })}
      onCreate={(name) => create.mutate({ name })}
      createWords={(text) => `Compare “${text}”`}
      width={360}
    >
      <Button size="compact-sm" variant="default" leftSection={<Plus size={13} aria-hidden />}>
        Compare something
      </Button>
    </Picker>
  );
}

/** "Of 8, we have 5; Paperfort has 6, of 2 nothing is known." */
function sumOf(items: readonly Capability[], rivals: readonly Rival[]): string {
  const count = (id: string | null, stance: string) => items.filter((row) => standOf(row, id).stance === stance).length;
  const told = rivals.slice(0, 4).map(({ id, name }) => {
    const unknown = count(id, "unknown");
    return `${name} has ${count(id, "has")}${unknown > 0 ? `, of ${unknown} nothing is known` : ""}`;
  });
  return `Of ${counted(items.length, "capability", "capabilities")} we have ${count(null, "has")}; ${told.join("; ")}.`;
}
