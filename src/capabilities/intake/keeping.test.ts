import { afterEach, expect, test, vi } from "vitest";
import { application, type World, world } from "../../test/world.ts";
import { DAYS_KEPT, DELIVERIES_KEPT } from "./rules.ts";

afterEach(() => void vi.useRealTimers());

async function open() {
  const place = await world();
  const source = await place.admin.intake.create({ name: "Desk" });
  const { app } = await application();
  const send = async (text: string) => {
    const answer = await app.fetch(
      new Request(`http://throughline.test/api/v1/intake/${source.key}`, {
        method: "POST",
        body: JSON.stringify({ text }),
        headers: { "content-type": "application/json" },
      }),
    );
    expect(answer.status).toBe(202);
  };
  return { place, source, send };
}

/** Every text that is listed, newest first, a page after the other. */
async function textsOf({ admin }: World, id: string): Promise<unknown[]> {
  const texts: unknown[] = [];
  let cursor: string | undefined;
  do {
    const page = await admin.intake.deliveries({ id, limit: 100, ...(cursor ? { cursor } : {}) });
    texts.push(...page.items.map(({ payload }) => Reflect.get(Object(payload), "text")));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return texts;
}
/** What the clock says while something is sent. */
async function daysAgo(days: number, act: () => Promise<void>) {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() - days * 24 * 60 * 60 * 1000 });
  await act();
  vi.useRealTimers();
}

test("the next one after the last that is kept pushes the oldest out, of its own source alone", async () => {
  const { place, source, send } = await open();
  const other = await place.admin.intake.create({ name: "Other" });
  const fill = `insert into intake_deliveries (workspace_id, source_id, at, state, payload)
    select $1, $2, now(), 'waiting', jsonb_build_object('text', 'filled ' || n) from generate_series(1, $3) n`;
  await place.rows(fill, [place.workspaceId, other.id, DELIVERIES_KEPT]);
  await place.rows(fill, [place.workspaceId, source.id, DELIVERIES_KEPT - 1]);
  await send("the last that fits");
  const full = await textsOf(place, source.id);
  expect([full.length, full[0], full.at(-1)]).toEqual([DELIVERIES_KEPT, "the last that fits", "filled 1"]);
  await send("one more");
  await send("and another");
  const trimmed = await textsOf(place, source.id);
  expect([trimmed.length, trimmed[0], trimmed.at(-1)]).toEqual([DELIVERIES_KEPT, "and another", "filled 3"]);
  expect(new Set(trimmed).size).toBe(DELIVERIES_KEPT);
  expect(await textsOf(place, other.id)).toHaveLength(DELIVERIES_KEPT);
});

test("what came more than thirty days ago goes when something comes, and a day less stays", async () => {
  const { place, source, send } = await open();
  await daysAgo(DAYS_KEPT + 1, () => send("too old"));
  await daysAgo(DAYS_KEPT - 1, () => send("old"));
  expect(await textsOf(place, source.id)).toEqual(["old", "too old"]);
  await send("new");
  expect(await textsOf(place, source.id)).toEqual(["new", "old"]);
});

test("what came to a source that fell silent goes too", async () => {
  const { place, source, send } = await open();
  await daysAgo(DAYS_KEPT - 1, () => send("old"));
  await daysAgo(DAYS_KEPT + 1, () => send("too old"));
  await place.rows("update intake_deliveries set at = at - interval '3 days' where source_id = $1 and payload->>'text' = 'too old'", [
    source.id,
  ]);
  const { app } = await application();
  await app.database.pool.query("select forget_old_intake()");
  expect(await textsOf(place, source.id)).toEqual(["old"]);
});
