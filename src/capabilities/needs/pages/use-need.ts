import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api, client } from "../../../api.tsx";
import { editsOf, useRecordEdits } from "../../workspace/pages/record-edits.ts";
import type { NeedChange, NeedDetail } from "../schema.ts";
import { rating } from "./need-words.ts";
import { RENEWS } from "./renews.ts";

/** A need by its id or key, as its page and its preview show it. */
export const useNeed = (id: string) => useQuery(api.needs.get.queryOptions({ input: { id } }));

/** Edits of a need that is shown under this id or key. */
export function useNeedEdits(id: string) {
  const queries = useQueryClient();
  const queryKey = api.needs.get.queryKey({ input: { id } });
  const edits = useRecordEdits<NeedDetail, NeedChange>({
    read: () => queries.getQueryData(queryKey),
    draw: (row, change) => queries.setQueryData(queryKey, change ? changed(row, change) : row),
    save: client.needs.edit,
    load: (one) => client.needs.get({ id: one }),
    said: ({ key, persona }, change) => `${key}: ${saidOf(change, persona?.name)}`,
    renews: RENEWS,
  });
  return editsOf(id, edits);
}

/** A need as it will be; whose it is comes with the answer. */
function changed(need: NeedDetail, change: NeedChange): NeedDetail {
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  return { ...need, ...given };
}

function saidOf(change: NeedChange, persona: string | undefined): string {
  if (change.statement !== undefined) return "statement changed";
  if (change.detail !== undefined) return "text changed";
  if (change.personaId !== undefined) return persona ?? "no persona";
  if (change.importance !== undefined) return change.importance === null ? "importance unknown" : `importance ${rating(change.importance)}`;
  if (change.satisfaction !== undefined)
    return change.satisfaction === null ? "satisfaction unknown" : `satisfied ${rating(change.satisfaction)}`;
  if (change.ownerId !== undefined) return change.ownerId === null ? "no owner" : "new owner";
  return "changed";
}
