import { Plus } from "lucide-react";
import { Suspense, useState } from "react";
import { useActor } from "../../../actor.tsx";
import { may } from "../../../platform/access.ts";
import { dateOnly, number } from "../../../ui/format.ts";
import { Kbd, useShortcuts } from "../../../ui/keyboard.tsx";
import { later } from "../../../ui/later.tsx";
import type { Chart, Metric } from "../../measurement/schema.ts";
import { valueText } from "../../measurement/value-rules.ts";
import { recommendationAccess } from "../rules.ts";
import { basisWords } from "./recommendation-words.ts";

const NewRecommendationDialog = later(async () => (await import("./new-recommendation-dialog.tsx")).NewRecommendationDialog);

/** Recommends something from the chart that is looked at: its metric, its days and what they show go along. */
export function MetricRecommend({ metric, chart }: { metric: Metric; chart: Chart }) {
  const [isOpen, setOpen] = useState(false);
  const mayRecommend = may(useActor(), recommendationAccess, "recommend");
  const { first, last, total } = chart;
  const isActive = mayRecommend && first !== null && last !== null;
  useShortcuts("Metric", [{ keys: "r", label: "Recommend what to do", run: () => setOpen(true) }], { active: isActive });
  if (!isActive) return null;
  return (
    <>
      <button type="button" className="plain record-add" onClick={() => setOpen(true)}>
        <Plus size={13} aria-hidden /> Recommendation <Kbd keys="r" />
      </button>
      {isOpen && (
        <Suspense>
          <NewRecommendationDialog
            given={seenIn(metric, chart)}
            standsOn={{ metricId: metric.id, fromOn: first, toOn: last }}
            taken={`${metric.key}, ${basisWords({ readings: total, fromOn: first, toOn: last, last: [] })}`}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      )}
    </>
  );
}

/** "Exports repeated: 31% on 1 Oct (n = 1,000), 28.3% on 28 Oct (n = 1,000)." Says no more than its two ends do. */
function seenIn(metric: Metric, { points }: Chart): string {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return "";
  const read = ({ on, value, n }: typeof first) =>
    `${valueText(value, metric)} on ${dateOnly(on)}${n === null ? "" : ` (n = ${number(n)})`}`;
  return `${metric.name}: ${first === last ? read(last) : `${read(first)}, ${read(last)}`}.`;
}
