import fc from "fast-check";
import { expect, test } from "vitest";
import { reanchor, type Span, segments, snapToWords } from "./anchoring.ts";
import { randomFrom } from "./random.ts";

const spanOf = (text: string, words: string): Span => {
  const start = text.indexOf(words);
  return { start, end: start + words.length };
};
/** What became of the quoted words, as text with the place they stand at. */
const fate = (before: string, after: string, words: string) => {
  const [outcome] = reanchor(before, after, [spanOf(before, words)]);
  return outcome?.status === "changed" ? "changed" : `${outcome?.status} ${outcome?.start}`;
};

const note = "Export is slow. We wait ten minutes for the report, then it fails. Login is slow too.";

test.each([
  ["nothing changed", note, "it fails", "kept 57"],
  ["an edit behind it", note.replace("Login", "Sign-in"), "it fails", "kept 57"],
  ["an edit before it", `Call with Ann. ${note}`, "it fails", "moved 72"],
  ["a typo mended before it", note.replace("Export", "The export"), "ten minutes", "moved 28"],
  ["an edit inside it", note.replace("ten", "10"), "ten minutes", "changed"],
  ["its words deleted", note.replace("We wait ten minutes for the report, then it fails. ", ""), "it fails", "changed"],
  [
    "its sentence taken to the end",
    `${note.replace("We wait ten minutes for the report, then it fails. ", "")} We wait ten minutes.`,
    "ten minutes",
    "moved 43",
  ],
  ["one of two occurrences deleted", note.replace("Export is slow. ", ""), "slow", "changed"],
  ["the other occurrence deleted", note.replace(" Login is slow too.", ""), "slow", "kept 10"],
  ["a word grown around it", note.replace("minutes", "minuteslong"), "ten minutes", "changed"],
  ["a word put right before it", note.replace("ten", "often"), "ten minutes", "changed"],
  ["capital letters", note.replace("ten", "Ten"), "ten minutes", "changed"],
  ["everything deleted", "", "ten minutes", "changed"],
  ["another text", "Nothing here is as it was.", "slow", "changed"],
])("%s", (_, after, words, expected) => {
  expect(fate(note, after, words)).toBe(expected);
});

test("a deleted line does not hand its quote to the next line, which begins alike", () => {
  expect(fate("- slow app\n- slow web\n- fast\n", "- slow web\n- fast\n", "slow")).toBe("changed");
});

test("words that stood once and now stand twice are not guessed at", () => {
  expect(fate("a: ten minutes", "x ten minutes; y ten minutes; z", "ten minutes")).toBe("changed");
});

test("characters beyond the basic plane stay whole", () => {
  expect(fate("so slow 👋 again", "so slow 👍 again", "👋")).toBe("changed");
  expect(fate("so slow 👋 again", "so very slow 👋 again", "👋")).toBe("moved 13");
  expect(fate("𝒳 works", "𝒴 works", "works")).toBe("kept 3");
  expect(reanchor("👋", "👋👋", [{ start: 0, end: 2 }])).toHaveLength(1);
});

const words = ["export", "slow", "the", "👋", "fails", "on", "größe", "\n", "导出", "👍", "we"];
const someText = fc.array(fc.constantFrom(...words), { maxLength: 30 }).map((list) => list.join(" "));
const isCut = (text: string, at: number) => /[\ud800-\udbff]/.test(text.charAt(at - 1)) && /[\udc00-\udfff]/.test(text.charAt(at));
const withSpans = someText.chain((text) => {
  const span: fc.Arbitrary<Span> = fc
    .tuple(fc.nat(text.length), fc.nat(text.length))
    .map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) }))
    .filter(({ start, end }) => start < end && !isCut(text, start) && !isCut(text, end));
  return fc.record({ text: fc.constant(text), spans: fc.array(span, { maxLength: text.length < 2 ? 0 : 6 }) });
});

test("an unedited text keeps every quote", () => {
  fc.assert(
    fc.property(withSpans, ({ text, spans }) => {
      expect(reanchor(text, text, spans)).toEqual(spans.map((span) => ({ status: "kept", ...span })));
    }),
  );
});

test("a quote that is found has its words, in whole characters, at the place it says", () => {
  fc.assert(
    fc.property(withSpans, someText, ({ text, spans }, after) => {
      const outcomes = reanchor(text, after, spans);
      expect(outcomes).toHaveLength(spans.length);
      outcomes.forEach((outcome, index) => {
        const span = spans[index] ?? { start: 0, end: 0 };
        if (outcome.status === "changed") return;
        expect(after.slice(outcome.start, outcome.end)).toBe(text.slice(span.start, span.end));
        expect(isCut(after, outcome.start) || isCut(after, outcome.end)).toBe(false);
        expect(outcome.status === "kept").toBe(outcome.start === span.start);
      });
    }),
    { numRuns: 500 },
  );
});

test("text put before or behind moves every quote by its length, unless it repeats or touches it", () => {
  const unlike = fc.string({ unit: fc.constantFrom("x", "y", ".", " "), minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(withSpans, unlike, ({ text, spans }, added) => {
      expect(reanchor(text, `${added}\n\n${text}`, spans).map((each) => each.status !== "changed" && each.start)).toEqual(
        spans.map((span) => span.start + added.length + 2),
      );
      expect(reanchor(text, `${text}\n\n${added}`, spans).map((each) => each.status)).toEqual(spans.map(() => "kept"));
    }),
  );
});

/** Whole numbers below a bound, the same on every run. */
function generator(seed: number) {
  const random = randomFrom(seed);
  return (below: number) => Math.floor(random() * below);
}

test.each([
  ["many", 400, { found: 0.99, misplaced: 0.001 }],
  ["a dozen", 12, { found: 0.9, misplaced: 0.01 }],
])("after edits to texts of %s different words, quotes left alone are found and destroyed ones are not", (_, size, bound) => {
  const random = generator(5);
  const prose = (count: number) => Array.from({ length: count }, () => `w${random(size)}${random(12) === 0 ? "." : ""}`).join(" ");
  const count = { alone: 0, found: 0, destroyed: 0, misplaced: 0 };
  for (let sample = 0; sample < 1_000; sample += 1) {
    const before = prose(30 + random(120));
    const starts = [0, ...[...before.matchAll(/ /g)].map((match) => match.index + 1)];
    const first = random(starts.length);
    const start = starts[first] ?? 0;
    const end = (starts[first + 1 + random(8)] ?? before.length + 1) - 1;

    let after = before;
    let now: Span | undefined = { start, end };
    for (let edits = 1 + random(3); edits > 0; edits -= 1) {
      const places = [0, ...[...after.matchAll(/ /g)].map((match) => match.index + 1)];
      const place = random(places.length);
      const at = places[place] ?? 0;
      const until = random(2) === 0 ? at : (places[place + 1 + random(6)] ?? at);
      const added: string = random(3) === 0 && until > at ? "" : `${prose(1 + random(6))} `;
      after = after.slice(0, at) + added + after.slice(until);
      const shift = added.length - (until - at);
      if (now && until <= now.start) now = { start: now.start + shift, end: now.end + shift };
      else if (now && at < now.end) now = undefined;
    }

    const [outcome] = reanchor(before, after, [{ start, end }]);
    const found = outcome?.status === "changed" ? undefined : outcome?.start;
    count[now ? "alone" : "destroyed"] += 1;
    if (now && found === now.start) count.found += 1;
    if (found !== undefined && found !== now?.start) count.misplaced += 1;
  }
  expect(count.destroyed).toBeGreaterThan(100);
  expect(count.found / count.alone).toBeGreaterThanOrEqual(bound.found);
  // What remains are short quotes deleted and typed again nearby: the text is then the same as if they had been left alone.
  expect(count.misplaced / 1_000, JSON.stringify(count)).toBeLessThanOrEqual(bound.misplaced);
});

test.each([
  ["edits at both ends of prose without lines", (text: string) => `Call. ${text.replace("w1z", "W1Z")} Thanks.`, true],
  [
    "every third sentence gone",
    (text: string) =>
      text
        .split(". ")
        .filter((_, index) => index % 3 !== 0)
        .join(". "),
    false,
  ],
  [
    "another text altogether",
    (text: string) => Array.from(text, (character) => String.fromCodePoint((character.codePointAt(0) ?? 0) + 1)).join(""),
    false,
  ],
  ["the halves exchanged", (text: string) => text.slice(text.length / 2) + text.slice(0, text.length / 2), false],
  ["one letter throughout", (text: string) => "a".repeat(text.length), false],
])("100 KB with %s are anchored within a second", (_, edit, all) => {
  const random = generator(9);
  const before = Array.from({ length: 20_000 }, (_, index) => `w${random(60_000).toString(36)}${index % 9 === 0 ? "." : ""}`)
    .join(" ")
    .slice(0, 100_000);
  const spans = Array.from({ length: 100 }, (_, index) => ({ start: index * 990 + 10, end: index * 990 + 60 }));
  const after = edit(before);
  const began = performance.now();
  const outcomes = reanchor(before, after, spans);
  const repeated = reanchor("ab".repeat(50_000), "ab".repeat(20_000) + "ba".repeat(30_000), [{ start: 60_000, end: 60_100 }]);
  expect(performance.now() - began).toBeLessThan(1_000);
  expect(repeated).toHaveLength(1);
  if (all) expect(outcomes.filter((outcome) => outcome.status === "moved")).toHaveLength(100);
});

test("overlapping highlights are cut into runs", () => {
  expect(
    segments("We wait ten minutes", [
      { start: 3, end: 11 },
      { start: 8, end: 19 },
    ]),
  ).toEqual([
    { start: 0, end: 3, spans: [] },
    { start: 3, end: 8, spans: [0] },
    { start: 8, end: 11, spans: [0, 1] },
    { start: 11, end: 19, spans: [1] },
  ]);
  expect(segments("", [])).toEqual([]);
});

test("the runs are the text, and every span is exactly the runs that name it", () => {
  fc.assert(
    fc.property(withSpans, ({ text, spans }) => {
      const runs = segments(text, spans);
      expect(runs.map((run) => text.slice(run.start, run.end)).join("")).toBe(text);
      expect(runs.every((run, index) => run.start < run.end && run.start === (runs[index - 1]?.end ?? 0))).toBe(true);
      spans.forEach((span, index) => {
        const own = runs.filter((run) => run.spans.includes(index));
        expect(own.map((run) => text.slice(run.start, run.end)).join("")).toBe(text.slice(span.start, span.end));
      });
      expect(
        runs.every((run, index) => index === 0 || `${run.spans}` !== `${runs[index - 1]?.spans}` || startsOrEnds(spans, run.start)),
      ).toBe(true);
    }),
  );
});

const startsOrEnds = (spans: readonly Span[], at: number) => spans.some((span) => span.start === at || span.end === at);

test("a selection loses its outer white space and keeps characters whole", () => {
  expect(snapToWords("  ten minutes \n", 0, 15)).toEqual({ start: 2, end: 13 });
  expect(snapToWords("a 👋 b", 3, 4)).toEqual({ start: 2, end: 4 });
  expect(snapToWords("a   b", 1, 4)).toBeUndefined();
  expect(snapToWords("abc", 1, 1)).toBeUndefined();
  fc.assert(
    fc.property(withSpans, ({ text, spans }) => {
      for (const { start, end } of spans) {
        const snapped = snapToWords(text, start, end);
        expect(snapped === undefined ? "" : text.slice(snapped.start, snapped.end)).toBe(text.slice(start, end).trim());
        if (snapped) expect(snapToWords(text, snapped.start, snapped.end)).toEqual(snapped);
      }
    }),
  );
});

test("a long quote is found although edits touch it on both sides", () => {
  const quote = Array.from({ length: 2_900 }, (_, index) => `w${index % 700}`).join(" ");
  expect(fate(quote, `Ann: ${quote} (end)`, quote)).toBe("moved 5");
});

test.each<[string, () => unknown]>([
  ["a quote behind the end", () => reanchor("abc", "abc", [{ start: 1, end: 4 }])],
  ["an empty quote", () => reanchor("abc", "abc", [{ start: 1, end: 1 }])],
  ["a reversed quote", () => segments("abc", [{ start: 2, end: 1 }])],
  ["half a character", () => reanchor("👋", "👋", [{ start: 0, end: 1 }])],
  ["a fraction", () => segments("abc", [{ start: 0.5, end: 1 }])],
  ["a reversed selection", () => snapToWords("abc", 2, 1)],
  ["a selection outside", () => snapToWords("abc", -1, 1)],
])("%s is refused", (_, act) => {
  expect(act).toThrow(RangeError);
});
