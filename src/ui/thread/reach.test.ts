import { expect, test } from "vitest";
import { alongLink, reachOf } from "./reach.ts";

const links = [
  { from: "e1", to: "n1", strength: 3 },
  { from: "e2", to: "n1", strength: 1 },
  { from: "e2", to: "n2", strength: 2 },
  { from: "n1", to: "f1", strength: 1 },
  { from: "n2", to: "f2", strength: 1 },
];

test("a card lights what it comes from and what it leads to, not its cousins", () => {
  expect([...reachOf(links, "n1")].toSorted()).toEqual(["e1", "e2", "f1", "n1"]);
  expect([...reachOf(links, "e2")].toSorted()).toEqual(["e2", "f1", "f2", "n1", "n2"]);
  expect([...reachOf(links, "alone")]).toEqual(["alone"]);
});

test("a circle of links ends", () => {
  expect([...reachOf([...links, { from: "f1", to: "e1", strength: 1 }], "e1")].toSorted()).toEqual(["e1", "e2", "f1", "n1"]);
});

test("the keyboard follows the strongest link", () => {
  expect(alongLink(links, "e2", "forward")).toBe("n2");
  expect(alongLink(links, "n1", "back")).toBe("e1");
  expect(alongLink(links, "f1", "forward")).toBeUndefined();
});
