import { expect, test } from "vitest";
import { amountIn, instantIn } from "../../kernels/cells.ts";
import { guessMapping, type ImportMapping, mappingProblem, rowReader } from "./mapping-rules.ts";

test.each([
  ["2026-01-31", "2026-01-31T00:00:00.000Z"],
  ["2026-01-31 08:15", "2026-01-31T08:15:00.000Z"],
  ["2020-01-02 17:14:21+00:00", "2020-01-02T17:14:21.000Z"],
  ["2026-01-31T08:15:30.123456Z", "2026-01-31T08:15:30.123Z"],
  ["2026-01-31T08:15:30+0530", "2026-01-31T02:45:30.000Z"],
  ["2026-01-31 08:15:30 UTC", "2026-01-31T08:15:30.000Z"],
  ["2026-01-31T08:15:30+02", "2026-01-31T06:15:30.000Z"],
  ["1900-01-01", "1900-01-01T00:00:00.000Z"],
  ["2099-12-31", "2099-12-31T00:00:00.000Z"],
  ["2024-02-29", "2024-02-29T00:00:00.000Z"],
  ["2026-02-31", null],
  ["2026-13-01", null],
  ["2026-01-31 25:00", null],
  ["03/04/2026", null],
  ["31.01.2026", null],
  ["yesterday", null],
  ["", null],
])("the instant in %j is %j", (text, instant) => {
  expect(instantIn(text)).toBe(instant);
});

test.each([
  ["252000", 252000],
  ["$252,000.50", 252000.5],
  ["252.000,50 €", 252000.5],
  ["1,000,000", 1000000],
  ["USD 84,000", 84000],
  ["84 000", 84000],
  ["84,5", 84.5],
  ["-5", null],
  ["1,00,000", null],
  ["a lot", null],
])("the amount in %j is %j", (text, amount) => {
  expect(amountIn(text)).toBe(amount);
});

test("columns are guessed by the names that other tools give them", () => {
  expect(guessMapping("feedback", ["id", "title", "body", "author_email", "tags", "created_at", "vote_count"])).toEqual({
    id: "sourceId",
    title: "title",
    body: "text",
    author_email: "authorEmail",
    tags: "label",
    created_at: "receivedAt",
  });
  expect(guessMapping("feedback", ["Summary", "Issue id", "Created", "Description"])).toEqual({
    Summary: "title",
    "Issue id": "sourceId",
    Created: "receivedAt",
    Description: "text",
  });
  expect(guessMapping("feedback", ["text", "category"])).toEqual({ text: "text", category: "label" });
  expect(guessMapping("feedback", ["Subject", "ARR"])).toEqual({ Subject: "text", ARR: "account:revenue" });
  expect(guessMapping("feedback", ["a", "b"])).toEqual({});
});

test("a mapping is refused with the columns there are", () => {
  expect(mappingProblem("feedback", { a: "text", b: "label", c: "label" }, ["a", "b", "c"])).toBeNull();
  expect(mappingProblem("feedback", { x: "text" }, ["a", "b"])).toBe('The file has no column "x"; its columns are: a, b.');
  expect(mappingProblem("feedback", { a: "title" }, ["a"])).toBe("Say which column holds the text.");
  expect(mappingProblem("feedback", { a: "text", b: "text" }, ["a", "b"])).toBe("Two columns cannot both be text.");
  expect(mappingProblem("feedback", { a: "colour" }, ["a"])).toMatch(/^"colour" is nothing a column can be\. It can be text, /);
  expect(mappingProblem("feedback", { a: "text", b: "field:Region", c: "account:Industry" }, ["a", "b", "c"])).toBeNull();
});

const mapping: ImportMapping = {
  T: "text",
  S: "title",
  K: "kind",
  D: "receivedAt",
  L: "label",
  M: "label",
  R: "account:revenue",
  I: "account:Industry",
  F: "field:Region",
  U: "sourceAddress",
};
const read = (cells: Record<string, string>) => rowReader("feedback", mapping, {})({ line: 7, cells });

test("a row is read as the mapping says, its text to the letter", () => {
  expect(
    read({
      T: "  =SUM(A1) 👋\r\n",
      S: " Export ",
      K: "Call",
      D: "2026-01-31",
      L: "a, b;c",
      M: "d",
      R: "$84,000",
      I: "Freight",
      F: "North",
      U: "",
    }),
  ).toEqual({
    row: {
      line: 7,
      values: {
        text: "  =SUM(A1) 👋\r\n",
        title: "Export",
        kind: "call",
        receivedAt: "2026-01-31T00:00:00.000Z",
        sourceAddress: null,
      },
      labels: ["a", "b", "c", "d"],
      fields: { Region: "North" },
      account: { name: null, domain: null, plan: null, seats: null, revenue: 84000, currency: null, attributes: { Industry: "Freight" } },
    },
  });
  expect(read({ S: "Only a title" })).toMatchObject({ row: { values: { text: "Only a title", title: null } } });
});

test.each([
  [{ T: " " }, "T", "The text is empty."],
  [{ T: "x".repeat(100_001) }, "T", "This has 100001 characters; at most 100000 fit here."],
  [{ T: "x", S: "y".repeat(301) }, "S", "This has 301 characters; at most 300 fit here."],
  [{ T: "x", K: "tweet" }, "K", "The kind is one of: message, call, interview, survey, review."],
  [{ T: "x", D: "03/04/2026" }, "D", '"03/04/2026" is no date that can be told for sure; write 2026-01-31 or 2026-01-31T08:00:00Z.'],
  [{ T: "x", R: "lots" }, "R", '"lots" is no amount.'],
  [{ T: "x", U: "javascript:alert(1)" }, "U", "This is no web address."],
  [{ T: "x", L: `fine, ${"z".repeat(61)}` }, "L", "A label has at most 60 characters."],
])("a row that cannot be taken says which column and why: %j", (cells, column, message) => {
  expect(read(cells)).toEqual({ problem: { line: 7, column, message } });
});
