import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { UserRoundMinus } from "lucide-react";
import { useState } from "react";
import { useActor } from "../../../actor.tsx";
import { api } from "../../../api.tsx";
import { ACCESS_LEVELS, type AccessLevel, mayUse } from "../../../platform/access.ts";
import { Avatar } from "../../../ui/avatar.tsx";
import { counted } from "../../../ui/format.ts";
import { useGo } from "../../../ui/router.tsx";
import { Panel, Section } from "../../../ui/shell/page.tsx";
import { Confirm, ErrorState, Skeleton } from "../../../ui/states.tsx";
import { RelativeTime } from "../../../ui/time.tsx";
import { notify, notifyError } from "../../../ui/undo.tsx";
import type { Member } from "../people-schema.ts";
import { ACCESS_WORDS } from "./access-words.ts";
import { GroupChoice, GroupMarks } from "./group-choice.tsx";
import { SettingsPage } from "./settings-frame.tsx";
import { useMemberEdit } from "./use-member-edit.ts";

type Question = { about: "remove" | "demote"; member: Member; access: AccessLevel };

export function MembersPage() {
  const actor = useActor();
  const go = useGo();
  const queries = useQueryClient();
  const mayEdit = mayUse(actor, "admin");
  const members = useQuery(api.members.list.queryOptions({}));
  const edit = useMemberEdit();
  const [question, setQuestion] = useState<Question | undefined>();
  const remove = useMutation(
    api.members.remove.mutationOptions({
      onSuccess: async () => {
        notify(`${question?.member.name} is no longer a member`);
        setQuestion(undefined);
        await queries.invalidateQueries();
      },
      onError: (error) => {
        setQuestion(undefined);
        notifyError(error);
      },
    }),
  );
  const everybody = members.data?.items ?? [];
  const present = everybody.filter(({ removedAt }) => removedAt === null);
  const former = everybody.filter(({ removedAt }) => removedAt !== null);

  const setAccess = (member: Member, access: AccessLevel) =>
    edit.mutate({ member, change: { access }, said: `${member.name} is ${ACCESS_WORDS[access].noun} now` });
  const askAccess = (member: Member, access: AccessLevel) => {
    if (member.access === "admin") setQuestion({ about: "demote", member, access });
    else setAccess(member, access);
  };
  const answer = () => {
    if (question?.about === "remove") return remove.mutate({ id: question.member.id });
    if (question) setAccess(question.member, question.access);
    setQuestion(undefined);
  };
  return (
    <SettingsPage
      title="Members"
      sentence={
        members.data && (
          <>
            <b>{counted(present.length, "person", "people")}.</b> Groups say whose duties somebody has; a person may have several.
          </>
        )
      }
      actions={mayEdit && <Button onClick={() => go("settings/invitations")}>Invite</Button>}
    >
      {members.error ? (
        <ErrorState error={members.error} onRetry={() => void members.refetch()} />
      ) : !members.data ? (
        <Skeleton lines={4} height={40} />
      ) : (
        <Panel flush>
          <ul className="settings-list">
            {present.map((member) => (
              <li key={member.id} className="settings-row" data-stack>
                <Who member={member} you={member.id === actor.id} />
                {mayEdit ? (
                  <span className="settings-row-end">
                    <GroupChoice
                      label={`Groups of ${member.name}`}
                      value={member.groups}
                      onChange={(groups) => edit.mutate({ member, change: { groups }, said: `Changed the groups of ${member.name}` })}
                    />
                    <select
                      className="settings-select"
                      aria-label={`Access of ${member.name}`}
                      value={member.access}
                      onChange={({ currentTarget }) => {
                        const access = ACCESS_LEVELS.find((level) => level === currentTarget.value);
                        if (access) askAccess(member, access);
                      }}
                    >
                      {ACCESS_LEVELS.map((level) => (
                        <option key={level} value={level}>
                          {ACCESS_WORDS[level].word}
                        </option>
                      ))}
                    </select>
                    <button
                      type="button"
                      className="icon-button"
                      aria-label={`Remove ${member.name}`}
                      onClick={() => setQuestion({ about: "remove", member, access: member.access })}
                    >
                      <UserRoundMinus size={15} aria-hidden />
                    </button>
                  </span>
                ) : (
                  <span className="settings-row-end">
                    <GroupMarks value={member.groups} />
                    <span className="meta">{ACCESS_WORDS[member.access].word}</span>
                  </span>
                )}
              </li>
            ))}
          </ul>
        </Panel>
      )}
      <p className="meta">
        {ACCESS_LEVELS.map((level) => (
          <span key={level}>
            <b>{ACCESS_WORDS[level].word}</b>: {ACCESS_WORDS[level].meaning}.{" "}
          </span>
        ))}
      </p>
      {former.length > 0 && (
        <Section title="No longer here" note="What they did keeps their name.">
          <Panel flush>
            <ul className="settings-list">
              {former.map((member) => (
                <li key={member.id} className="settings-row" data-quiet>
                  <Who member={member} />
                  {member.removedAt && (
                    <span className="meta">
                      left <RelativeTime at={member.removedAt} />
                    </span>
                  )}
                </li>
              ))}
            </ul>
          </Panel>
        </Section>
      )}
      <Confirm
        opened={question !== undefined}
        title={question?.about === "remove" ? `Remove ${question.member.name}?` : `Is ${question?.member.name} to stop being an admin?`}
        confirm={question?.about === "remove" ? "Remove" : `Make ${question ? ACCESS_WORDS[question.access].noun : ""}`}
        danger={question?.about === "remove"}
        busy={remove.isPending}
        onConfirm={answer}
        onClose={() => setQuestion(undefined)}
      >
        {question?.about === "remove" ? (
          <Removal member={question.member} />
        ) : (
          "The API keys they made and the invitations they sent out end at once; Undo does not bring those back."
        )}
      </Confirm>
    </SettingsPage>
  );
}

const NAMED_LINKS = 3;

/** What ends with somebody, said before they are removed; their share links by name, so that another can be made in time. */
function Removal({ member }: { member: Member }) {
  const links = useQuery(api.shareLinks.list.queryOptions({ input: { maker: member.id, open: true, limit: 200 } }));
  const { items = [], nextCursor = null } = links.data ?? {};
  const beyond = items.length - NAMED_LINKS;
  const labels = items.slice(0, NAMED_LINKS).map(({ label }) => `“${label}”`);
  return (
    <div className="stack">
      <p>
        It takes effect at once: their sessions here, the API keys they made and the invitations they sent out end. What they did keeps
        their name.
      </p>
      {links.error ? (
        <p>Share links that they made will open nothing any more.</p>
      ) : !links.data ? (
        <p className="meta">Counting their share links …</p>
      ) : (
        items.length > 0 && (
          <p>
            <b>
              {nextCursor === null ? counted(items.length, "share link") : `More than ${items.length} share links`} will close for whoever
              has {items.length === 1 ? "it" : "them"}:
            </b>{" "}
            {labels.join(", ")}
            {beyond > 0 && ` and ${beyond} more`}. To keep one going, share it anew yourself.
          </p>
        )
      )}
    </div>
  );
}

function Who({ member, you = false }: { member: Member; you?: boolean }) {
  return (
    <span className="settings-who">
      <Avatar name={member.name} size={26} label={false} />
      <span>
        <span className="settings-name">
          {member.name}
          {you && <span className="meta"> (you)</span>}
        </span>
        <span className="settings-detail">
          {member.email}
          {member.userId === null && " · came with an archive; invite this address to let them in"}
        </span>
      </span>
    </span>
  );
}
