import { formatRange, parseRange } from "../../../kernels/estimate.ts";
import type { PipShape } from "../../../ui/marks.tsx";
import type { FeatureKind, FeatureSort, FeatureState } from "../rules.ts";

/** What a state is called where the workspace gave it no name of its own, and its shape. */
export const FEATURE_STATE_WORDS: Readonly<Record<FeatureState, { word: string; shape: PipShape }>> = {
  idea: { word: "Idea", shape: "dotted" },
  evaluated: { word: "Evaluated", shape: "ring" },
  planned: { word: "Planned", shape: "half" },
  building: { word: "Building", shape: "filled" },
  shipped: { word: "Shipped", shape: "check" },
  measured: { word: "Measured", shape: "check" },
  dropped: { word: "Dropped", shape: "cross" },
};

export const FEATURE_KIND_WORDS: Readonly<Record<FeatureKind, string>> = {
  improvement: "Improvement",
  fix: "Fix",
  debt: "Debt",
  compliance: "Compliance",
  experiment: "Experiment",
};

export const FEATURE_SORT_WORDS: Readonly<Record<FeatureSort, string>> = {
  rank: "Rank",
  money: "Money",
  accounts: "Accounts",
  quotes: "Quotes",
  value: "Value",
  effort: "Effort",
  updated: "Last changed",
  state: "State",
};

export type Units = { currency: string; valueUnit: "points" | "money" };
type Bounds = { effortLow: number | null; effortHigh: number | null; valueLow: number | null; valueHigh: number | null };

/** "3–6 weeks", or nothing. */
export const effortText = ({ effortLow, effortHigh }: Pick<Bounds, "effortLow" | "effortHigh">): string =>
  effortLow === null || effortHigh === null ? "" : formatRange({ low: effortLow, high: effortHigh }, "effort");

/** "120–400", or with the currency where value is counted in money; or nothing. */
export function valueText({ valueLow, valueHigh }: Pick<Bounds, "valueLow" | "valueHigh">, { currency, valueUnit }: Units): string {
  if (valueLow === null || valueHigh === null) return "";
  return formatRange({ low: valueLow, high: valueHigh, ...(valueUnit === "money" ? { currency: signOf(currency) } : {}) }, "value");
}

/** The sign of a currency where it has one that is read back: "$" for USD. */
const signOf = (currency: string) => SIGNS[currency] ?? currency;
const SIGNS: Readonly<Record<string, string>> = { USD: "$", EUR: "€", GBP: "£", JPY: "¥", INR: "₹" };

/**
 * A typed range as the fields that keep it; nothing typed is none.
 * @throws RangeError with a sentence for the person who typed it
 */
export function typedEffort(typed: string): Pick<Bounds, "effortLow" | "effortHigh"> {
  if (typed.trim() === "") return { effortLow: null, effortHigh: null };
  const { low, high } = parseRange(typed, "effort");
  return { effortLow: low, effortHigh: high };
}

/**
 * The same for value, in the workspace's unit.
 * @throws RangeError also when it is typed in a currency that value is not counted in
 */
export function typedValue(typed: string, { currency, valueUnit }: Units): Pick<Bounds, "valueLow" | "valueHigh"> {
  if (typed.trim() === "") return { valueLow: null, valueHigh: null };
  const range = parseRange(typed, "value");
  if (range.currency !== undefined && valueUnit === "points")
    throw new RangeError("Value is counted in points here: leave the currency out.");
  if (range.currency !== undefined && range.currency !== currency && range.currency !== SIGNS[currency])
    throw new RangeError(`Value is counted in ${currency} here; ${range.currency} is not converted.`);
  return { valueLow: range.low, valueHigh: range.high };
}
