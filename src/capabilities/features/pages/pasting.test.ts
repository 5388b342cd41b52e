import { expect, test } from "vitest";
import type { Column } from "../../../ui/table/columns.ts";
import type { FeatureItem } from "../schema.ts";
import { type CellContext, cellWrite } from "./cell-values.ts";
import { pasted } from "./pasting.ts";

const CONTEXT: CellContext = {
  units: { currency: "USD", valueUnit: "points" },
  members: [
    { id: "7d8f2c1e-0000-4000-8000-000000000001", name: "Ada Demo", left: false },
    { id: "7d8f2c1e-0000-4000-8000-000000000002", name: "Jonas Demo", left: true },
  ],
  milestones: [],
  fields: [
    {
      id: "7d8f2c1e-0000-4000-8000-00000000000a",
      recordKind: "feature",
      name: "Quarter",
      type: "choice",
      options: ["Q1", "Q2"],
      position: 0,
      version: 1,
    },
    {
      id: "7d8f2c1e-0000-4000-8000-00000000000b",
      recordKind: "feature",
      name: "Risk",
      type: "number",
      options: [],
      position: 1,
      version: 1,
    },
  ],
};
const QUARTER = "field:7d8f2c1e-0000-4000-8000-00000000000a";
const RISK = "field:7d8f2c1e-0000-4000-8000-00000000000b";

test.each([
  ["title", "  Safer   export ", { change: { title: "Safer export" } }],
  ["kind", "DEBT", { change: { kind: "debt" } }],
  ["owner", "ada demo", { change: { ownerId: "7d8f2c1e-0000-4000-8000-000000000001" } }],
  ["owner", "", { change: { ownerId: null } }],
  ["effort", "3–6 weeks", { change: { effortLow: 3, effortHigh: 6 } }],
  ["effort", "M", { change: { effortLow: 1, effortHigh: 3 } }],
  ["effort", "", { change: { effortLow: null, effortHigh: null } }],
  ["value", "120-400", { change: { valueLow: 120, valueHigh: 400 } }],
  [QUARTER, "q2", { field: CONTEXT.fields[0], value: "Q2" }],
  [RISK, "1,250", { field: CONTEXT.fields[1], value: 1250 }],
  [RISK, "", { field: CONTEXT.fields[1], value: null }],
])("%s reads %j", (column, typed, written) => {
  expect(cellWrite(column, typed, CONTEXT)).toEqual(written);
});

test.each([
  ["title", "No", "at least three letters"],
  ["kind", "wish", "is no kind"],
  ["owner", "Jonas Demo", "nobody called"],
  ["effort", "soon", "cannot be read as an effort"],
  ["value", "$10k", "leave the currency out"],
  [QUARTER, "Q9", "no choice of Quarter: Q1, Q2"],
  [RISK, "high", "is no number"],
  ["accounts", "12", "counted or linked"],
])("%s does not take %j, and says why", (column, typed, why) => {
  expect(() => cellWrite(column, typed, CONTEXT)).toThrow(why);
});

test("value in money takes its own currency and no other", () => {
  const money: CellContext = { ...CONTEXT, units: { currency: "USD", valueUnit: "money" } };
  expect(cellWrite("value", "$10k–25k", money)).toEqual({ change: { valueLow: 10_000, valueHigh: 25_000 } });
  expect(() => cellWrite("value", "€10k", money)).toThrow("Value is counted in USD here");
});

const feature = (key: string, title: string): FeatureItem => ({
  id: `7d8f2c1e-0000-4000-8000-0000000001${key.slice(2).padStart(2, "0")}`,
  productId: "7d8f2c1e-0000-4000-8000-0000000000ff",
  key,
  title,
  why: "",
  kind: "improvement",
  state: "idea",
  ownerId: null,
  valueLow: null,
  valueHigh: null,
  effortLow: null,
  effortHigh: null,
  rank: "a",
  createdAt: "2026-11-01T00:00:00.000Z",
  updatedAt: "2026-11-01T00:00:00.000Z",
  version: 1,
  labels: [],
  fields: {},
  demand: { quotes: 0, accounts: 0, revenueMinor: 0, otherRevenue: {}, importance: 0, lastQuotedAt: null },
  needs: [],
  milestoneId: null,
  milestone: null,
});
const text = (row: FeatureItem) => row.title;
const COLUMNS: readonly Column<FeatureItem>[] = [
  { id: "title", label: "Feature", type: "text", width: 1, text },
  { id: "state", label: "State", type: "choice", width: 1, text: () => "Idea" },
  { id: "accounts", label: "Accounts", type: "readonly", width: 1, text: () => "0" },
  { id: "effort", label: "Effort", type: "range", width: 1, text: () => "" },
];

test("cells go right and down; what is counted or ruled stays, and the answer says so", () => {
  const rows = [feature("F-1", "One"), feature("F-2", "Two")];
  const sheet = [
    ["First", "Building", "9", "2 weeks"],
    ["Two", "", "", ""],
    ["Third", "", "", ""],
  ];
  const result = pasted(sheet, [...rows, undefined], COLUMNS, "title", CONTEXT);
  expect(result).toEqual({
    rows: [{ row: rows[0], change: { title: "First", effortLow: 2, effortHigh: 2 }, fields: [] }],
    leftOut: "Left as they were: State, Accounts; 1 line had no row.",
  });
});

test("one cell that cannot be read keeps the whole sheet out, and is named", () => {
  const result = pasted([["3 weeks"], ["never"]], [feature("F-1", "One"), feature("F-2", "Two")], COLUMNS, "effort", CONTEXT);
  expect(result).toEqual({ objection: expect.stringMatching(/^line 2, Effort: “never” cannot be read/) });
});
