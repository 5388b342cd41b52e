import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, Navigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { api, client } from "../../../api.tsx";
import { FormErrors, fieldErrors } from "../../../ui/form-errors.tsx";
import { ErrorState, Skeleton } from "../../../ui/states.tsx";
import { notifyError } from "../../../ui/undo.tsx";
import { arrive } from "./arrival.ts";
import { ExploreDemo } from "./explore-demo.tsx";
import { useFirstIssue } from "./first-issue.ts";
import { Outside } from "./outside.tsx";

/** Another workspace of somebody who is an admin here; and where somebody who is in no workspace learns how to get into one. */
export function NewWorkspacePage() {
  const me = useQuery(api.me.get.queryOptions({ retry: false }));
  if (me.error && "status" in me.error && me.error.status === 401)
    return <Navigate to="/sign-in" search={{ next: "/workspaces/new" }} replace />;
  if (me.error)
    return (
      <Outside title="New workspace">
        <ErrorState error={me.error} onRetry={() => void me.refetch()} />
      </Outside>
    );
  if (!me.data)
    return (
      <Outside title="New workspace">
        <Skeleton lines={4} height={32} />
      </Outside>
    );
  const { memberships } = me.data;
  const [home] = memberships;
  if (memberships.some(({ access, isDemo }) => access === "admin" && !isDemo)) return <NewWorkspace home={home?.slug ?? null} />;
  return home ? (
    <Outside title="Only admins open workspaces" sentence={`Ask an admin of ${home.workspaceName} to open one and to invite you.`}>
      <p className="outside-foot">
        <Link to={`/${home.slug}/feedback`}>Back to {home.workspaceName}</Link>
      </p>
    </Outside>
  ) : (
    <Outside title="You are in no workspace" sentence="Ask an admin for an invitation link, and open it in this browser.">
      <div className="outside-fields">
        <Button variant="default" onClick={() => void leave()}>
          Sign out
        </Button>
      </div>
    </Outside>
  );
}

async function leave() {
  try {
    await client.session.signOut({});
    window.location.assign("/sign-in");
  } catch (error) {
    notifyError(error, "Could not sign out");
  }
}

function NewWorkspace({ home }: { home: string | null }) {
  const [name, setName] = useState("");
  const [productName, setProductName] = useState("");
  const open = useMutation(api.workspaces.create.mutationOptions({ onSuccess: (arrival) => arrive(arrival) }));
  const errors = fieldErrors(open.error);
  const form = useFirstIssue(open.error);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    open.mutate({ name, productName });
  };
  return (
    <Outside
      title="New workspace"
      sentence="A world of its own: other members, other records. Nothing is shared with your other workspaces."
    >
      <form ref={form} className="outside-fields" onSubmit={onSubmit} noValidate>
        <TextInput
          label="Name"
          placeholder="An organisation, or a part of it"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={errors.name}
          autoComplete="off"
          autoFocus
        />
        <TextInput
          label="First product"
          value={productName}
          onChange={(event) => setProductName(event.currentTarget.value)}
          error={errors.productName}
          autoComplete="off"
        />
        <FormErrors error={open.error} shown={["name", "productName"]} />
        <Button type="submit" loading={open.isPending || open.isSuccess}>
          Open workspace
        </Button>
      </form>
      <p className="outside-or">or</p>
      <ExploreDemo />
      {home !== null && (
        <p className="outside-foot">
          <Link to={`/${home}/feedback`}>Back</Link>
        </p>
      )}
    </Outside>
  );
}
