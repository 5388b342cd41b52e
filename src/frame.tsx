import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Outlet, useParams, useRouter } from "@tanstack/react-router";
import {
  Bell,
  Box,
  Building2,
  Lightbulb,
  LogOut,
  type LucideIcon,
  MessageSquareQuote,
  Plus,
  Settings,
  UserRound,
  Waypoints,
} from "lucide-react";
import { useCallback, useEffect, useMemo } from "react";
import { HereProvider, useActor, useOwnEmail, useProduct, useWorkspace } from "./actor.tsx";
import { api, client } from "./api.tsx";
import { KINDS, recordPath } from "./capabilities/workspace/kind-rules.ts";
import { useLive } from "./capabilities/workspace/pages/use-live.ts";
import { kinds } from "./ui/kinds.ts";
import type { MenuEntry } from "./ui/menu-items.tsx";
import { Palette } from "./ui/palette.tsx";
import { type PaletteItem, usePaletteItems } from "./ui/palette-items.ts";
import { NotFound, PagePending } from "./ui/root.tsx";
import { useGoTo } from "./ui/router.tsx";
import { AppShell, type NavGroup } from "./ui/shell/app-shell.tsx";
import { ErrorState } from "./ui/states.tsx";
import { notifyError } from "./ui/undo.tsx";

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
  const workspace = { id: membership.workspaceId, slug, name: membership.workspaceName };
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

function Framed({ memberships }: { memberships: readonly { slug: string; workspaceName: string }[] }) {
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
    () => navigation(workspace.slug, { fresh: fresh.data?.total ?? 0, unread: unread.data?.unread ?? 0 }),
    [workspace.slug, fresh.data, unread.data],
  );
  usePaletteItems(usePlaces(nav, workspace.slug));

  const leave = async () => {
    try {
      await client.session.signOut({});
      queries.clear();
      window.location.assign("/sign-in");
    } catch (error) {
      notifyError(error, "Could not sign out");
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
      nav={nav}
      user={{ name: actor.name, detail: email, entries }}
    >
      <Outlet />
      <Palette search={search} />
    </AppShell>
  );
}

/** What people type in ⌘K, among this workspace's records. */
async function searchRecords(slug: string, query: string, signal: AbortSignal): Promise<readonly PaletteItem[]> {
  const { items } = await client.search.find({ q: query, limit: 12 }, { signal });
  return items.map(({ id, kind, key, title }) => ({
    id,
    label: title,
    section: "record",
    detail: key,
    icon: kinds[KINDS[kind].mark].icon,
    to: `/${slug}/${recordPath(kind, key)}`,
  }));
}

function navigation(slug: string, waiting: { fresh: number; unread: number }): NavGroup[] {
  const at = (path: string) => `/${slug}/${path}`;
  return [
    {
      items: [
        {
          label: "Feedback",
          icon: MessageSquareQuote,
          to: at("feedback"),
          keys: "g b",
          count: waiting.fresh,
          countLabel: "waiting",
          tab: true,
        },
        { label: "Inbox", icon: Bell, to: at("inbox"), keys: "g i", count: waiting.unread, countLabel: "unread", tab: true },
      ],
    },
    {
      label: "Understand",
      items: [
        { label: "Needs", icon: Lightbulb, to: at("needs"), keys: "g n", tab: true },
        { label: "Personas", icon: UserRound, to: at("personas"), keys: "g p" },
        { label: "Accounts", icon: Building2, to: at("accounts"), keys: "g a" },
      ],
    },
    {
      label: "Decide",
      items: [
        { label: "Throughline", icon: Waypoints, to: at("throughline"), keys: "g s" },
        { label: "Features", icon: Box, to: at("features"), keys: "g f", tab: true },
      ],
    },
  ];
}

/** Pages by every name people know them by. */
const SYNONYMS: Record<string, readonly string[]> = {
  Feedback: ["triage", "tickets", "messages", "requests"],
  Needs: ["opportunity", "problem", "pain", "job"],
  Features: ["idea", "solution", "backlog", "board"],
  Accounts: ["customers", "companies", "contacts"],
  Throughline: ["strategy", "thread", "readiness"],
  Inbox: ["notifications", "mentions"],
  Personas: ["users", "roles"],
  "Settings: capture": ["bookmarklet", "clip", "bookmark", "extension"],
  "Settings: data": ["export", "archive", "backup", "erase", "delete workspace", "gdpr"],
};

function usePlaces(nav: readonly NavGroup[], slug: string): readonly PaletteItem[] {
  return useMemo(() => {
    const place = (label: string, to: string, icon: LucideIcon, keys?: string): PaletteItem => ({
      id: `place:${to}`,
      label,
      section: "place",
      to,
      icon,
      words: SYNONYMS[label] ?? [],
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
      ...nav.flatMap(({ items }) => items.map(({ label, to, icon, keys }) => place(label, to, icon, keys))),
      ...settings.map((page) =>
        place(`Settings: ${page === "keys" ? "API keys" : page.replace("-", " ")}`, `/${slug}/settings/${page}`, Settings),
      ),
      place("Import", `/${slug}/import`, Plus),
    ];
  }, [nav, slug]);
}
