import { useQuery } from "@tanstack/react-query";
import { Navigate, useParams } from "@tanstack/react-router";
import { api } from "./api.tsx";
import { statusOf } from "./frame.tsx";
import { PagePending } from "./ui/root.tsx";
import { ErrorState } from "./ui/states.tsx";

/** The bare address: to the first set-up, to sign in, or to where the work waits. */
export function Landing() {
  const { data: setup, error: unreachable, refetch } = useQuery(api.setup.status.queryOptions({}));
  // Whoever looks around in the demo of a new installation is signed in as well.
  const isEmpty = setup?.isNew && !setup.hasDemo;
  const me = useQuery(api.me.get.queryOptions({ enabled: isEmpty === false }));
  const failure = unreachable ?? (statusOf(me.error) === 401 ? null : me.error);
  if (failure) return <ErrorState error={failure} onRetry={() => void refetch()} />;
  if (isEmpty || (setup?.isNew && me.error)) return <Navigate to="/welcome" replace />;
  if (me.error) return <Navigate to="/sign-in" search={{}} replace />;
  if (!me.data) return <PagePending />;
  const [first] = me.data.memberships;
  return first ? <Navigate to={`/${first.slug}/feedback`} replace /> : <Navigate to="/workspaces/new" replace />;
}

/** A workspace's bare address leads to its feedback: where the day begins. */
export function WorkspaceLanding() {
  const { workspace = "" } = useParams({ strict: false });
  return <Navigate to={`/${workspace}/feedback`} replace />;
}
