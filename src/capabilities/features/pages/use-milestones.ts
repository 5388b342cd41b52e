import { useQuery } from "@tanstack/react-query";
import { api } from "../../../api.tsx";

const none: readonly { id: string; title: string; key: string }[] = [];
/** More milestones than this are found by their words on the feature's page. */
const MOST = 200;

/** The milestones that a feature can be planned for, the nearest first. */
export function usePlannedMilestones(): readonly { id: string; title: string; key: string }[] {
  const { data } = useQuery(api.milestones.list.queryOptions({ input: { state: "planned", limit: MOST }, staleTime: 60_000 }));
  return data?.items ?? none;
}
