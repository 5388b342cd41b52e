import { type InfiniteData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useActor, useWorkspace } from "../../../actor.tsx";
import { api, client } from "../../../api.tsx";
import { counted } from "../../../ui/format.ts";
import { didChange, notifyError, type Reverse } from "../../../ui/undo.tsx";
import type { Notification } from "../notifications.ts";
import { useTold } from "./use-live.ts";

export type Shown = "unread" | "all";
type Fetched = InfiniteData<{ items: Notification[]; nextCursor: string | null }>;

const PAGE = 50;
/** Not under `api.notifications.key()`: what arrives waits above the list, so that no row moves by itself. */
const ROWS = "inbox-rows";

/** The person's notifications as a list, and what can be done with them. */
export function useInbox(shown: Shown) {
  const { slug } = useWorkspace();
  const actor = useActor();
  const queries = useQueryClient();
  const [arrived, setArrived] = useState(0);
  const queryKey = [ROWS, slug, shown];
  const rows = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }: { pageParam: string | undefined; signal: AbortSignal }) =>
      client.notifications.list({ limit: PAGE, cursor: pageParam, ...(shown === "unread" ? { unread: "true" } : {}) }, { signal }),
    initialPageParam: undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    staleTime: 0,
  });
  const items = rows.data?.pages.flatMap((page) => page.items) ?? [];

  const renew = async () => {
    setArrived(0);
    await Promise.all([queries.invalidateQueries({ queryKey: [ROWS] }), queries.invalidateQueries({ queryKey: api.notifications.key() })]);
  };
  useTold((told) => {
    if (told === "resync" || told.activity !== "notification.added" || told.memberId !== actor.id) return;
    if (items.length === 0) void renew();
    else setArrived((count) => count + 1);
  });

  /** Draws rows as read or unread; among the unread ones, what was read leaves. */
  const draw = (ids: ReadonlySet<string>, readAt: string | null) =>
    queries.setQueryData<Fetched>(queryKey, (data) => {
      if (!data) return data;
      const pages = data.pages.map((page) => ({
        ...page,
        items: page.items.flatMap((item) => (!ids.has(item.id) ? [item] : shown === "unread" && readAt ? [] : [{ ...item, readAt }])),
      }));
      return { ...data, pages };
    });

  async function read(which: { ids: string[] } | { upTo: string }) {
    const drawn = "ids" in which ? which.ids : items.map(({ id }) => id);
    draw(new Set(drawn), new Date().toISOString());
    try {
      const { ids } = await client.notifications.read(which);
      if (ids.length > 0) didChange({ message: `Read ${counted(ids.length, "notification")}`, undo: marking(ids, "unread") });
      await queries.invalidateQueries({ queryKey: api.notifications.key() });
      if ("upTo" in which) await renew();
    } catch (error) {
      notifyError(error);
      await renew();
    }
  }
  async function unread(ids: string[]) {
    draw(new Set(ids), null);
    try {
      await marking(ids, "unread")();
    } catch (error) {
      notifyError(error);
      await renew();
    }
  }
  function marking(ids: string[], as: "read" | "unread"): Reverse {
    return async () => {
      if (as === "read") await client.notifications.read({ ids });
      else await client.notifications.unread({ ids });
      await renew();
      return marking(ids, as === "read" ? "unread" : "read");
    };
  }

  return { rows, items, arrived, showArrived: () => void renew(), read, unread };
}
