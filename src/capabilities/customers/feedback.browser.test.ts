import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectNoFaults, openStage, type Stage } from "../../test/browser.ts";
import { type World, world } from "../../test/world.ts";

const TICKET =
  "Good morning from the finance team. The export drops the currency, so we recheck every total by hand. Is there a way around it? Thank you.";
const SENTENCE = "The export drops the currency, so we recheck every total by hand.";
const NEED = "Trust the totals of an export without rechecking them";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** A workspace with an account, a need that resembles the ticket and one that does not. */
async function withNeeds(): Promise<World> {
  const place = await world();
  await place.admin.accounts.create({ name: "Helio Freight", domain: "helio.example", revenueMinor: 8_400_000, currency: "USD" });
  await place.admin.needs.create({ statement: NEED });
  await place.admin.needs.create({ statement: "Find yesterday's report on the phone" });
  return place;
}

async function opened(place: World, path: string, until: string): Promise<Page> {
  const context = await stage.as(place.admin);
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  await page.goto(`${stage.at}/${place.slug}/${path}`);
  await page.locator(until).first().waitFor();
  return page;
}

const demandOf = async (place: World) => (await place.admin.needs.get({ id: "N-1" })).demand;
const said = (page: Page, words: string) => page.locator(".toast", { hasText: words }).waitFor();
const open = (page: Page, key: string) => page.locator(`article[aria-label="Feedback ${key}"]`).waitFor();
const keys = async (page: Page, ...pressed: string[]) => {
  for (const key of pressed) await page.keyboard.press(key);
};

test("by keyboard alone a pasted ticket becomes a quote for the suggested need, whose demand rises by its account", async () => {
  const place = await withNeeds();
  const page = await opened(place, "feedback", "h2:has-text('Bring in what customers said')");

  await keys(page, "c");
  await page.getByLabel("In the customer’s own words").waitFor();
  await page.keyboard.insertText(TICKET);
  await keys(page, "Control+Enter");
  await open(page, "FB-1");

  await keys(page, "Shift+A");
  await page.getByRole("combobox", { name: "Account" }).waitFor();
  await page.keyboard.type("Helio");
  await page.getByRole("option", { name: "Helio Freight" }).waitFor();
  await keys(page, "Enter");
  await said(page, "FB-1 is from Helio Freight");

  await page.locator(".suggestion", { hasText: NEED }).waitFor();
  await keys(page, "s", "s");
  await expect.poll(() => page.evaluate(() => String(getSelection()))).toBe(SENTENCE);
  expect((await demandOf(place)).quotes).toBe(0);

  await keys(page, "Alt+1");
  await page.getByText("How much does it matter to them?").waitFor();
  await keys(page, "3");
  await said(page, "Quoted FB-1 for N-1");
  expect(await demandOf(place)).toMatchObject({ quotes: 1, accounts: 1, revenueMinor: 8_400_000, importance: 3 });
  const [quote] = (await place.admin.feedback.get({ id: "FB-1" })).quotes;
  expect(quote).toMatchObject({ words: SENTENCE, importance: 3, quotedBy: place.admin.memberId, target: { key: "N-1" } });

  await keys(page, "e");
  await page.getByText("Everything is decided").first().waitFor();
  // The page is ahead of the server; the toast is not.
  await said(page, "Done: FB-1");
  expect(await place.admin.feedback.get({ id: "FB-1" })).toMatchObject({ state: "linked" });

  await keys(page, "Control+z");
  await said(page, "Undone");
  await open(page, "FB-1");
  expect(await place.admin.feedback.get({ id: "FB-1" })).toMatchObject({ state: "new" });
  await page.context().close();
});

test("with the mouse the same", async () => {
  const place = await withNeeds();
  const page = await opened(place, "feedback", "h2:has-text('Bring in what customers said')");

  await page.getByRole("button", { name: "Add feedback" }).click();
  await page.getByLabel("In the customer’s own words").fill(TICKET);
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await open(page, "FB-1");

  await page.getByRole("button", { name: "Choose the account" }).click();
  await page.getByRole("option", { name: "Helio Freight" }).click();
  await said(page, "FB-1 is from Helio Freight");

  await selectWithMouse(page, SENTENCE);
  await page.getByRole("button", { name: "Quote" }).click();
  await page.getByRole("option", { name: NEED }).click();
  await page.getByRole("button", { name: "important 2" }).click();
  await said(page, "Quoted FB-1 for N-1");
  expect(await demandOf(place)).toMatchObject({ quotes: 1, accounts: 1, revenueMinor: 8_400_000, importance: 2 });
  await page.locator(".quote", { hasText: SENTENCE }).waitFor();

  await page.getByRole("toolbar", { name: "Triage" }).getByRole("button", { name: "Done" }).click();
  await page.getByText("Everything is decided").first().waitFor();
  await page.context().close();
});

/** Drags over words as a hand does. */
async function selectWithMouse(page: Page, words: string) {
  const box = await page.evaluate((wanted) => {
    const walker = document.createTreeWalker(document.querySelector(".highlights") ?? document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.textContent?.indexOf(wanted) ?? -1;
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + wanted.length);
      const [first, last] = [range.getClientRects()[0], [...range.getClientRects()].at(-1)];
      return first && last
        ? { x: first.left, y: first.top + first.height / 2, right: last.right, bottom: last.bottom - last.height / 2 }
        : null;
    }
    return null;
  }, words);
  if (!box) throw new Error("These words are not on the page.");
  await page.mouse.move(box.x + 1, box.y);
  await page.mouse.down();
  await page.mouse.move(box.right - 1, box.bottom, { steps: 5 });
  await page.mouse.up();
}

test("four keys after the selection make a quote, and a need that was only typed comes into being with it", async () => {
  const place = await world();
  await place.admin.feedback.create({ text: TICKET });
  const page = await opened(place, "feedback", "section.highlights");
  await keys(page, "s", "s", "l");
  await page.getByRole("combobox", { name: "Need or feature" }).waitFor();
  await page.keyboard.type("Keep the currency");
  await keys(page, "Control+Enter", "2");
  await said(page, "Quoted FB-1 for N-1");
  expect(await place.admin.needs.get({ id: "N-1" })).toMatchObject({ statement: "Keep the currency", demand: { quotes: 1 } });
  await keys(page, "Control+z");
  await said(page, "Undone");
  expect((await place.admin.needs.list({})).items).toEqual([]);
  await page.context().close();
});

test("triage by keys: decline, snooze, merge and done open the next item, one step each to undo, several at once", async () => {
  const place = await world();
  for (const [index, text] of ["Fifth", "Fourth", "Third", "Second", "First"].entries())
    await place.admin.feedback.create({ text: `${text} thing that a customer said`, receivedAt: `2026-01-0${index + 1}T08:00:00Z` });
  const stateOf = async (key: string) => (await place.admin.feedback.get({ id: key })).state;
  const page = await opened(place, "feedback", "section.highlights");
  await open(page, "FB-5");

  await keys(page, "3");
  await page.getByRole("combobox", { name: "Reason" }).waitFor();
  await page.keyboard.type("Sold to somebody else");
  await keys(page, "Enter");
  await open(page, "FB-4");
  await said(page, "Declined FB-5");
  expect(await place.admin.feedback.get({ id: "FB-5" })).toMatchObject({ state: "declined", declineReason: "Sold to somebody else" });

  await keys(page, "h");
  await page.getByRole("button", { name: "Tomorrow" }).waitFor();
  await keys(page, "1");
  await open(page, "FB-3");
  await said(page, "Snoozed FB-4");
  await keys(page, "Control+z");
  await open(page, "FB-4");
  expect(await stateOf("FB-4")).toBe("new");

  await keys(page, "e");
  await said(page, "Nothing of it is quoted yet");
  expect(await stateOf("FB-4")).toBe("new");

  await keys(page, "x", "Shift+J");
  await page.getByText("2 items selected").waitFor();
  await keys(page, "3");
  await page.getByRole("combobox", { name: "Reason" }).waitFor();
  await keys(page, "Enter");
  await open(page, "FB-2");
  await said(page, "Declined 2 items");
  expect(await Promise.all(["FB-4", "FB-3"].map(stateOf))).toEqual(["declined", "declined"]);
  await keys(page, "Control+z");
  await said(page, "Undone: Declined 2 items");
  expect(await Promise.all(["FB-4", "FB-3"].map(stateOf))).toEqual(["new", "new"]);
  await page.context().close();
});

test("an edit that comes too late shows both texts and loses neither", async () => {
  const place = await world();
  await place.admin.feedback.create({ text: "The first text." });
  const page = await opened(place, "feedback", "section.highlights");
  await keys(page, "Shift+E");
  const field = page.getByLabel("Text", { exact: true });
  await field.fill("What I wrote.");
  const { version } = await place.admin.feedback.get({ id: "FB-1" });
  await place.admin.feedback.edit({
    params: { id: "FB-1" },
    headers: { "if-match": `"${version}"` },
    body: { text: "What a colleague wrote." },
  });
  await keys(page, "Control+Enter");
  await page.getByText("Somebody changed this text while you did.").waitFor();
  expect(await page.getByLabel("Saved now").inputValue()).toBe("What a colleague wrote.");
  expect(await page.getByLabel("Yours").inputValue()).toBe("What I wrote.");
  expect(await place.admin.feedback.get({ id: "FB-1" })).toMatchObject({ text: "What a colleague wrote." });
  await page.getByLabel("Yours").fill("What a colleague wrote. What I wrote.");
  await page.getByRole("button", { name: "Replace it with yours" }).click();
  await expect.poll(async () => (await place.admin.feedback.get({ id: "FB-1" })).text).toBe("What a colleague wrote. What I wrote.");
  await page.context().close();
});

test("what others add waits above the list until it is asked for", async () => {
  const place = await world();
  await place.admin.feedback.create({ text: "What stood here first", receivedAt: "2026-01-01T08:00:00Z" });
  const page = await opened(place, "feedback", "section.highlights");
  const colleague = await place.as("customer");
  await colleague.feedback.create({ text: "What came in meanwhile", receivedAt: "2026-01-02T08:00:00Z" });
  await page.getByRole("button", { name: /^1 / }).waitFor();
  expect(await page.locator(".feedback-row").count()).toBe(1);
  await page.getByRole("button", { name: /^1 / }).click();
  await expect.poll(() => page.locator(".feedback-row").count()).toBe(2);
  await open(page, "FB-1");
  await page.context().close();
});

test("every page of customers is without a fault, full and empty, in light, dark and on a phone", async () => {
  const empty = await world();
  const full = await withNeeds();
  await full.admin.contacts.create({
    name: "Dana Demo",
    email: "dana@helio.example",
    title: "CFO",
    accountId: (await full.admin.accounts.get({ id: "A-1" })).id,
  });
  await full.admin.feedback.create({ text: TICKET, authorEmail: "dana@helio.example", title: "Totals" });
  const need = await full.admin.needs.get({ id: "N-1" });
  const startsAt = TICKET.indexOf(SENTENCE);
  for (const endsAt of [startsAt + 30, startsAt + SENTENCE.length])
    await full.admin.quotes.create({ id: "FB-1", targetId: need.id, startsAt, endsAt, importance: 2 });
  const there = (text: string) => (page: Page) => page.getByText(text).first().waitFor();
  const looks: [World, string, (page: Page) => Promise<unknown>][] = [
    [empty, "feedback", there("Bring in what customers said")],
    [empty, "accounts", there("Who are your customers?")],
    [full, "feedback?item=FB-1", (page) => page.locator(".quote").nth(1).waitFor()],
    [full, "accounts", there("Helio Freight")],
    [full, "accounts/A-1", there("Dana Demo")],
  ];
  for (const [place, path, until] of looks)
    await expectNoFaults(stage.browser, await stage.as(place.admin), `${stage.at}/${place.slug}/${path}`, until);
}, 180_000);
