import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Trash2, Undo2 } from "lucide-react";
import { Fragment } from "react";
import { useActor } from "../../../actor.tsx";
import { api, client, useChange } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { may } from "../../../platform/access.ts";
import { StatePip } from "../../../ui/marks.tsx";
import { useGo, WorkspaceLink } from "../../../ui/router.tsx";
import { RecordFrame, RecordLoad, useKindEdits } from "../../workspace/pages/record-frame.tsx";
import { rowsOf } from "../../workspace/pages/rows-key.ts";
import { TextBlock } from "../../workspace/pages/text-block.tsx";
import { useStateName } from "../../workspace/pages/vocabulary.ts";
import type { Message, MessageChange } from "../message-answers.ts";
import { messageAccess } from "../message-rules.ts";
import { ClaimLines } from "./claim-lines.tsx";
import { MESSAGE_STATE_WORDS } from "./launch-words.ts";
import { StaleWhy } from "./stale-why.tsx";

const LIMITS = { least: 3, most: 500 };

/** A message: what a segment is promised, what proves it, and what they are asked to do. */
export function MessagePage() {
  const { id = "" } = useParams({ strict: false });
  const query = useQuery(api.messages.get.queryOptions({ input: { id } }));
  return <RecordLoad query={query}>{(message) => <Shown key={message.id} id={id} message={message} />}</RecordLoad>;
}

function Shown({ id, message }: { id: string; message: Message }) {
  const go = useGo();
  const stateName = useStateName("message");
  const mayEdit = may(useActor(), messageAccess, "write");
  const edits = useKindEdits<Message, MessageChange>({
    id,
    kind: "message",
    queryKey: api.messages.get.queryKey({ input: { id } }),
    save: client.messages.edit,
    load: (ref) => client.messages.get({ id: ref }),
    renews: [api.messages.key()],
  });
  const renews = [api.messages.key(), rowsOf("message"), api.market.key(), api.records.key()];
  const move = useChange(client.messages.move, {
    said: ({ key, state }) => `${key}: ${stateName(state, MESSAGE_STATE_WORDS[state].word).toLowerCase()}`,
    renews,
  });
  const remove = useChange(client.messages.delete, { said: () => `Deleted ${message.key}`, renews, onSuccess: () => go("messaging") });
  const moveTo = (state: "draft" | "live") => move.mutate({ params: { id: message.id }, headers: ifMatch(message), body: { state } });
  const { word, shape } = MESSAGE_STATE_WORDS[message.state];
  return (
    <RecordFrame
      kind="message"
      record={message}
      title={message.promise}
      titleField={{ name: "promise", label: "Promise" }}
      onTitle={(promise) => edits.keep({ promise })}
      limits={LIMITS}
      mayEdit={mayEdit}
      edits={edits}
      texts={["call"]}
      fieldNames={{ call: "What they are asked to do" }}
      mark={<StatePip shape={shape}>{stateName(message.state, word)}</StatePip>}
      sentence={
        <>
          For <WorkspaceLink path={`segments/${message.segment.key}`}>{message.segment.name}</WorkspaceLink>
          {message.features.length === 0
            ? "; no feature makes it true yet."
            : message.features.map(({ id, key, title }, place) => (
                <Fragment key={id}>
                  {place === 0 ? ", by " : ", "}
                  <WorkspaceLink path={`features/${key}`}>{title}</WorkspaceLink>
                </Fragment>
              ))}
        </>
      }
      actions={mayEdit && message.state === "draft" && <Button onClick={() => moveTo("live")}>Put to use</Button>}
      menu={
        mayEdit
          ? [
              ...(message.state === "draft" ? [] : [{ label: "Back to draft", icon: Undo2, run: () => moveTo("draft") }]),
              { label: "Delete", icon: Trash2, danger: true, run: () => remove.mutate({ id: message.id }) },
            ]
          : []
      }
      above={<StaleWhy why={message.stale} />}
    >
      <ClaimLines ownerId={message.id} title="Proof" claims={message.claims} mayEdit={mayEdit} />
      <TextBlock
        title="What they are asked to do"
        value={message.call}
        offer="Say what they should do next"
        mayEdit={mayEdit}
        most={300}
        onBegin={edits.begin}
        onKeep={(call) => edits.keep({ call })}
      />
    </RecordFrame>
  );
}
