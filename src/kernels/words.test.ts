import fc from "fast-check";
import { expect, test } from "vitest";
import { folded, jaccard, stemOf, wordsOf } from "./words.ts";

const stems = (text: string) => wordsOf(text).map((word) => word.stem);

test("the Jaccard similarity of two sentences by their words is exactly one half", () => {
  const words = (text: string) => new Set(text.split(" "));
  expect(jaccard(words("the export button fails on safari"), words("export button fails in safari browser"))).toBe(0.5);
  expect(jaccard(new Set(stems("the export button fails on safari")), new Set(stems("export button fails in safari browser")))).toBe(0.5);
});

test("Jaccard similarity is symmetric, in [0, 1], and 1 only for equal sets", () => {
  const set = fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { minLength: 1 }).map((members) => new Set(members));
  fc.assert(
    fc.property(set, set, (a, b) => {
      const share = jaccard(a, b);
      expect(share).toBe(jaccard(b, a));
      expect(share === 1).toBe(a.symmetricDifference(b).size === 0);
      expect(share).toBeGreaterThanOrEqual(0);
      expect(share).toBeLessThanOrEqual(1);
    }),
  );
});

test("two empty sets cannot be compared", () => {
  expect(() => jaccard(new Set(), new Set())).toThrow(RangeError);
});

test.each([
  ["crash", ["crashes", "crashed", "crashing"]],
  ["export", ["exports", "exported", "exporting"]],
  ["clos", ["close", "closes", "closed", "closing"]],
  ["stop", ["stops", "stopped", "stopping"]],
  ["query", ["queries", "query"]],
  ["cas", ["case", "cases"]],
  ["add", ["adds", "added", "adding"]],
])("%s: the forms of one word share a stem", (stem, forms) => {
  for (const form of forms) expect(stemOf(form)).toBe(stem);
});

test.each(["bus", "status", "this", "analysis", "class", "speed", "string", "2fa", "v2s", "größe", "s", ""])(
  "%j is left as it is",
  (word) => {
    expect(stemOf(word)).toBe(word);
  },
);

test("words are read in any script, without case, accents or possessives", () => {
  expect(stems("The CAFÉ's façade — can't Ex\u0301port!")).toEqual(["the", "caf", "facad", "cant", "export"]);
  expect(stems("Отчёты не экспортируются")).toEqual(["отчеты", "не", "экспортируются"]);
  expect(stems("수출 버튼")).toEqual(["수출", "버튼"]);
  expect(stems("导出报告 PDF失败")).toEqual(["导出", "出报", "报告", "pdf", "失败"]);
  expect(stems("👍 … 🎉")).toEqual([]);
});

test("a word is shown as it was written, and grammar is told from matter", () => {
  expect(wordsOf("We couldn't Export reports")).toEqual([
    { written: "We", stem: "we", common: true },
    { written: "couldn't", stem: "couldnt", common: true },
    { written: "Export", stem: "export", common: false },
    { written: "reports", stem: "report", common: false },
  ]);
});

test("folding twice changes nothing more", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const once = folded(text);
      expect(folded(once)).toBe(once);
    }),
  );
});

test("every written word stands in the text, and 100,000 of them take well under a second", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => wordsOf(text).every((word) => text.includes(word.written))));
  const began = performance.now();
  expect(wordsOf("the reports aren’t exported properly ".repeat(20_000))).toHaveLength(100_000);
  expect(performance.now() - began).toBeLessThan(1_000);
});
