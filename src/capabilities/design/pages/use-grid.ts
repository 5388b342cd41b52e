import { useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { client, onceKey, reverse } from "../../../api.tsx";
import { didChange, notifyError } from "../../../ui/undo.tsx";
import type { Participant, StudyDetail } from "../answers.ts";
import type { Participation } from "../study-rules.ts";
import { RENEWS } from "./words.ts";

type Row = { before: Participant | undefined; after: Participation };

/**
 * Writes results down as they are typed: each change is drawn at once and sent after the one before, with the version that was answered
 * then, so that quick typing never meets itself. What another person changed meanwhile is told, and theirs is shown.
 */
export function useGrid(studyId: string, queryKey: readonly unknown[]) {
  const queries = useQueryClient();
  const queue = useRef<Promise<void>>(Promise.resolve());
  const waiting = useRef(0);
  const read = () => queries.getQueryData<StudyDetail>(queryKey);
  const renew = () => Promise.all(RENEWS.map((key) => queries.invalidateQueries({ queryKey: key })));

  async function send(rows: readonly Row[], said: string): Promise<void> {
    const changes: string[] = [];
    try {
      const known = new Map(read()?.participants.map(({ id, version }) => [id, version]));
      const answer = await client.studies.enter(
        {
          id: studyId,
          rows: rows.map(({ before, after: { name, outcomes, sus } }) => {
            const version = before && (known.get(before.id) ?? before.version);
            return { ...(before && version ? { id: before.id, version } : {}), name, outcomes: { ...outcomes }, sus: [...sus] };
          }),
        },
        { context: { onChange: (id) => changes.push(id), idempotencyKey: onceKey() } },
      );
      show(answer);
      if (changes.length > 0) didChange({ message: said, undo: reverse(changes, renew) });
    } catch (error) {
      notifyError(error, "Not written down");
      waiting.current = 1;
      show(await client.studies.get({ id: studyId }));
    }
  }

  /** What was answered; while more waits to be sent only the versions of it, so that what was typed since stays in sight. */
  function show(answer: StudyDetail) {
    const versions = new Map(answer.participants.map(({ id, version }) => [id, version]));
    queries.setQueryData<StudyDetail>(queryKey, (now) =>
      now && waiting.current > 1
        ? { ...now, participants: now.participants.map((row) => ({ ...row, version: versions.get(row.id) ?? row.version })) }
        : answer,
    );
  }

  return (rows: readonly Row[], said: string): void => {
    waiting.current += 1;
    // An answer that is on its way knows nothing of this; drawn, it would be taken for what the next cell is typed beside.
    void queries.cancelQueries({ queryKey });
    queries.setQueryData<StudyDetail>(queryKey, (now) => {
      if (!now) return now;
      const changed = new Map(rows.flatMap(({ before, after }) => (before ? [[before.id, after] as const] : [])));
      const drawn = now.participants.map((row) => {
        const after = changed.get(row.id);
        return after ? { ...row, name: after.name, outcomes: { ...after.outcomes }, sus: [...after.sus] } : row;
      });
      return { ...now, participants: drawn };
    });
    queue.current = queue.current
      .then(() => send(rows, said))
      .catch(notifyError)
      .finally(() => {
        waiting.current = Math.max(0, waiting.current - 1);
        if (waiting.current === 0) void renew();
      });
  };
}
