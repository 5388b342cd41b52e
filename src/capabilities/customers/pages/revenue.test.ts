import { expect, test } from "vitest";
import { parseRevenue, revenueText } from "./revenue.ts";

test.each([
  ["84000", 84_000_00, "USD"],
  ["84,000.50 EUR", 84_000_50, "EUR"],
  ["84.000,5 eur", 84_000_50, "EUR"],
  ["$84k", 84_000_00, "USD"],
  ["1.2m", 1_200_000_00, "USD"],
  ["£ 12 000", 12_000_00, "GBP"],
  ["5000 JPY", 5000, "JPY"],
])("%s is read as %d minor units of %s", (typed, revenueMinor, currency) => {
  expect(parseRevenue(typed, "USD")).toEqual({ revenueMinor, currency });
});

test("nothing typed is no revenue, and what is no amount is refused", () => {
  expect(parseRevenue("  ", "USD")).toBeNull();
  for (const typed of ["much", "12 or 13", "-5", "9".repeat(20)]) expect(parseRevenue(typed, "USD")).toBeUndefined();
});

test("what is shown for editing reads back as it was", () => {
  for (const revenue of [
    { revenueMinor: 8_400_050, currency: "EUR" },
    { revenueMinor: 12, currency: "JPY" },
  ])
    expect(parseRevenue(revenueText(revenue), "USD")).toEqual(revenue);
});
