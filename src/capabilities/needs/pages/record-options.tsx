import { useCallback } from "react";
import { client } from "../../../api.tsx";
import { KindIcon } from "../../../ui/marks.tsx";
import type { Option } from "../../../ui/picker.tsx";

type Found = { id: string; key: string; title: string };
const optionOf = (kind: "need" | "feature" | "persona", { id, key, title }: Found): Option => ({
  value: id,
  label: title,
  detail: key,
  mark: <KindIcon kind={kind} />,
});

/** Finds needs for what is typed; before that those with the most money behind them. */
export function useNeedOptions(leaveOut: readonly string[]) {
  const out = leaveOut.join(" ");
  return useCallback(
    async (query: string, signal: AbortSignal): Promise<readonly Option[]> => {
      const found: Found[] =
        query === ""
          ? (await client.needs.list({ limit: 30 }, { signal })).items.map(({ id, key, statement }) => ({ id, key, title: statement }))
          : (await client.search.find({ q: query, kind: "need", limit: 30 }, { signal })).items;
      return found.filter(({ id }) => !out.includes(id)).map((need) => optionOf("need", need));
    },
    [out],
  );
}

/** Finds features for what is typed; before that the highest in rank. */
export function useFeatureOptions(leaveOut: readonly string[]) {
  const out = leaveOut.join(" ");
  return useCallback(
    async (query: string, signal: AbortSignal): Promise<readonly Option[]> => {
      const found: Found[] =
        query === ""
          ? (await client.features.list({ limit: 30 }, { signal })).items
          : (await client.search.find({ q: query, kind: "feature", limit: 30 }, { signal })).items;
      return found.filter(({ id }) => !out.includes(id)).map((feature) => optionOf("feature", feature));
    },
    [out],
  );
}

/** Finds personas by name; an empty choice takes the persona off where there is one. */
export function usePersonaOptions(chosen: string | null) {
  return useCallback(
    async (query: string, signal: AbortSignal): Promise<readonly Option[]> => {
      const { items } = await client.personas.list({ limit: 50, ...(query === "" ? {} : { q: query }) }, { signal });
      const found = items.map(({ id, key, name }) => optionOf("persona", { id, key, title: name }));
      return query === "" && chosen !== null ? [...found, { value: "", label: "No persona" }] : found;
    },
    [chosen],
  );
}
