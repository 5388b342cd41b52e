import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Outlet, useParams, useRouter } from "@tanstack/react-router";
import { Compass, LogOut, type LucideIcon, Plus, Settings, UserRound } from "lucide-react";
import { useCallback, useEffect, useMemo } from "react";
import { HereProvider, useActor, useOwnEmail, useProduct, useWorkspace } from "./actor.tsx";
import { api, client } from "./api.tsx";
import { KINDS, type RecordKind, recordPath } from "./capabilities/workspace/kind-rules.ts";
import { useLive } from "./capabilities/workspace/pages/use-live.ts";
import { menuFor, SECTIONS } from "./navigation.ts";
import type { Group } from "./platform/access.ts";
import type { Membership } from "./platform/sessions.ts";
import { kinds } from "./ui/kinds.ts";
import type { MenuEntry } from "./ui/menu-items.tsx";
import { Palette } from "./ui/palette.tsx";
import { type PaletteItem, usePaletteItems } from "./ui/palette-items.ts";
import { NotFound, PagePending } from "./ui/root.tsx";
import { useGoTo } from "./ui/router.tsx";
import { AppShell, type NavGroup } from "./ui/shell/app-shell.tsx";
import { ErrorState } from "./ui/states.tsx";
import { notify, notifyError } from "./ui/undo.tsx";

/** Everything inside a workspace stands in this frame: who you are, where you can go, what waits. */
export function WorkspaceFrame() {
  const { workspace: slug = "" } = useParams({ strict: false });
  const me = useQuery(api.me.get.queryOptions({ staleTime: 5 * 60_000 }));
  if (me.isPending) return <PagePending />;
  if (me.error) {
    if (statusOf(me.error) === 401) return <ToSignIn />;
    if (statusOf(me.error) !== 404) return <ErrorState error={me.error} onRetry={() => void me.refetch()} />;
  }
  const membership = me.data?.memberships.find((one) => one.slug === slug);
  const { actor, user } = me.data ?? {};
  if (!membership || !actor || !user) return <NotFound />;
  const workspace = { id: membership.workspaceId, slug, name: membership.workspaceName, isDemo: membership.isDemo };
  return (
    <HereProvider here={{ actor, workspace, email: user.email }}>
      <Framed memberships={me.data?.memberships ?? []} />
    </HereProvider>
  );
}

/** To sign in, and back here afterwards. Where "here" is is read once: while the way there is under way the address is another. */
function ToSignIn() {
  const router = useRouter();
  useEffect(() => {
    const { pathname, href } = router.latestLocation;
    if (pathname !== "/sign-in") void router.navigate({ to: "/sign-in", search: { next: href }, replace: true });
  }, [router]);
  return <PagePending />;
}

export function statusOf(error: unknown): number | null {
  return typeof error === "object" && error !== null && "status" in error && typeof error.status === "number" ? error.status : null;
}

function Framed({ memberships }: { memberships: readonly Pick<Membership, "slug" | "workspaceName" | "access" | "isDemo">[] }) {
  const actor = useActor();
  const email = useOwnEmail();
  const workspace = useWorkspace();
  const { product, products, choose } = useProduct();
  const queries = useQueryClient();
  const goTo = useGoTo();
  useLive();

  const scope = product ? { product: product.id } : {};
  const fresh = useQuery(api.feedback.count.queryOptions({ input: { state: ["new"], ...scope } }));
  const unread = useQuery(api.notifications.count.queryOptions({}));
  const nav = useMemo(
    () =>
      navigation(workspace.slug, actor.groups, {
        feedback: { count: fresh.data?.total ?? 0, countLabel: "waiting" },
        inbox: { count: unread.data?.unread ?? 0, countLabel: "unread" },
      }),
    [workspace.slug, actor.groups, fresh.data, unread.data],
  );
  usePaletteItems(usePlaces(workspace.slug));

  const leave = async () => {
    try {
      await client.session.signOut({});
      queries.clear();
      window.location.assign("/sign-in");
    } catch (error) {
      notifyError(error, "Could not sign out");
    }
  };
  const mayExplore = !memberships.some(({ isDemo }) => isDemo) && memberships.some(({ access }) => access === "admin");
  const explore = async () => {
    try {
      notify("The demo moves in: some seconds");
      const { workspace: demo } = await client.demo.explore({});
      window.location.assign(`/${demo}/tour`);
    } catch (error) {
      notifyError(error, "Could not load the demo");
    }
  };
  const switcher: MenuEntry[] = [
    { heading: "Product" },
    { label: "All products", run: () => choose(undefined), checked: product === null },
    ...products.map(({ slug, name }) => ({ label: name, run: () => choose(slug), checked: slug === product?.slug })),
    "rule",
    { heading: "Workspace" },
    // Another workspace is another world: nothing that this page remembers may be shown there, so the page is loaded anew.
    ...memberships.map(({ slug, workspaceName }) => ({
      label: workspaceName,
      run: () => window.location.assign(`/${slug}/feedback`),
      checked: slug === workspace.slug,
    })),
    { label: "New workspace", icon: Plus, run: () => goTo("/workspaces/new") },
    ...(mayExplore ? [{ label: "Explore the demo", icon: Compass, run: () => void explore() }] : []),
  ];
  const entries: MenuEntry[] = [
    { label: "Your profile", icon: UserRound, to: `/${workspace.slug}/settings/profile` },
    { label: "Settings", icon: Settings, to: `/${workspace.slug}/settings` },
    "rule",
    { label: "Sign out", icon: LogOut, run: () => void leave() },
  ];
  const search = useCallback((query: string, signal: AbortSignal) => searchRecords(workspace.slug, query, signal), [workspace.slug]);
  return (
    <AppShell
      workspace={{ name: product ? `${workspace.name} · ${product.name}` : workspace.name, entries: switcher }}
      {...(workspace.isDemo ? { note: { label: "Demo", words: "five-minute tour", to: `/${workspace.slug}/tour` } } : {})}
      nav={nav.shown}
      folded={nav.folded}
      user={{ name: actor.name, detail: email, entries }}
    >
      <Outlet />
      <Palette search={search} />
    </AppShell>
  );
}

/** What people type in ⌘K: among this workspace's records, and among the lines that sellers answer with. */
async function searchRecords(slug: string, query: string, signal: AbortSignal): Promise<readonly PaletteItem[]> {
  const [{ items }, answers] = await Promise.all([
    client.search.find({ q: query, limit: 12 }, { signal }),
    client.claims.find({ q: query.slice(0, 300), limit: 3 }, { signal }),
  ]);
  const placed = (kind: RecordKind, key: string) => ({ icon: kinds[KINDS[kind].mark].icon, to: `/${slug}/${recordPath(kind, key)}` });
  return [
    ...items.map(({ id, kind, key, title }) => ({ id, label: title, section: "record" as const, detail: key, ...placed(kind, key) })),
    ...answers.items.map(({ id, text, stale, owner: { kind, key, title } }) => ({
      id,
      label: text,
      section: "answer" as const,
      isSentence: true,
      detail: stale === null ? title : `stale · ${title}`,
      ...placed(kind, key),
    })),
  ];
}

/** The menu of the person, with what waits. */
function navigation(slug: string, groups: readonly Group[], waiting: Readonly<Record<string, { count: number; countLabel: string }>>) {
  const { shown, folded } = menuFor(groups, SECTIONS);
  const groupsOf = (parts: typeof shown): NavGroup[] =>
    parts.map(({ label, places }) => ({
      ...(label === undefined ? {} : { label }),
      items: places.map(({ path, words: _, always: _always, ...place }) => ({ ...place, to: `/${slug}/${path}`, ...waiting[path] })),
    }));
  return { shown: groupsOf(shown), folded: groupsOf(folded) };
}

/** Settings by other names that people know them by. */
const SETTINGS_WORDS: Readonly<Record<string, readonly string[]>> = {
  capture: ["bookmarklet", "clip", "bookmark", "extension"],
  data: ["export", "archive", "backup", "erase", "delete workspace", "gdpr"],
};

function usePlaces(slug: string): readonly PaletteItem[] {
  return useMemo(() => {
    const place = (label: string, path: string, icon: LucideIcon, words: readonly string[] = [], keys?: string): PaletteItem => ({
      id: `place:${path}`,
      label,
      section: "place",
      to: `/${slug}/${path}`,
      icon,
      words,
      ...(keys ? { keys } : {}),
    });
    const settings = [
      "profile",
      "members",
      "invitations",
      "keys",
      "share-links",
      "webhooks",
      "products",
      "workspace",
      "labels",
      "fields",
      "states",
      "capture",
      "intake",
      "data",
    ];
    return [
      ...SECTIONS.flatMap(({ places }) => places.map(({ label, path, icon, words, keys }) => place(label, path, icon, words, keys))),
      ...settings.map((page) =>
        place(`Settings: ${page === "keys" ? "API keys" : page.replace("-", " ")}`, `settings/${page}`, Settings, SETTINGS_WORDS[page]),
      ),
      place("Import", "import", Plus),
    ];
  }, [slug]);
}
