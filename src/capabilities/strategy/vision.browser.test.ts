import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openStage, type Stage } from "../../test/browser.ts";
import { type World, world } from "../../test/world.ts";
import { dayAfter } from "../measurement/rules.ts";

let stage: Stage;
let home: World;
let page: Page;
const today = new Date().toISOString().slice(0, 10);

beforeAll(async () => {
  stage = await openStage();
  home = await world();
  page = await (await stage.as(home.admin)).newPage();
}, 60_000);
afterAll(() => stage.close());

test("from a vision to a number: an objective becomes active only once data has bound its key result to a metric", {
  timeout: 60_000,
}, async () => {
  await page.goto(`${stage.at}/${home.slug}/objectives`);
  await page.getByRole("button", { name: "Write the first objective" }).click();
  await page.getByLabel("What is to be true?").fill("Numbers people trust");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Numbers people trust" }).waitFor();
  await page.getByText("It has no key result: nobody could say whether it was achieved.").waitFor();
  await page.getByRole("button", { name: "Key result", exact: true }).click();
  await page.getByLabel("What should change?").fill("Fewer exports are repeated");
  await page.keyboard.press("Enter");
  await page.getByText("“Fewer exports are repeated” has no metric; bind one to it.").waitFor();
  await page.getByRole("button", { name: "State: Draft" }).click();
  await expect.poll(() => page.getByRole("menuitem", { name: /^Active/ }).isDisabled()).toBe(true);
  await page.keyboard.press("Escape");

  await page.goto(`${stage.at}/${home.slug}/metrics`);
  await page.getByRole("button", { name: "Define the first metric" }).click();
  await page.getByLabel("What is measured?").fill("Exports repeated within ten minutes");
  await page.getByLabel("Which way is better").selectOption("down");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Exports repeated within ten minutes" }).waitFor();
  await page.keyboard.press("a");
  await page.getByText("From a sheet or file").click();
  await page.getByLabel(/^Two columns/).fill(`${dayAfter(today, -28)}\t31%\t1180\n${today}\tsoon`);
  await page.getByRole("dialog").getByRole("button", { name: "Add readings" }).click();
  await page.getByText("“soon” is no percent.").waitFor();
  await page.getByLabel(/^Two columns/).fill(`${dayAfter(today, -28)}\t31%\t1180\n${today}\t26,8 %\t1204`);
  await page.getByRole("dialog").getByRole("button", { name: "Add readings" }).click();
  await page.getByText(/26\.8% on .* \(n = 1,204\) against 31% on .* \(n = 1,180\): −4\.2 points in 28 days, the better way/).waitFor();
  const chart = page.getByRole("slider", { name: /Readings of Exports/ });
  await chart.focus();
  await page.keyboard.press("Home");
  expect(await chart.getAttribute("aria-valuetext")).toMatch(/: 31%, n = 1,180$/);
  await page.keyboard.press("ArrowRight");
  expect(await chart.getAttribute("aria-valuetext")).toMatch(/: 26\.8%, n = 1,204$/);
  await page.keyboard.press("t");
  await page
    .getByRole("table", { name: /Readings of/ })
    .getByText("31%")
    .waitFor();

  await page.goto(`${stage.at}/${home.slug}/objectives/O-1`);
  await page.getByRole("button", { name: "Bind a metric" }).click();
  await page.getByRole("option", { name: /Exports repeated/ }).click();
  await page.getByText("“Fewer exports are repeated” has no target; say what it should reach.").waitFor();
  await page.getByRole("button", { name: "To: No target" }).click();
  await page.getByLabel("To", { exact: true }).fill("12");
  await page.keyboard.press("Enter");
  await page.getByText("It is ready to become active.").waitFor();
  await page.getByRole("button", { name: "State: Draft" }).click();
  await page.getByRole("menuitem", { name: /^Active/ }).click();
  await page.getByRole("button", { name: "State: Active" }).waitFor();
  expect(await home.admin.objectives.get({ id: "O-1" })).toMatchObject({
    state: "active",
    keyResults: [{ baselineValue: 26.8, baselineOn: today, target: 12, isLive: true }],
  });
});
