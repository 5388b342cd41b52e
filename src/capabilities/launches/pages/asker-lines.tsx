import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Check, Copy, Mail } from "lucide-react";
import { useState } from "react";
import { useActor } from "../../../actor.tsx";
import { api, client, useChange } from "../../../api.tsx";
import { may } from "../../../platform/access.ts";
import { ago } from "../../../ui/format.ts";
import { WorkspaceLink } from "../../../ui/router.tsx";
import { Section } from "../../../ui/shell/page.tsx";
import { ErrorState, Skeleton } from "../../../ui/states.tsx";
import { notify } from "../../../ui/undo.tsx";
import { useMemberName } from "../../workspace/pages/vocabulary.ts";
import type { Asker } from "../launch-answers.ts";
import { launchAccess, tellingText } from "../launch-rules.ts";
import "./market.css";

const RENEWS = [api.launches.key(), api.tellings.key(), api.market.key(), api.readiness.key(), api.thread.key(), api.records.key()];

/** Those who asked for a feature, on its page once it has shipped. */
export function FeatureAskers({ id }: { id: string }) {
  return <AskerLines kind="feature" id={id} mayTell={may(useActor(), launchAccess, "tell")} />;
}

/** Those who asked for a feature, or for what a launch brings out: what they said, a reply in their own words, and whether they have been told. */
export function AskerLines({ kind, id, mayTell }: { kind: "launch" | "feature"; id: string; mayTell: boolean }) {
  const input = { input: { id } };
  const ofLaunch = useQuery(api.launches.askers.queryOptions({ ...input, enabled: kind === "launch" }));
  const ofFeature = useQuery(api.tellings.list.queryOptions({ ...input, enabled: kind === "feature" }));
  const { data, error, refetch } = kind === "launch" ? ofLaunch : ofFeature;
  return (
    <Section title="Those who asked" note={data && data.asked > 0 ? `${data.told} of ${data.asked} told` : undefined}>
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton lines={3} height={30} />
      ) : data.items.length === 0 ? (
        <p className="muted">
          {kind === "launch"
            ? "Nobody has been quoted for the features of this launch, or it has none yet. Link them beside."
            : "Nobody has been quoted for it or for a need that it serves."}
        </p>
      ) : (
        <ul className="lines">
          {data.items.map((asker) => (
            <Line key={asker.voiceId} asker={asker} mayTell={mayTell} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function Line({ asker, mayTell }: { asker: Asker; mayTell: boolean }) {
  const [isOpen, setOpen] = useState(false);
  const nameOf = useMemberName();
  const who = asker.name ?? asker.account?.name ?? asker.feedbackKey;
  const tell = useChange(client.tellings.tell, { said: () => `${who} has been told`, renews: RENEWS });
  const waiting = asker.features.filter(({ toldAt }) => toldAt === null);
  const [first] = asker.features;
  const text = tellingText(asker);
  const subject = encodeURIComponent(`You asked, we built it: ${asker.features.map(({ title }) => title).join(", ")}`);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    notify("Copied the reply");
  };
  return (
    <li className="line">
      <span className="line-words">
        <b>{who}</b>{" "}
        {asker.account && asker.account.name !== who && (
          <WorkspaceLink path={`accounts/${asker.account.key}`}>{asker.account.name}</WorkspaceLink>
        )}
        <span className="line-quiet"> “{asker.words.length > 160 ? `${asker.words.slice(0, 159)}…` : asker.words}”</span>
      </span>
      {waiting.length === 0 ? (
        <span className="line-quiet">
          told{first?.toldBy ? ` by ${nameOf(first.toldBy) ?? "somebody"}` : ""} {first?.toldAt && ago(first.toldAt)}
        </span>
      ) : (
        mayTell && (
          <Button size="compact-sm" variant="default" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            Tell {asker.name?.split(/\s+/)[0] ?? "them"}
          </Button>
        )
      )}
      {isOpen && waiting.length > 0 && (
        <>
          <p className="told-text">{text}</p>
          <span className="row-gap">
            <Button size="compact-sm" variant="default" leftSection={<Copy size={13} aria-hidden />} onClick={() => void copy()}>
              Copy
            </Button>
            {asker.email && (
              <Button
                size="compact-sm"
                variant="default"
                component="a"
                href={`mailto:${encodeURIComponent(asker.email)}?subject=${subject}&body=${encodeURIComponent(text)}`}
                leftSection={<Mail size={13} aria-hidden />}
              >
                Mail
              </Button>
            )}
            <Button
              size="compact-sm"
              leftSection={<Check size={13} aria-hidden />}
              onClick={() => tell.mutate({ featureIds: waiting.map(({ id }) => id), voiceId: asker.voiceId })}
            >
              Mark as told
            </Button>
          </span>
        </>
      )}
    </li>
  );
}
