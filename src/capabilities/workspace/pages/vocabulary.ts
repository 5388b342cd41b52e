import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "../../../api.tsx";
import type { LabelColour } from "../collaboration-rules.ts";
import type { Field, Label, RecordKind } from "../schema.ts";
import "./labels.css";

/** These change seldom, and a live message renews them when they do. */
const SELDOM = { staleTime: 10 * 60_000 };

const noLabels: readonly Label[] = [];
/** The workspace's labels, by name. */
export function useLabels(): readonly Label[] {
  return useQuery(api.labels.list.queryOptions(SELDOM)).data?.items ?? noLabels;
}

/** How a label's colour is drawn; both themes know it. */
export const labelColour = (colour: LabelColour | string): string => `var(--label-${colour})`;

/** The fields that this workspace added to a kind of record, in their order. */
export function useFields(kind: RecordKind): readonly Field[] {
  const { data } = useQuery(api.fields.list.queryOptions({ input: {}, ...SELDOM }));
  return useMemo(() => data?.items.filter(({ recordKind }) => recordKind === kind) ?? [], [data, kind]);
}

export type Person = { id: string; name: string; left: boolean };
const nobody: readonly Person[] = [];
/** Everybody who is or was in the workspace, by name; offer only those who have not `left`. */
export function useMembers(): readonly Person[] {
  const { data } = useQuery(
    api.members.list.queryOptions({
      ...SELDOM,
      select: ({ items }) => items.map(({ id, name, removedAt }) => ({ id, name, left: removedAt !== null })),
    }),
  );
  return data ?? nobody;
}

/** The name of a member by id, for rows that carry only that. */
export function useMemberName(): (id: string | null | undefined) => string | undefined {
  const members = useMembers();
  return useMemo(() => {
    const names = new Map(members.map(({ id, name }) => [id, name]));
    return (id) => (id ? names.get(id) : undefined);
  }, [members]);
}

/** What this workspace calls a state: `const stateName = useStateName("need"); stateName("open", "Open")`. */
export function useStateName(kind: RecordKind): (state: string, usual: string) => string {
  const { data } = useQuery(api.states.list.queryOptions(SELDOM));
  return useMemo(() => {
    const names = new Map(data?.items.filter(({ recordKind }) => recordKind === kind).map(({ state, name }) => [state, name]));
    return (state, usual) => names.get(state) ?? usual;
  }, [data, kind]);
}
