import { amountIn } from "../../kernels/cells.ts";
import { money, number } from "../../kernels/figures.ts";
import type { MetricUnit } from "./rules.ts";

type Unit = { unit: MetricUnit; currency: string | null };
const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;
const decimals = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });
const percents = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });

/** A value of a metric as people read it: percent as such, money from minor units, a duration from seconds. */
export function valueText(value: number, { unit, currency }: Unit): string {
  switch (unit) {
    case "percent":
      return `${percents.format(value)}%`;
    case "money":
      return money(Math.round(value), currency ?? "USD", { exact: true });
    case "duration":
      return durationText(value);
    case "count":
      return Number.isInteger(value) ? number(value) : decimals.format(value);
    case "ratio":
      return decimals.format(value);
  }
}

/** How far one value lies from another; of percents in points. */
export function differenceText(change: number, { unit, currency }: Unit): string {
  const sign = change > 0 ? "+" : change < 0 ? "−" : "±";
  const size = unit === "percent" ? `${percents.format(Math.abs(change))} points` : valueText(Math.abs(change), { unit, currency });
  return `${sign}${size}`;
}

function durationText(seconds: number): string {
  const size = Math.abs(seconds);
  if (size < MINUTE) return `${decimals.format(seconds)} s`;
  if (size < HOUR) return `${decimals.format(seconds / MINUTE)} min`;
  if (size < 2 * DAY) return `${decimals.format(seconds / HOUR)} h`;
  return `${decimals.format(seconds / DAY)} d`;
}

const DURATION = /^([+-]?\d+(?:[.,]\d+)?)\s*(s|sec|seconds?|m|min|minutes?|h|hours?|d|days?)$/i;
const LENGTHS: Readonly<Record<string, number>> = { s: 1, m: MINUTE, h: HOUR, d: DAY };

/** A value as people write it, "26.8 %", "$1,204.50", "6:12", "3 min"; null when it is none of its unit. */
export function valueIn(text: string, unit: MetricUnit): number | null {
  const bare = text.trim();
  const sign = /^[-−]/.test(bare) ? -1 : 1;
  const size = bare.replace(/^[-−+]\s*/, "");
  if (unit === "duration") {
    const clock = /^(\d+):([0-5]\d)(?::([0-5]\d))?$/.exec(size);
    if (clock) {
      const [first = 0, second = 0, third] = clock.slice(1).map((part) => (part === undefined ? undefined : Number(part)));
      return sign * (third === undefined ? first * MINUTE + second : first * HOUR + second * MINUTE + third);
    }
    const [, amount, word] = DURATION.exec(size) ?? [];
    if (amount && word) return sign * Number(amount.replace(",", ".")) * (LENGTHS[word.charAt(0).toLowerCase()] ?? 1);
  }
  const plain = unit === "percent" ? size.replace(/\s*%$/, "") : size;
  const read = unit === "money" ? amountIn(plain) : figureIn(plain);
  if (read === null) return null;
  return sign * (unit === "money" ? Math.round(read * 100) : read);
}

/** 1204, 1,204.5, 1.204,5 or 26,8; what could be read in two ways is read as thousands. */
function figureIn(text: string): number | null {
  const bare = text.replace(/[\s'’]/g, "");
  if (/^\d+(?:\.\d+)?(?:[eE][+-]?\d{1,2})?$/.test(bare)) return Number(bare);
  if (/^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(bare)) return Number(bare.replaceAll(",", ""));
  if (/^\d{1,3}(?:\.\d{3})+,\d+$/.test(bare)) return Number(bare.replaceAll(".", "").replace(",", "."));
  return /^\d+,\d+$/.test(bare) ? Number(bare.replace(",", ".")) : null;
}

/** A value as it is typed: without signs, money in whole units. */
export function typedText(value: number, { unit }: Pick<Unit, "unit">): string {
  if (unit === "money") return (value / 100).toFixed(2);
  return unit === "duration" ? `${value} s` : String(value);
}
