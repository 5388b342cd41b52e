import { useQuery } from "@tanstack/react-query";
import { Navigate, useRouter } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { api, onceKey } from "../../../api.tsx";
import { PagePending } from "../../../ui/root.tsx";
import { useDocumentTitle, useWorkspaceSlug } from "../../../ui/router.tsx";
import { EmptyState, ErrorState } from "../../../ui/states.tsx";
import { clipIn, isPopUp } from "../clip-rules.ts";
import { ClipForm } from "./clip-form.tsx";
import { type ClipDraft, keepDraft, keptDraft, keptLast } from "./clip-store.ts";
import "../../workspace/pages/outside.css";
import "./clip.css";

/** What the address brings, else what this window has kept. */
function arriving(): ClipDraft {
  const { search, hash } = window.location;
  const before = keptDraft();
  const clip = clipIn({ search, hash });
  if (clip === null && before !== null) return before;
  const draft = {
    text: "",
    sourceAddress: null,
    title: "",
    ...clip,
    authorName: "",
    authorEmail: "",
    isPopUp: isPopUp(hash),
    once: onceKey(),
  };
  keepDraft(draft);
  return draft;
}

/** The page to capture on, for a pop-up and a phone: `/clip`, and `/clip/{workspace}` once it is known which. */
export function ClipPage() {
  useDocumentTitle("Capture");
  const [draft, setDraft] = useState(arriving);
  const slug = useWorkspaceSlug();
  const router = useRouter();
  const me = useQuery(api.me.get.queryOptions({}));
  // Guests read; what they would capture would be refused.
  const memberships = me.data?.memberships.filter(({ access }) => access !== "guest") ?? [];
  const here = memberships.find((one) => one.slug === slug);
  const home = here ?? memberships.find((one) => one.slug === keptLast().workspace) ?? memberships[0];
  const place = home && `/clip/${encodeURIComponent(home.slug)}`;
  // The words are read; they need not stand in the address and in the browser's history.
  useEffect(() => {
    if (place && (!here || window.location.hash || window.location.search)) void router.navigate({ to: place, search: {}, replace: true });
  }, [place, here, router]);

  if (isSignedOut(me.error)) return <Navigate to="/sign-in" search={{ next: "/clip" }} replace />;
  if (me.error)
    return (
      <ClipFrame>
        <ErrorState error={me.error} onRetry={() => void me.refetch()} title="Your words are kept" />
      </ClipFrame>
    );
  if (me.data && !home)
    return (
      <ClipFrame>
        <EmptyState title="You can save nowhere yet">
          Guests read and comment. Ask an admin for a member’s access, or set up a workspace of your own.
        </EmptyState>
      </ClipFrame>
    );
  if (!here) return <PagePending />;
  return (
    <ClipFrame>
      <ClipForm
        key={here.slug}
        draft={draft}
        onDraft={(next) => {
          setDraft(next);
          keepDraft(next);
        }}
        workspace={here}
        workspaces={memberships}
      />
    </ClipFrame>
  );
}

const isSignedOut = (error: unknown) => error instanceof Error && "status" in error && error.status === 401;

const ClipFrame = ({ children }: { children: React.ReactNode }) => (
  <main className="clip" id="main">
    {children}
  </main>
);
