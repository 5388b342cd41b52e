import { useActor } from "../../../actor.tsx";
import { client } from "../../../api.tsx";
import { may } from "../../../platform/access.ts";
import { RecordRow, RecordsPage } from "../../workspace/pages/records-page.tsx";
import { metricAccess } from "../rules.ts";
import type { Metric } from "../schema.ts";
import { MetricNow, MetricStateMark } from "./metric-marks.tsx";
import { comparisonWords } from "./metric-words.ts";
import { NewMetric } from "./new-metric.tsx";

const SORTS = [
  { value: "name", label: "Name" },
  { value: "newest", label: "Newest" },
] as const;

/** What is measured: the last value of each, where it goes, and whether that is fine. */
export function MetricsPage() {
  return (
    <RecordsPage
      kind="metric"
      sentence="What is measured, and whether it moves"
      list={client.metrics.list}
      count={client.metrics.count}
      row={metricRow}
      sorts={SORTS}
      mayCreate={may(useActor(), metricAccess, "define")}
      creates="New metric"
      create={(dialog) => <NewMetric {...dialog} />}
      empty={{
        title: "No metrics yet",
        text: "A metric says what is counted and which way is better. Its readings come by hand, from a sheet, by API, or every day from an address.",
        action: "Define the first metric",
      }}
    />
  );
}

const metricRow = (metric: Metric) => (
  <RecordRow kind="metric" record={metric} title={metric.name} line={comparisonWords(metric)}>
    <MetricNow metric={metric} />
    <MetricStateMark metric={metric} />
  </RecordRow>
);
