import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useActor } from "../../../actor.tsx";
import { api, client } from "../../../api.tsx";
import { mayUse } from "../../../platform/access.ts";
import { CopyField } from "../../../ui/copy-field.tsx";
import { counted } from "../../../ui/format.ts";
import { useWorkspaceSlug } from "../../../ui/router.tsx";
import { Panel } from "../../../ui/shell/page.tsx";
import { Confirm } from "../../../ui/states.tsx";
import { RelativeTime } from "../../../ui/time.tsx";
import { notify, notifyError } from "../../../ui/undo.tsx";
import { mayLookAfter } from "../rules.ts";
import type { ShareLink } from "../schema.ts";
import { addressOf, embedOf, hiddenWords, KIND_CHOICES } from "./share-words.ts";
import "./share.css";

/** Links with what became of them; those that one looks after can be copied again and revoked. */
export function ShareRows({ links, named = false }: { links: readonly ShareLink[]; named?: boolean }) {
  const queries = useQueryClient();
  const [revoking, setRevoking] = useState<ShareLink>();
  const revoke = useMutation(
    api.shareLinks.revoke.mutationOptions({
      onSuccess: () => notify(`Revoked ${revoking?.label}: it opens nothing any more`),
      onError: (error) => notifyError(error),
      onSettled: () => {
        setRevoking(undefined);
        return queries.invalidateQueries({ queryKey: api.shareLinks.key() });
      },
    }),
  );
  return (
    <Panel flush>
      <ul>
        {links.map((link) => (
          <ShareRow key={link.id} link={link} named={named} onRevoke={() => setRevoking(link)} />
        ))}
      </ul>
      <Confirm
        opened={revoking !== undefined}
        title={`Revoke ${revoking?.label}?`}
        confirm="Revoke"
        danger
        busy={revoke.isPending}
        onConfirm={() => revoking && revoke.mutate({ id: revoking.id })}
        onClose={() => setRevoking(undefined)}
      >
        Whoever has this link finds nothing at it from now on. It cannot be brought back.
      </Confirm>
    </Panel>
  );
}

const STATE_WORDS = { open: "", expired: "Expired", revoked: "Revoked" } as const;

function ShareRow({ link, named, onRevoke }: { link: ShareLink; named: boolean; onRevoke: () => void }) {
  const actor = useActor();
  const slug = useWorkspaceSlug();
  const [token, setToken] = useState<string>();
  const { label, kind, key, title, hides, embeds, opens, lastOpenedAt, expiresAt, state, createdByName, createdAt } = link;
  const isMine = mayLookAfter(link, { id: actor.id, mayAdminister: mayUse(actor, "admin") });
  const show = async () => {
    try {
      setToken((await client.shareLinks.token({ id: link.id })).token);
    } catch (error) {
      notifyError(error, "The link could not be shown");
    }
  };
  const place =
    kind.startsWith("need") && kind !== "needs" ? "needs" : kind.startsWith("feature") && kind !== "features" ? "features" : null;
  return (
    <li className="share-row">
      <div className="share-row-words">
        <span>
          <b>{label}</b>
          {named && (
            <>
              {" · "}
              {KIND_CHOICES[kind]}
              {key && place && (
                <>
                  {" "}
                  <a href={`/${slug}/${place}/${key}`}>
                    {key} {title}
                  </a>
                </>
              )}
            </>
          )}
        </span>
        <span className="meta">
          {state === "open" ? hiddenWords(hides) : STATE_WORDS[state]}
          {embeds && state === "open" && ", may be embedded"}
          {" · "}
          {opens === 0 ? (
            "not opened yet"
          ) : (
            <>
              opened {counted(opens, "time")}
              {lastOpenedAt && (
                <>
                  , last <RelativeTime at={lastOpenedAt} />
                </>
              )}
            </>
          )}
          {expiresAt && state === "open" && (
            <>
              {" · until "}
              <RelativeTime at={expiresAt} />
            </>
          )}
          {" · by "}
          {createdByName ?? "a program"} <RelativeTime at={createdAt} />
        </span>
      </div>
      {isMine && state === "open" && (
        <>
          {token === undefined && (
            <Button variant="default" aria-label={`Show link for ${label}`} onClick={() => void show()}>
              Show link
            </Button>
          )}
          <Button variant="subtle" color="red" aria-label={`Revoke ${label}`} onClick={onRevoke}>
            Revoke
          </Button>
        </>
      )}
      {token !== undefined && state === "open" && (
        <div className="share-links">
          <CopyField label={`Link for ${label}`} value={addressOf(token)} focused />
          {embeds && <CopyField label="To embed it on a page" value={embedOf(token)} />}
        </div>
      )}
    </li>
  );
}
