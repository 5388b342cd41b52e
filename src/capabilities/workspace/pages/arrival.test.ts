import { expect, test } from "vitest";
import { placeWithin } from "./arrival.ts";

test.each([
  ["/acme/needs/N-42?sort=money", "/acme/needs/N-42?sort=money"],
  ["//evil.example", null],
  ["/\\evil.example", null],
  ["https://evil.example", null],
  ["javascript:alert(1)", null],
  ["", null],
  [42, null],
])("after signing in, %j leads to %j", (address, place) => {
  expect(placeWithin(address)).toBe(place);
});
