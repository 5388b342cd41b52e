import { describe, expect, test } from "vitest";
import { ifMatch } from "../../client.ts";
import { type Person, world } from "../../test/world.ts";

/** A workspace with features one below the other. */
async function start(count: number) {
  const home = await world();
  const pm = await home.as("product");
  const ids: string[] = [];
  for (let i = 1; i <= count; i++) ids.push((await pm.features.create({ title: `Feature ${i}` })).id);
  return { home, pm, ids };
}
const orderOf = async (person: Person) =>
  (await person.features.list({ sort: "rank", limit: 100 })).items.map(({ key }) => Number(key.slice(2)));

describe("ranking", () => {
  test.each([
    ["1 after 3", { id: 0, afterId: 2 }, [2, 3, 1, 4, 5], "F-3"],
    ["5 before 1", { id: 4, beforeId: 0 }, [5, 1, 2, 3, 4], "F-1"],
    ["2 to the end", { id: 1, afterId: 4 }, [1, 3, 4, 5, 2], "F-5"],
    ["4 before 3", { id: 3, beforeId: 2 }, [1, 2, 4, 3, 5], "F-3"],
    ["4 after 1", { id: 3, afterId: 0 }, [1, 4, 2, 3, 5], "F-2"],
    ["2 after 1, where it is", { id: 1, afterId: 0 }, [1, 2, 3, 4, 5], null],
    ["2 before 3, where it is", { id: 1, beforeId: 2 }, [1, 2, 3, 4, 5], null],
  ] as const)("%s", async (_, place, expected, displaced) => {
    const { home, pm, ids } = await start(5);
    const id = ids[place.id] ?? "";
    const body = "afterId" in place ? { afterId: ids[place.afterId] ?? "" } : { beforeId: ids[place.beforeId] ?? "" };
    let answer: Awaited<ReturnType<Person["features"]["rank"]>> | undefined;
    const change = await home.changeOf(async (context) => {
      answer = await pm.features.rank({ params: { id }, body }, { context });
    });
    expect(answer?.displaced?.key ?? null).toBe(displaced);
    expect(await orderOf(pm)).toEqual(expected);
    if (displaced === null) return;
    await pm.changes.undo({ id: change });
    expect(await orderOf(pm)).toEqual([1, 2, 3, 4, 5]);
  });

  test("a move does not make somebody's edit of the same feature a conflict", async () => {
    const { pm, ids } = await start(2);
    const [id = "", other = ""] = ids;
    const seen = await pm.features.get({ id });
    await pm.features.rank({ params: { id }, body: { afterId: other } });
    expect(await pm.features.edit({ params: { id }, headers: ifMatch(seen), body: { title: "Renamed" } })).toMatchObject({
      title: "Renamed",
    });
  });

  test("when many people move features at once every move counts and no two share a place", async () => {
    const { home, pm, ids } = await start(12);
    const others = await Promise.all([home.as("engineering"), home.as("design"), home.as("data")]);
    const [anchor = "", ...rest] = ids;
    await Promise.all(rest.map((id, i) => (others[i % 3] ?? pm).features.rank({ params: { id }, body: { afterId: anchor } })));
    const order = await orderOf(pm);
    expect(order[0]).toBe(1);
    expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
    const ranks = await home.rows("select count(distinct rank)::int as distinct from features where workspace_id = $1", [home.workspaceId]);
    expect(ranks).toEqual([{ distinct: 12 }]);
  });

  test("features proposed at once get places of their own", async () => {
    const { home, pm } = await start(0);
    await Promise.all(Array.from({ length: 8 }, (_, i) => pm.features.create({ title: `Feature ${i}` })));
    const ranks = await home.rows("select count(distinct rank)::int as distinct from features where workspace_id = $1", [home.workspaceId]);
    expect(ranks).toEqual([{ distinct: 8 }]);
  });

  test("features that came to share a rank by undo are parted by the next move between them", async () => {
    const { home, pm, ids } = await start(4);
    const [first = "", second = "", third = "", fourth = ""] = ids;
    const away = await home.changeOf((context) => pm.features.rank({ params: { id: second }, body: { afterId: fourth } }, { context }));
    await pm.features.rank({ params: { id: fourth }, body: { beforeId: third } });
    await pm.changes.undo({ id: away });
    const [shared] = await home.rows("select count(*) - count(distinct rank) as twice from features where workspace_id = $1", [
      home.workspaceId,
    ]);
    expect(Number(shared?.twice)).toBe(1);
    const between = await orderOf(pm);
    expect([between[1], between[2]].toSorted()).toEqual([2, 4]);
    const above = between[1] === 2 ? second : fourth;
    await pm.features.rank({ params: { id: third }, body: { afterId: above } });
    expect(await orderOf(pm)).toEqual([1, between[1], 3, between[2]]);
    await pm.features.rank({ params: { id: first }, body: { beforeId: third } });
    expect(await orderOf(pm)).toEqual([between[1], 1, 3, between[2]]);
  });
});

describe("editing many at once", () => {
  const rowsOf = async (person: Person, ids: readonly string[]) =>
    Promise.all(ids.map(async (id) => ({ id, version: (await person.features.get({ id })).version })));

  test("a paste of n by m cells is one change and one undo", async () => {
    const { home, pm, ids } = await start(3);
    const rows = (await rowsOf(pm, ids)).map((row, i) => ({
      ...row,
      change: { title: `Pasted ${i}`, effortLow: i + 1, effortHigh: i + 2, ownerId: pm.memberId },
    }));
    let items: unknown;
    const change = await home.changeOf(async (context) => {
      ({ items } = await pm.features.batch({ rows }, { context }));
    });
    expect(items).toMatchObject(ids.map((id, i) => ({ id, title: `Pasted ${i}`, effortLow: i + 1, version: 2 })));
    expect((await pm.records.activities({ id: ids[1] ?? "" })).items[0]).toMatchObject({
      kind: "feature.edited",
      detail: { changes: { title: { before: "Feature 2", after: "Pasted 1" } } },
    });
    await pm.changes.undo({ id: change });
    const { items: restored } = await pm.features.list({ sort: "rank" });
    expect(restored).toMatchObject(ids.map((id, i) => ({ id, title: `Feature ${i + 1}`, effortLow: null, ownerId: null })));
  });

  test("when somebody changed one of them nothing is changed, and the conflict is named with what is there now", async () => {
    const { home, pm, ids } = await start(3);
    const engineer = await home.as("engineering");
    const rows = (await rowsOf(pm, ids)).map((row) => ({ ...row, change: { why: "Pasted" } }));
    const [, second = ""] = ids;
    await engineer.features.edit({ params: { id: second }, headers: { "if-match": '"1"' }, body: { title: "Renamed meanwhile" } });
    await expect(pm.features.batch({ rows })).rejects.toMatchObject({
      status: 412,
      message: "Somebody changed F-2 since you looked. Nothing was changed.",
      data: { conflicts: [{ id: second, key: "F-2", current: { title: "Renamed meanwhile", version: 2 } }] },
    });
    expect((await pm.features.list({})).items.every(({ why }) => why === "")).toBe(true);
  });

  test("a cell that is not valid is named by row and field, and nothing is changed", async () => {
    const { pm, ids } = await start(2);
    const [first, second] = await rowsOf(pm, ids);
    if (!first || !second) throw new Error("There are two rows.");
    await expect(
      pm.features.batch({
        rows: [
          { ...first, change: { title: "Pasted" } },
          { ...second, change: { effortLow: 5, effortHigh: 2 } },
        ],
      }),
    ).rejects.toMatchObject({ status: 422, data: { issues: [{ path: "rows.1.change.effortHigh" }] } });
    await expect(
      pm.features.batch({
        rows: [
          { ...first, change: { title: "Pasted" } },
          { ...first, change: { why: "Twice" } },
        ],
      }),
    ).rejects.toMatchObject({
      status: 422,
      data: { issues: [{ path: "rows.1.id" }] },
    });
    await expect(
      pm.features.batch({
        rows: [
          { ...first, change: { title: "Pasted" } },
          { id: "F-99", version: 1, change: {} },
        ],
      }),
    ).rejects.toMatchObject({
      status: 404,
    });
    expect((await pm.features.list({ sort: "rank" })).items.map(({ title }) => title)).toEqual(["Feature 1", "Feature 2"]);
  });

  test("keys do as well as ids, and two hundred rows pass", { timeout: 60_000 }, async () => {
    const { pm } = await start(0);
    await Promise.all(Array.from({ length: 200 }, (_, i) => pm.features.create({ title: `Feature ${i}` })));
    const rows = Array.from({ length: 200 }, (_, i) => ({
      id: `F-${i + 1}`,
      version: 1,
      change: { kind: "debt" as const, valueLow: 1, valueHigh: i + 1 },
    }));
    const { items } = await pm.features.batch({ rows });
    expect(items.map(({ key }) => key)).toEqual(rows.map(({ id }) => id));
    expect(await pm.features.count({ kind: "debt" })).toEqual({ total: 200 });
    await expect(pm.features.batch({ rows: [...rows, { id: "F-1", version: 1, change: { kind: "debt" } }] })).rejects.toMatchObject({
      status: 400,
    });
  });
});
