import { useQuery } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { Suspense, useState } from "react";
import { api, client, useChange } from "../../../api.tsx";
import { counted } from "../../../ui/format.ts";
import { later } from "../../../ui/later.tsx";
import { MenuButton } from "../../../ui/menu-items.tsx";
import { Section } from "../../../ui/shell/page.tsx";
import { ErrorState, Skeleton } from "../../../ui/states.tsx";
import { RelativeTime } from "../../../ui/time.tsx";
import { notify, notifyError } from "../../../ui/undo.tsx";
import type { Metric } from "../schema.ts";
import { METRIC_RENEWS } from "./renews.ts";

const PullDialog = later(async () => (await import("./pull-dialog.tsx")).PullDialog);

/** From where the readings come every day, and how that went the last time. For those who may set it: the address may hold a key. */
export function PullSection({ metric }: { metric: Metric }) {
  const { data, error, refetch } = useQuery(api.pulls.get.queryOptions({ input: { id: metric.id } }));
  const [isSetting, setSetting] = useState(false);
  const run = useChange(client.pulls.run, {
    said: () => null,
    renews: METRIC_RENEWS,
    onSuccess: ({ lastProblem, lastWritten }) =>
      lastProblem
        ? notifyError(new Error(lastProblem), "Nothing was pulled")
        : notify(`Pulled: ${counted(lastWritten ?? 0, "reading")} new or changed`),
  });
  const stop = useChange(client.pulls.delete, { said: () => null, renews: METRIC_RENEWS, onSuccess: () => notify("No longer pulled") });
  const pull = data?.pull;
  return (
    <Section
      title="Pulled every day"
      actions={
        pull && (
          <MenuButton
            position="bottom-end"
            entries={[
              { label: "Change where from", run: () => setSetting(true) },
              { label: "Stop pulling", danger: true, run: () => stop.mutate({ id: metric.id }) },
            ]}
          >
            <button type="button" className="plain record-add">
              Change
            </button>
          </MenuButton>
        )
      }
    >
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton lines={2} />
      ) : pull ? (
        <div className="metric-pull">
          <p className="truncate" title={pull.address}>
            {new URL(pull.address).host} <span className="muted">{pull.format.toUpperCase()}</span>
          </p>
          {pull.lastProblem && (
            <p className="metric-problem" role="alert">
              {pull.lastProblem}
            </p>
          )}
          <p className="muted">
            {pull.lastPulledAt ? (
              <>
                Last pulled <RelativeTime at={pull.lastPulledAt} />
                {pull.lastWritten !== null && `: ${counted(pull.lastWritten, "reading")} new or changed`}
              </>
            ) : (
              "The first pull follows within a minute"
            )}
          </p>
          <button type="button" className="plain record-add" disabled={run.isPending} onClick={() => run.mutate({ id: metric.id })}>
            <RefreshCw size={13} aria-hidden /> {run.isPending ? "Pulling" : "Pull now"}
          </button>
        </div>
      ) : (
        <p className="record-empty">
          Not yet.{" "}
          <button type="button" className="plain metric-offer" onClick={() => setSetting(true)}>
            Pull from an address
          </button>
        </p>
      )}
      {isSetting && (
        <Suspense>
          <PullDialog metric={metric} address={pull?.address ?? ""} onClose={() => setSetting(false)} />
        </Suspense>
      )}
    </Section>
  );
}
