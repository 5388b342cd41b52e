import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openStage, type Stage } from "../../test/browser.ts";
import { drag, keys, opened, said } from "../../test/journey.ts";
import { world } from "../../test/world.ts";

const TITLES = ["Currency-safe export", "Phone app", "Dark mode"];

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** Three ideas, ranked as they were proposed: F-1, F-2, F-3. */
async function start() {
  const place = await world();
  const pm = await place.as("product");
  for (const title of TITLES) await pm.features.create({ title });
  const order = async () => (await pm.features.list({})).items.map(({ key }) => key);
  const first = await order();
  return { place, pm, first, order, open: (path: string, until: string) => opened(stage, place, pm, path, until) };
}
/** The keys of the rows as they stand in the table, from top to bottom. */
const rows = (page: Page) =>
  page
    .locator(".table-row")
    .evaluateAll((all) =>
      all
        .toSorted((a, b) => Number(a.getAttribute("data-index")) - Number(b.getAttribute("data-index")))
        .map((row) => row.querySelector(".record-key")?.textContent),
    );
const cell = (page: Page, row: number, column: string) =>
  page
    .locator(".table-row")
    .and(page.locator(`[data-index="${row}"]`))
    .getByRole("gridcell")
    .nth(1 + COLUMNS.indexOf(column));
const COLUMNS = ["title", "needs", "state", "kind", "accounts", "money", "value", "effort", "owner"];
const focused = (page: Page) => page.evaluate(() => document.activeElement?.closest("[data-index]")?.getAttribute("data-index"));

test("cells are edited by keyboard: Enter writes, Tab goes on to the next, Esc forgets, and what cannot be read changes nothing", async () => {
  const { pm, first, open } = await start();
  const page = await open("features", ".table-row .record-key");
  await cell(page, 0, "value").click();
  await keys(page, "Enter");
  await page.keyboard.type("120-400");
  await keys(page, "Tab");
  await page.keyboard.type("3-6 weeks");
  await keys(page, "Enter");
  await said(page, `${first[0]}: effort`);
  expect(await pm.features.get({ id: first[0] ?? "" })).toMatchObject({ valueLow: 120, valueHigh: 400 });
  const before = await pm.features.get({ id: first[0] ?? "" });
  expect(before.effortLow).toBeGreaterThan(0);

  await cell(page, 0, "effort").click();
  await keys(page, "Enter");
  await page.keyboard.type("soon");
  await keys(page, "Escape", "Enter");
  await page.keyboard.type("soon");
  await keys(page, "Enter");
  await page.getByRole("alert").locator(".toast").waitFor();
  expect(await pm.features.get({ id: first[0] ?? "" })).toEqual(before);
  await page.context().close();
});

test("a pasted sheet is one step: two rows and three columns, taken back by one ⌘Z", async () => {
  const { pm, first, open } = await start();
  const page = await open("features", ".table-row .record-key");
  const [one = "", two = ""] = first;
  const facts = async (key: string) => {
    const { valueLow, valueHigh, effortLow, effortHigh, ownerId } = await pm.features.get({ id: key });
    return { valueLow, valueHigh, hasEffort: effortLow !== null && effortHigh !== null, ownerId };
  };
  const empty = { valueLow: null, valueHigh: null, hasEffort: false, ownerId: null };
  expect([await facts(one), await facts(two)]).toEqual([empty, empty]);
  await cell(page, 0, "value").click();
  const me = (await pm.me.get({})).user?.name;
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    document.activeElement?.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, `10-20\t2-3 weeks\t${me}\n30-40\t4-5 weeks\t${me}`);
  await said(page, "Pasted into 2 features");
  const owner = { hasEffort: true, ownerId: pm.memberId };
  expect([await facts(one), await facts(two)]).toEqual([
    { valueLow: 10, valueHigh: 20, ...owner },
    { valueLow: 30, valueHigh: 40, ...owner },
  ]);
  await keys(page, "Control+z");
  await said(page, "Undone: Pasted into 2 features");
  expect([await facts(one), await facts(two)]).toEqual([empty, empty]);
  await page.context().close();
});

test("rows are ranked by Alt and the arrows and by the mouse, each a step to undo", async () => {
  const { first, order, open } = await start();
  const [one = "", two = "", three = ""] = first;
  const page = await open("features", ".table-row .record-key");
  expect(await rows(page)).toEqual(first);
  await cell(page, 0, "title").click();
  await keys(page, "Alt+ArrowDown");
  await said(page, `${one} moved below ${two}`);
  expect(await order()).toEqual([two, one, three]);
  await expect.poll(() => rows(page)).toEqual([two, one, three]);
  expect(await focused(page)).toBe("1");
  await keys(page, "Alt+ArrowUp");
  await said(page, `${one} moved above ${two}`);
  expect(await order()).toEqual(first);

  await page.locator('.table-row[data-index="2"]').hover();
  await drag(page, '.table-row[data-index="2"] .table-grip', '.table-row[data-index="0"]', "top");
  await said(page, `${three} moved above ${one}`);
  expect(await order()).toEqual([three, one, two]);
  await expect.poll(() => rows(page)).toEqual([three, one, two]);
  await keys(page, "Control+z");
  await said(page, `Undone: ${three} moved above ${one}`);
  expect(await order()).toEqual(first);
  await expect.poll(() => rows(page)).toEqual(first);
  await page.context().close();
});

test("on the board a card goes on by keys and by the mouse; what is refused says why and moves nothing", async () => {
  const { place, pm, first, open } = await start();
  const [one = "", two = ""] = first;
  const stateOf = async (key: string) => (await pm.features.get({ id: key })).state;
  const page = await open("features?view=board", ".board-card");
  // Wide enough for all lanes: a hand that drags does not scroll.
  await page.setViewportSize({ width: 2200, height: 900 });
  const card = (key: string) => `[data-card="${key}"]`;
  await page.locator(card(one)).focus();
  await keys(page, "Alt+ArrowRight");
  await said(page, `${one}: evaluated`);
  expect(await stateOf(one)).toBe("evaluated");
  await page.locator(`.board-lane[aria-label="Evaluated"] ${card(one)}`).waitFor();

  await page.locator(card(two)).focus();
  await keys(page, "m");
  const refused = page.getByRole("menuitem", { name: /^Measured/ });
  await refused.waitFor();
  expect(await refused.textContent()).toContain("Only what was shipped can be measured.");
  await keys(page, "Escape");
  await refused.waitFor({ state: "detached" });
  await drag(page, card(two), '.board-lane[aria-label="Measured"] .board-stack', "top");
  await said(page, `${two}: Only what was shipped can be measured.`);
  expect(await stateOf(two)).toBe("idea");

  await drag(page, card(two), '.board-lane[aria-label="Evaluated"] .board-stack', "top");
  await said(page, `${two}: evaluated`);
  expect(await stateOf(two)).toBe("evaluated");
  await page.context().close();

  const support = await opened(stage, place, await place.as("customer"), "features?view=board", ".board-card");
  await support.locator(card(one)).focus();
  await keys(support, "Alt+ArrowRight");
  await said(support, `${one}: Moving there is for`);
  expect(await stateOf(one)).toBe("evaluated");
  await support.context().close();
});

test("what others change moves no row under the cursor; it waits to be shown", async () => {
  const { pm, place, first, order, open } = await start();
  const [one = "", two = "", three = ""] = first;
  const page = await open("features", ".table-row .record-key");
  await cell(page, 0, "title").click();
  const colleague = await place.as("engineering");
  const target = await pm.features.get({ id: one });
  await colleague.features.rank({ params: { id: three }, body: { beforeId: target.id } });
  await page.getByRole("button", { name: /^1 changed/ }).waitFor();
  expect(await order()).toEqual([three, one, two]);
  expect(await rows(page)).toEqual(first);
  expect(await focused(page)).toBe("0");
  await page.getByRole("button", { name: /^1 changed/ }).click();
  await expect.poll(() => rows(page)).toEqual([three, one, two]);
  await page.context().close();
});
