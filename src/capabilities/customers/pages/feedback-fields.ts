import { useQueries, useQuery } from "@tanstack/react-query";
import { Building2, CalendarDays, CircleDot, MessageSquare, Quote, Upload, UserRound, Waypoints } from "lucide-react";
import { useMemo } from "react";
import { api, client } from "../../../api.tsx";
import type { FilterField } from "../../../ui/filter/filter-bar.tsx";
import type { Filter } from "../../../ui/filter/filters.ts";
import { dateOnly } from "../../../ui/format.ts";
import type { Option } from "../../../ui/picker.tsx";
import { extraFilters } from "../../workspace/pages/own-fields.ts";
import { useFields, useLabels, useMembers } from "../../workspace/pages/vocabulary.ts";
import { FEEDBACK_KINDS, FEEDBACK_STATES } from "../rules.ts";
import { useAccountOptions } from "./account-picker.tsx";
import { KIND_WORDS, STATE_WORDS } from "./feedback-words.tsx";

const CHANNELS = ["mail", "chat", "call", "csv", "portal", "sales", "meeting"];
const only = ["is"] as const;
/** The channel in the workspace's own words: what is typed, beside the usual ones. */
const channels = async (query: string): Promise<readonly Option[]> =>
  [...new Set([query, ...CHANNELS.filter((channel) => channel.includes(query.toLowerCase()))])]
    .filter((channel) => channel !== "")
    .map((channel) => ({ value: channel, label: channel }));

const BY_RECORD = ["account", "contact", "quotedFor"];
/** The names of records and imports that the address holds by their ids. */
function useNames(filters: readonly Filter[]): (id: string) => string {
  const ids = filters.filter(({ field }) => BY_RECORD.includes(field)).flatMap(({ values }) => values.filter((id) => id !== "none"));
  const found = useQueries({
    queries: ids.map((id) => api.records.get.queryOptions({ input: { id }, staleTime: 5 * 60_000 })),
    combine: (results) => JSON.stringify(results.flatMap(({ data }) => (data ? [[data.id, data.title]] : []))),
  });
  const hasBatch = filters.some(({ field }) => field === "batch");
  const { data: batches } = useQuery(api.imports.list.queryOptions({ input: { limit: 200 }, enabled: hasBatch }));
  return useMemo(() => {
    const pairs: [string, string][] = JSON.parse(found);
    const names = new Map([...pairs, ...(batches?.items ?? []).map(({ id, fileName }): [string, string] => [id, fileName])]);
    return (id) => (id === "none" ? "No account" : (names.get(id) ?? "…"));
  }, [found, batches]);
}

const contacts = async (query: string, signal: AbortSignal): Promise<readonly Option[]> =>
  (await client.contacts.list({ ...(query === "" ? {} : { q: query }), limit: 20 }, { signal })).items.map(({ id, name, email }) => ({
    value: id,
    label: name,
    ...(email === null ? {} : { detail: email }),
  }));
const targets = async (query: string, signal: AbortSignal): Promise<readonly Option[]> =>
  query === ""
    ? []
    : (await client.search.find({ q: query, kind: ["need", "feature"], limit: 20 }, { signal })).items.map(({ id, key, title }) => ({
        value: id,
        label: title,
        detail: key,
      }));
const imports = async (): Promise<readonly Option[]> =>
  (await client.imports.list({ limit: 50 })).items.map(({ id, fileName, importedAt }) => ({
    value: id,
    label: fileName,
    detail: dateOnly(importedAt),
  }));

/** Everything that the list can be narrowed by, the workspace's own fields included. */
export function useFeedbackFields(filters: readonly Filter[]): readonly FilterField[] {
  const members = useMembers();
  const labels = useLabels();
  const own = useFields("feedback");
  const accounts = useAccountOptions();
  const nameOf = useNames(filters);
  return useMemo(() => {
    const people = members.map(({ id, name, left }) => ({ value: id, label: name, ...(left ? { detail: "left" } : {}) }));
    const withNone = async (query: string, signal: AbortSignal) => [
      ...(query === "" ? [{ value: "none", label: "No account" }] : []),
      ...(await accounts(query, signal)),
    ];
    return [
      {
        id: "state",
        label: "State",
        type: "choice",
        icon: CircleDot,
        options: FEEDBACK_STATES.map((state) => ({ value: state, label: STATE_WORDS[state].word })),
      },
      {
        id: "kind",
        label: "Kind",
        type: "choice",
        icon: MessageSquare,
        options: FEEDBACK_KINDS.map((kind) => ({ value: kind, label: KIND_WORDS[kind].word })),
      },
      { id: "channel", label: "Channel", type: "choice", icon: Waypoints, options: channels, tests: only },
      {
        id: "assignee",
        label: "Assignee",
        type: "person",
        icon: UserRound,
        tests: only,
        options: [{ value: "me", label: "Me" }, { value: "none", label: "Nobody" }, ...people],
      },
      { id: "account", label: "Account", type: "choice", icon: Building2, options: withNone, tests: only, nameOf },
      { id: "contact", label: "Contact", type: "choice", icon: UserRound, options: contacts, tests: only, nameOf },
      { id: "quotedFor", label: "Quoted for", type: "choice", icon: Quote, options: targets, tests: only, nameOf },
      { id: "batch", label: "Import", type: "choice", icon: Upload, options: imports, tests: only, nameOf },
      { id: "received", label: "Received", type: "date", icon: CalendarDays },
      ...extraFilters(labels, own, members),
    ];
  }, [members, labels, own, accounts, nameOf]);
}
