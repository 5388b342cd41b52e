import { expect, test } from "vitest";
import { menuFor, SECTIONS } from "./navigation.ts";
import { GROUPS } from "./platform/access.ts";

const pathsOf = (parts: readonly { places: readonly { path: string }[] }[]) =>
  parts.flatMap(({ places }) => places.map(({ path }) => path));
const all = pathsOf(SECTIONS);

test("whatever somebody's groups are, every page is either in the menu or under More, and nowhere twice", () => {
  for (const groups of [[], ...GROUPS.map((group) => [group]), [...GROUPS]]) {
    const { shown, folded } = menuFor(groups, SECTIONS);
    expect([...pathsOf(shown), ...pathsOf(folded)].sort(), groups.join()).toEqual([...all].sort());
  }
});

test("everybody sees feedback, inbox, needs, features and the Throughline; who is in no group or in all sees everything", () => {
  for (const group of GROUPS)
    expect(pathsOf(menuFor([group], SECTIONS).shown)).toEqual(
      expect.arrayContaining(["feedback", "inbox", "needs", "features", "throughline"]),
    );
  expect(menuFor([], SECTIONS).folded).toEqual([]);
  expect(menuFor(GROUPS, SECTIONS).folded).toEqual([]);
  expect(pathsOf(menuFor(["engineering"], SECTIONS).folded)).toContain("personas");
});

test("no two pages answer to the same keys", () => {
  const keys = SECTIONS.flatMap(({ places }) => places.flatMap((place) => place.keys ?? []));
  expect(new Set(keys).size).toBe(keys.length);
});
