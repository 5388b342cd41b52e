import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { faultsOf, LOOKS, openBrowser } from "../../test/browser.ts";
import { freePort, type Installed, install } from "../../test/installed.ts";
import { SECOND_ROUND } from "./content-design.ts";
import { TOUR } from "./tour-rules.ts";

const folder = mkdtempSync(join(tmpdir(), "throughline-demo-test-"));
let server: Installed;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = [await install(folder, await freePort()), await openBrowser()];
}, 60_000);
afterAll(async () => {
  await browser.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("from the first page of an empty installation one press leads into the demo, its five steps work as written, and one press removes it", {
  timeout: 180_000,
}, async () => {
  const context = await browser.newContext({ ...LOOKS.light });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(server.url);
  await page.getByRole("button", { name: "Explore the demo" }).waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await page.getByRole("button", { name: "Explore the demo" }).click();
  await page.getByRole("heading", { name: "Five minutes in the demo" }).waitFor({ timeout: 60_000 });
  for (const { title } of TOUR) await page.getByRole("heading", { name: title }).waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await page.setViewportSize(LOOKS.phone.viewport);
  await page.emulateMedia({ colorScheme: "dark" });
  await page.getByRole("link", { name: "Demo five-minute tour" }).last().waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await page.setViewportSize(LOOKS.light.viewport);
  await page.emulateMedia({ colorScheme: "light" });

  const toTour = () => page.getByRole("link", { name: "Demo five-minute tour" }).first().click();
  const go = async (place: string) => {
    await toTour();
    await page.getByRole("link", { name: place, exact: true }).click();
  };
  const firstNeed = () => page.getByRole("row").filter({ hasText: /N-\d/ }).first().textContent();

  await go("By noise");
  await expect.poll(firstNeed).toContain("Use it on the phone");
  await go("By money");
  await expect.poll(firstNeed).toContain("Trust exported totals without rechecking");

  await go("The thread of N-1");
  await page.getByText("I exported the same fleet report three times").first().waitFor();
  await page.getByText("One rounding everywhere").first().waitFor();
  await go("All of it");
  await page.getByText("Exports repeated within ten minutes").first().waitFor();

  await go("Currency-safe export");
  await page.getByText("on an earlier version of the design").first().waitFor();
  await go("The second round");
  await page.getByRole("button", { name: "Paste or open a sheet" }).click();
  await page.getByLabel("The sheet, its first line naming the columns").fill(SECOND_ROUND);
  await page.getByRole("button", { name: "Write down" }).click();
  await page
    .getByText(/8 of 8 after 5 of 8: p = \.20, not proven/)
    .first()
    .waitFor();
  await go("Currency-safe export");
  await expect.poll(() => page.getByText("on an earlier version of the design").count(), { timeout: 10_000 }).toBe(0);

  for (const [place, heading, verdict] of [
    ["The guided start", "New accounts that share a report on their first day", "44.0 since, and it holds"],
    ["The rounding fix", "Exports repeated within ten minutes", "26.8 since"],
    ["The summary mail", "People who open a report in a week", "What the mail added is nothing"],
  ] as const) {
    await go(place);
    await page.getByRole("heading", { name: heading }).waitFor();
    await page.getByText(verdict).first().waitFor();
  }

  await go("Against Paperfort");
  await page.getByText(/^Stale: FI-5 has changed since it was cited/).waitFor();
  await page.getByRole("link", { name: /FI-5 Paperfort released an audit trail/ }).click();
  await page.getByRole("heading", { name: /Paperfort released an audit trail/ }).waitFor();
  await go("Change history, to share");
  await page
    .getByRole("button", { name: /^Share/ })
    .first()
    .click();
  await page.getByLabel("For whom").fill("Ostrava Mills");
  await page.getByRole("button", { name: /^Make/ }).click();
  const link = await page.getByRole("textbox", { name: "Link for Ostrava Mills" }).inputValue();
  const outside = await fetch(link);
  expect([outside.status, await outside.text()]).toEqual([200, expect.stringContaining("Change history")]);
  await page.keyboard.press("Escape");

  await toTour();
  await page.getByRole("button", { name: "Remove the demo" }).click();
  await page.getByRole("heading", { name: "Start your own" }).waitFor();
  expect((await fetch(link)).status).toBe(404);
  await context.close();
});
