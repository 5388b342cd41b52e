import { Building2, CalendarDays, CircleDot, Layers, type LucideIcon, MessageSquare, Tag, UserRound, Waypoints } from "lucide-react";
import { useMemo } from "react";
import type { FilterField } from "../../../ui/filter/filter-bar.tsx";
import type { Option } from "../../../ui/picker.tsx";
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

/** Everything that the list can be narrowed by, the workspace's own fields included. */
export function useFeedbackFields(): readonly FilterField[] {
  const members = useMembers();
  const labels = useLabels();
  const own = useFields("feedback");
  const accounts = useAccountOptions();
  return useMemo(() => {
    const people = members.map(({ id, name, left }) => ({ value: id, label: name, ...(left ? { detail: "left" } : {}) }));
    const withNone = async (query: string, signal: AbortSignal) => [
      ...(query === "" ? [{ value: "none", label: "No account" }] : []),
      ...(await accounts(query, signal)),
    ];
    const icons: Readonly<Record<string, LucideIcon>> = { date: CalendarDays, person: UserRound };
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
      { id: "account", label: "Account", type: "choice", icon: Building2, options: withNone, tests: only },
      {
        id: "label",
        label: "Label",
        type: "choice",
        icon: Tag,
        tests: only,
        options: [...labels.map(({ id, name }) => ({ value: id, label: name })), { value: "none", label: "No label" }],
      },
      { id: "received", label: "Received", type: "date", icon: CalendarDays },
      ...own.map(({ id, name, type, options }): FilterField => {
        const field = { id: `field.${id}`, label: name, icon: icons[type] ?? Layers };
        const empty = { value: "empty", label: "Empty" };
        if (type === "choice")
          return { ...field, type, tests: only, options: [...options.map((option) => ({ value: option, label: option })), empty] };
        if (type === "person") return { ...field, type, tests: only, options: [{ value: "me", label: "Me" }, ...people, empty] };
        return { ...field, type: type === "address" ? "text" : type };
      }),
    ];
  }, [members, labels, own, accounts]);
}
