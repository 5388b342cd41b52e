import fc from "fast-check";
import { expect, test } from "vitest";
import { cellText, type GridLine, gridColumns, isHeader, MOST_PARTICIPANTS, NOBODY, pastedRows, readGrid, withCell } from "./grid-rules.ts";
import type { Participation } from "./study-rules.ts";

const tasks = [
  { id: "a", title: "Find last month's total" },
  { id: "b", title: "Export it" },
];
const columns = gridColumns(tasks);
const columnOf = (id: string) => columns.find((column) => column.id === id) ?? columns[0];
const typed = (id: string, text: string) => {
  const column = columnOf(id);
  if (!column) throw new Error(id);
  return cellText(withCell(NOBODY, column, text), column);
};
const sheet = (...lines: string[]): GridLine[] => lines.map((cells, index) => ({ line: index + 1, cells: cells.split(",") }));

test.each([
  ["a:completed", "1", "yes"],
  ["a:completed", " Passed ", "yes"],
  ["a:completed", "✗", "no"],
  ["a:completed", "", ""],
  ["a:seconds", "75", "75"],
  ["a:seconds", "75,5 s", "75.5"],
  ["a:seconds", "1:15", "75"],
  ["a:seconds", "1:02:03", "3723"],
  ["a:seconds", "1m 15s", "75"],
  ["a:seconds", "2 min", "120"],
  ["a:ease", "7", "7"],
  ["sus:10", "3", "3"],
  ["name", " Ada ", "Ada"],
])("a cell of %s typed as %j is read as %j", (id, text, expected) => {
  expect(typed(id, text)).toBe(expected);
});

test.each([
  ["a:completed", "perhaps", "neither yes nor no"],
  ["a:seconds", "soon", "is no time"],
  ["a:seconds", "0", "more than nothing"],
  ["a:seconds", "-5", "is no time"],
  ["a:seconds", "1:75", "is no time"],
  ["a:seconds", "99999999", "up to a day"],
  ["a:ease", "8", "from 1 to 7"],
  ["a:ease", "3.5", "from 1 to 7"],
  ["sus:1", "0", "from 1 to 5"],
  ["name", "x".repeat(81), "up to 80"],
])("a cell of %s typed as %j is refused", (id, text, message) => {
  expect(() => typed(id, text)).toThrow(RangeError);
  expect(() => typed(id, text)).toThrow(message);
});

test("a sheet names its tasks by number or by title, in any order, and what is not ours is told", () => {
  const read = readGrid(
    sheet("Age,Export it time,T1,Task 1 (SEQ),name,Export it,SUS 2", "31,1:15,yes,6,Ada,no,4", ",,,,,,", "40,,0,,,1,"),
    tasks,
  );
  expect(read.problems).toEqual([]);
  expect(read.ignored).toEqual(["Age"]);
  expect(read.people).toMatchObject([
    { name: "Ada", outcomes: { a: { completed: true, ease: 6 }, b: { completed: false, seconds: 75 } } },
    { name: "P2", outcomes: { a: { completed: false, ease: null }, b: { completed: true, seconds: null } } },
  ]);
  expect(read.people[0]?.sus[1]).toBe(4);
});

test("every problem is told with its line and column, and then nothing is kept", () => {
  const read = readGrid(sheet("Participant,Task 1,Task 1 time,SUS 1", "Ada,maybe,75,3", "Ben,1,soon,9", "Ada,1,3,3"), tasks);
  expect(read.people).toEqual([]);
  expect(read.problems.map(({ line, column }) => [line, column])).toEqual([
    [2, "Task 1"],
    [3, "Task 1 time"],
    [3, "SUS 1"],
    [4, "Participant"],
  ]);
  expect(read.problems.at(-1)?.message).toBe("Ada stands on line 2 too.");
});

test.each([
  ["a header that is of another study", sheet("Participant,Colour", "Ada,red"), "No column is one of this study's"],
  ["a task twice", sheet("Participant,Task 1,T1", "Ada,1,1"), "Task 1 stands in two columns."],
  ["a header alone", sheet("Participant,Task 1"), "There is no line with results"],
  ["nothing", [], "No column is one of this study's"],
  [
    "more people than a study has",
    sheet("Participant,Task 1", ...Array.from({ length: MOST_PARTICIPANTS + 1 }, (_, n) => `N${n},1`)),
    "up to 200",
  ],
])("%s is refused", (_name, lines, message) => {
  const { people, problems } = readGrid(lines, tasks);
  expect(people).toEqual([]);
  expect(problems.map((problem) => problem.message).join(" ")).toContain(message);
});

test("what is written out is read back as the same people", () => {
  const outcome = fc.record({
    completed: fc.option(fc.boolean()),
    seconds: fc.option(fc.integer({ min: 1, max: 86_400 })),
    ease: fc.option(fc.integer({ min: 1, max: 7 })),
  });
  const somebody: fc.Arbitrary<Participation> = fc.record({
    name: fc.constantFrom("Ada", "Ben", "Cleo", "Dan").chain((name) => fc.nat(10_000).map((n) => `${name} ${n}`)),
    outcomes: fc.record({ a: outcome, b: outcome }),
    sus: fc.array(fc.option(fc.integer({ min: 1, max: 5 })), { minLength: 10, maxLength: 10 }),
  });
  fc.assert(
    fc.property(fc.uniqueArray(somebody, { minLength: 1, maxLength: 8, selector: ({ name }) => name }), (people) => {
      const rows = people.map((row) => columns.map((column) => cellText(row, column)));
      const lines = [columns.map(({ label }) => label), ...rows].map((cells, index) => ({ line: index + 1, cells }));
      expect(readGrid(lines, tasks)).toEqual({ people, problems: [], ignored: [] });
    }),
  );
});

test("a pasted block goes right and down from its cell, under the last row it adds people, and one bad cell keeps all of it out", () => {
  const ada: Participation = { ...NOBODY, name: "Ada" };
  const pasted = pastedRows(
    [
      ["1", "1:15"],
      ["0", ""],
    ],
    { row: 0, column: "a:completed" },
    [ada],
    tasks,
  );
  expect(pasted).toMatchObject([
    { before: ada, after: { name: "Ada", outcomes: { a: { completed: true, seconds: 75 } } } },
    { before: undefined, after: { name: "", outcomes: { a: { completed: false, seconds: null } } } },
  ]);
  expect(() => pastedRows([["1"], ["perhaps"]], { row: 0, column: "b:completed" }, [ada], tasks)).toThrow("Line 2, Task 2: “perhaps”");
  expect(pastedRows([["5", "beyond"]], { row: 0, column: "sus:10" }, [ada], tasks)).toMatchObject([{ after: { sus: { 9: 5 } } }]);
});

test("a first line that names columns is told from results", () => {
  expect(isHeader(["Participant", "Task 1"], tasks)).toBe(true);
  expect(isHeader(["Ada", "1", "75"], tasks)).toBe(false);
});
