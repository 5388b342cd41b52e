import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Plus, Trash2 } from "lucide-react";
import { Suspense, useState } from "react";
import { useActor } from "../../../actor.tsx";
import { api, client, useChange } from "../../../api.tsx";
import { may } from "../../../platform/access.ts";
import { MetricRecommendations } from "../../../record-parts.tsx";
import { KeyHint, useShortcuts } from "../../../ui/keyboard.tsx";
import { later } from "../../../ui/later.tsx";
import { useGo, WorkspaceLink } from "../../../ui/router.tsx";
import { Section } from "../../../ui/shell/page.tsx";
import { Day } from "../../../ui/time.tsx";
import { RecordFrame, RecordLoad, useKindEdits } from "../../workspace/pages/record-frame.tsx";
import { TextBlock } from "../../workspace/pages/text-block.tsx";
import { metricAccess } from "../rules.ts";
import type { Metric, MetricChange } from "../schema.ts";
import { valueText } from "../value-rules.ts";
import { ChartSection } from "./chart-section.tsx";
import { MetricStateMark } from "./metric-marks.tsx";
import { comparisonWords, verdictWords } from "./metric-words.ts";
import { METRIC_RENEWS } from "./renews.ts";

const MetricProperties = later(async () => (await import("./metric-properties.tsx")).MetricProperties);
const PullSection = later(async () => (await import("./pull-section.tsx")).PullSection);
const AddReadings = later(async () => (await import("./add-readings.tsx")).AddReadings);

const LIMITS = { least: 2, most: 160 };
const NAMES = { name: "Name", definition: "What is counted", watchAt: "Watch at", breachAt: "Breached at" };
const TEXTS = ["definition"];

/** A metric: what it is, where it stands and goes, and where its readings come from. */
export function MetricPage() {
  const { id = "" } = useParams({ strict: false });
  const query = useQuery(api.metrics.get.queryOptions({ input: { id } }));
  return <RecordLoad query={query}>{(metric) => <Shown key={metric.id} id={id} metric={metric} />}</RecordLoad>;
}

function Shown({ id, metric }: { id: string; metric: Metric }) {
  const go = useGo();
  const actor = useActor();
  const [mayEdit, mayMeasure] = [may(actor, metricAccess, "edit"), may(actor, metricAccess, "measure")];
  const [isAdding, setAdding] = useState(false);
  const edits = useKindEdits<Metric, MetricChange>({
    id,
    kind: "metric",
    queryKey: api.metrics.get.queryKey({ input: { id } }),
    save: client.metrics.edit,
    load: (one) => client.metrics.get({ id: one }),
    renews: METRIC_RENEWS,
  });
  const remove = useChange(client.metrics.delete, {
    said: () => `Deleted ${metric.key}`,
    renews: METRIC_RENEWS,
    onSuccess: () => go("metrics"),
  });
  useShortcuts("Metric", [{ keys: "a", label: "Add readings", run: () => setAdding(true) }], { active: mayMeasure && !isAdding });
  return (
    <RecordFrame
      kind="metric"
      record={metric}
      title={metric.name}
      titleField={{ name: "name", label: "Name" }}
      onTitle={(name) => edits.keep({ name })}
      limits={LIMITS}
      mayEdit={mayEdit}
      edits={edits}
      mark={<MetricStateMark metric={metric} />}
      sentence={
        <>
          <b>{comparisonWords(metric)}.</b> {verdictWords(metric)}
        </>
      }
      fieldNames={NAMES}
      texts={TEXTS}
      actions={
        mayMeasure && (
          <Button leftSection={<Plus size={14} aria-hidden />} onClick={() => setAdding(true)}>
            Add readings
          </Button>
        )
      }
      hints={mayMeasure && <KeyHint keys={["a"]}>add readings</KeyHint>}
      {...(may(actor, metricAccess, "delete")
        ? { menu: [{ label: "Delete", icon: Trash2, danger: true, run: () => remove.mutate({ id: metric.id }) }] }
        : {})}
      strip={
        <Suspense fallback={<div className="metric-strip" />}>
          <MetricProperties metric={metric} mayEdit={mayEdit} onEdit={edits.edit} />
        </Suspense>
      }
      side={
        <>
          <KeyResultsOf metric={metric} />
          <Suspense>
            <MetricRecommendations id={metric.id} />
          </Suspense>
          {may(actor, metricAccess, "pull") && (
            <Suspense>
              <PullSection metric={metric} />
            </Suspense>
          )}
        </>
      }
    >
      <ChartSection metric={metric} mayMeasure={mayMeasure} onAdd={() => setAdding(true)} />
      <TextBlock
        title="What is counted"
        value={metric.definition}
        offer="Say what is counted, of whom, over which time"
        mayEdit={mayEdit}
        most={20_000}
        onBegin={edits.begin}
        onKeep={(definition) => edits.keep({ definition })}
      />
      {isAdding && (
        <Suspense>
          <AddReadings metric={metric} onClose={() => setAdding(false)} />
        </Suspense>
      )}
    </RecordFrame>
  );
}

function KeyResultsOf({ metric }: { metric: Metric }) {
  return (
    <Section title="Key results">
      {metric.targets.length === 0 ? (
        <p className="record-empty">
          No active objective rests on it. <WorkspaceLink path="objectives">Objectives</WorkspaceLink>
        </p>
      ) : (
        <ul className="metric-targets">
          {metric.targets.map(({ id, name, objectiveId, baselineValue, target, byOn }) => (
            <li key={id}>
              <WorkspaceLink path={`objectives/${objectiveId}`}>{name}</WorkspaceLink>
              <span className="muted">
                {baselineValue !== null && `${valueText(baselineValue, metric)} → `}
                {valueText(target, metric)}
                {byOn && (
                  <>
                    {" "}
                    by <Day on={byOn} />
                  </>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
