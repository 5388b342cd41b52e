import { money } from "../../../ui/format.ts";
import type { PipShape } from "../../../ui/marks.tsx";
import type { Deal, WinLoss } from "../deal-answers.ts";
import type { DealState } from "../deal-rules.ts";

export const DEAL_STATE_WORDS: Readonly<Record<DealState, { word: string; shape: PipShape }>> = {
  open: { word: "Open", shape: "ring" },
  won: { word: "Won", shape: "check" },
  lost: { word: "Lost", shape: "cross" },
};

export const amountText = ({ amountMinor, currency }: Pick<Deal, "amountMinor" | "currency">): string | null =>
  amountMinor === null || currency === null ? null : money(amountMinor, currency);

/** "$265k and €4k": each currency by itself, the largest first. */
export const sumText = ({ money: sums }: WinLoss["total"]["won"]): string =>
  Object.entries(sums)
    .toSorted(([, one], [, other]) => other - one)
    .map(([currency, minor]) => money(minor, currency))
    .join(" and ");

/** "5 lost, $265k". */
export function outcomeWords(word: string, sum: WinLoss["total"]["won"]): string {
  const worth = sumText(sum);
  return `${sum.deals} ${word}${worth === "" ? "" : `, ${worth}`}`;
}
