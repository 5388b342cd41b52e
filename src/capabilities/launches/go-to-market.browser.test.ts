import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ifMatch } from "../../client.ts";
import { openStage, type Stage } from "../../test/browser.ts";
import { opened, said } from "../../test/journey.ts";
import { type Person, type World, world } from "../../test/world.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** A feature for two segments, a milestone, a competitor and what was found out about it. */
async function start() {
  const place = await world();
  const { admin } = place;
  const [marketer, seller] = [await place.as("marketing"), await place.as("customer")];
  const feature = await admin.features.create({ title: "Currency everywhere" });
  const milestone = await admin.milestones.create({ title: "Spring release", kind: "release", date: "2030-03-31" });
  for (const [name, plan] of [
    ["Small", "basic"],
    ["Mid-size", "gold"],
  ] as const) {
    const rule = { join: "and" as const, conditions: [{ about: "plan" as const, is: "any-of" as const, values: [plan] }] };
    const segment = await admin.segments.create({ name, rule, state: "live" });
    await admin.links.put({ id: feature.id, kind: "serves", toId: segment.id });
  }
  const rival = await admin.competitors.create({ name: "Paperfort" });
  const finding = await admin.findings.create({
    statement: "Paperfort shows no currency",
    kind: "competition",
    competitorId: rival.id,
    sources: [{ address: "https://paperfort.example/help", title: "Help", asOf: "2026-01-31" }],
  });
  return { place, admin, marketer, seller, feature, milestone, finding };
}

/** Types into the list that a button opened, and takes what fits. */
async function pick(page: Page, label: string, words: string) {
  await page.getByRole("combobox", { name: label }).fill(words);
  await page.getByRole("option", { name: words }).first().click();
}

/** A message is written into a hole of the matrix, rests on a record, and is put to use. */
async function tell(place: World, who: Person, segment: string, promise: string) {
  const page = await opened(stage, place, who, "messaging", ".matrix-hole");
  await page.getByRole("button", { name: `for ${segment} about Currency everywhere` }).click();
  await page.getByLabel("What do they get?").fill(promise);
  await page.getByRole("dialog").locator("button[type=submit]").click();
  await page.getByRole("heading", { level: 1, name: promise }).waitFor();
  await page.getByRole("button", { name: "Put to use" }).click();
  await page.locator(".state", { hasText: "Live" }).first().waitFor();
  await page.context().close();
}

test("go to market: a launch by tier with its checklist from the milestone's day, a message for each segment, a battlecard whose lines have sources, and sellers who read it", async () => {
  const { place, admin, marketer, seller, feature, milestone, finding } = await start();
  const page = await opened(stage, place, marketer, `features/${feature.key}`, 'section[aria-label="Go to market"] button');
  await page.locator('section[aria-label="Go to market"]').getByRole("button", { name: "Add" }).click();
  await page.getByRole("menuitem", { name: "Plan a launch" }).click();
  await page.getByRole("button", { name: /^Tier 1/ }).click();
  await page.getByRole("button", { name: "With which milestone? (optional)" }).click();
  await pick(page, "With which milestone? (optional)", "Spring release");
  await page.getByRole("button", { name: "Plan it" }).click();
  await page.getByRole("heading", { level: 1, name: "Currency everywhere" }).waitFor();
  const published = page.locator(".line", { hasText: "Announcement published" });
  await published.getByText("31 Mar 2030").waitFor();
  await page.locator(".line", { hasText: "Sellers have read and rehearsed" }).getByText("21 Mar 2030").waitFor();
  await admin.milestones.edit({ params: { id: milestone.id }, headers: ifMatch(milestone), body: { date: "2030-04-30" } });
  await page.reload();
  await published.getByText("30 Apr 2030").waitFor();
  await page.getByRole("checkbox", { name: "Done: Price and packaging decided" }).click();
  await said(page, "Done: Price and packaging decided");
  await page.context().close();

  await tell(place, marketer, "Small", "Totals you need not type again");
  await tell(place, marketer, "Mid-size", "Totals you can sign");
  expect((await admin.messages.matrix({})).cells.map(({ messages }) => messages.map(({ state }) => state))).toEqual([["live"], ["live"]]);

  const library = await opened(stage, place, marketer, "assets", "h1");
  await library.getByRole("button", { name: "New asset" }).click();
  await library.getByLabel("Title").fill("Against Paperfort");
  await library.getByRole("button", { name: "Against whom? (optional)" }).click();
  await pick(library, "Against whom? (optional)", "Paperfort");
  await library.getByRole("button", { name: "Create" }).click();
  await library.getByRole("button", { name: "Claim" }).click();
  await library.getByLabel("What is claimed, in a line").fill("Theirs says no currency; ours does");
  await library.getByRole("button", { name: "Rests on …" }).click();
  await pick(library, "The record that it rests on", finding.statement);
  await library.getByRole("button", { name: "Add", exact: true }).click();
  await library
    .getByRole("link", { name: `${finding.key} ${finding.statement}` })
    .first()
    .waitFor();
  await library.getByRole("button", { name: "Put to use" }).click();
  await said(library, "AS-1: live");
  await library.getByText("read by 0 of 2 who sell").waitFor();

  const selling = await opened(stage, place, seller, "assets", ".record-row");
  await selling.getByText("Against Paperfort").first().click();
  await selling.getByText("Theirs says no currency; ours does").waitFor();
  await expect.poll(async () => (await marketer.assets.get({ id: "AS-1" })).readers).toBe(1);
  await selling.context().close();
  await library.reload();
  await library.getByText("read by 1 of 2 who sell").waitFor();
  await library.context().close();
});
