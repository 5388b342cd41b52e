import fc from "fast-check";
import { expect, test } from "vitest";
import { maskerOf } from "./masking.ts";

const mask = maskerOf([
  { name: "Helio Freight", say: "Customer 417", inParts: true },
  { name: "helio.example", say: "Customer 417", inParts: false },
  { name: "Brightside Co-op (North)", say: "Customer 900", inParts: false },
  { name: "IT", say: "Customer 12", inParts: false },
  { name: "Zoë Müller", say: "somebody", inParts: true },
  { name: "Mark Quist", say: "somebody", inParts: true, email: "mq-7@helio.example" },
  { name: "Zebulon Vance", say: "somebody", inParts: true, email: "Zebby@helio.example" },
  { name: "Office of Helio", say: "somebody", inParts: true, email: "info@helio.example" },
]);

test.each([
  ["At Helio Freight we re-key.", "At Customer 417 we re-key."],
  ["at HELIO   freight's desk", "at Customer 417's desk"],
  ["Helio said so", "Customer 417 said so"],
  ["a heliocentric view, and helio in small", "a heliocentric view, and helio in small"],
  ["see helio.example", "see Customer 417"],
  ["brightside co-op (north) agrees", "Customer 900 agrees"],
  ["IT says it works", "Customer 12 says it works"],
  ["Zoe\u0308 Mu\u0308ller and Zoë", "somebody and somebody"],
  ["mail anna.b+x@helio.example or call", "mail [e-mail address] or call"],
  ["call +1 (415) 555-0100 now", "call [phone number] now"],
  ["call 030 1234567", "call [phone number]"],
  ["on 2026-01-15 we had 1284000 rows, 12.5.2026 too", "on 2026-01-15 we had 1284000 rows, 12.5.2026 too"],
  ["see https://portal.example/accounts/helio?x=1 there", "see [link] there"],
  ["Zebby says so, and zebby, @ZEBBY and Vance agree", "somebody says so, and zebby, somebody and somebody agree"],
  ["ask mq-7 for info, Info", "ask somebody for info, Info"],
  ["Mark it as done. Mark all!\n- Mark these, then ask Mark.", "Mark it as done. Mark all!\n- Mark these, then ask somebody."],
  ["Mark said so. Mark's desk. Quist too", "somebody said so. somebody's desk. somebody too"],
])("%s", (written, told) => {
  expect(mask(written)).toBe(told);
});

test("nothing is masked where nothing tells who somebody is", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z ,;!?]{0,80}$/), (text) => {
      expect(mask(text)).toBe(text);
    }),
  );
});

test("a text in which no known name stands is left as it is, whatever the case of its words", () => {
  const known = /helio|freight|brightside|\bIT\b|zoë|müller|mark|quist|mq|zebulon|zebby|vance|office/i;
  const word = fc.oneof(
    fc.stringMatching(/^\p{Lu}?[a-zà-öø-ÿ]{1,9}$/u),
    fc.constantFrom("Will", "May", "info", "Sales", "export", "Customer"),
  );
  const texts = fc.array(fc.tuple(word, fc.constantFrom(" ", ", ", ". ", "\n", "-", "'s ", "!"))).map((pairs) => pairs.flat().join(""));
  fc.assert(
    fc.property(
      texts.map((text) => text.normalize("NFC")).filter((text) => !known.test(text)),
      (text) => {
        expect(mask(text)).toBe(text);
      },
    ),
  );
});

test("whatever stands around a full name, the name is gone", () => {
  const around = fc.stringMatching(/^[^\p{L}\p{N}\r\n]{0,6}$/u);
  fc.assert(
    fc.property(around, around, (before, after) => {
      expect(mask(`${before}Helio Freight${after}`)).not.toMatch(/helio|freight/i);
    }),
  );
});

test.each([
  "1 ".repeat(50_000),
  "a@".repeat(50_000),
  "(".repeat(100_000),
  `${"x".repeat(100_000)}@`,
  "+".repeat(100_000),
  "https://".repeat(12_000),
])("a hundred thousand signs made to be slow are not", (text) => {
  const began = performance.now();
  mask(text);
  expect(performance.now() - began).toBeLessThan(500);
});
