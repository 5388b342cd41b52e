import { partialMatchKey, type Query, type QueryClient, type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useActor, useWorkspace } from "../../../actor.tsx";
import { api, changedHere } from "../../../api.tsx";
import { announce } from "../../../ui/undo.tsx";
import { openLiveStream, type Told } from "./live-stream.ts";
import { useMemberName } from "./vocabulary.ts";

const listeners = new Set<(told: Told) => void>();
/** What the pages that are shown fetch again only when asked to. */
const waitingKeys = new Set<() => readonly QueryKey[]>();

/** What belongs to the workspace rather than to a record, by the first word of its activities. */
const ABOUT_THE_WORKSPACE: Readonly<Record<string, readonly QueryKey[]>> = {
  label: [api.labels.key()],
  field: [api.fields.key()],
  state: [api.states.key()],
  view: [api.views.key()],
  member: [api.members.key(), api.me.key()],
  invitation: [api.invitations.key()],
  key: [api.keys.key()],
  product: [api.products.key()],
  workspace: [api.workspaces.key()],
  intake: [api.intake.key()],
};
/** So long messages are gathered: an import tells of thousands of records at once. */
const GATHER_MS = 300;

/**
 * Keeps the pages of a workspace true while others work in it. Mounted once, in the frame. What is shown is fetched again, except what a
 * page lists with `useOthersChanges` and what is not kept under a route's key: that is only marked as stale, so that no row moves under
 * the cursor.
 */
export function useLive(): void {
  const { slug } = useWorkspace();
  const actor = useActor();
  const queries = useQueryClient();
  const nameOf = useMemberName();
  const waiting = useRef<Exclude<Told, "resync">[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const renew = useEffectEvent(() => {
    timer.current = undefined;
    const messages = waiting.current;
    waiting.current = [];
    for (const queryKey of messages.flatMap(keysOfWorkspace)) void queries.invalidateQueries({ queryKey });
    if (messages.some(({ memberId }) => memberId === actor.id)) void queries.invalidateQueries({ queryKey: api.notifications.key() });
    const touching = messages.filter(({ activity }) => touchesRecords(activity));
    if (touching.length === 0) return;
    void queries.invalidateQueries({ predicate: (query) => isOfRecords(query) && !waits(query) });
    void queries.invalidateQueries({ predicate: (query) => isOfRecords(query) && waits(query), refetchType: "none" });
    const seen = touching.findLast(({ actorId, recordId }) => actorId !== actor.id && recordId && shown(queries, recordId));
    if (seen?.recordId)
      announce(
        `${nameOf(seen.actorId) ?? "A program"} ${seen.activity === "comment.added" ? "commented on" : "changed"} ${shown(queries, seen.recordId)}`,
      );
  });
  const hear = useEffectEvent((told: Told) => {
    if (told === "resync") void queries.invalidateQueries();
    // What this window did itself it has drawn already.
    else if (told.actorId === actor.id && told.memberId === undefined && changedHere()) return;
    else {
      waiting.current.push(told);
      timer.current ??= setTimeout(() => renew(), GATHER_MS);
    }
    for (const listener of listeners) listener(told);
  });
  useEffect(() => openLiveStream(slug, (told) => hear(told)), [slug]);
  useEffect(() => () => clearTimeout(timer.current), []);
}

/** Hears what happens in the workspace, except what this window did itself. */
export function useTold(hear: (told: Told) => void): void {
  const told = useEffectEvent(hear);
  useEffect(() => {
    const listener = (message: Told) => told(message);
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
}

/**
 * How many records others changed since a list was fetched, and what shows them. Draw it as `NewBar`:
 *
 * ```tsx
 * const others = useOthersChanges(["need"], [["need-rows"]]);
 * <NewBar count={others.count} noun="changed" onShow={others.show} />
 * ```
 *
 * @param nouns first words of the activities that concern the list; what is done to records of any kind (labels, fields, undo) always does
 * @param renews query keys to fetch again when the person asks for it, and not before
 */
export function useOthersChanges(nouns: readonly string[], renews: readonly QueryKey[]): { count: number; show: () => void } {
  const queries = useQueryClient();
  const [changed, setChanged] = useState<ReadonlySet<string>>(new Set());
  useTold((told) => {
    if (told === "resync") return setChanged(new Set());
    const noun = nounOf(told.activity);
    const { recordId } = told;
    if (!recordId || !(nouns.includes(noun) || noun === "record" || noun === "change")) return;
    setChanged((known) => (known.has(recordId) ? known : new Set([...known, recordId])));
  });
  const waitingFor = useEffectEvent(() => renews);
  useEffect(() => {
    const keys = () => waitingFor();
    waitingKeys.add(keys);
    return () => void waitingKeys.delete(keys);
  }, []);
  return {
    count: changed.size,
    show: () => {
      setChanged(new Set());
      for (const queryKey of renews) void queries.invalidateQueries({ queryKey });
    },
  };
}

const nounOf = (activity: string) => activity.split(".")[0] ?? "";
/** An undo that names no record put back something of the workspace; which, it does not say. */
const keysOfWorkspace = ({ activity, recordId }: { activity: string; recordId: string | null }): readonly QueryKey[] =>
  activity === "change.undone" && recordId === null
    ? Object.values(ABOUT_THE_WORKSPACE).flat()
    : (ABOUT_THE_WORKSPACE[nounOf(activity)] ?? []);
const touchesRecords = (activity: string) => !(nounOf(activity) in ABOUT_THE_WORKSPACE) && nounOf(activity) !== "notification";

/** The route behind a query of ours, such as `["needs", "get"]`. */
function routeOf({ queryKey }: Pick<Query, "queryKey">): readonly string[] {
  const [path] = queryKey;
  return Array.isArray(path) && path.every((part) => typeof part === "string") ? path : [];
}
const SETTLED = new Set([
  "labels",
  "fields",
  "states",
  "views",
  "members",
  "invitations",
  "keys",
  "products",
  "workspaces",
  "intake",
  "me",
  "notifications",
]);
const isOfRecords = (query: Query) => !SETTLED.has(routeOf(query)[0] ?? "");
const waits = (query: Query) =>
  routeOf(query).length === 0 || [...waitingKeys].some((keys) => keys().some((key) => partialMatchKey(query.queryKey, key)));

/** The key of a record that is on the screen, or undefined. */
function shown(queries: QueryClient, recordId: string): string | undefined {
  for (const query of queries.getQueryCache().findAll({ type: "active" })) {
    const { data } = query.state;
    if (typeof data === "object" && data !== null && "id" in data && data.id === recordId && "key" in data) return String(data.key);
  }
  return undefined;
}
