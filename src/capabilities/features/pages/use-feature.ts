import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api, client } from "../../../api.tsx";
import { RENEWS } from "../../needs/pages/renews.ts";
import { editsOf, useRecordEdits } from "../../workspace/pages/record-edits.ts";
import type { FeatureChange, FeatureDetail } from "../schema.ts";
import { effortText, FEATURE_KIND_WORDS } from "./feature-words.ts";

/** A feature by its id or key, as its page and its preview show it. */
export const useFeature = (id: string) => useQuery(api.features.get.queryOptions({ input: { id } }));

/** Edits of a feature that is shown under this id or key. */
export function useFeatureEdits(id: string) {
  const queries = useQueryClient();
  const queryKey = api.features.get.queryKey({ input: { id } });
  const edits = useRecordEdits<FeatureDetail, FeatureChange>({
    read: () => queries.getQueryData(queryKey),
    draw: (row, change) => queries.setQueryData(queryKey, { ...row, ...given(change) }),
    save: client.features.edit,
    load: (one) => client.features.get({ id: one }),
    said: (row, change) => `${row.key}: ${saidOf(row, change)}`,
    renews: RENEWS,
  });
  return editsOf(id, edits);
}

const given = (change: FeatureChange | undefined) =>
  Object.fromEntries(Object.entries(change ?? {}).filter(([, value]) => value !== undefined));

function saidOf(row: FeatureDetail, change: FeatureChange): string {
  if (change.title !== undefined) return "title changed";
  if (change.why !== undefined || change.body !== undefined) return "text changed";
  if (change.kind !== undefined) return FEATURE_KIND_WORDS[change.kind].toLowerCase();
  if (change.effortLow !== undefined) return change.effortLow === null ? "no estimate of effort" : `effort ${effortText(row)}`;
  if (change.valueLow !== undefined) return change.valueLow === null ? "no estimate of value" : "value changed";
  if (change.ownerId !== undefined) return change.ownerId === null ? "no owner" : "new owner";
  return "changed";
}
