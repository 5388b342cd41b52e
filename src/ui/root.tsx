import { Button } from "@mantine/core";
import { type ErrorComponentProps, Outlet, useRouter } from "@tanstack/react-router";
import { WholePage } from "./heading.tsx";
import { useDocumentTitle, useFocusOnArrival } from "./router.tsx";
import { EmptyState, ErrorState, Skeleton } from "./states.tsx";
import { Toasts } from "./undo.tsx";

/** What every page stands in, signed in or not: arrival focus and the message regions. */
export function Root() {
  useFocusOnArrival();
  return (
    <>
      <Outlet />
      <Toasts />
    </>
  );
}

/** An address that leads nowhere. */
export function NotFound() {
  useDocumentTitle("No such page");
  const router = useRouter();
  return (
    <main className="page page-alone" id="main">
      <WholePage>
        <EmptyState title="There is no such page" action={<Button onClick={() => router.history.push("/")}>Go home</Button>}>
          The address may be mistyped, or what it named is not in a workspace you belong to.
        </EmptyState>
      </WholePage>
    </main>
  );
}

/** A page that threw: its sentence, and a way to try again without losing the rest of the app. */
export function PageFailure({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const retry = () => {
    reset();
    void router.invalidate();
  };
  return (
    <main className="page page-alone" id="main">
      <WholePage>
        <ErrorState error={error} onRetry={retry} />
      </WholePage>
    </main>
  );
}

/** While a page's code or first data is on its way; shows nothing for the first 150 ms. */
export function PagePending() {
  return (
    <main className="page page-pending" id="main">
      <Skeleton lines={6} />
    </main>
  );
}
