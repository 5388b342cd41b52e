import { Link, type LinkProps, useParams, useRouter, useSearch } from "@tanstack/react-router";
import { type ReactNode, useCallback, useEffect, useMemo } from "react";

/** What a page keeps in its address: anything JSON can say. `undefined` takes the key out. */
export type Search = Record<string, unknown>;

/** The workspace of the current address, or "" outside of one. */
export function useWorkspaceSlug() {
  const { workspace = "" } = useParams({ strict: false });
  return workspace;
}

/** Goes to a whole address (`/acme/needs/N-42`). The chosen product stays in the address by itself. */
export function useGoTo() {
  const router = useRouter();
  return useCallback(
    (to: string, { search, replace = false }: { search?: Search; replace?: boolean } = {}) => {
      void router.navigate({ to, search: search ?? {}, replace });
    },
    [router],
  );
}

/** Goes to a place of this workspace: `go("needs/N-42")`. */
export function useGo() {
  const goTo = useGoTo();
  const workspace = useWorkspaceSlug();
  return useCallback(
    (path: string, options?: { search?: Search; replace?: boolean }) => goTo(`/${workspace}/${path}`, options),
    [goTo, workspace],
  );
}

/** A link to a place of this workspace: `<WorkspaceLink path="needs/N-42">…</WorkspaceLink>`. Loads the page's code on hover. */
export function WorkspaceLink({
  path,
  search,
  ...rest
}: {
  path: string;
  search?: Search;
  className?: string;
  title?: string;
  children: ReactNode;
  "aria-label"?: string;
  tabIndex?: number;
} & Pick<LinkProps, "replace" | "disabled">) {
  const workspace = useWorkspaceSlug();
  return <Link to={`/${workspace}/${path}`} search={search ?? {}} preload="intent" {...rest} />;
}

/**
 * The view a page shows (filters, sort, the selected record …) lives in its address, so it can be shared, saved and gone back to.
 * `parse` reads it from raw search parameters, forgivingly; define it outside the component. `setView` merges a change in and replaces
 * the address; pass `{ push: true }` where Back should return here.
 *
 * ```tsx
 * const { view, setView } = useView(parseNeedsView);
 * setView({ sort: "money" });
 * ```
 */
export function useView<View extends object>(parse: (raw: Search) => View) {
  const router = useRouter();
  const raw: Search = useSearch({ strict: false });
  const view = useMemo(() => parse(raw), [parse, raw]);
  const setView = useCallback(
    (change: Partial<View> & Search, { push = false }: { push?: boolean } = {}) => {
      const search: Search = { ...router.latestLocation.search, ...change };
      for (const [key, value] of Object.entries(search)) if (value === undefined || value === "") delete search[key];
      void router.navigate({ to: ".", search, replace: !push, resetScroll: false });
    },
    [router],
  );
  return { view, setView };
}

/** Names the page in the browser's tab. `Page` does it for you. */
export function useDocumentTitle(title: string) {
  useEffect(() => {
    document.title = title === "Throughline" ? title : `${title} · Throughline`;
  }, [title]);
}

/**
 * After a navigation the page's heading takes focus, so that keyboard and screen reader start where the eye does;
 * not when focus already sits in the new page (a list that follows its own selection). Mounted once, at the root.
 */
export function useFocusOnArrival() {
  const router = useRouter();
  useEffect(
    () =>
      router.subscribe("onRendered", ({ pathChanged, fromLocation }) => {
        if (!pathChanged || fromLocation === undefined) return;
        if (document.activeElement?.closest("main, [role=dialog]")) return;
        const heading = document.querySelector("h1");
        if (heading instanceof HTMLElement) heading.focus({ preventScroll: true });
      }),
    [router],
  );
}
