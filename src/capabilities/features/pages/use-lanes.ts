import { useQueries, useQueryClient } from "@tanstack/react-query";
import { client } from "../../../api.tsx";
import { useWorkspaceSlug } from "../../../ui/router.tsx";
import { FEATURE_STATES, type FeatureState } from "../rules.ts";
import type { FeatureItem } from "../schema.ts";
import type { FeatureFilterParameters } from "./feature-view.ts";

/** So many cards are in a column; the table shows them all. */
const MOST = 100;
type Lane = { items: FeatureItem[]; total: number };

/** The lanes of the board, each its own query, in the order in which features are ranked. */
export function useLanes(filter: FeatureFilterParameters, enabled: boolean) {
  const queries = useQueryClient();
  const slug = useWorkspaceSlug();
  const shown = filter.state ? FEATURE_STATES.filter((state) => filter.state?.includes(state)) : FEATURE_STATES;
  const keyOf = (state: FeatureState) => ["feature-rows", slug, "lane", { ...filter, state }] as const;
  const lanes = useQueries({
    queries: shown.map((state) => ({
      queryKey: keyOf(state),
      enabled,
      queryFn: async ({ signal }: { signal: AbortSignal }): Promise<Lane> => {
        const asked = { ...filter, state };
        const [{ items }, { total }] = await Promise.all([
          client.features.list({ ...asked, limit: MOST }, { signal }),
          client.features.count(asked, { signal }),
        ]);
        return { items, total };
      },
    })),
  });
  const laneOf = (state: FeatureState) => queries.getQueryData<Lane>(keyOf(state));
  return {
    lanes: shown.map((state, index) => ({ state, lane: lanes[index]?.data })),
    error: lanes.find(({ error }) => error)?.error,
    retry: () => void Promise.all(lanes.map((lane) => lane.refetch())),
    all: () => shown.flatMap((state) => laneOf(state)?.items ?? []),
    /** Draws features otherwise: one that changes its state goes over to the other lane, to its place in the order. */
    patch: (change: (feature: FeatureItem) => FeatureItem) => {
      const items = shown.flatMap((state) => laneOf(state)?.items ?? []).map(change);
      for (const state of shown) {
        const lane = laneOf(state);
        if (!lane) continue;
        const now = items.filter((feature) => feature.state === state).toSorted(byRank);
        queries.setQueryData<Lane>(keyOf(state), { items: now, total: lane.total + now.length - lane.items.length });
      }
    },
    /** Draws a card at another place of its lane. */
    place: (state: FeatureState, id: string, index: number) => {
      const lane = laneOf(state);
      const card = lane?.items.find((feature) => feature.id === id);
      if (!lane || !card) return;
      const rest = lane.items.filter((feature) => feature !== card);
      queries.setQueryData<Lane>(keyOf(state), { ...lane, items: rest.toSpliced(index, 0, card) });
    },
  };
}
const byRank = (a: FeatureItem, b: FeatureItem) => (a.rank === b.rank ? (a.id < b.id ? -1 : 1) : a.rank < b.rank ? -1 : 1);
export type Lanes = ReturnType<typeof useLanes>;
