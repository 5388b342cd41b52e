import { expect, test } from "vitest";
import { excerptOf, mentionOf, mentionsIn, typedComment, writtenComment } from "./collaboration-rules.ts";

const ann = { id: "0192a1b0-0000-7000-8000-000000000001", name: "Ann" };
const annLee = { id: "0192a1b0-0000-7000-8000-000000000002", name: "Ann Lee" };

test("what is typed with names becomes mentions, and comes back as it was typed", () => {
  const text = "@Ann Lee, ask @Ann. Not @Annette, not ann@Ann.example.";
  const body = writtenComment(text, [ann, annLee]);
  expect(body).toBe(`${mentionOf(annLee)}, ask ${mentionOf(ann)}. Not @Annette, not ann@Ann.example.`);
  expect(mentionsIn(body)).toEqual([annLee.id, ann.id]);
  expect(typedComment(body)).toEqual({ text, mentioned: [annLee, ann] });
});

test.each([
  ["# Title\n\n- **bold** and `code`", "Title bold and code"],
  ["> quoted\n> twice", "quoted twice"],
  [`Hello ${mentionOf(ann)}, see [the page](https://example.org)`, "Hello @Ann, see the page"],
  ["_two_ words, a_b_c stays", "two words, a_b_c stays"],
])("the excerpt of %j is %j", (body, excerpt) => {
  expect(excerptOf(body)).toBe(excerpt);
});

test("an excerpt ends at a word", () => {
  const excerpt = excerptOf("word ".repeat(100));
  expect(excerpt.length).toBeLessThanOrEqual(160);
  expect(excerpt).toMatch(/word…$/);
});

test("a name that would break the markup is written without what breaks it", () => {
  expect(mentionsIn(mentionOf({ id: ann.id, name: "A]n[n\n" }))).toEqual([ann.id]);
});
