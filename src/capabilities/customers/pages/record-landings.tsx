import { useQuery } from "@tanstack/react-query";
import { Navigate, useParams } from "@tanstack/react-router";
import { useWorkspace } from "../../../actor.tsx";
import { api } from "../../../api.tsx";
import { NotFound, PagePending } from "../../../ui/root.tsx";
import { ErrorState } from "../../../ui/states.tsx";

/** The address of one piece of feedback: it opens among all the others. */
export function FeedbackLanding() {
  const { id = "" } = useParams({ strict: false });
  const { slug } = useWorkspace();
  const { data, error, refetch } = useQuery(api.feedback.get.queryOptions({ input: { id } }));
  if (error && "status" in error && error.status === 404) return <NotFound />;
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <PagePending />;
  return <Navigate to={`/${slug}/feedback`} search={{ item: data.key, ...(data.state === "new" ? {} : { state: "all" }) }} replace />;
}

/** The address of a contact: people are shown where they belong, at their account, or else by what they said. */
export function ContactLanding() {
  const { id = "" } = useParams({ strict: false });
  const { slug } = useWorkspace();
  const { data, error, refetch } = useQuery(api.contacts.get.queryOptions({ input: { id } }));
  const account = useQuery(
    api.accounts.get.queryOptions({ input: { id: data?.accountId ?? "" }, enabled: data !== undefined && data.accountId !== null }),
  );
  if (error && "status" in error && error.status === 404) return <NotFound />;
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data || (data.accountId !== null && account.isPending)) return <PagePending />;
  if (account.data) return <Navigate to={`/${slug}/accounts/${account.data.key}`} replace />;
  return <Navigate to={`/${slug}/feedback`} search={{ state: "all", filter: `contact:${data.id}` }} replace />;
}
