import { useQueryClient } from "@tanstack/react-query";
import { useWorkspaceSlug } from "../../../ui/router.tsx";

/** What a quote speaks of: a need or feature that there is, or a need to be made from the words typed. */
export type Target = { id: string; key: string; kind: "need" | "feature"; title: string };
export type TargetChoice = Target | { statement: string };

const RECENT = 5;
export const recentKey = (slug: string) => ["recent-targets", slug];
/** Puts a target first among what the picker offers unasked. */
export function useRemember() {
  const queries = useQueryClient();
  const slug = useWorkspaceSlug();
  return (target: Target) => {
    queries.setQueryData<readonly Target[]>(recentKey(slug), (before = []) =>
      [target, ...before.filter(({ id }) => id !== target.id)].slice(0, RECENT),
    );
  };
}
