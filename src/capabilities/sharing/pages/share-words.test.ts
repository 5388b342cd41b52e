import { expect, test } from "vitest";
import { AUDIENCES } from "../rules.ts";
import { audienceOf, expiryOf, hiddenWords } from "./share-words.ts";

test("an audience is known by what it is kept from", () => {
  for (const [name, { hides }] of Object.entries(AUDIENCES)) expect(audienceOf(hides)).toBe(name);
  expect(audienceOf(["quotes"])).toBeUndefined();
});

test("what is hidden reads as a sentence", () => {
  expect(hiddenWords([])).toBe("hides nothing");
  expect(hiddenWords(["money"])).toBe("hides money");
  expect(hiddenWords(["names", "money", "notes"])).toBe("hides names, money and notes");
});

test("an expiry is a moment from now, or the end of a day, or none", () => {
  const now = new Date("2026-11-27T10:00:00Z");
  expect(expiryOf("never", "", now)).toBeNull();
  expect(expiryOf("7", "", now)).toBe("2026-12-04T10:00:00.000Z");
  expect(expiryOf("day", "2026-12-01", now)).toBe(new Date("2026-12-01T23:59:59").toISOString());
  expect(expiryOf("day", "", now)).toBeNull();
});
