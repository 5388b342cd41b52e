import { expect, test } from "vitest";
import { filled, HOSTILE } from "../../test/filled.ts";
import { type World, world } from "../../test/world.ts";
import { RECORD_KINDS } from "../workspace/kind-rules.ts";

const wordsOf = (home: World) =>
  home.rows("select record_id, kind, title, words from search where workspace_id = $1 order by record_id", [home.workspaceId]);
const vocabularyOf = async (home: World) =>
  (await home.rows("select word from search_vocabulary where workspace_id = $1 order by word", [home.workspaceId])).map(({ word }) => word);

/** A column that search reads, of the table of each kind: written as it is, the row is read for search as a changed one. */
const readColumns = (home: World) =>
  home.rows(`
    select c.relname as table, a.attname as column from pg_trigger t join pg_class c on c.oid = t.tgrelid
    join pg_attribute a on a.attrelid = c.oid and a.attnum = t.tgattr[0] where t.tgname = 'search_sync_update'`);

test("a record of any kind has the same words for search whether it was added or changed", async () => {
  const home = await world();
  await filled(home, HOSTILE);
  const [added, vocabulary] = [await wordsOf(home), await vocabularyOf(home)];
  expect([...new Set(added.map(({ kind }) => kind))].sort()).toEqual([...RECORD_KINDS].sort());
  const columns = await readColumns(home);
  expect(columns).toHaveLength(RECORD_KINDS.length);
  await home.rows("update search set title = '', words = '' where workspace_id = $1", [home.workspaceId]);
  await home.rows("delete from search_vocabulary where workspace_id = $1", [home.workspaceId]);
  for (const { table, column } of columns)
    await home.rows(`update ${table} set ${column} = ${column} where workspace_id = $1`, [home.workspaceId]);
  expect(await wordsOf(home)).toEqual(added);
  // Words of what has been changed since stay in the vocabulary.
  const again = await vocabularyOf(home);
  expect(again.length).toBeGreaterThan(50);
  expect(vocabulary).toEqual(expect.arrayContaining(again));
});

test("rows that come in one statement are found at once, each by its own words", async () => {
  const home = await world();
  const body = ["text,mail", ...Array.from({ length: 2_500 }, (_, i) => `Number nr${i}x of thé Gründe,p${i}@helio.example`)].join("\n");
  const answer = await home.admin.fetch(`/api/v1/imports?mapping=${encodeURIComponent('{"text":"text","mail":"authorEmail"}')}`, {
    method: "POST",
    headers: { "content-type": "text/csv" },
    body,
  });
  expect(await answer.text()).toContain('"created":2500');
  for (const i of [0, 999, 1_000, 2_499])
    expect((await home.admin.feedback.list({ q: `nr${i}x grunde` })).items.map(({ authorEmail }) => authorEmail)).toEqual([
      `p${i}@helio.example`,
    ]);
  expect((await home.admin.feedback.list({ q: "p1234@helio.example" })).items).toHaveLength(1);
  const vocabulary = await vocabularyOf(home);
  expect(vocabulary.filter((word) => /^nr\d+x$/.test(String(word)))).toHaveLength(2_500);
  expect(vocabulary).toEqual(expect.arrayContaining(["number", "the", "grunde"]));
  expect(vocabulary).not.toContain("of");
});
