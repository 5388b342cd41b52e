import { Button } from "@mantine/core";
import { ClipboardPaste, Plus, Trash2 } from "lucide-react";
import { useMemo, useState } from "react";
import { client, useChange } from "../../../api.tsx";
import { counted } from "../../../ui/format.ts";
import { later } from "../../../ui/later.tsx";
import { useRowHeight } from "../../../ui/list/row-height.ts";
import { useNarrow } from "../../../ui/narrow.ts";
import { Section } from "../../../ui/shell/page.tsx";
import type { Column } from "../../../ui/table/columns.ts";
import { sheetText } from "../../../ui/table/columns.ts";
import { DataTable } from "../../../ui/table/data-table.tsx";
import { notifyError } from "../../../ui/undo.tsx";
import type { Participant, StudyDetail } from "../answers.ts";
import { cellText, type GridColumn, gridColumns, isHeader, MOST_PARTICIPANTS, NOBODY, pastedRows, withCell } from "../grid-rules.ts";
import { useGrid } from "./use-grid.ts";
import { RENEWS } from "./words.ts";
import "./design.css";

const SheetDialog = later(async () => (await import("./sheet-dialog.tsx")).SheetDialog);
const ParticipantDialog = later(async () => (await import("./participant-dialog.tsx")).ParticipantDialog);

const WIDTHS = { name: 130, completed: 78, seconds: 92, ease: 88, sus: 66 };
/** Beyond it the grid scrolls in itself. */
const HIGHEST = 520;
const HINTS = { name: "P1", completed: "1 or 0", seconds: "75 or 1:15", ease: "1 to 7", sus: "1 to 5" };

function tableColumn(column: GridColumn, mayEdit: boolean): Column<Participant> {
  return {
    id: column.id,
    label: column.label,
    type: mayEdit ? "text" : "readonly",
    width: WIDTHS[column.kind],
    ...(column.kind === "name" ? { grow: true } : { align: "end" as const }),
    text: (row) => cellText(row, column),
    hint: HINTS[column.kind],
    // The rest stands in the form that a tap opens.
    phone: column.kind === "name" ? "" : column.kind === "completed" ? column.label.toLowerCase() : false,
  };
}

/** Who did what, as a sheet: arrows move, Enter edits, Tab edits the next; a block of cells or a whole sheet can be pasted. */
export function ResultsGrid({ study, queryKey, mayEdit }: { study: StudyDetail; queryKey: readonly unknown[]; mayEdit: boolean }) {
  const { tasks, participants } = study;
  const grid = useMemo(() => gridColumns(tasks), [tasks]);
  const columns = useMemo(() => grid.map((column) => tableColumn(column, mayEdit)), [grid, mayEdit]);
  const rowHeight = useRowHeight();
  const height = useNarrow() ? Math.max(rowHeight, 60) : rowHeight;
  const write = useGrid(study.id, queryKey);
  const [current, setCurrent] = useState(0);
  const [dialog, setDialog] = useState<{ sheet: string } | { participant: string }>();
  const remove = useChange(client.studies.removeParticipant, { said: ({ key }) => `Took a participant out of ${key}`, renews: RENEWS });
  const add = () => write([{ before: undefined, after: NOBODY }], "Added a participant");
  const onEdit = (row: Participant, { id }: { id: string }, typed: string) => {
    const column = grid.find((one) => one.id === id);
    if (!column) return;
    try {
      const after = withCell(row, column, typed);
      write([{ before: row, after }], `${after.name}: ${column.label}`);
    } catch (error) {
      notifyError(error, `${row.name}, ${column.label}`);
    }
  };
  const onPaste = (cells: string[][], origin: { row: number; column: string }) => {
    if (isHeader(cells[0] ?? [], tasks)) return setDialog({ sheet: sheetText(cells) });
    try {
      write(pastedRows(cells, origin, participants, tasks), `Pasted into ${counted(cells.length, "row")}`);
    } catch (error) {
      notifyError(error, "Nothing was pasted");
    }
  };
  const shown = dialog && "participant" in dialog ? participants.find(({ id }) => id === dialog.participant) : undefined;
  const actions = mayEdit && (
    <button type="button" className="plain record-add" onClick={() => setDialog({ sheet: "" })}>
      <ClipboardPaste size={13} aria-hidden /> Paste or open a sheet
    </button>
  );
  return (
    <Section title="Results" note={participants.length > 0 && counted(participants.length, "participant")} actions={actions}>
      {participants.length === 0 ? (
        <p className="linked-none">
          Nobody's results are written down yet.{" "}
          {mayEdit && (
            <Button size="compact-sm" variant="default" leftSection={<Plus size={13} aria-hidden />} onClick={add}>
              Add a participant
            </Button>
          )}
        </p>
      ) : (
        <div className="results" style={{ height: Math.min(HIGHEST, participants.length * height + 32 + (mayEdit ? 44 : 2)) }}>
          <DataTable
            label="Results"
            columns={columns}
            count={participants.length}
            rowAt={(index) => participants[index]}
            rowKey={({ id }) => id}
            current={Math.min(current, participants.length - 1)}
            onCurrent={setCurrent}
            onOpen={({ id }) => setDialog({ participant: id })}
            {...(mayEdit
              ? {
                  onEdit,
                  onPaste,
                  menuOf: ({ id, name }: Participant) => [
                    { label: `Take ${name} out`, icon: Trash2, run: () => remove.mutate({ id: study.id, participantId: id }) },
                  ],
                }
              : {})}
            footer={
              mayEdit &&
              participants.length < MOST_PARTICIPANTS && (
                <button type="button" className="plain record-add results-add" onClick={add}>
                  <Plus size={14} aria-hidden /> Participant
                </button>
              )
            }
          />
        </div>
      )}
      {dialog && "sheet" in dialog && <SheetDialog study={study} given={dialog.sheet} onClose={() => setDialog(undefined)} />}
      {shown && (
        <ParticipantDialog
          participant={shown}
          columns={grid}
          tasks={tasks}
          mayEdit={mayEdit}
          onKeep={(after) => write([{ before: shown, after }], `Changed ${after.name}`)}
          onClose={() => setDialog(undefined)}
        />
      )}
    </Section>
  );
}
