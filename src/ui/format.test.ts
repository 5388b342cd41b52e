import { expect, test } from "vitest";
import { ago, counted, dateOnly, fileSize, money, percent } from "./format.ts";

test("money is short in passing and exact on demand", () => {
  expect(money(41_200_000, "USD")).toBe("$412k");
  expect(money(8_450_000, "USD")).toBe("$84.5k");
  expect(money(120_000_000, "USD")).toBe("$1.2m");
  expect(money(45_000, "USD")).toBe("$450");
  expect(money(45_050, "USD")).toBe("$450.50");
  expect(money(41_200_050, "EUR", { exact: true })).toBe("€412,000.50");
  expect(money(5000, "JPY")).toBe("¥5k");
});

test("a day is the same in every zone and names its year only when it is another one", () => {
  const now = new Date("2026-11-23T12:00:00Z");
  expect(dateOnly("2026-12-08", now)).toBe("8 Dec");
  expect(dateOnly("2027-01-01", now)).toBe("1 Jan 2027");
  expect(dateOnly("not a day", now)).toBe("not a day");
});

test("times age into words and then into dates", () => {
  const now = new Date("2026-11-23T12:00:00Z");
  expect(ago("2026-11-23T11:59:50Z", now)).toBe("now");
  expect(ago("2026-11-23T09:00:00Z", now)).toBe("3h ago");
  expect(ago("2026-11-22T12:00:00Z", now)).toBe("yesterday");
  expect(ago("2026-10-01T12:00:00Z", now)).toBe("1 Oct");
});

test("counts and shares", () => {
  expect(counted(1, "account")).toBe("1 account");
  expect(counted(1284, "account")).toBe("1,284 accounts");
  expect(percent(0.268)).toBe("27%");
  expect(percent(0.031)).toBe("3.1%");
});

test("a file's size is as short as it can be told", () => {
  expect([0, 999, 1000, 9_940, 340_400, 1_234_567, 10_400_000, 10_000_000, 2_000_000_000].map(fileSize)).toEqual([
    ...["0 bytes", "999 bytes", "1 KB", "9.9 KB", "340 KB", "1.2 MB", "10.4 MB", "10 MB", "2 GB"],
  ]);
});
