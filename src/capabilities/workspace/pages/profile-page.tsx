import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useActor, useOwnEmail } from "../../../actor.tsx";
import { api } from "../../../api.tsx";
import { PASSWORD_LENGTH } from "../../../platform/password-length.ts";
import { FormErrors, fieldErrors } from "../../../ui/form-errors.tsx";
import { Section } from "../../../ui/shell/page.tsx";
import { notify } from "../../../ui/undo.tsx";
import { useFirstIssue } from "./first-issue.ts";
import { ProfileSessions } from "./profile-sessions.tsx";
import { SettingsPage } from "./settings-frame.tsx";

export function ProfilePage() {
  return (
    <SettingsPage title="Your profile" sentence="Yours in every workspace here.">
      <NameForm />
      <PasswordForm />
      <ProfileSessions />
    </SettingsPage>
  );
}

function NameForm() {
  const actor = useActor();
  const email = useOwnEmail();
  const queries = useQueryClient();
  const [name, setName] = useState(actor.name);
  const rename = useMutation(
    api.me.edit.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries();
        notify("Your name is changed");
      },
    }),
  );
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    rename.mutate({ name });
  };
  return (
    <Section title="Name">
      <form className="settings-form" onSubmit={onSubmit} noValidate>
        <div className="settings-form-line">
          <TextInput
            label="What colleagues see"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={fieldErrors(rename.error).name}
            autoComplete="name"
          />
          <Button type="submit" variant="default" loading={rename.isPending}>
            Save
          </Button>
        </div>
        <FormErrors error={rename.error} shown={["name"]} />
        <p className="meta">You sign in as {email}.</p>
      </form>
    </Section>
  );
}

function PasswordForm() {
  const email = useOwnEmail();
  const [currentPassword, setCurrent] = useState("");
  const [newPassword, setNew] = useState("");
  const queries = useQueryClient();
  const change = useMutation(
    api.me.changePassword.mutationOptions({
      onSuccess: async () => {
        setCurrent("");
        setNew("");
        await queries.invalidateQueries({ queryKey: api.sessions.key() });
        notify("Your password is changed, and you are signed out everywhere else");
      },
    }),
  );
  const errors = fieldErrors(change.error);
  const form = useFirstIssue(change.error);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ currentPassword, newPassword });
  };
  return (
    <Section title="Password">
      <form ref={form} className="settings-form" onSubmit={onSubmit} noValidate>
        {/* Tells a password keeper whose password this is. */}
        <input type="email" name="username" autoComplete="username" value={email} readOnly hidden />
        <PasswordInput
          label="Current password"
          value={currentPassword}
          onChange={(event) => setCurrent(event.currentTarget.value)}
          error={errors.currentPassword}
          autoComplete="current-password"
        />
        <PasswordInput
          label="New password"
          description={
            errors.newPassword ? undefined : `At least ${PASSWORD_LENGTH.least} characters; a few words are easiest to remember.`
          }
          inputWrapperOrder={["label", "input", "error", "description"]}
          value={newPassword}
          onChange={(event) => setNew(event.currentTarget.value)}
          error={errors.newPassword}
          autoComplete="new-password"
        />
        <FormErrors error={change.error} shown={["currentPassword", "newPassword"]} />
        <div className="settings-form-actions">
          <Button type="submit" variant="default" loading={change.isPending}>
            Change password
          </Button>
          <span className="meta">Signs you out everywhere else.</span>
        </div>
      </form>
    </Section>
  );
}
