import { counted, dateOnly, percent } from "../../../ui/format.ts";
import type { PipShape } from "../../../ui/marks.tsx";
import { daysBetween } from "../../measurement/rules.ts";
import { valueText } from "../../measurement/value-rules.ts";
import { type ObjectiveState, standOf } from "../rules.ts";
import type { KeyResult, Objective } from "../schema.ts";

export const OBJECTIVE_STATE_WORDS: Readonly<Record<ObjectiveState, { word: string; shape: PipShape }>> = {
  draft: { word: "Draft", shape: "ring" },
  active: { word: "Active", shape: "half" },
  achieved: { word: "Achieved", shape: "check" },
  dropped: { word: "Dropped", shape: "cross" },
};

/** From when to when. */
export function periodWords({ fromOn, byOn }: Pick<Objective, "fromOn" | "byOn">, today: string): string {
  if (!byOn) return fromOn ? `from ${dateOnly(fromOn)}` : "no date yet";
  const left = daysBetween(today, byOn);
  const span = `${fromOn ? `${dateOnly(fromOn)} – ` : "by "}${dateOnly(byOn)}`;
  return left < 0 ? `${span}, ${counted(-left, "day")} ago` : `${span}, ${counted(left, "day")} left`;
}

/** Where a key result stands, in words: "31% → 12% by 31 Mar, now 26.8% on 24 Nov". */
export function keyResultWords(keyResult: KeyResult): string {
  const { metric, baselineValue, target, byOn } = keyResult;
  const { stand } = standOf(keyResult, metric?.latest?.value ?? null);
  if (!metric || stand === "no-metric") return "No metric measures it yet";
  const way = `${baselineValue === null ? "" : `${valueText(baselineValue, metric)} → `}${target === null ? "no target yet" : valueText(target, metric)}${byOn ? ` by ${dateOnly(byOn)}` : ""}`;
  if (!metric.latest) return `${way}; no reading yet`;
  return `${way}, now ${valueText(metric.latest.value, metric)} on ${dateOnly(metric.latest.on)}`;
}

/** How much of the way is done, in words. */
export function progressWords({ progress }: Pick<KeyResult, "progress">): string {
  if (progress === null) return "not measured";
  if (progress < 0) return "moved away";
  return `${percent(progress)} of the way`;
}
