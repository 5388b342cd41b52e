import { useQuery } from "@tanstack/react-query";
import { Suspense, useState } from "react";
import { api } from "../../../api.tsx";
import { MetricRecommend } from "../../../record-parts.tsx";
import { dateOnly, number } from "../../../ui/format.ts";
import { KeyHint, useShortcuts } from "../../../ui/keyboard.tsx";
import { later } from "../../../ui/later.tsx";
import { Segments } from "../../../ui/segments.tsx";
import { Section } from "../../../ui/shell/page.tsx";
import { ErrorState, Skeleton } from "../../../ui/states.tsx";
import { flagsAt } from "../flag-rules.ts";
import { dayAfter } from "../rules.ts";
import type { Chart, Metric } from "../schema.ts";
import { valueText } from "../value-rules.ts";
import { Flags, flagWords } from "./flags.tsx";
import { today } from "./metric-words.ts";

const ReadingsTable = later(async () => (await import("./readings-table.tsx")).ReadingsTable);
const MetricChart = later(async () => (await import("./metric-chart.tsx")).MetricChart);

const SPANS = [
  { value: "90", label: "90 days" },
  { value: "365", label: "A year" },
  { value: "all", label: "All" },
] as const;
type Span = (typeof SPANS)[number]["value"];
const SHAPES = [
  { value: "chart", label: "Chart" },
  { value: "table", label: "Table" },
] as const;

/** How a metric went: as a chart, or as its table. */
export function ChartSection({ metric, mayMeasure, onAdd }: { metric: Metric; mayMeasure: boolean; onAdd: () => void }) {
  const [span, setSpan] = useState<Span>("365");
  const [shape, setShape] = useState<"chart" | "table">("chart");
  const [current, setCurrent] = useState<number | null>(null);
  const from = span === "all" ? undefined : dayAfter(today(), -Number(span));
  const { data, error, refetch } = useQuery({
    ...api.metrics.chart.queryOptions({ input: { id: metric.id, ...(from ? { from } : {}) } }),
    placeholderData: (before) => before,
  });
  useShortcuts("Metric", [
    {
      keys: "t",
      label: shape === "chart" ? "Show as a table" : "Show as a chart",
      run: () => setShape(shape === "chart" ? "table" : "chart"),
    },
  ]);
  return (
    <Section
      title="Readings"
      actions={
        <>
          <Segments label="Show as" value={shape} options={SHAPES} onChange={setShape} />
          <Segments label="How far back" value={span} options={SPANS} onChange={setSpan} />
        </>
      }
    >
      {shape === "table" ? (
        <Suspense fallback={<Skeleton lines={6} />}>
          {data && <Flags metric={metric} chart={data} />}
          <ReadingsTable metric={metric} mayMeasure={mayMeasure} {...(from ? { from } : {})} />
        </Suspense>
      ) : error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton lines={1} height={300} />
      ) : data.points.length === 0 ? (
        <p className="record-empty metric-none">
          {metric.latest ? `No reading since ${dateOnly(from ?? metric.latest.on)}. ` : "No reading yet. "}
          {mayMeasure && (
            <button type="button" className="plain metric-offer" onClick={onAdd}>
              Add readings
            </button>
          )}
        </p>
      ) : (
        <Suspense fallback={<Skeleton lines={1} height={300} />}>
          <div className="metric-over">
            <Pointed metric={metric} chart={data} index={current} />
            <Suspense>
              <MetricRecommend metric={metric} chart={data} />
            </Suspense>
          </div>
          <MetricChart metric={metric} chart={data} current={current} onCurrent={setCurrent} />
          <Flags metric={metric} chart={data} />
        </Suspense>
      )}
    </Section>
  );
}

/** The reading under the cursor; without one the last. */
function Pointed({ metric, chart: { points, total, flags }, index }: { metric: Metric; chart: Chart; index: number | null }) {
  const point = (index === null ? undefined : points[index]) ?? points.at(-1);
  if (!point) return null;
  const here = index === null ? [] : flagsAt(flags, points, index);
  return (
    <p className="metric-pointed">
      <b>{valueText(point.value, metric)}</b> {dateOnly(point.on)}
      <span className="muted">
        {point.n === null ? "sample size not given" : `n = ${number(point.n)}`}
        {total > points.length && ` · ${number(points.length)} of ${number(total)} readings drawn, lowest and highest of each stretch`}
      </span>
      {here[0] && (
        <span>
          {flagWords(here[0])}
          {here.length > 1 && ` and ${here.length - 1} more`} <KeyHint keys={["enter"]}>open</KeyHint>
        </span>
      )}
    </p>
  );
}
