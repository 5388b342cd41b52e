import { Sparkline, StatePip } from "../../../ui/marks.tsx";
import { ageOf, verdictOn } from "../rules.ts";
import type { Metric } from "../schema.ts";
import { valueText } from "../value-rules.ts";
import { METRIC_STATE_WORDS, sparkWords, staleWords, today, verdictWords } from "./metric-words.ts";
import "./metrics.css";

/** How a metric stands, by shape and word; hovering says why. */
export function MetricStateMark({ metric }: { metric: Metric }) {
  const { word, shape } = METRIC_STATE_WORDS[verdictOn(metric, today()).state];
  const age = ageOf(metric.latest, metric.interval, today());
  return (
    <span className="metric-state" title={verdictWords(metric)}>
      <StatePip shape={shape} kind="kpi">
        {word}
      </StatePip>
      {age?.stale && (
        <span className="metric-stale" title={staleWords(metric.interval)}>
          stale, {age.days} d
        </span>
      )}
    </span>
  );
}

/** The last values as a line, and the last of them as a number. */
export function MetricNow({ metric }: { metric: Metric }) {
  return (
    <>
      <span className="metric-spark">
        <Sparkline values={metric.recent} label={sparkWords(metric)} kind="kpi" />
      </span>
      <b className="metric-value">{metric.latest ? valueText(metric.latest.value, metric) : "–"}</b>
    </>
  );
}
