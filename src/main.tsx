import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  RouterProvider,
  redirect,
  retainSearchParams,
} from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createQueryClient, UiProvider } from "./ui/provider.tsx";
import { NotFound, PageFailure, PagePending, Root } from "./ui/root.tsx";
import type { Search } from "./ui/router.tsx";

const root = createRootRoute({ component: Root, notFoundComponent: NotFound });

/** Everything inside a workspace. The chosen product stays in the address from page to page. */
const workspace = createRoute({
  getParentRoute: () => root,
  path: "$workspace",
  component: Outlet,
  validateSearch: (search: Search): Search => search,
  search: { middlewares: [retainSearchParams<Search>(["product"])] },
});

type PageCode = ReturnType<typeof lazyRouteComponent>;
const outside = (path: string, component: PageCode) => createRoute({ getParentRoute: () => root, path, component });

/** Pages for those who are not in a workspace yet, one line each. The code of a page loads when somebody goes there. */
const outsidePages = [
  outside(
    "welcome",
    lazyRouteComponent(() => import("./capabilities/workspace/pages/welcome-page.tsx"), "WelcomePage"),
  ),
  outside(
    "sign-in",
    lazyRouteComponent(() => import("./capabilities/workspace/pages/sign-in-page.tsx"), "SignInPage"),
  ),
  outside(
    "invite/$token",
    lazyRouteComponent(() => import("./capabilities/workspace/pages/invitation-page.tsx"), "InvitationPage"),
  ),
  outside(
    "workspaces/new",
    lazyRouteComponent(() => import("./capabilities/workspace/pages/new-workspace-page.tsx"), "NewWorkspacePage"),
  ),
];

const entry = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/sign-in" });
  },
});

const router = createRouter({
  routeTree: root.addChildren([entry, ...outsidePages, workspace]),
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
