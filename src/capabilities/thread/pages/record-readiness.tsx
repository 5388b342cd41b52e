import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Eye } from "lucide-react";
import { useActor } from "../../../actor.tsx";
import { api } from "../../../api.tsx";
import { mayUse } from "../../../platform/access.ts";
import { ErrorState, Skeleton } from "../../../ui/states.tsx";
import { useMemberName } from "../../workspace/pages/vocabulary.ts";
import { ReadinessPanel } from "./readiness-panel.tsx";
import { useThreadActs } from "./thread-acts.tsx";
import "./readiness.css";

/** How well founded a need or feature is, why, and what to do about it. */
export function RecordReadiness({ kind, id }: { kind: "need" | "feature"; id: string }) {
  const input = { input: { id } };
  const need = useQuery(api.readiness.need.queryOptions({ ...input, enabled: kind === "need" }));
  const feature = useQuery(api.readiness.feature.queryOptions({ ...input, enabled: kind === "feature" }));
  const { data, error, refetch } = kind === "need" ? need : feature;
  const acts = useThreadActs();
  const memberName = useMemberName();
  const actor = useActor();
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data)
    return (
      <div className="section">
        <Skeleton lines={2} />
      </div>
    );
  const subject = { id: data.id, key: data.key, title: data.title, kind: data.kind };
  const looked = data.confirmations.flatMap(({ memberId }) => memberName(memberId) ?? []);
  const isMine = data.confirmations.some(({ memberId }) => memberId === actor.id);
  return (
    <>
      <ReadinessPanel
        label={`Readiness of ${data.key}`}
        about={kind === "feature" ? data.id : null}
        qualities={data.qualities}
        steps={data.next ? [data.next] : []}
        acts={acts}
        mayAct={mayUse(actor, "member")}
        note={data.note}
        {...(kind === "feature"
          ? { onWaive: (check) => (check.state === "waived" ? acts.askAgain(subject, check) : acts.waive(subject, check)) }
          : {})}
        after={
          looked.length > 0 && (
            <>
              <Eye size={14} aria-hidden />
              <span>{looked.join(", ")} looked at the quotes: they still hold.</span>
              {isMine ? (
                <Button size="compact-xs" variant="light" onClick={() => void acts.takeBack(subject)}>
                  Take mine back
                </Button>
              ) : (
                mayUse(actor, "member") && (
                  <Button size="compact-xs" variant="light" onClick={() => acts.look(subject)}>
                    Look at them too
                  </Button>
                )
              )}
            </>
          )
        }
      />
      {acts.dialogs}
    </>
  );
}

/** How ready an objective is by the features in play that serve it, each named with what to do next. */
export function ObjectiveReadiness({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(api.readiness.objective.queryOptions({ input: { id } }));
  const acts = useThreadActs();
  const mayAct = mayUse(useActor(), "member");
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data)
    return (
      <div className="section">
        <Skeleton lines={2} />
      </div>
    );
  return (
    <>
      <ReadinessPanel
        label={`Readiness of ${data.key}`}
        about={data.id}
        qualities={data.qualities}
        steps={data.next}
        acts={acts}
        mayAct={mayAct}
        named
        note={data.note}
      />
      {acts.dialogs}
    </>
  );
}
