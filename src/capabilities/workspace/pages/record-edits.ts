import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { onceKey, reverse } from "../../../api.tsx";
import { type CallContext, ifMatch } from "../../../client.ts";
import { didChange, notifyError } from "../../../ui/undo.tsx";

type Row = { id: string; version: number };
type Edited<Change> = { params: { id: string }; headers: { "if-match": string }; body: Change };

/** An edit that met another one: what this person wrote, and the record as somebody else left it meanwhile. */
export type Conflict<Known, Change> = { change: Change; theirs: Known; fields: readonly string[] };

const TOO_LATE = 412;
const isTooLate = (error: unknown) => typeof error === "object" && error !== null && "status" in error && error.status === TOO_LATE;
/** The fields that somebody else gave another value than this person saw and than they want. */
const clashes = (seen: object, theirs: object, change: object) =>
  Object.keys(change).filter((name) => {
    const now = JSON.stringify(fieldOf(theirs, name));
    return now !== JSON.stringify(fieldOf(seen, name)) && now !== JSON.stringify(fieldOf(change, name));
  });
const fieldOf = (row: object, name: string): unknown => Object.entries(row).find(([key]) => key === name)?.[1];

/**
 * Edits of records, one after another, each drawn at once and told with an undo. Somebody else's edit of other fields is no obstacle;
 * where both changed the same field neither is lost: `conflict` holds both until the person has decided.
 */
export function useRecordEdits<Known extends Row, Change extends object>({
  read,
  draw,
  save,
  load,
  said,
  renews,
}: {
  /** A record as the page shows it. */
  read: (id: string) => Known | undefined;
  /** Shows it as it will be, or as it was answered. */
  draw: (row: Known, change: Change | undefined) => void;
  save: (edit: Edited<Change>, options: { context: CallContext }) => Promise<Known>;
  load: (id: string) => Promise<Known>;
  said: (row: Known, change: Change) => string;
  renews: readonly (readonly unknown[])[];
}) {
  const queries = useQueryClient();
  const [conflict, setConflict] = useState<Conflict<Known, Change>>();
  const queue = useRef<Promise<void>>(Promise.resolve());
  const begun = useRef<Known>(undefined);
  const renew = () => Promise.all(renews.map((queryKey) => queries.invalidateQueries({ queryKey })));

  async function send(seen: Known, change: Change, version = read(seen.id) ?? seen, tries = 3): Promise<void> {
    const changes: string[] = [];
    try {
      const context = { onChange: (id: string) => changes.push(id), idempotencyKey: onceKey() };
      const row = await save({ params: { id: seen.id }, headers: ifMatch(version), body: change }, { context });
      draw(row, undefined);
      if (changes.length > 0) didChange({ message: said(row, change), undo: reverse(changes, renew) });
    } catch (error) {
      if (!isTooLate(error)) {
        notifyError(error);
        return;
      }
      const theirs = await load(seen.id);
      const fields = clashes(seen, theirs, change);
      if (fields.length === 0 && tries > 0) return send(seen, change, theirs, tries - 1);
      draw(theirs, undefined);
      setConflict({ change, theirs, fields });
    }
  }

  function edit(id: string, change: Change, since = read(id)): void {
    const seen = read(id);
    if (!seen || !since) return;
    const fields = clashes(since, seen, change);
    if (fields.length > 0) {
      setConflict({ change, theirs: seen, fields });
      return;
    }
    draw(seen, change);
    queue.current = queue.current
      .then(() => send(seen, change))
      .catch(notifyError)
      .finally(() => void renew());
  }
  return {
    edit: (id: string, change: Change) => edit(id, change),
    /** Remembers what is read while a text is being written: it may be replaced on the page by somebody's newer one meanwhile. */
    begin: (id: string) => {
      begun.current = read(id);
    },
    /** Edits what was seen when writing began. */
    keep: (id: string, change: Change) => edit(id, change, begun.current),
    conflict,
    /** Decides a conflict: what shall stand there, or nothing to leave theirs. */
    resolve: (change: Change | undefined) => {
      setConflict(undefined);
      if (change && conflict) edit(conflict.theirs.id, change);
    },
  };
}

/** The same for the one record of a page. */
export function editsOf<Known extends Row, Change extends object>(id: string, edits: ReturnType<typeof useRecordEdits<Known, Change>>) {
  return {
    conflict: edits.conflict,
    resolve: edits.resolve,
    edit: (change: Change) => edits.edit(id, change),
    begin: () => edits.begin(id),
    keep: (change: Change) => edits.keep(id, change),
  };
}
