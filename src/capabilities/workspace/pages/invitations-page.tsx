import { Button, SegmentedControl, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { MailPlus } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useActor } from "../../../actor.tsx";
import { api } from "../../../api.tsx";
import { ACCESS_LEVELS, type AccessLevel, type Group, mayUse } from "../../../platform/access.ts";
import { FormErrors, fieldErrors } from "../../../ui/form-errors.tsx";
import { Panel, Section } from "../../../ui/shell/page.tsx";
import { EmptyState, ErrorState, Skeleton } from "../../../ui/states.tsx";
import { RelativeTime } from "../../../ui/time.tsx";
import { notify, notifyError } from "../../../ui/undo.tsx";
import type { Invitation } from "../people-schema.ts";
import { ACCESS_WORDS } from "./access-words.ts";
import { GroupChoice, GroupMarks } from "./group-choice.tsx";
import { SettingsPage } from "./settings-frame.tsx";
import { ShownOnce } from "./shown-once.tsx";

export function InvitationsPage() {
  return (
    <SettingsPage
      admins
      title="Invitations"
      sentence="A link lets one person in, once, within seven days. Send it the way you talk to them."
    >
      <NewInvitation />
      <OpenInvitations />
    </SettingsPage>
  );
}

function NewInvitation() {
  const queries = useQueryClient();
  const [email, setEmail] = useState("");
  const [access, setAccess] = useState<AccessLevel>("member");
  const [groups, setGroups] = useState<Group[]>([]);
  const invite = useMutation(
    api.invitations.create.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: api.invitations.key() }),
    }),
  );
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    invite.mutate({ email: email.trim() === "" ? null : email, access, groups });
  };
  const again = () => {
    invite.reset();
    setEmail("");
  };
  if (invite.data)
    return (
      <ShownOnce
        title={invite.data.email ? `Link for ${invite.data.email}` : "Link for whoever has it first"}
        secret={`${window.location.origin}/invite/${invite.data.token}`}
        onDone={again}
      >
        It is shown this once. Lost it? Withdraw the invitation and make another.
      </ShownOnce>
    );
  return (
    <form className="settings-form" onSubmit={onSubmit} noValidate>
      <TextInput
        label="For one address only"
        description="Leave it empty, and the link lets in whoever opens it first."
        inputWrapperOrder={["label", "input", "error", "description"]}
        type="email"
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        error={fieldErrors(invite.error).email}
        autoComplete="off"
      />
      <div>
        <p className="settings-label" id="invited-access">
          Access
        </p>
        <SegmentedControl
          aria-labelledby="invited-access"
          data={ACCESS_LEVELS.toReversed().map((value) => ({ value, label: ACCESS_WORDS[value].word }))}
          value={access}
          onChange={(chosen) => setAccess(ACCESS_LEVELS.find((level) => level === chosen) ?? "member")}
        />
        <p className="meta">
          {ACCESS_WORDS[access].word}: {ACCESS_WORDS[access].meaning}.
        </p>
      </div>
      <div>
        <p className="settings-label" aria-hidden>
          Groups
        </p>
        <GroupChoice label="Groups" value={groups} onChange={setGroups} words />
      </div>
      <FormErrors error={invite.error} shown={["email"]} />
      <div className="settings-form-actions">
        <Button type="submit" loading={invite.isPending} leftSection={<MailPlus size={15} aria-hidden />}>
          Make link
        </Button>
      </div>
    </form>
  );
}

function OpenInvitations() {
  const isAdmin = mayUse(useActor(), "admin");
  const queries = useQueryClient();
  const invitations = useQuery(api.invitations.list.queryOptions({ enabled: isAdmin }));
  const members = useQuery(api.members.list.queryOptions({}));
  const withdraw = useMutation(
    api.invitations.revoke.mutationOptions({
      onSuccess: () => notify("Withdrawn: the link lets nobody in any more"),
      onError: (error) => notifyError(error),
      onSettled: () => queries.invalidateQueries({ queryKey: api.invitations.key() }),
    }),
  );
  const waiting = invitations.data?.items.filter(({ state }) => state === "open" || state === "expired") ?? [];
  const nameOf = (id: string) => members.data?.items.find((member) => member.id === id)?.name ?? "a former member";
  return (
    <Section title="Not accepted yet">
      {invitations.error ? (
        <ErrorState error={invitations.error} onRetry={() => void invitations.refetch()} />
      ) : !invitations.data ? (
        <Skeleton lines={2} height={36} />
      ) : waiting.length === 0 ? (
        <EmptyState title="No invitation is open">Whoever accepts one appears among the members.</EmptyState>
      ) : (
        <Panel flush>
          <ul className="settings-list">
            {waiting.map((invitation) => (
              <li key={invitation.id} className="settings-row" data-quiet={invitation.state === "expired" || undefined}>
                <span>
                  <span className="settings-name">{invitation.email ?? "Whoever has the link"}</span>
                  <span className="settings-detail">
                    {ACCESS_WORDS[invitation.access].word} · by {nameOf(invitation.invitedBy)} · <Until invitation={invitation} />
                  </span>
                </span>
                <span className="settings-row-end">
                  {invitation.groups.length > 0 && <GroupMarks value={invitation.groups} />}
                  <Button
                    variant="subtle"
                    aria-label={`Withdraw the invitation for ${invitation.email ?? "whoever has the link"}`}
                    loading={withdraw.isPending && withdraw.variables.id === invitation.id}
                    onClick={() => withdraw.mutate({ id: invitation.id })}
                  >
                    Withdraw
                  </Button>
                </span>
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </Section>
  );
}

function Until({ invitation }: { invitation: Invitation }) {
  return (
    <>
      {invitation.state === "expired" ? "expired " : "expires "}
      <RelativeTime at={invitation.expiresAt} />
    </>
  );
}
