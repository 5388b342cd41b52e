import { useQuery } from "@tanstack/react-query";
import { api } from "../../../api.tsx";
import { KindIcon } from "../../../ui/marks.tsx";
import { WorkspaceLink } from "../../../ui/router.tsx";
import { ErrorState, Skeleton } from "../../../ui/states.tsx";
import { KINDS, recordPath } from "../../workspace/kind-rules.ts";
import { Dialog } from "../../workspace/pages/dialog.tsx";
import type { Answered } from "../schema.ts";
import "./rows.css";

type Check = Answered["checks"][number];

/** The rows behind a check: what counted, and what is there but does not count yet. */
export function CountedDialog({ check, onClose }: { check: Check; onClose: () => void }) {
  const { counted, countedTotal, nearly } = check;
  return (
    <Dialog title={check.name} size={640} isHigh onClose={onClose}>
      <p className="rows-note">{check.reason}</p>
      {counted.length > 0 && (
        <Rows
          title={countedTotal > counted.length ? `The first ${counted.length} of ${countedTotal} that count` : "What counts"}
          ids={counted}
        />
      )}
      {nearly && nearly.ids.length > 0 && <Rows title={nearly.reason} ids={nearly.ids} />}
    </Dialog>
  );
}

function Rows({ title, ids }: { title: string; ids: string[] }) {
  const { data, error, refetch } = useQuery(api.readiness.counted.queryOptions({ input: { ids } }));
  return (
    <section className="rows-part" aria-label={title}>
      <h3>{title}</h3>
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton lines={3} />
      ) : (
        <ul className="rows">
          {data.items.map(({ id, kind, key, title: words, isQuote }) => (
            <li key={id} className="rows-row">
              <KindIcon kind={KINDS[kind].mark} />
              <WorkspaceLink path={recordPath(kind, key)} className="rows-words">
                {isQuote ? `“${words}”` : words}
              </WorkspaceLink>
              <span className="meta">{key}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
