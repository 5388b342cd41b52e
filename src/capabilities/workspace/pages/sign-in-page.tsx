import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, Navigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { api } from "../../../api.tsx";
import { FormErrors } from "../../../ui/form-errors.tsx";
import { useView } from "../../../ui/router.tsx";
import { arrive } from "./arrival.ts";
import { Outside } from "./outside.tsx";

const asked = (raw: Record<string, unknown>): { next?: string } => (typeof raw.next === "string" ? { next: raw.next } : {});

export function SignInPage() {
  const { view } = useView(asked);
  const { data: setup } = useQuery(api.setup.status.queryOptions({}));
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const signIn = useMutation(api.session.signIn.mutationOptions({ onSuccess: (arrival) => arrive(arrival, view.next) }));
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate({ email, password });
  };
  if (setup?.isNew && !setup.hasDemo) return <Navigate to="/welcome" replace />;
  return (
    <Outside title="Sign in">
      <form className="outside-fields" onSubmit={onSubmit} noValidate>
        <TextInput
          label="E-mail"
          type="email"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          autoComplete="username"
          autoFocus
        />
        <PasswordInput
          label="Password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="current-password"
        />
        <FormErrors error={signIn.error} />
        <Button type="submit" loading={signIn.isPending || signIn.isSuccess}>
          Sign in
        </Button>
      </form>
      {setup?.isNew && (
        <p className="outside-foot">
          There is only the demo so far. <Link to="/welcome">Start your own</Link>
        </p>
      )}
      <p className="outside-foot">
        New here? Ask an admin of your workspace for an invitation link. Password forgotten? Whoever runs this Throughline can set a new one
        for you.
      </p>
    </Outside>
  );
}
