import { ChoiceValue } from "../../../ui/choice-value.tsx";
import { Properties, Property, TypedValue } from "../../../ui/properties.tsx";
import { OwnerValue } from "../../workspace/pages/people.tsx";
import { DIRECTIONS, INTERVALS, METRIC_UNITS } from "../rules.ts";
import type { Metric, MetricChange } from "../schema.ts";
import { typedText, valueIn, valueText } from "../value-rules.ts";
import { DIRECTION_WORDS, INTERVAL_WORDS, UNIT_WORDS, VALUE_HINTS } from "./metric-words.ts";

/** What a metric is and from where on it is to be watched, under the title of its page. */
export function MetricProperties({
  metric,
  mayEdit,
  onEdit,
}: {
  metric: Metric;
  mayEdit: boolean;
  onEdit: (change: MetricChange) => void;
}) {
  /** Takes a typed line, or answers why it is none. */
  const line = (field: "watchAt" | "breachAt") => (typed: string) => {
    const value = typed === "" ? null : valueIn(typed, metric.unit);
    if (value === null && typed !== "") return `Type it as ${VALUE_HINTS[metric.unit]}.`;
    onEdit({ [field]: value });
    return undefined;
  };
  const side = metric.direction === "up" ? "below" : "above";
  const lineValue = (field: "watchAt" | "breachAt", name: string) => (
    <TypedValue
      name={name}
      mayEdit={mayEdit}
      text={metric[field] === null ? "" : typedText(metric[field], metric)}
      shown={metric[field] === null ? null : `${side} ${valueText(metric[field], metric)}`}
      none="No line"
      hint={VALUE_HINTS[metric.unit]}
      onType={line(field)}
    />
  );
  return (
    <Properties strip>
      <Property name="Unit">
        <ChoiceValue
          name="Unit"
          value={metric.unit}
          words={UNIT_WORDS}
          options={METRIC_UNITS.filter((unit) => unit !== "money" || metric.unit === "money")}
          mayEdit={mayEdit && metric.latest === null && metric.unit !== "money"}
          onPick={(unit) => onEdit({ unit })}
        />
      </Property>
      <Property name="Better">
        <ChoiceValue
          name="Better"
          value={metric.direction}
          words={DIRECTION_WORDS}
          options={DIRECTIONS}
          mayEdit={mayEdit}
          onPick={(direction) => onEdit({ direction })}
        />
      </Property>
      <Property name="Read">
        <ChoiceValue
          name="Read"
          value={metric.interval}
          words={INTERVAL_WORDS}
          options={INTERVALS}
          mayEdit={mayEdit}
          onPick={(interval) => onEdit({ interval })}
        />
      </Property>
      <Property name="Watch">{lineValue("watchAt", "Watch at")}</Property>
      <Property name="Breached">{lineValue("breachAt", "Breached at")}</Property>
      <Property name="Owner">
        <OwnerValue ownerId={metric.ownerId} mayEdit={mayEdit} onPick={(ownerId) => onEdit({ ownerId })} />
      </Property>
    </Properties>
  );
}
