import { Button } from "@mantine/core";
import { Suspense, useCallback, useState } from "react";
import { useActor } from "../../../actor.tsx";
import { client, useChange } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { Kbd, useShortcuts } from "../../../ui/keyboard.tsx";
import { later } from "../../../ui/later.tsx";
import { KindIcon } from "../../../ui/marks.tsx";
import { type Option, Picker } from "../../../ui/picker.tsx";
import { WorkspaceLink } from "../../../ui/router.tsx";
import { RelativeTime } from "../../../ui/time.tsx";
import { KINDS, recordPath } from "../../workspace/kind-rules.ts";
import { useMemberName } from "../../workspace/pages/vocabulary.ts";
import type { Acceptance, Recommendation } from "../answers.ts";
import { mayAnswer, TAKES_UP } from "../rules.ts";
import { askedWords, RECOMMENDATION_STATE_WORDS } from "./recommendation-words.ts";
import "./recommendations.css";

const ReasonDialog = later(async () => (await import("../../workspace/pages/reason-dialog.tsx")).ReasonDialog);

/** What those who are asked say to a recommendation, in one key: into a feature, into a decision, taken up by what is there, or no. */
export function RecommendationAnswer({ one }: { one: Recommendation }) {
  const actor = useActor();
  const memberName = useMemberName();
  const [isRejecting, setRejecting] = useState(false);
  const [isLinking, setLinking] = useState(false);
  // The new record and all it is linked with may stand anywhere, so everything is asked for anew.
  const accept = useChange(client.recommendations.accept, { said: ({ key, became }) => `${key}: accepted as ${became?.key ?? ""}` });
  const reject = useChange(client.recommendations.reject, { said: ({ key }) => `${key}: rejected` });
  const reopen = useChange(client.recommendations.reopen, { said: ({ key }) => `Opened ${key} again` });
  const at = { params: { id: one.id }, headers: ifMatch(one) };
  const take = (body: Acceptance) => !accept.isPending && accept.mutate({ ...at, body });
  const may = mayAnswer(actor, one);
  const isOpen = one.state === "open";
  useShortcuts(
    "Recommendation",
    [
      { keys: "f", label: "Accept as a new feature", run: () => take({ into: "feature" }) },
      { keys: "d", label: "Accept as a new decision", run: () => take({ into: "decision" }) },
      { keys: "l", label: "Accept: something takes it up already", run: () => setLinking(true) },
      { keys: "r", label: "Reject", run: () => setRejecting(true) },
    ],
    { active: may && isOpen },
  );
  const options = useCallback(async (query: string, signal: AbortSignal): Promise<readonly Option[]> => {
    const { items } = await client.search.find({ q: query, kind: [...TAKES_UP], limit: 30 }, { signal });
    return items.map(({ id, key, title, kind }) => ({ value: id, label: title, detail: key, mark: <KindIcon kind={KINDS[kind].mark} /> }));
  }, []);
  if (!isOpen)
    return (
      <div className="recommendation-answered">
        <p>
          <b>{RECOMMENDATION_STATE_WORDS[one.state].word}</b> by {memberName(one.answeredBy) ?? "a program"}
          {one.answeredAt && (
            <>
              {" "}
              · <RelativeTime at={one.answeredAt} />
            </>
          )}
        </p>
        {one.reason !== "" && <p>{one.reason}</p>}
        {one.became && (
          <p className="recommendation-became" data-kind={KINDS[one.became.kind].mark}>
            <KindIcon kind={KINDS[one.became.kind].mark} />
            <span className="record-key">{one.became.key}</span>
            <WorkspaceLink path={recordPath(one.became.kind, one.became.key)}>{one.became.title}</WorkspaceLink>
          </p>
        )}
        {may && (
          <div>
            <Button size="compact-sm" variant="default" loading={reopen.isPending} onClick={() => reopen.mutate(at)}>
              Open it again
            </Button>
          </div>
        )}
      </div>
    );
  if (!may) return <p className="record-empty">It waits on {askedWords(one, memberName)}.</p>;
  return (
    <>
      <div className="recommendation-buttons">
        <Button loading={accept.isPending} onClick={() => take({ into: "feature" })} rightSection={<Kbd keys="f" />} variant="default">
          Make it a feature
        </Button>
        <Button loading={accept.isPending} onClick={() => take({ into: "decision" })} rightSection={<Kbd keys="d" />} variant="default">
          Put it up for decision
        </Button>
        <Picker
          label="What takes it up already"
          placeholder="A feature, objective, need or decision"
          options={options}
          opened={isLinking}
          onOpened={setLinking}
          onPick={({ value }) => take({ intoId: value })}
          width={380}
        >
          <Button rightSection={<Kbd keys="l" />} variant="default">
            Something takes it up
          </Button>
        </Picker>
        <Button onClick={() => setRejecting(true)} rightSection={<Kbd keys="r" />} variant="default">
          Reject
        </Button>
      </div>
      {isRejecting && (
        <Suspense>
          <ReasonDialog
            title={`Reject ${one.key}`}
            asks="Say why it is rejected."
            confirm="Reject"
            onSay={(reason) => {
              setRejecting(false);
              reject.mutate({ ...at, body: { reason } });
            }}
            onClose={() => setRejecting(false)}
          />
        </Suspense>
      )}
    </>
  );
}
