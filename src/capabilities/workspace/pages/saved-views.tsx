import { useQuery } from "@tanstack/react-query";
import { useRouter, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useActor } from "../../../actor.tsx";
import { api, client, useChange } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { mayUse } from "../../../platform/access.ts";
import { SavedViews as ViewsMenu } from "../../../ui/filter/saved-views.tsx";
import { type Search, useGo } from "../../../ui/router.tsx";
import type { SavedView } from "../schema.ts";

/** Belongs to the moment rather than to the view: the product is chosen for all pages, the rest is what is open now. */
const PASSING = ["product"];

/**
 * The saved views of a list page, bound to the search part of its address.
 * @param passing keys of the address that are no part of a view, such as the record that is open
 */
export function SavedViews({ page, passing = [] }: { page: SavedView["page"]; passing?: readonly string[] }) {
  const router = useRouter();
  const raw: Search = useSearch({ strict: false });
  const go = useGo();
  const actor = useActor();
  const [opened, setOpened] = useState<string | undefined>();
  const { data } = useQuery(api.views.list.queryOptions({ input: { page } }));
  const views = data?.items ?? [];
  const renews = [api.views.key()];
  const save = useChange(client.views.create, {
    said: ({ name }) => `Saved the view ${name}`,
    renews,
    onSuccess: ({ id }) => setOpened(id),
  });
  const replace = useChange(client.views.edit, { said: ({ name }) => `Saved changes to ${name}`, renews });
  const remove = useChange(client.views.delete, { said: () => "Removed a view", renews });

  const skipped = [...PASSING, ...passing];
  const query = queryOf(router.options.stringifySearch(without(raw, skipped)));
  const parsed = (text: string): Search => router.options.parseSearch(`?${text}`);
  const same = (text: string) => canonical(parsed(text)) === canonical(parsed(query));
  const equal = views.find((view) => same(view.query));
  const current = equal ?? views.find(({ id }) => id === opened);
  const byId = (id: string) => views.find((view) => view.id === id);
  return (
    <ViewsMenu
      views={views.map(({ id, name, shared, ownerId, query: search }) => ({
        id,
        name,
        scope: shared ? "team" : "private",
        search,
        mine: ownerId === actor.id || mayUse(actor, "admin"),
      }))}
      {...(current ? { current: current.id } : {})}
      changed={current !== undefined && equal === undefined}
      onOpen={(view) => {
        setOpened(view?.id);
        go(page, { search: view ? parsed(view.search) : {} });
      }}
      {...(mayUse(actor, "member")
        ? {
            onSave: ({ name, scope }: { name: string; scope: "private" | "team" }) =>
              save.mutate({ page, name, query, shared: scope === "team" }),
          }
        : {})}
      onReplace={({ id }) => {
        const view = byId(id);
        if (view) replace.mutate({ params: { id }, headers: ifMatch(view), body: { query } });
      }}
      onRemove={({ id }) => {
        setOpened(undefined);
        remove.mutate({ id });
      }}
    />
  );
}

const queryOf = (searchText: string) => searchText.replace(/^\?/, "");
const without = (search: Search, keys: readonly string[]): Search =>
  Object.fromEntries(Object.entries(search).filter(([key, value]) => !keys.includes(key) && value !== undefined));
/** The same view whatever the order in which its address was written. */
const canonical = (search: Search): string => JSON.stringify(Object.entries(search).toSorted(([a], [b]) => (a < b ? -1 : 1)));
