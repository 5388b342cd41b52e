import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { client } from "../../../api.tsx";
import { useWorkspaceSlug } from "../../../ui/router.tsx";
import type { NeedItem } from "../schema.ts";
import type { NeedFilterParameters } from "./need-view.ts";

/** So many places are known in each order; further down the difference is nobody's news. */
const KNOWN = 200;
export type Ranks = {
  known: boolean;
  /** The highest value, to draw the others against. */
  most: number;
  places: ReadonlyMap<string, number>;
  of: (id: string) => number | undefined;
  first: NeedItem | undefined;
};
const nowhere: ReadonlyMap<string, number> = new Map();

/** The places of needs in the two orders that the list sets against each other. Equals share a place. */
export function useNeedRanks(filter: NeedFilterParameters): { noise: Ranks; money: Ranks } {
  return { noise: useRanks(filter, "quotes", byNoise), money: useRanks(filter, "money", byMoney) };
}

type Ranked = { places: ReadonlyMap<string, number>; most: number; first: NeedItem | undefined };

// What is chosen from an answer must be the same function each time, or every render would choose anew.
const byNoise = rankedBy(({ demand }) => demand.quotes);
const byMoney = rankedBy(({ demand }) => demand.revenueMinor);

function rankedBy(measure: (need: NeedItem) => number) {
  return ({ items }: { items: NeedItem[] }): Ranked => {
    const places = new Map<string, number>();
    let place = 0;
    items.forEach((need, index) => {
      const before = items[index - 1];
      if (!before || measure(before) !== measure(need)) place = index + 1;
      places.set(need.id, place);
    });
    const [first] = items;
    return { places, most: first ? measure(first) : 0, first };
  };
}

function useRanks(filter: NeedFilterParameters, sort: "quotes" | "money", select: typeof byNoise): Ranks {
  const slug = useWorkspaceSlug();
  const { data } = useQuery({
    // Beside the rows, so that what renews them renews this.
    queryKey: ["need-rows", slug, filter, "ranks", sort],
    queryFn: ({ signal }) => client.needs.list({ ...filter, sort, limit: KNOWN }, { signal }),
    placeholderData: keepPreviousData,
    select,
  });
  const places = data?.places ?? nowhere;
  return { known: data !== undefined, most: data?.most ?? 0, places, of: (id) => places.get(id), first: data?.first };
}
