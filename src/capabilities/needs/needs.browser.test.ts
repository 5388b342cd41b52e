import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ifMatch } from "../../client.ts";
import { openStage, type Stage } from "../../test/browser.ts";
import { keys, opened, said } from "../../test/journey.ts";
import { voices } from "../../test/voices.ts";
import { world } from "../../test/world.ts";

const LOUD = "Use it on the phone";
const HEAVY = "Trust exported totals";
const MOBILE = ["When will there be an app?", "Mobile please!", "It is unreadable on my phone."];

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** A loud need of a small account (N-1) and a quiet one of a big account (N-2). */
async function start() {
  const place = await world();
  const pm = await place.as("product");
  const say = voices();
  const loud = await pm.needs.create({ statement: LOUD });
  const heavy = await pm.needs.create({ statement: HEAVY });
  for (const text of MOBILE) await say(pm, { targetId: loud.id, account: "Zephyr", revenueMinor: 40_000_00, text });
  await say(pm, { targetId: heavy.id, account: "Helio Freight", revenueMinor: 840_000_00, text: "I re-key forty rows every Monday." });
  return { place, pm, loud, heavy, open: (path: string, until: string) => opened(stage, place, pm, path, until) };
}
const statements = (page: Page) => page.locator(".list .need-row-statement").allTextContents();
const demandOf = async (pm: Awaited<ReturnType<typeof start>>["pm"], id: string) => {
  const { quotes, accounts, revenueMinor } = (await pm.needs.get({ id })).demand;
  return { quotes, accounts, revenueMinor };
};
const LOUD_DEMAND = { quotes: 3, accounts: 1, revenueMinor: 40_000_00 };
const HEAVY_DEMAND = { quotes: 1, accounts: 1, revenueMinor: 840_000_00 };
const BOTH = { quotes: 4, accounts: 2, revenueMinor: 880_000_00 };

test("noise and money are two orders one click apart, and every row says its place in both", async () => {
  const { open } = await start();
  const page = await open("needs", ".need-row");
  await expect.poll(() => statements(page)).toEqual([HEAVY, LOUD]);
  await page.getByText("Loudest is N-1, 2nd by money; heaviest is N-2, 2nd by noise").waitFor();
  await page.getByText("Noise", { exact: true }).click();
  await expect.poll(() => statements(page)).toEqual([LOUD, HEAVY]);
  expect(new URL(page.url()).searchParams.get("sort")).toBe("quotes");
  const places = (statement: string) =>
    page
      .locator(".need-row", { hasText: statement })
      .locator(".need-row-place")
      .evaluateAll((all) => all.map((place) => place.getAttribute("title")));
  await expect.poll(() => places(LOUD)).toEqual(["1st by noise", "2nd by money"]);
  await expect.poll(() => places(HEAVY)).toEqual(["2nd by noise", "1st by money"]);
  await page.context().close();
});

test("a merge by keys moves the quotes and counts nobody twice; the toast and ⌘Z put it back", async () => {
  const { pm, open, place } = await start();
  const page = await open("needs?sort=quotes", ".need-row-place[title='2nd by money']");
  const merge = async () => {
    await keys(page, "m");
    await page.getByRole("combobox", { name: "Need" }).waitFor();
    await page.keyboard.type("totals");
    await keys(page, "Enter");
    await said(page, "Merged N-1 into N-2");
  };
  await merge();
  await expect.poll(() => statements(page)).toEqual([HEAVY]);
  expect(await demandOf(pm, "N-2")).toEqual(BOTH);
  expect((await pm.needs.get({ id: "N-1" })).mergedInto?.key).toBe("N-2");

  await page.locator(".toast", { hasText: "Merged N-1" }).getByRole("button", { name: "Undo" }).click();
  await said(page, "Undone: Merged N-1 into N-2");
  await expect.poll(() => statements(page)).toEqual([LOUD, HEAVY]);
  expect([await demandOf(pm, "N-1"), await demandOf(pm, "N-2")]).toEqual([LOUD_DEMAND, HEAVY_DEMAND]);

  await merge();
  await expect.poll(() => statements(page)).toEqual([HEAVY]);
  await page.goto(`${stage.at}/${place.slug}/needs/N-1`);
  await page.getByRole("heading", { name: HEAVY }).waitFor();
  expect(page.url()).toContain("/needs/N-2");
  await page.context().close();
});

test("⌘Z takes a merge back, and ⌘⇧Z does it again", async () => {
  const { pm, open } = await start();
  const page = await open("needs/N-1", `h1:has-text("${LOUD}")`);
  await keys(page, "m");
  await page.getByRole("combobox", { name: "Need" }).waitFor();
  await page.keyboard.type("totals");
  await keys(page, "Enter");
  await said(page, "Merged N-1 into N-2");
  await page.getByRole("heading", { name: HEAVY }).waitFor();
  await keys(page, "Control+z");
  await said(page, "Undone: Merged N-1 into N-2");
  expect([await demandOf(pm, "N-1"), await demandOf(pm, "N-2")]).toEqual([LOUD_DEMAND, HEAVY_DEMAND]);
  await keys(page, "Control+Shift+Z");
  await said(page, "Again: Merged N-1 into N-2");
  expect(await demandOf(pm, "N-2")).toEqual(BOTH);
  await page.context().close();
});

test("chosen quotes split off into a need of their own, and ⌘Z brings them home", async () => {
  const { pm, open } = await start();
  const page = await open("needs/N-1", ".voice");
  await page.getByRole("checkbox", { name: "Choose “Mobile please!”" }).check();
  await page.getByRole("checkbox", { name: "Choose “When will there be an app?”" }).check();
  await page.getByText("2 quotes chosen").waitFor();
  await page.getByRole("button", { name: "Split into a new need …" }).click();
  await page.getByLabel("What does somebody want to get done?").waitFor();
  await page.keyboard.type("Have an app of its own");
  await keys(page, "Enter");
  await said(page, "Split 2 quotes of N-1 into N-3");
  await page.getByRole("heading", { name: "Have an app of its own" }).waitFor();
  const words = async (target: string) => (await pm.quotes.list({ target })).items.map((quote) => quote.words).toSorted();
  expect(await words("N-3")).toEqual(["Mobile please!", "When will there be an app?"]);
  expect(await words("N-1")).toEqual(["It is unreadable on my phone."]);
  await keys(page, "Control+z");
  await said(page, "Undone: Split 2 quotes of N-1 into N-3");
  expect(await words("N-1")).toEqual(MOBILE.toSorted());
  expect((await pm.needs.count({})).total).toBe(2);
  await page.context().close();
});

test("two people who change the same sentence see both, and neither is lost", async () => {
  const { place, pm, open } = await start();
  const mine = await open("needs/N-1", `h1:has-text("${LOUD}")`);
  const theirs = await opened(stage, place, await place.as("customer"), "needs/N-1", `h1:has-text("${LOUD}")`);
  const write = async (page: Page, statement: string) => {
    await keys(page, "e");
    await page.getByLabel("Statement", { exact: true }).fill(statement);
  };
  await write(mine, "Use it on a small phone");
  await write(theirs, "Use it on the phone without a network");
  await keys(theirs, "Enter");
  await said(theirs, "N-1: statement changed");
  await keys(mine, "Enter");
  await mine.getByText("Somebody changed this while you did").waitFor();
  expect(await mine.getByLabel("Statement, saved now").inputValue()).toBe("Use it on the phone without a network");
  expect(await mine.getByLabel("Statement, yours").inputValue()).toBe("Use it on a small phone");
  expect((await pm.needs.get({ id: "N-1" })).statement).toBe("Use it on the phone without a network");
  await mine.getByLabel("Statement, yours").fill("Use it on a small phone without a network");
  await mine.getByRole("button", { name: "Replace it with mine" }).click();
  await said(mine, "N-1: statement changed");
  expect((await pm.needs.get({ id: "N-1" })).statement).toBe("Use it on a small phone without a network");
  await theirs.getByRole("heading", { name: "Use it on a small phone without a network" }).waitFor();
  await mine.context().close();
  await theirs.context().close();
});

test("somebody else's edit of another field is no conflict: both stay", async () => {
  const { place, pm, open } = await start();
  const page = await open("needs/N-1", `h1:has-text("${LOUD}")`);
  const colleague = await place.as("customer");
  await keys(page, "e");
  await page.getByLabel("Statement", { exact: true }).fill("Use it on any phone");
  const before = await pm.needs.get({ id: "N-1" });
  await colleague.needs.edit({ params: { id: "N-1" }, headers: ifMatch(before), body: { detail: "Also on old ones." } });
  await keys(page, "Enter");
  await said(page, "N-1: statement changed");
  expect(await pm.needs.get({ id: "N-1" })).toMatchObject({ statement: "Use it on any phone", detail: "Also on old ones." });
  await page.context().close();
});
