import { useQuery } from "@tanstack/react-query";
import { api } from "../../../api.tsx";
import { counted, money } from "../../../ui/format.ts";

type Behind = { revenueMinor: number; otherRevenue: Record<string, number> };

/** What money and value are counted in here. */
export function useUnits(): { currency: string; valueUnit: "points" | "money" } {
  const { data } = useQuery(api.workspaces.get.queryOptions({ staleTime: 10 * 60_000 }));
  return { currency: data?.currency ?? "USD", valueUnit: data?.valueUnit ?? "points" };
}

/** The revenue behind something, each currency by itself: what is billed otherwise stands beside and is never converted. */
export function moneyBehind({ revenueMinor, otherRevenue }: Behind, currency: string): { main: string | null; beside: string | null } {
  const others = Object.entries(otherRevenue).filter(([, minor]) => minor > 0);
  const beside = others.map(([other, minor]) => money(minor, other)).join(" + ");
  if (revenueMinor > 0) return { main: money(revenueMinor, currency), beside: beside === "" ? null : beside };
  return { main: beside === "" ? null : beside, beside: null };
}

/** The same in one text: "$412k + €30k", or nothing when no revenue is known. */
export function moneyText(behind: Behind, currency: string): string | null {
  const { main, beside } = moneyBehind(behind, currency);
  return main && beside ? `${main} + ${beside}` : main;
}

/** "18 quotes from 14 accounts worth $412k a year", with nothing said that is not known. */
export function demandWords(demand: Behind & { quotes: number; accounts: number }, currency: string): string {
  if (demand.quotes === 0) return "Nobody has been quoted for it yet";
  const worth = moneyText(demand, currency);
  const from = demand.accounts > 0 ? ` from ${counted(demand.accounts, "account")}` : "";
  return `${counted(demand.quotes, "quote")}${from}${worth ? ` worth ${worth} a year` : ""}`;
}
