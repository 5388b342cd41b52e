import { Navigate } from "@tanstack/react-router";
import {
  BookmarkPlus,
  Database,
  Gauge,
  KeyRound,
  type LucideIcon,
  MailPlus,
  Package,
  Settings,
  Share2,
  SlidersHorizontal,
  Tag,
  TextCursorInput,
  UserRound,
  Users,
  Webhook,
} from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { useActor, useWorkspace } from "../../../actor.tsx";
import { mayUse } from "../../../platform/access.ts";
import { useWorkspaceSlug, WorkspaceLink } from "../../../ui/router.tsx";
import { Page } from "../../../ui/shell/page.tsx";
import { EmptyState } from "../../../ui/states.tsx";
import "./settings.css";

type Place = { path: string; label: string; icon: LucideIcon; admins?: boolean };

const YOURS: readonly Place[] = [{ path: "profile", label: "Your profile", icon: UserRound }];
const WORKSPACE: readonly Place[] = [
  { path: "workspace", label: "Workspace", icon: Settings },
  { path: "products", label: "Products", icon: Package },
  { path: "policy", label: "Readiness policy", icon: Gauge },
  { path: "members", label: "Members", icon: Users },
  { path: "invitations", label: "Invitations", icon: MailPlus, admins: true },
  { path: "keys", label: "API keys", icon: KeyRound, admins: true },
  { path: "share-links", label: "Share links", icon: Share2 },
  { path: "webhooks", label: "Webhooks", icon: Webhook, admins: true },
];
const RECORDS: readonly Place[] = [
  { path: "labels", label: "Labels", icon: Tag },
  { path: "fields", label: "Fields", icon: TextCursorInput },
  { path: "states", label: "States", icon: SlidersHorizontal },
];

/** How records come in and go out. */
const DATA: readonly Place[] = [
  { path: "capture", label: "Capture", icon: BookmarkPlus },
  { path: "intake", label: "Intake", icon: Webhook, admins: true },
  { path: "data", label: "Data", icon: Database },
];

/** One page of the settings: the places of all settings beside it. With `admins` it is shown to admins only, and says so to others. */
export function SettingsPage({
  title,
  sentence,
  actions,
  admins = false,
  children,
}: {
  title: string;
  sentence?: ReactNode;
  actions?: ReactNode;
  admins?: boolean;
  children: ReactNode;
}) {
  const workspace = useWorkspace();
  const isAdmin = mayUse(useActor(), "admin");
  const shown = !admins || isAdmin;
  const nav = useRef<HTMLElement>(null);
  // On a phone the places stand in a row that scrolls: the one that is open comes into sight.
  useEffect(() => nav.current?.querySelector("[aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" }), []);
  const group = (label: string, places: readonly Place[]) => (
    <div className="settings-group">
      <h2>{label}</h2>
      {places
        .filter((place) => isAdmin || !place.admins)
        .map(({ path, label: name, icon: Icon }) => (
          <WorkspaceLink key={path} path={`settings/${path}`} className="settings-place">
            <Icon size={15} strokeWidth={1.75} aria-hidden />
            {name}
          </WorkspaceLink>
        ))}
    </div>
  );
  return (
    <Page
      title={title}
      {...(shown && sentence ? { sentence } : {})}
      {...(shown && actions ? { actions } : {})}
      crumbs={[{ label: "Settings", to: `/${workspace.slug}/settings/profile` }]}
    >
      <div className="settings">
        <nav ref={nav} className="settings-nav" aria-label="Settings">
          {group("You", YOURS)}
          {group(workspace.name, WORKSPACE)}
          {group("Records", RECORDS)}
          {group("In and out", DATA)}
        </nav>
        <div className="settings-body">
          {shown ? children : <EmptyState title="Admins only">Ask an admin of {workspace.name} to do this, or to make you one.</EmptyState>}
        </div>
      </div>
    </Page>
  );
}

/** The bare address of the settings: to what everybody has. */
export function SettingsLanding() {
  return <Navigate to={`/${useWorkspaceSlug()}/settings/profile`} replace />;
}
