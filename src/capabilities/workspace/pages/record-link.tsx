import { useQuery } from "@tanstack/react-query";
import { api } from "../../../api.tsx";
import { RecordKey } from "../../../ui/marks.tsx";
import { WorkspaceLink } from "../../../ui/router.tsx";
import { KINDS, recordPath } from "../kind-rules.ts";
import "./record-link.css";

/** A record of any kind by its id: its key and title, leading to its page. One that was deleted says so. */
export function RecordLink({ id }: { id: string }) {
  const { data, error } = useQuery(api.records.get.queryOptions({ input: { id }, staleTime: 5 * 60_000, retry: false }));
  if (error) return <span className="muted">something that was deleted</span>;
  if (!data) return <span className="muted">…</span>;
  return (
    <WorkspaceLink path={recordPath(data.kind, data.key)} className="record-link">
      <RecordKey kind={KINDS[data.kind].mark}>{data.key}</RecordKey> {data.title}
    </WorkspaceLink>
  );
}
