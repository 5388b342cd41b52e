import { useComputedColorScheme } from "@mantine/core";
import { type KeyboardEvent, useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { dateOnly, number } from "../../../ui/format.ts";
import { useNarrow } from "../../../ui/narrow.ts";
import { useGo } from "../../../ui/router.tsx";
import { flagsAt } from "../flag-rules.ts";
import type { Chart, Flag, Metric } from "../schema.ts";
import { valueText } from "../value-rules.ts";
import { FlagMarks, flagPath, flagsHeight, flagWords } from "./flags.tsx";

const seconds = (day: string) => Date.parse(day) / 1000;
const HEIGHT = 300;
const NARROW_HEIGHT = 220;
const DAY = 86_400;
/** About so much of the width is the drawing itself; the rest is its axis. */
const DRAWN = 0.85;

/**
 * Readings over time, with what key results ask as dashed lines and what happened as flags. The arrows walk from reading to reading
 * (Shift by ten, Home and End to the ends), each is read aloud and Enter opens the flag that stands there; the same stands in the table.
 */
export function MetricChart({
  metric,
  chart,
  current,
  onCurrent,
}: {
  metric: Metric;
  chart: Chart;
  current: number | null;
  onCurrent: (index: number | null) => void;
}) {
  const { points, flags } = chart;
  const scheme = useComputedColorScheme("light");
  const low = useNarrow() ? NARROW_HEIGHT : HEIGHT;
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const [width, setWidth] = useState(0);
  // The flags stand above the line, not on it.
  const above = flagsHeight(flags, width * DRAWN);
  const height = low + above;
  /** Where the days lie on the drawing as it is now. */
  const [scale, setScale] = useState<{ from: number; to: number; left: number; wide: number }>();
  const go = useGo();
  const data = useMemo<uPlot.AlignedData>(() => [points.map(({ on }) => seconds(on)), points.map(({ value }) => value)], [points]);
  const hovered = useEffectEvent((index: number | null) => index !== current && onCurrent(index));
  const drawn = useEffectEvent((chartPlot: uPlot) => {
    drawTargets(chartPlot, metric);
    drawFlags(chartPlot, flags);
    const { min, max } = chartPlot.scales.x ?? {};
    if (min == null || max == null) return;
    const next = { from: min, to: max, left: chartPlot.bbox.left / devicePixelRatio, wide: chartPlot.bbox.width / devicePixelRatio };
    setScale((was) =>
      was && was.from === next.from && was.to === next.to && was.left === next.left && was.wide === next.wide ? was : next,
    );
  });

  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setWidth(Math.floor(element.clientWidth)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another scheme brings other colours
  useEffect(() => {
    const element = box.current;
    if (!element || width === 0) return undefined;
    const colour = coloursOf(element);
    const made = new uPlot(
      {
        width,
        height,
        // The flags of the last days reach over the end.
        padding: [above + 10, 14, null, null],
        legend: { show: false },
        cursor: { y: false, drag: { x: false, y: false }, points: { size: 8, fill: colour("--k") } },
        scales: { x: { time: true, range: rangeOfDays(flags) }, y: { range: rangeOf(metric) } },
        axes: [
          {
            stroke: colour("--muted"),
            grid: { show: false },
            ticks: { show: false },
            values: dayTicks,
            font: "12px Inter, sans-serif",
            size: 30,
            space: 90,
          },
          {
            stroke: colour("--muted"),
            grid: { stroke: colour("--line"), width: 1 },
            ticks: { show: false },
            values: (_, ticks) => ticks.map((tick) => valueText(tick, metric)),
            font: "12px Inter, sans-serif",
            size: sizeOfTicks,
          },
        ],
        series: [{}, { stroke: colour("--k"), width: 2, points: { show: data[0].length <= 60, size: 6, fill: colour("--panel") } }],
        hooks: { draw: [drawn], setCursor: [({ cursor }) => hovered(cursor.idx ?? null)] },
      },
      data,
      element,
    );
    plot.current = made;
    return () => {
      plot.current = undefined;
      made.destroy();
    };
  }, [width, height, above, data, metric, flags, scheme]);

  const here = current === null ? [] : flagsAt(flags, points, current);
  const walk = (event: KeyboardEvent) => {
    const path = event.key === "Enter" && here[0] ? flagPath(here[0]) : null;
    if (path) {
      event.preventDefault();
      go(path);
      return;
    }
    const last = points.length - 1;
    const at = current ?? (event.key === "ArrowLeft" ? points.length : -1);
    const step = event.shiftKey ? 10 : 1;
    const to = { ArrowRight: at + step, ArrowLeft: at - step, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(last, to));
    const point = points[next];
    const u = plot.current;
    if (u && point) u.setCursor({ left: u.valToPos(seconds(point.on), "x"), top: u.valToPos(point.value, "y") });
    onCurrent(next);
  };
  const point = current === null ? undefined : points[current];
  const left = ({ on }: Flag) => {
    if (!scale) return null;
    const share = (seconds(on) - scale.from) / (scale.to - scale.from);
    return share < 0 || share > 1 ? null : scale.left + share * scale.wide;
  };
  return (
    <div className="metric-chart-box">
      <div
        ref={box}
        className="metric-chart"
        data-kind="kpi"
        style={{ minHeight: height }}
        role="slider"
        tabIndex={0}
        aria-label={`Readings of ${metric.name}, ${points.length === chart.total ? `all ${number(chart.total)}` : `${number(points.length)} of ${number(chart.total)}`}; the arrows walk, T shows a table`}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, points.length - 1)}
        aria-valuenow={current ?? 0}
        aria-valuetext={
          point
            ? `${dateOnly(point.on)}: ${valueText(point.value, metric)}${point.n === null ? "" : `, n = ${number(point.n)}`}${here.map((flag) => `; ${flagWords(flag)}`).join("")}`
            : "No reading chosen"
        }
        onKeyDown={walk}
      />
      <FlagMarks flags={flags} left={left} />
    </div>
  );
}

/** Space for the longest of the values at the axis. */
function sizeOfTicks(_: uPlot, values: string[] | null): number {
  return Math.max(36, 14 + 7 * Math.max(0, ...(values ?? []).map((value) => value.length)));
}

/** The colours of the page, as they are now: a canvas knows no variables. */
function coloursOf(element: HTMLElement): (name: string) => string {
  const style = getComputedStyle(element);
  return (name) => style.getPropertyValue(name).trim() || "#808080";
}

/** From the first reading or flag to the last: what happened since the last reading is seen too. One reading alone stands in the middle. */
function rangeOfDays(flags: Chart["flags"]): uPlot.Range.Function {
  const days = flags.map(({ on }) => seconds(on));
  return (_, low, high) => {
    const [from, to] = [Math.min(low, ...days), Math.max(high, ...days)];
    return to - from < 2 * DAY ? [from - 3 * DAY, to + 3 * DAY] : [from, to + (to - from) * 0.01];
  };
}

/** Room for the line and for what is asked of it. */
function rangeOf({ targets, unit }: Metric): uPlot.Range.Function {
  return (_, low, high) => {
    const all = [low, high, ...targets.map(({ target }) => target)].filter(Number.isFinite);
    const [least, most] = [Math.min(...all), Math.max(...all)];
    const pad = (most - least || Math.abs(most) || 1) * 0.12;
    const floor = least - pad;
    return [least >= 0 && unit !== "ratio" ? Math.max(0, floor) : floor, most + pad];
  };
}

const MONTHS = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
const YEARS = new Intl.DateTimeFormat("en-GB", { month: "short", year: "numeric", timeZone: "UTC" });
function dayTicks(_: uPlot, ticks: number[]): string[] {
  const isLong = (ticks.at(-1) ?? 0) - (ticks[0] ?? 0) > 300 * DAY;
  return ticks.map((tick) => (isLong ? YEARS : MONTHS).format(new Date(tick * 1000)));
}

function drawTargets(u: uPlot, metric: Metric): void {
  const { ctx, bbox } = u;
  const colour = coloursOf(u.root);
  ctx.save();
  ctx.setLineDash([6 * devicePixelRatio, 5 * devicePixelRatio]);
  ctx.lineWidth = 1.5 * devicePixelRatio;
  ctx.strokeStyle = ctx.fillStyle = colour("--kind-objective");
  ctx.font = `${12 * devicePixelRatio}px Inter, sans-serif`;
  ctx.textAlign = "right";
  ctx.textBaseline = "bottom";
  for (const { target, byOn } of metric.targets) {
    const y = u.valToPos(target, "y", true);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.fillText(
      `goal ${valueText(target, metric)}${byOn ? ` by ${dateOnly(byOn)}` : ""}`,
      bbox.left + bbox.width,
      y - 5 * devicePixelRatio,
    );
  }
  ctx.restore();
}

function drawFlags(u: uPlot, flags: Chart["flags"]): void {
  const { ctx, bbox } = u;
  const colour = coloursOf(u.root);
  const ratio = devicePixelRatio;
  ctx.save();
  // What the metric measures is drawn last, over the others of its day.
  for (const { on, linked } of flags.toSorted((one, other) => Number(one.linked) - Number(other.linked))) {
    const x = u.valToPos(seconds(on), "x", true);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.strokeStyle = linked ? colour("--kind-feature") : colour("--edge");
    ctx.lineWidth = ratio;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
}
