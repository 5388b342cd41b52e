import { afterAll, beforeAll, expect, test } from "vitest";
import { ifMatch } from "../../client.ts";
import { openStage, type Stage } from "../../test/browser.ts";
import { inDays } from "../../test/filled.ts";
import { keys, opened } from "../../test/journey.ts";
import { world } from "../../test/world.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

test("what was decided and launched stands as flags on a metric's chart; a click, or Enter at its reading, leads to the record", async () => {
  const place = await world();
  const { admin } = place;
  const metric = await admin.metrics.create({ name: "Exports repeated", unit: "percent", direction: "down" });
  const readings = Array.from({ length: 20 }, (_, n) => ({ on: inDays(n - 20), value: 31 - n / 10, n: 1000 }));
  await admin.readings.put({ params: { id: metric.id }, body: { readings } });
  const choice = { chosen: "Now", decidedBy: [admin.memberId], decidedAt: `${inDays(-10)}T10:00:00.000Z` };
  await admin.decisions.create({ question: "Now or later?", options: [{ name: "Now" }, { name: "Later" }], choice });
  const launch = await admin.launches.create({ title: "Out now", tier: 3 });
  await admin.launches.move({ params: { id: launch.id }, headers: ifMatch(launch), body: { state: "live", reason: "It is out" } });

  const page = await opened(stage, place, admin, `metrics/${metric.key}`, ".metric-mark");
  const list = page.getByRole("list", { name: "What happened in these days" });
  await list.getByRole("link", { name: "Out now" }).waitFor();
  const chart = page.getByRole("slider");
  await chart.focus();
  await keys(page, "Home", ...Array.from({ length: 10 }, () => "ArrowRight"));
  await expect.poll(() => chart.getAttribute("aria-valuetext")).toContain("Decision: Now or later?");
  await keys(page, "Enter");
  await page.getByRole("heading", { level: 1, name: "Now or later?" }).waitFor();
  await page.goBack();
  await page.locator('.metric-mark[data-kind="launch"] a').click();
  await page.getByRole("heading", { level: 1, name: "Out now" }).waitFor();
  await page.goBack();
  await chart.waitFor();
  await keys(page, "t");
  await page.locator(".metric-table").waitFor();
  await list.getByRole("link", { name: "Now or later?" }).waitFor();
  await page.context().close();
});
