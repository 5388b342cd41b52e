import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, Navigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { api } from "../../../api.tsx";
import { PASSWORD_LENGTH } from "../../../platform/password-length.ts";
import { FormErrors, fieldErrors } from "../../../ui/form-errors.tsx";
import { arrive } from "./arrival.ts";
import { ExploreDemo } from "./explore-demo.tsx";
import { useFirstIssue } from "./first-issue.ts";
import { Outside } from "./outside.tsx";

/** The first page of a new installation: one person, one product, and off they go. */
export function WelcomePage() {
  const { data: setup } = useQuery(api.setup.status.queryOptions({}));
  const [product, setProduct] = useState("");
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const start = useMutation(api.setup.complete.mutationOptions({ onSuccess: (arrival) => arrive(arrival) }));
  const errors = fieldErrors(start.error);
  const form = useFirstIssue(start.error);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    // The first workspace is named after the product; both can be renamed, and either can get siblings.
    start.mutate({ workspaceName: product, productName: product, name, email, password });
  };
  if (setup && !setup.isNew) return <Navigate to="/" replace />;
  return (
    <Outside picture title="Start your own" sentence="You are the first one here. This makes your workspace, and you its admin.">
      <form ref={form} className="outside-fields" onSubmit={onSubmit} noValidate>
        <TextInput
          label="Your product"
          placeholder="What do you call it?"
          value={product}
          onChange={(event) => setProduct(event.currentTarget.value)}
          error={errors.productName ?? errors.workspaceName}
          autoComplete="off"
          autoFocus
        />
        <TextInput
          label="Your name"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={errors.name}
          autoComplete="name"
        />
        <TextInput
          label="E-mail"
          type="email"
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
        <FormErrors error={start.error} shown={["productName", "workspaceName", "name", "email", "password"]} />
        <Button type="submit" loading={start.isPending || start.isSuccess}>
          Start
        </Button>
      </form>
      <p className="outside-or">or look around first</p>
      <ExploreDemo />
      {setup?.hasDemo && (
        <p className="outside-foot">
          With the name and password of one of its people, <Link to="/sign-in">sign in</Link>.
        </p>
      )}
    </Outside>
  );
}
