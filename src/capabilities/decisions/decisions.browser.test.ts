import { afterAll, beforeAll, expect, test } from "vitest";
import { ifMatch } from "../../client.ts";
import { openStage, type Stage } from "../../test/browser.ts";
import { keys, opened, said } from "../../test/journey.ts";
import { world } from "../../test/world.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

async function start() {
  const place = await world();
  const pm = await place.as("product", "engineering");
  const idea = await pm.features.create({ title: "Phone app" });
  const feature = await pm.features.move({ params: { id: idea.id }, headers: ifMatch(idea), body: { state: "evaluated" } });
  return { place, pm, feature };
}

test("a question is put up from the feature by a key, decided with why now, and whoever disagrees says what would prove them right", async () => {
  const { place, pm, feature } = await start();
  const page = await opened(stage, place, pm, `features/${feature.key}`, 'section[aria-label="Decisions"] button');
  await keys(page, "d");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("What is to be decided?").fill("App or page?");
  await dialog.getByLabel("Options, one a line").fill("The page: a fifth of the effort\nThe app");
  await dialog.getByRole("button", { name: "Put it up" }).click();
  await said(page, "Put D-1 up for decision");
  await page.getByRole("link", { name: "App or page?", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "App or page?" }).waitFor();
  await page.getByRole("button", { name: "Take “The page”" }).click();
  await page.getByLabel("Why now?").fill("The season begins in March");
  await keys(page, "Enter");
  await said(page, "D-1: The page");
  expect(await pm.decisions.get({ id: "D-1" })).toMatchObject({
    state: "decided",
    chosen: "The page",
    whyNow: "The season begins in March",
    decidedBy: [pm.memberId],
    answers: [{ key: feature.key }],
  });
  await keys(page, "d");
  await page.getByLabel("Their reason").fill("They work offline");
  await page.getByLabel("What would prove them right?").fill("Half of them lose the page");
  await page.getByRole("dialog").getByRole("button", { name: "Write it down" }).click();
  await page.getByText("Half of them lose the page").waitFor();
  await keys(page, "o");
  await page.getByRole("dialog").getByRole("textbox").fill("Half of them lost the page");
  await keys(page, "Enter");
  await said(page, "Opened D-1 again");
  await page.getByText("Opened again: Half of them lost the page").waitFor();
  await page.context().close();
});

test("moving on with gaps offers one line why now; it is kept as a decision with what was open, and one undo takes both back", async () => {
  const { place, pm, feature } = await start();
  const page = await opened(stage, place, pm, `features/${feature.key}`, 'section[aria-label="Decisions"] button');
  const moveOn = async () => {
    await page.getByRole("button", { name: /^State: / }).click();
    await page.getByRole("menuitem", { name: "Planned" }).click();
    await page.getByRole("dialog").getByText("still open").waitFor();
  };
  await moveOn();
  await page.getByLabel("Why now?").fill("The contract says so");
  await keys(page, "Enter");
  await said(page, `${feature.key}: planned, with why now`);
  const [kept] = (await pm.decisions.list({ answers: feature.id })).items;
  expect(kept).toMatchObject({ state: "decided", whyNow: "The contract says so", decidedBy: [pm.memberId] });
  expect(kept?.body).toMatch(/\* \*\*.+\*\* \(not yet\): /);
  expect(await pm.features.get({ id: feature.id })).toMatchObject({ state: "planned" });
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await keys(page, "Control+z");
  await said(page, `Undone: ${feature.key}: planned`);
  await expect.poll(async () => (await pm.decisions.list({ answers: feature.id })).items).toEqual([]);
  await expect.poll(async () => (await pm.features.get({ id: feature.id })).state).toBe("evaluated");
  await moveOn();
  await page.getByRole("button", { name: "Move on without" }).click();
  await said(page, `${feature.key}: planned`);
  expect((await pm.decisions.list({ answers: feature.id })).items).toEqual([]);
  await page.context().close();
});
