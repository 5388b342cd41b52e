// Before anything that brings styles of its own: they build on these and may overrule them.
import "./ui/mantine.ts";

import {
  type AnyRoute,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  RouterProvider,
  retainSearchParams,
} from "@tanstack/react-router";
import { type ComponentType, StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { WorkspaceFrame } from "./frame.tsx";
import { Landing, WorkspaceLanding } from "./landing.tsx";
import { createQueryClient, UiProvider } from "./ui/provider.tsx";
import { NotFound, PageFailure, PagePending, Root } from "./ui/root.tsx";
import type { Search } from "./ui/router.tsx";

const root = createRootRoute({ component: Root, notFoundComponent: NotFound });

/** Everything inside a workspace. The chosen product stays in the address from page to page. */
const workspace = createRoute({
  getParentRoute: () => root,
  path: "$workspace",
  component: WorkspaceFrame,
  notFoundComponent: NotFound,
  validateSearch: (search: Search): Search => search,
  search: { middlewares: [retainSearchParams<Search>(["product"])] },
});

/** A page of a workspace: its place, the module it lies in and its name there. The code is fetched when the page is first needed. */
const page = <Name extends string>(path: string, load: () => Promise<Record<NoInfer<Name>, ComponentType>>, name: Name) =>
  createRoute({ getParentRoute: () => workspace, path, component: lazyRouteComponent(load, name) });

/** The pages of a workspace, one line each. */
const pages: AnyRoute[] = [
  createRoute({ getParentRoute: () => workspace, path: "/", component: WorkspaceLanding }),
  page("settings", () => import("./capabilities/workspace/pages/settings-frame.tsx"), "SettingsLanding"),
  page("settings/profile", () => import("./capabilities/workspace/pages/profile-page.tsx"), "ProfilePage"),
  page("settings/workspace", () => import("./capabilities/workspace/pages/workspace-page.tsx"), "WorkspacePage"),
  page("settings/products", () => import("./capabilities/workspace/pages/products-page.tsx"), "ProductsPage"),
  page("settings/policy", () => import("./capabilities/workspace/pages/policy-page.tsx"), "PolicyPage"),
  page("settings/members", () => import("./capabilities/workspace/pages/members-page.tsx"), "MembersPage"),
  page("settings/invitations", () => import("./capabilities/workspace/pages/invitations-page.tsx"), "InvitationsPage"),
  page("settings/keys", () => import("./capabilities/workspace/pages/keys-page.tsx"), "KeysPage"),
  page("settings/share-links", () => import("./capabilities/sharing/pages/share-links-page.tsx"), "ShareLinksPage"),
  page("settings/webhooks", () => import("./capabilities/webhooks/pages/webhooks-page.tsx"), "WebhooksPage"),
  page("settings/capture", () => import("./capabilities/intake/pages/capture-page.tsx"), "CapturePage"),
  page("settings/intake", () => import("./capabilities/intake/pages/intake-page.tsx"), "IntakePage"),
  page("settings/labels", () => import("./capabilities/workspace/pages/labels-page.tsx"), "LabelsPage"),
  page("settings/fields", () => import("./capabilities/workspace/pages/fields-page.tsx"), "FieldsPage"),
  page("settings/states", () => import("./state-settings.tsx"), "StateSettings"),
  page("settings/data", () => import("./capabilities/exports/pages/data-page.tsx"), "DataPage"),
  page("inbox", () => import("./capabilities/workspace/pages/inbox-page.tsx"), "InboxPage"),
  page("feedback", () => import("./capabilities/customers/pages/feedback-page.tsx"), "FeedbackPage"),
  page("feedback/$id", () => import("./capabilities/customers/pages/record-landings.tsx"), "FeedbackLanding"),
  page("accounts", () => import("./capabilities/customers/pages/accounts-page.tsx"), "AccountsPage"),
  page("accounts/$id", () => import("./capabilities/customers/pages/account-page.tsx"), "AccountPage"),
  page("contacts/$id", () => import("./capabilities/customers/pages/record-landings.tsx"), "ContactLanding"),
  page("import", () => import("./capabilities/imports/pages/import-page.tsx"), "ImportPage"),
  page("needs", () => import("./capabilities/needs/pages/needs-page.tsx"), "NeedsPage"),
  page("needs/$id", () => import("./capabilities/needs/pages/need-page.tsx"), "NeedPage"),
  page("personas", () => import("./capabilities/needs/pages/personas-page.tsx"), "PersonasPage"),
  page("personas/$id", () => import("./capabilities/needs/pages/persona-page.tsx"), "PersonaPage"),
  page("findings", () => import("./capabilities/research/pages/market-page.tsx"), "MarketPage"),
  page("findings/$id", () => import("./capabilities/research/pages/finding-page.tsx"), "FindingPage"),
  page("competitors", () => import("./capabilities/research/pages/competitors-page.tsx"), "CompetitorsPage"),
  page("competitors/$id", () => import("./capabilities/research/pages/competitor-page.tsx"), "CompetitorPage"),
  page("deals", () => import("./capabilities/research/pages/deals-page.tsx"), "DealsPage"),
  page("deals/$id", () => import("./capabilities/research/pages/deal-page.tsx"), "DealPage"),
  page("customer-stories", () => import("./capabilities/research/pages/stories-page.tsx"), "StoriesPage"),
  page("customer-stories/$id", () => import("./capabilities/research/pages/story-page.tsx"), "StoryPage"),
  page("features", () => import("./capabilities/features/pages/features-page.tsx"), "FeaturesPage"),
  page("features/$id", () => import("./capabilities/features/pages/feature-page.tsx"), "FeaturePage"),
  page("launches", () => import("./capabilities/launches/pages/market-lists.tsx"), "LaunchesPage"),
  page("launches/$id", () => import("./capabilities/launches/pages/launch-page.tsx"), "LaunchPage"),
  page("messaging", () => import("./capabilities/launches/pages/market-lists.tsx"), "MessagingPage"),
  page("messaging/$id", () => import("./capabilities/launches/pages/claiming-pages.tsx"), "MessagePage"),
  page("assets", () => import("./capabilities/launches/pages/market-lists.tsx"), "AssetsPage"),
  page("assets/$id", () => import("./capabilities/launches/pages/claiming-pages.tsx"), "AssetPage"),
  page("segments", () => import("./capabilities/launches/pages/market-lists.tsx"), "SegmentsPage"),
  page("segments/$id", () => import("./capabilities/launches/pages/segment-page.tsx"), "SegmentPage"),
  page("objectives", () => import("./capabilities/strategy/pages/objectives-page.tsx"), "ObjectivesPage"),
  page("objectives/$id", () => import("./capabilities/strategy/pages/objective-page.tsx"), "ObjectivePage"),
  page("milestones", () => import("./capabilities/strategy/pages/milestones-page.tsx"), "MilestonesPage"),
  page("milestones/$id", () => import("./capabilities/strategy/pages/milestone-page.tsx"), "MilestonePage"),
  page("roadmap", () => import("./capabilities/strategy/pages/roadmap-page.tsx"), "RoadmapPage"),
  page("decisions", () => import("./capabilities/decisions/pages/decisions-page.tsx"), "DecisionsPage"),
  page("decisions/$id", () => import("./capabilities/decisions/pages/decision-page.tsx"), "DecisionPage"),
  page("recommendations", () => import("./capabilities/recommendations/pages/recommendations-page.tsx"), "RecommendationsPage"),
  page("recommendations/$id", () => import("./capabilities/recommendations/pages/recommendation-page.tsx"), "RecommendationPage"),
  page("metrics", () => import("./capabilities/measurement/pages/metrics-page.tsx"), "MetricsPage"),
  page("metrics/$id", () => import("./capabilities/measurement/pages/metric-page.tsx"), "MetricPage"),
  page("feasibility", () => import("./capabilities/delivery/pages/feasibility-queue.tsx"), "FeasibilityQueue"),
  page("feasibility/$id", () => import("./capabilities/delivery/pages/feasibility-record.tsx"), "FeasibilityRecord"),
  page("tech-notes", () => import("./capabilities/delivery/pages/tech-notes-page.tsx"), "TechNotesPage"),
  page("tech-notes/$id", () => import("./capabilities/delivery/pages/tech-note-page.tsx"), "TechNotePage"),
  page("designs", () => import("./capabilities/design/pages/designs-page.tsx"), "DesignsPage"),
  page("designs/$id", () => import("./capabilities/design/pages/design-page.tsx"), "DesignPage"),
  page("studies", () => import("./capabilities/design/pages/studies-page.tsx"), "StudiesPage"),
  page("studies/$id", () => import("./capabilities/design/pages/study-page.tsx"), "StudyPage"),
  page("throughline", () => import("./capabilities/thread/pages/throughline-page.tsx"), "ThroughlinePage"),
  page("tour", () => import("./capabilities/demo/pages/tour-page.tsx"), "TourPage"),
];

/** A page outside of any workspace. */
const outside = <Name extends string>(path: string, load: () => Promise<Record<NoInfer<Name>, ComponentType>>, name: Name) =>
  createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load, name) });

/** Pages for people who are not in a workspace yet. */
const open: AnyRoute[] = [
  createRoute({ getParentRoute: () => root, path: "/", component: Landing }),
  outside("welcome", () => import("./capabilities/workspace/pages/welcome-page.tsx"), "WelcomePage"),
  outside("sign-in", () => import("./capabilities/workspace/pages/sign-in-page.tsx"), "SignInPage"),
  outside("invite/$token", () => import("./capabilities/workspace/pages/invitation-page.tsx"), "InvitationPage"),
  outside("clip/{-$workspace}", () => import("./capabilities/intake/pages/clip-page.tsx"), "ClipPage"),
  outside("workspaces/new", () => import("./capabilities/workspace/pages/new-workspace-page.tsx"), "NewWorkspacePage"),
];

const router = createRouter({
  routeTree: root.addChildren([...open, workspace.addChildren(pages)]),
  defaultPreload: "intent",
  defaultErrorComponent: PageFailure,
  defaultPendingComponent: PagePending,
  defaultPendingMs: 150,
  scrollRestoration: true,
});
const queries = createQueryClient();

const element = document.getElementById("root");
if (element) {
  createRoot(element).render(
    <StrictMode>
      <UiProvider queries={queries}>
        <RouterProvider router={router} />
      </UiProvider>
    </StrictMode>,
  );
}
