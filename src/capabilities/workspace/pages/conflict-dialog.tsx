import { Button, Textarea } from "@mantine/core";
import { useState } from "react";
import { Dialog } from "./dialog.tsx";
import type { Conflict } from "./record-edits.ts";
import "./conflict-dialog.css";

/**
 * Two people changed the same field: both versions side by side. Texts can be put together before they replace what is saved; nothing
 * happens to either without a click.
 */
export function ConflictDialog<Known extends object, Change extends object>({
  conflict,
  label,
  words,
  isText,
  withText,
  onResolve,
}: {
  conflict: Conflict<Known, Change>;
  label: (field: string) => string;
  words: (field: string, value: unknown) => string;
  isText: (field: string) => boolean;
  /** The change with a text put in place of this person's own. */
  withText: (change: Change, field: string, text: string) => Change;
  onResolve: (change: Change | undefined) => void;
}) {
  const [mine, setMine] = useState(conflict.change);
  const shown = (row: object, field: string) => words(field, Object.entries(row).find(([name]) => name === field)?.[1]);
  return (
    <Dialog onClose={() => onResolve(undefined)} title="Somebody changed this while you did" size={760} mustDecide>
      <p className="conflict-says">Theirs is saved, yours is not yet. Bring over what is missing, or let one of them go.</p>
      {conflict.fields.map((field) => (
        <div key={field} className="conflict-sides">
          {isText(field) ? (
            <>
              <Textarea label={`${label(field)}, saved now`} value={shown(conflict.theirs, field)} readOnly maxRows={14} />
              <Textarea
                label={`${label(field)}, yours`}
                value={shown(mine, field)}
                onChange={(event) => setMine(withText(mine, field, event.target.value))}
                maxRows={14}
                data-autofocus
              />
            </>
          ) : (
            <dl className="conflict-values">
              <dt>{label(field)}, saved now</dt>
              <dd>{shown(conflict.theirs, field)}</dd>
              <dt>{label(field)}, yours</dt>
              <dd>{shown(mine, field)}</dd>
            </dl>
          )}
        </div>
      ))}
      <div className="dialog-actions">
        <Button variant="default" onClick={() => onResolve(undefined)}>
          Leave theirs, drop mine
        </Button>
        <Button onClick={() => onResolve(mine)}>Replace it with mine</Button>
      </div>
    </Dialog>
  );
}
