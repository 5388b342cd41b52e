import { eq, sql } from "drizzle-orm";
import { afterAll, expect, inject, test } from "vitest";
import { products } from "../capabilities/workspace/schema.ts";
import { world } from "../test/world.ts";
import { type Db, openDatabase } from "./database.ts";

const database = openDatabase(inject("database").app);
afterAll(() => database.close());
const many = <T>(count: number, ask: (i: number) => Promise<T>) => Promise.all(Array.from({ length: count }, (_, i) => ask(i)));
const productIds = async (db: Db) => (await db.select({ id: products.id }).from(products)).map(({ id }) => id);

test("a read sees its workspace alone, whoever asked over the same connection before", async () => {
  const [one, other] = [await world(), await world()];
  const seen = await many(120, (i) => database.read((i % 2 === 0 ? one : other).workspaceId, productIds));
  expect(seen).toEqual(seen.map((_, i) => [(i % 2 === 0 ? one : other).productId]));
});

test("several statements asked at once, and one after another, are all in scope", async () => {
  const { workspaceId, productId } = await world();
  const seen = await database.read(workspaceId, async (db) => [...(await many(3, () => productIds(db))), await productIds(db)]);
  expect(seen).toEqual(Array(4).fill([productId]));
});

test("a read leaves nothing of its scope on the connection", async () => {
  const { workspaceId } = await world();
  await many(40, () => database.read(workspaceId, productIds));
  const left = await many(40, () =>
    database.pool.query("select current_setting('app.ws', true) as ws, current_setting('transaction_read_only') as only"),
  );
  for (const { rows } of left) expect(rows).toEqual([{ ws: "", only: "off" }]);
});

test("a read cannot write", async () => {
  const { workspaceId, productId, rows } = await world();
  const renamed = database.read(workspaceId, (db) => db.update(products).set({ name: "Renamed" }).where(eq(products.id, productId)));
  await expect(renamed).rejects.toMatchObject({ cause: { code: "25006" } });
  expect(await rows("select name from products where id = $1", [productId])).not.toEqual([{ name: "Renamed" }]);
});

test("a statement that fails takes no other with it, and fails in the same way again", async () => {
  const { workspaceId, productId } = await world();
  for (const sentence of [sql`select * from nowhere`, sql`select 1 / ${0}::int as quotient`])
    await database.read(workspaceId, async (db) => {
      const failures: unknown[] = [];
      for (let i = 0; i < 3; i++) {
        const [failed, found] = await Promise.allSettled([db.execute(sentence), productIds(db)]);
        failures.push(failed.status === "rejected" && failed.reason.cause.code);
        expect(found).toMatchObject({ value: [productId] });
      }
      expect(new Set(failures)).toEqual(new Set([failures[0]]));
      expect(failures[0]).toMatch(/^(42P01|22012)$/);
    });
});

test("a statement answers the same each time, described or not", async () => {
  const { workspaceId } = await world();
  const ask = (db: Db) =>
    db.execute(sql`select x as "number", array[x, null] as list, jsonb_build_object('x', x) as json, null::text as nothing
      from generate_series(1, ${3}::int) x`);
  const answers = await database.read(workspaceId, async (db) => {
    const all = [];
    for (let i = 0; i < 8; i++) all.push(await ask(db));
    return all;
  });
  for (const { rows, rowCount, command } of answers) {
    expect(rows).toEqual([1, 2, 3].map((x) => ({ number: x, list: [x, null], json: { x }, nothing: null })));
    expect({ rowCount, command }).toEqual({ rowCount: 3, command: "SELECT" });
  }
  const none = (db: Db) => db.select().from(products).where(sql`false`);
  expect(await database.read(workspaceId, async (db) => [await none(db), await none(db)])).toEqual([[], []]);
});

test("a statement that comes after its work has ended is refused", async () => {
  const { workspaceId } = await world();
  const kept = await database.read(workspaceId, async (db) => ({ db }));
  await expect(productIds(kept.db)).rejects.toThrow();
});
