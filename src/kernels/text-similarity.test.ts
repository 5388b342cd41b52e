import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seamonkeyIsPresent, seamonkeyReports } from "../../bench/seamonkey.ts";
import { randomFrom } from "./random.ts";
import { meanReciprocalRank, recallAt } from "./retrieval.ts";
import { corpusOf, frequenciesOf, sharedTerms, similarity, similarityTo, stemsOf, type Text } from "./text-similarity.ts";

const feedback: Text[] = [
  { title: "Export fails in Safari", text: "The export button does nothing when I click it in Safari 17." },
  { text: "Exporting reports from Safari doesn't work, the button is dead." },
  { text: "Please add single sign-on for contractors." },
  { title: "SSO", text: "Our contractors cannot sign in with single sign-on." },
  { text: "The invoice shows the wrong address." },
];
const frequencies = frequenciesOf(feedback);
const [safari = { text: "" }, reports = { text: "" }] = feedback;

test("two texts that share one of two words have the cosine worked out by hand", () => {
  // Rarity: ln(1 + 2/2) for the word in both documents, ln(1 + 2/1) for the others; a pair weighs half the mean of its words.
  const known = { documents: 2, counts: new Map([["fig", 2]]) };
  const shared = Math.log(2);
  const other = Math.log(3);
  const pair = (shared + other) / 4;
  const expected = shared ** 2 / (shared ** 2 + other ** 2 + pair ** 2);
  expect(similarity({ text: "fig pear" }, { text: "fig plum" }, known)).toBeCloseTo(expected, 12);
  // A title counts three times, saturating as BM25 does with k1 = 16, and alone makes up the headline.
  const titled = (4 * 17) / (4 + 16);
  expect(similarity({ title: "fig", text: "fig" }, { text: "fig plum" }, known)).toBeCloseTo(shared / Math.hypot(shared, other, pair), 12);
  expect(similarity({ title: "fig", text: "fig plum" }, { text: "plum" }, known)).toBeCloseTo(
    (0.7 * other) / Math.hypot(titled * shared, other, pair),
    12,
  );
});

describe.skipIf(!seamonkeyIsPresent)("on GitBugs' SeaMonkey reports", () => {
  test("duplicates are found clearly more often than by plain TF-IDF (.4667, .76, .8267, MRR .5971)", async () => {
    const all = await seamonkeyReports();
    const corpus = corpusOf(all);
    const queries = all.map((report, place) => ({ ...report, place })).filter((report) => report.duplicates.size > 0);
    expect(queries).toHaveLength(75);
    const ranked = queries.map((query) =>
      corpus
        .nearest(query, all.length)
        .map(({ index }) => index)
        .filter((index) => index !== query.place),
    );
    const relevant = queries.map((query) => query.duplicates);
    expect(recallAt(1, ranked, relevant)).toBeGreaterThanOrEqual(0.54);
    expect(recallAt(5, ranked, relevant)).toBeGreaterThanOrEqual(0.8);
    expect(recallAt(10, ranked, relevant)).toBeGreaterThanOrEqual(0.86);
    expect(meanReciprocalRank(ranked, relevant)).toBeGreaterThanOrEqual(0.65);
  });
});

const words = ["export", "safari", "button", "report", "slow", "login", "the", "is", "导出", "größe", "17"];
const someText = fc.array(fc.constantFrom(...words), { maxLength: 12 }).map((list) => list.join(" "));
const someDocument: fc.Arbitrary<Text> = fc.record({ title: someText, text: someText }, { requiredKeys: ["text"] });
const someCorpus = fc.array(someDocument, { minLength: 1, maxLength: 12 });

test("similarity is symmetric, in [0, 1], and 1 for a text and itself", () => {
  fc.assert(
    fc.property(someDocument, someDocument, someCorpus, (a, b, documents) => {
      const known = frequenciesOf(documents);
      const value = similarity(a, b, known);
      expect(value).toBeCloseTo(similarity(b, a, known), 12);
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(1);
      expect(similarity(a, a, known)).toBeCloseTo(stemsOf(a).size > 0 ? 1 : 0, 9);
      expect(value > 0).toBe(!stemsOf(a).isDisjointFrom(stemsOf(b)));
    }),
  );
});

test("the index ranks exactly as comparing one by one does", () => {
  fc.assert(
    fc.property(someDocument, someCorpus, fc.integer({ min: 1, max: 15 }), (query, documents, k) => {
      const corpus = corpusOf(documents);
      const scoreOf = similarityTo(query, corpus.frequencies);
      const nearest = corpus.nearest(query, k);
      const positive = documents.filter((document) => scoreOf(document) > 0).length;
      expect(nearest).toHaveLength(Math.min(k, positive));
      for (const { index, score } of nearest) expect(score).toBeCloseTo(scoreOf(documents[index] ?? { text: "" }), 9);
      const worst = nearest.at(-1)?.score ?? Number.POSITIVE_INFINITY;
      const listed = new Set(nearest.map(({ index }) => index));
      for (const [index, document] of documents.entries())
        if (!listed.has(index)) expect(scoreOf(document)).toBeLessThanOrEqual(worst + 1e-9);
      expect(nearest.map(({ score }) => score)).toEqual(nearest.map(({ score }) => score).toSorted((a, b) => b - a));
    }),
  );
});

test("shared terms are words of the first text, without grammar, and there are none without a shared word", () => {
  fc.assert(
    fc.property(someDocument, someDocument, someCorpus, (a, b, documents) => {
      const terms = sharedTerms(a, b, frequenciesOf(documents));
      expect(terms.length).toBeLessThanOrEqual(5);
      expect(terms.every((term) => `${a.title ?? ""} ${a.text}`.includes(term))).toBe(true);
      expect(terms.some((term) => ["the", "is", "17"].includes(term))).toBe(false);
      const matter = (document: Text) => [...stemsOf(document)].filter((stem) => !["the", "is", "17"].includes(stem));
      expect(terms.length > 0).toBe(matter(a).some((stem) => matter(b).includes(stem)));
    }),
  );
});

test("the reason is said in the words of the people, the weightiest first", () => {
  expect(sharedTerms(safari, reports, frequencies)).toEqual(["Export", "Safari", "button"]);
  expect(sharedTerms(reports, safari, frequencies, 2)).toEqual(["Exporting", "Safari"]);
});

test("the same request in other words is nearest, unrelated ones are far, and a query without words finds nothing", () => {
  const corpus = corpusOf(feedback);
  expect(corpus.nearest({ text: "safari export broken" }, 2).map(({ index }) => index)).toEqual([0, 1]);
  expect(corpus.nearest({ text: "contractors need SSO" }, 1)).toMatchObject([{ index: 3 }]);
  expect(corpus.nearest({ text: "👍 …" }, 3)).toEqual([]);
  expect(corpusOf([]).nearest({ text: "safari" }, 3)).toEqual([]);
});

test("repeating a word or padding a text does not make it the best match", () => {
  const stuffed = { text: "export ".repeat(500) };
  const honest = { text: "export of reports fails" };
  const padded = { text: `export of reports fails ${Array.from({ length: 300 }, (_, index) => `word${index}`).join(" ")}` };
  const [first] = corpusOf([stuffed, padded, honest]).nearest({ text: "the export of reports fails" }, 3);
  expect(first?.index).toBe(2);
});

test("10,000 documents are searched in milliseconds, 500 candidates scored in tens of them", () => {
  // Words drawn by Zipf's law, as natural text is distributed.
  const random = randomFrom(11);
  const sentence = () => Array.from({ length: 25 }, () => `term${Math.floor(8_000 ** random())}`).join(" ");
  const documents = Array.from({ length: 10_000 }, () => ({ text: sentence() }));
  const corpus = corpusOf(documents);
  const searchedAt = performance.now();
  for (const document of documents.slice(0, 20)) expect(corpus.nearest(document, 5)[0]?.score).toBeCloseTo(1, 9);
  expect((performance.now() - searchedAt) / 20).toBeLessThan(50);
  const scoredAt = performance.now();
  const scoreOf = similarityTo({ text: sentence() }, corpus.frequencies);
  for (const document of documents.slice(0, 500)) scoreOf(document);
  expect(performance.now() - scoredAt).toBeLessThan(500);
});

test("impossible input is refused", () => {
  expect(() => corpusOf(feedback).nearest(safari, 0)).toThrow(RangeError);
  expect(() => similarity(safari, reports, { documents: -1, counts: new Map() })).toThrow(RangeError);
  expect(() => similarity(safari, reports, { documents: Number.NaN, counts: new Map() })).toThrow(RangeError);
});
