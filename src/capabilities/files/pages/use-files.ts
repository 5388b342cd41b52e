import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useActor } from "../../../actor.tsx";
import { api, client, reverse, useChange } from "../../../api.tsx";
import { counted } from "../../../ui/format.ts";
import { didChange } from "../../../ui/undo.tsx";
import { mayRemove } from "../rules.ts";
import type { AttachedFile } from "../schema.ts";
import type { Sent } from "./sending.ts";

/** The files of a record and of its comments; undefined while they are on their way, or not asked for. */
export const useFilesOf = (recordId: string, enabled = true) => useQuery(api.files.list.queryOptions({ input: { id: recordId }, enabled }));

/** What this person may do to files that are there, and what is said once some were added. */
export function useFileActs() {
  const actor = useActor();
  const queries = useQueryClient();
  const renews = [api.files.key(), api.records.key(), api.activities.key()];
  const renew = () => Promise.all(renews.map((queryKey) => queries.invalidateQueries({ queryKey })));
  const removal = useChange(({ id }: AttachedFile, options) => client.files.remove({ id }, options), {
    said: (_, { name }) => `Removed ${name}`,
    renews,
  });
  return {
    mayRemove: (file: AttachedFile) => mayRemove(actor, file),
    remove: (file: AttachedFile) => removal.mutate(file),
    added(sent: readonly Sent[]) {
      const changes = sent.flatMap(({ change }) => change ?? []);
      const [first] = sent;
      if (first)
        didChange({
          message: `Attached ${sent.length === 1 ? first.file.name : counted(sent.length, "file")}`,
          undo: reverse(changes, renew),
        });
      void renew();
    },
  };
}
