import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Megaphone, Plus } from "lucide-react";
import { Suspense, useState } from "react";
import { useActor } from "../../../actor.tsx";
import { api } from "../../../api.tsx";
import { may } from "../../../platform/access.ts";
import { counted } from "../../../ui/format.ts";
import { KeyHint, useShortcuts } from "../../../ui/keyboard.tsx";
import { later } from "../../../ui/later.tsx";
import { StatePip } from "../../../ui/marks.tsx";
import { useGo, WorkspaceLink } from "../../../ui/router.tsx";
import { Page } from "../../../ui/shell/page.tsx";
import { EmptyState, ErrorState, Skeleton } from "../../../ui/states.tsx";
import { ListExport } from "../../workspace/pages/list-export.tsx";
import { useStateName } from "../../workspace/pages/vocabulary.ts";
import type { MessageMatrix } from "../message-answers.ts";
import { messageAccess } from "../message-rules.ts";
import { MESSAGE_STATE_WORDS } from "./launch-words.ts";
import "./market.css";

const NewMessageDialog = later(async () => (await import("./new-message-dialog.tsx")).NewMessageDialog);
type Named = { id: string; label: string };
type Writing = { segment?: Named; feature?: Named };

/** Who is told what: features by segments, with the holes. On a phone it is a list. */
export function MessagingPage() {
  const go = useGo();
  const mayWrite = may(useActor(), messageAccess, "write");
  const { data, error, refetch } = useQuery(api.messages.matrix.queryOptions({}));
  const [writing, setWriting] = useState<Writing>();
  useShortcuts("Messaging", [{ keys: "c", label: "New message", run: () => setWriting({}) }], { active: mayWrite });
  const holes = data?.cells.filter(({ wanted, messages }) => wanted && messages.length === 0).length ?? 0;
  const isEmpty = data && (data.segments.length === 0 || data.features.length === 0);
  return (
    <Page
      title="Messaging"
      sentence={
        holes > 0 ? (
          <b>
            {counted(holes, "segment")} {holes === 1 ? "waits" : "wait"} for a message about a feature that is for them.
          </b>
        ) : (
          "Who is told what, and what proves it"
        )
      }
      actions={
        <>
          <ListExport kind="message" parameters={{}} />
          {mayWrite && (
            <Button leftSection={<Plus size={14} aria-hidden />} onClick={() => setWriting({})}>
              New message
            </Button>
          )}
        </>
      }
      hints={
        <>
          {mayWrite && <KeyHint keys={["c"]}>new</KeyHint>}
          <KeyHint keys={["?"]}>all shortcuts</KeyHint>
        </>
      }
    >
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton lines={6} height={60} />
      ) : isEmpty ? (
        <EmptyState
          icon={Megaphone}
          title="Nobody is told anything yet"
          action={
            mayWrite && (
              <Button onClick={() => (data.segments.length === 0 ? go("segments") : setWriting({}))}>
                {data.segments.length === 0 ? "Make a segment first" : "Write the first message"}
              </Button>
            )
          }
        >
          A message says to one segment what a feature gives them, and what proves it. Segments and features that are on their way make a
          table; what is missing is drawn as a hole.
        </EmptyState>
      ) : (
        <Matrix matrix={data} mayWrite={mayWrite} onWrite={setWriting} />
      )}
      {writing && (
        <Suspense>
          <NewMessageDialog
            segment={writing.segment}
            feature={writing.feature}
            onDone={({ key }) => go(`messaging/${key}`)}
            onClose={() => setWriting(undefined)}
          />
        </Suspense>
      )}
    </Page>
  );
}

function Matrix({ matrix, mayWrite, onWrite }: { matrix: MessageMatrix; mayWrite: boolean; onWrite: (writing: Writing) => void }) {
  const stateName = useStateName("message");
  return (
    <section className="matrix-scroll" aria-label="Features by segments">
      <table className="matrix">
        <thead>
          <tr>
            <th scope="col">Feature</th>
            {matrix.segments.map(({ id, key, name }) => (
              <th key={id} scope="col">
                <WorkspaceLink path={`segments/${key}`}>{name}</WorkspaceLink>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {matrix.features.map((feature) => (
            <tr key={feature.id}>
              <th scope="row">
                <WorkspaceLink path={`features/${feature.key}`}>{feature.title}</WorkspaceLink>
              </th>
              {matrix.segments.map((segment) => {
                const cell = matrix.cells.find(({ featureId, segmentId }) => featureId === feature.id && segmentId === segment.id);
                const [message, ...more] = cell?.messages ?? [];
                return (
                  <td key={segment.id}>
                    {message ? (
                      <WorkspaceLink path={`messaging/${message.key}`} className="matrix-card">
                        <span className="matrix-for line-quiet">{segment.name}</span>
                        <span>{message.promise}</span>
                        <StatePip shape={MESSAGE_STATE_WORDS[message.state].shape}>
                          {stateName(message.state, MESSAGE_STATE_WORDS[message.state].word)}
                          {more.length > 0 && ` and ${more.length} more`}
                        </StatePip>
                      </WorkspaceLink>
                    ) : (
                      mayWrite && (
                        <button
                          type="button"
                          className="plain matrix-hole"
                          data-quiet={!cell?.wanted || undefined}
                          onClick={() =>
                            onWrite({ segment: { id: segment.id, label: segment.name }, feature: { id: feature.id, label: feature.title } })
                          }
                        >
                          <span className="matrix-for">{segment.name}</span>
                          {cell?.wanted ? "It is for them, and they are not told. Write it" : "No message"}
                          <span className="sr">
                            {" "}
                            for {segment.name} about {feature.title}
                          </span>
                        </button>
                      )
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
