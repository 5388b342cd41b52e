import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useActor } from "../../../actor.tsx";
import { api } from "../../../api.tsx";
import { mayUse } from "../../../platform/access.ts";
import { dateOnly } from "../../../ui/format.ts";
import { Sparkline, StatePip } from "../../../ui/marks.tsx";
import { WorkspaceLink } from "../../../ui/router.tsx";
import { Section } from "../../../ui/shell/page.tsx";
import { METRIC_STATE_WORDS } from "../../measurement/pages/metric-words.ts";
import { valueText } from "../../measurement/value-rules.ts";
import { recordPath } from "../../workspace/kind-rules.ts";
import type { MetricNode } from "../node-schema.ts";
import { THREAD_OF_A_RECORD } from "./record-thread.tsx";
import { type Subject, useThreadActs } from "./thread-acts.tsx";
import "./rows.css";

/** By what a metric says something of a feature, where it does not measure the feature itself. */
const THROUGH: Readonly<Record<number, string>> = { 1: "by its objective", 2: "by its need" };

/** What says whether a feature works: its metrics with their last value, their target and the way they go. */
export function FeatureMetrics({ feature }: { feature: Pick<Subject, "id" | "key" | "title"> }) {
  const { data } = useQuery(api.thread.feature.queryOptions({ input: { id: feature.id, ...THREAD_OF_A_RECORD } }));
  const mayLink = mayUse(useActor(), "member");
  const acts = useThreadActs();
  if (!data) return null;
  const metrics = data.nodes.filter((node) => node.kind === "metric");
  const nearness = new Map(data.edges.flatMap(({ kind, to, strength }) => (kind === "measures" ? [[to, strength]] : [])));
  const link = () =>
    acts.run({ label: "Link a metric", to: recordPath("feature", feature.key), act: "link-metric" }, { ...feature, kind: "feature" });
  return (
    <Section
      title="Metrics"
      actions={
        mayLink && (
          <button type="button" className="plain record-add" onClick={link}>
            <Plus size={13} aria-hidden /> Metric
          </button>
        )
      }
    >
      {metrics.length === 0 ? (
        <p className="muted">No metric says yet whether it works.</p>
      ) : (
        <ul className="rows">
          {metrics.map((metric) => (
            <Line key={metric.id} metric={metric} through={THROUGH[nearness.get(metric.id) ?? 0]} />
          ))}
        </ul>
      )}
      {acts.dialogs}
    </Section>
  );
}

function Line({ metric, through }: { metric: MetricNode; through: string | undefined }) {
  const { key, title, latest, target, byOn, recent, state } = metric;
  const { word, shape } = METRIC_STATE_WORDS[state];
  return (
    <li className="rows-row">
      <WorkspaceLink path={recordPath("metric", key)} className="rows-words">
        {title}
      </WorkspaceLink>
      <Sparkline values={recent} label={`The last ${recent.length} readings`} kind="kpi" width={64} height={22} />
      <b className="rows-figure">{latest ? valueText(latest.value, metric) : "–"}</b>
      <span className="meta rows-under">
        <StatePip shape={shape} kind="kpi">
          {word}
        </StatePip>
        {target !== null && ` · goal ${valueText(target, metric)}${byOn ? ` by ${dateOnly(byOn)}` : ""}`}
        {latest && ` · ${dateOnly(latest.on)}`}
        {through && ` · ${through}`}
      </span>
    </li>
  );
}
