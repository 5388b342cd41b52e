import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { api } from "../../../api.tsx";
import { PASSWORD_LENGTH } from "../../../platform/password-length.ts";
import { Avatar } from "../../../ui/avatar.tsx";
import { FormErrors, fieldErrors } from "../../../ui/form-errors.tsx";
import { Skeleton } from "../../../ui/states.tsx";
import { sentenceOf } from "../../../ui/undo.tsx";
import { arrive } from "./arrival.ts";
import { useFirstIssue } from "./first-issue.ts";
import { Outside } from "./outside.tsx";

const CLOSED = {
  accepted: { title: "This invitation has been used", sentence: "Each link lets one person in. Ask for a new one." },
  expired: { title: "This invitation has expired", sentence: "A link is good for seven days. Ask for a new one." },
  revoked: { title: "This invitation was withdrawn", sentence: "Ask whoever sent you the link." },
} as const;

/** Where an invitation link leads: to join as whoever is signed in, or with a new account. */
export function InvitationPage() {
  const { token = "" } = useParams({ strict: false });
  const invitation = useQuery(api.invitations.show.queryOptions({ input: { token }, retry: false }));
  const me = useQuery(api.me.get.queryOptions({ retry: false }));
  if (invitation.error)
    return (
      <Outside title="This link does not work" sentence={sentenceOf(invitation.error)}>
        <HomeLink />
      </Outside>
    );
  if (!invitation.data || me.isPending)
    return (
      <Outside title="Your invitation">
        <Skeleton lines={4} height={32} />
      </Outside>
    );
  const { workspaceName, email, state } = invitation.data;
  if (state !== "open")
    return (
      <Outside {...CLOSED[state]}>
        <HomeLink />
      </Outside>
    );
  const title = `Join ${workspaceName}`;
  return me.data?.user ? (
    <Outside picture title={title} sentence="You have been invited to work on the product strategy together.">
      <JoinAs token={token} user={me.data.user} />
    </Outside>
  ) : (
    <Outside
      picture
      title={title}
      sentence="You have been invited to work on the product strategy together. Say who you are, and you are in."
    >
      <JoinAnew token={token} boundTo={email} />
    </Outside>
  );
}

const HomeLink = () => (
  <p className="outside-foot">
    <Link to="/">Go to Throughline</Link>
  </p>
);

function JoinAs({ token, user }: { token: string; user: { name: string; email: string } }) {
  const queries = useQueryClient();
  const join = useMutation(api.invitations.accept.mutationOptions({ onSuccess: (arrival) => arrive(arrival) }));
  const leave = useMutation(api.session.signOut.mutationOptions({ onSuccess: () => queries.resetQueries({ queryKey: api.me.key() }) }));
  return (
    <>
      <div className="outside-who">
        <Avatar name={user.name} size={26} label={false} />
        <span>
          <b>{user.name}</b>
          <small className="meta">{user.email}</small>
        </span>
      </div>
      <div className="outside-fields">
        <FormErrors error={join.error ?? leave.error} />
        <Button onClick={() => join.mutate({ token })} loading={join.isPending || join.isSuccess} autoFocus>
          Join as {user.name}
        </Button>
        <Button variant="default" onClick={() => leave.mutate({})} loading={leave.isPending}>
          Sign out and join as somebody else
        </Button>
      </div>
    </>
  );
}

function JoinAnew({ token, boundTo }: { token: string; boundTo: string | null }) {
  const [name, setName] = useState("");
  const [email, setEmail] = useState(boundTo ?? "");
  const [password, setPassword] = useState("");
  const join = useMutation(api.invitations.accept.mutationOptions({ onSuccess: (arrival) => arrive(arrival) }));
  const errors = fieldErrors(join.error);
  const form = useFirstIssue(join.error);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    join.mutate({ token, name, email, password });
  };
  return (
    <>
      <form ref={form} className="outside-fields" onSubmit={onSubmit} noValidate>
        <TextInput
          label="Your name"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={errors.name}
          autoComplete="name"
          autoFocus
        />
        <TextInput
          label="E-mail"
          type="email"
          {...(boundTo === null ? {} : { description: "The invitation is for this address.", readOnly: true })}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={errors.email}
          autoComplete="email"
        />
        <PasswordInput
          label="Password"
          description={errors.password ? undefined : `At least ${PASSWORD_LENGTH.least} characters; a few words are easiest to remember.`}
          inputWrapperOrder={["label", "input", "error", "description"]}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={errors.password}
          autoComplete="new-password"
        />
        <FormErrors error={join.error} shown={["name", "email", "password"]} />
        <Button type="submit" loading={join.isPending || join.isSuccess}>
          Join
        </Button>
      </form>
      <p className="outside-foot">
        You have an account here?{" "}
        <Link to="/sign-in" search={{ next: `/invite/${token}` }}>
          Sign in
        </Link>{" "}
        to join with it.
      </p>
    </>
  );
}
