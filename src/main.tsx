import { createRootRoute, createRoute, createRouter, Outlet, RouterProvider, retainSearchParams } from "@tanstack/react-router";
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

const router = createRouter({
  routeTree: root.addChildren([workspace]),
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
