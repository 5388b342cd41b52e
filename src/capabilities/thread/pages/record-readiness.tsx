import { useQuery } from "@tanstack/react-query";
import { api } from "../../../api.tsx";
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
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data)
    return (
      <div className="section">
        <Skeleton lines={2} />
      </div>
    );
  const looked = data.confirmations.flatMap(({ memberId }) => memberName(memberId) ?? []);
  return (
    <>
      <ReadinessPanel
        label={`Readiness of ${data.key}`}
        qualities={data.qualities}
        steps={data.next ? [data.next] : []}
        acts={acts}
        note={data.note}
      />
      {looked.length > 0 && <p className="readiness-looked">{looked.join(", ")} looked at the quotes: they still hold.</p>}
      {acts.dialogs}
    </>
  );
}
