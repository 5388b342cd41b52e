import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useActor } from "../../../actor.tsx";
import { api } from "../../../api.tsx";
import { mayUse } from "../../../platform/access.ts";
import { ErrorState, Skeleton } from "../../../ui/states.tsx";
import { useThreadActs } from "./thread-acts.tsx";
import { ThreadDrawing } from "./thread-drawing.tsx";
import "./throughline.css";

/** How much of its thread the page of a record asks for; parts that ask for the same share the answer. */
export const THREAD_OF_A_RECORD = { evidence: 4 };

/** The thread around an objective, a need or a feature: the strongest words behind it, and what it leads to. */
export function RecordThread({ kind, id }: { kind: "objective" | "need" | "feature"; id: string }) {
  const input = { input: { id, ...THREAD_OF_A_RECORD } };
  const need = useQuery(api.thread.need.queryOptions({ ...input, enabled: kind === "need" }));
  const feature = useQuery(api.thread.feature.queryOptions({ ...input, enabled: kind === "feature" }));
  const objective = useQuery(api.thread.objective.queryOptions({ ...input, enabled: kind === "objective" }));
  const { data, error, refetch } = { need, feature, objective }[kind];
  const mayEdit = mayUse(useActor(), "member");
  const acts = useThreadActs();
  const [current, setCurrent] = useState<string | undefined>(id);
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  // An objective that nothing serves yet says so above.
  if (data?.nodes.length === 0) return null;
  return (
    <section className="record-thread" aria-label="Throughline">
      {data ? (
        <ThreadDrawing
          label="The thread around it"
          thread={data}
          current={current}
          onCurrent={setCurrent}
          acts={acts}
          mayEdit={mayEdit}
          isPart
        />
      ) : (
        <Skeleton lines={4} />
      )}
      {acts.dialogs}
    </section>
  );
}
