import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { api, client } from "../../../api.tsx";
import { KindIcon } from "../../../ui/marks.tsx";
import type { Option } from "../../../ui/picker.tsx";
import { useWorkspaceSlug } from "../../../ui/router.tsx";
import { recentKey, type Target } from "./recent-targets.ts";

const optionOf = (target: Target, reason?: string): Option => ({
  value: target.id,
  label: target.title,
  detail: target.key,
  mark: <KindIcon kind={target.kind} />,
  ...(reason ? { reason } : {}),
});
const isTarget = (found: { kind: string }): found is Target => found.kind === "need" || found.kind === "feature";

/** Targets by the ids of their options, so that a chosen line can be told what it stands for. */
const known = new Map<string, Target>();
export const targetOf = (option: Option): Target | undefined => known.get(option.value);

/** What finds needs and features: before anything is typed, those that the feedback seems to speak of and those used last. */
export function useTargetOptions(feedbackKey: string | undefined) {
  const queries = useQueryClient();
  const slug = useWorkspaceSlug();
  return useCallback(
    async (query: string, signal: AbortSignal): Promise<readonly Option[]> => {
      if (query !== "") {
        const { items } = await client.search.find({ q: query, kind: ["need", "feature"], limit: 20 }, { signal });
        const targets = items.filter(isTarget);
        for (const target of targets) known.set(target.id, target);
        return targets.map((target) => optionOf(target));
      }
      const suggested =
        feedbackKey === undefined
          ? []
          : (await queries.fetchQuery(api.feedback.suggestedNeeds.queryOptions({ input: { id: feedbackKey }, staleTime: 60_000 }))).items;
      for (const { need } of suggested) known.set(need.id, need);
      const offered = new Set(suggested.map(({ need }) => need.id));
      const recent = queries.getQueryData<readonly Target[]>(recentKey(slug)) ?? [];
      const last = recent.filter(({ id }) => !offered.has(id));
      for (const target of last) known.set(target.id, target);
      const options = [...suggested.map(({ need, why }) => optionOf(need, why)), ...last.map((target) => optionOf(target, "used before"))];
      if (options.length > 0) return options;
      const { items } = await client.needs.list({ limit: 20 }, { signal });
      for (const { id, key, statement } of items) known.set(id, { id, key, kind: "need", title: statement });
      return items.flatMap(({ id }) => known.get(id) ?? []).map((target) => optionOf(target));
    },
    [queries, slug, feedbackKey],
  );
}
