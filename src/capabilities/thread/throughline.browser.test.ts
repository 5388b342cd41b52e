import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openStage, type Stage } from "../../test/browser.ts";
import { keys, opened, said } from "../../test/journey.ts";
import { voices } from "../../test/voices.ts";
import { world } from "../../test/world.ts";

const WORDS = "We re-key forty rows every Monday.";
const NEED = "Trust exported totals";
const FEATURE = "Currency-safe export";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** The words on the card that is chosen and has focus. */
const chosen = (page: Page) =>
  page.evaluate(() => {
    const card = document.activeElement;
    return card?.getAttribute("aria-pressed") === "true" ? card.querySelector(".thread-title")?.textContent : undefined;
  });

test("an empty workspace says where the thread begins, and leads there", async () => {
  const place = await world();
  const page = await opened(stage, place, await place.as("product"), "throughline", "text=The thread begins with a customer’s sentence");
  expect(await page.locator(".thread-card").count()).toBe(0);
  await page.getByRole("button", { name: "Go to the feedback" }).click();
  await page.getByRole("heading", { name: "Feedback", exact: true }).waitFor();
  expect(new URL(page.url()).pathname).toBe(`/${place.slug}/feedback`);
  await page.context().close();
});

test("the keyboard walks from a customer’s words over the need to the feature and back, and opens what it stands on", async () => {
  const place = await world();
  const pm = await place.as("product");
  const need = await pm.needs.create({ statement: NEED });
  const other = await pm.needs.create({ statement: "Use it on the phone" });
  await pm.features.create({ title: FEATURE, needs: [need.id] });
  const say = voices();
  await say(pm, { targetId: need.id, account: "Helio Freight", revenueMinor: 840_000_00, text: WORDS });
  await say(pm, { targetId: other.id, account: "Zephyr", revenueMinor: 40_000_00, text: "Mobile please!" });

  const page = await opened(stage, place, pm, "throughline", ".thread-card");
  await page.locator(".thread-card", { hasText: WORDS }).focus();
  await page.locator(".thread-card", { hasText: WORDS }).click();
  await expect.poll(() => chosen(page)).toBe(`“${WORDS}”`);
  // Its way is lit; what lies beside it steps back.
  await expect.poll(() => page.locator(".thread-card[data-dim] .thread-title").allTextContents()).toContain("“Mobile please!”");
  expect(await page.locator(".thread-card:not([data-dim]) .thread-title").allTextContents()).toEqual(
    expect.arrayContaining([`“${WORDS}”`, NEED, FEATURE]),
  );
  await keys(page, "ArrowRight");
  await expect.poll(() => chosen(page)).toBe(NEED);
  await keys(page, "ArrowRight");
  await expect.poll(() => chosen(page)).toBe(FEATURE);
  await keys(page, "ArrowLeft");
  await expect.poll(() => chosen(page)).toBe(NEED);
  await keys(page, "j");
  await expect.poll(() => chosen(page)).toBe("Use it on the phone");
  await keys(page, "k", "ArrowRight", "Enter");
  await page.getByRole("heading", { name: FEATURE }).waitFor();
  expect(new URL(page.url()).pathname).toBe(`/${place.slug}/features/F-1`);
  await page.context().close();
});

test("what is missing is mended where it is seen: a need without a feature gets one by its dashed card", async () => {
  const place = await world();
  const pm = await place.as("product");
  const need = await pm.needs.create({ statement: NEED });
  await voices()(pm, { targetId: need.id, account: "Helio Freight", revenueMinor: 840_000_00, text: WORDS });
  const page = await opened(stage, place, pm, "throughline", ".thread-card");
  const hole = page.locator(".thread-column[data-kind=feature] .thread-card[data-missing]");
  await hole.click();
  await page.getByRole("combobox", { name: "Feature" }).waitFor();
  await page.keyboard.type(FEATURE);
  await keys(page, "Enter");
  await said(page, "Proposed F-1 for N-1");
  await page.locator(".thread-card:not([data-missing])", { hasText: FEATURE }).waitFor();
  await hole.waitFor({ state: "detached" });
  expect((await pm.features.get({ id: "F-1" })).needs.map(({ key }) => key)).toEqual(["N-1"]);
  await keys(page, "Control+z");
  await said(page, "Undone: Proposed F-1 for N-1");
  await hole.waitFor();
  await page.context().close();
});

test("figures open the rows that make them: quotes by how far they got, and what a check counted", async () => {
  const place = await world();
  const pm = await place.as("product");
  const need = await pm.needs.create({ statement: NEED });
  const feature = await pm.features.create({ title: FEATURE, needs: [need.id] });
  await voices()(pm, { targetId: need.id, account: "Helio Freight", revenueMinor: 840_000_00, text: WORDS });
  await pm.features.move({ params: { id: feature.id }, headers: { "if-match": `"${feature.version}"` }, body: { state: "evaluated" } });
  await (await place.as("customer")).readiness.confirmFeature({ id: feature.id });
  const page = await opened(stage, place, pm, "throughline", ".coverage-step");
  await page.getByRole("button", { name: "reached a decision 0%" }).click();
  const quotes = page.getByRole("dialog", { name: "Quotes that reached a decision" });
  await quotes.getByText("None has got there yet.").waitFor();
  await quotes.getByText("Not yet", { exact: true }).click();
  await quotes.getByRole("link", { name: WORDS }).waitFor();
  await keys(page, "Escape");
  await quotes.waitFor({ state: "detached" });
  await page.getByRole("button", { name: /^1 quote from 1 account/ }).click();
  await page.getByRole("dialog", { name: "What stands behind these needs" }).getByRole("link", { name: NEED }).waitFor();
  await keys(page, "Escape");
  await page.getByRole("button", { name: /^Informed/ }).click();
  await page.getByRole("button", { name: "1 counted" }).first().click();
  await page.getByRole("dialog", { name: "Independent accounts" }).getByRole("link", { name: FEATURE }).waitFor();
  await page.context().close();
});

test("what comes of a feature is mended where it is seen: one without a metric gets one, and the way leads on to it", async () => {
  const place = await world();
  const pm = await place.as("product");
  const need = await pm.needs.create({ statement: NEED });
  const feature = await pm.features.create({ title: FEATURE, needs: [need.id] });
  await pm.features.move({ params: { id: feature.id }, headers: { "if-match": `"${feature.version}"` }, body: { state: "evaluated" } });
  const page = await opened(stage, place, pm, "throughline", ".thread-card");
  await page.locator(".thread-card[data-missing]", { hasText: "F-1 has no metric" }).click();
  await page.getByRole("combobox", { name: "Metric" }).waitFor();
  await page.keyboard.type("Exports repeated");
  await keys(page, "Enter");
  const dialog = page.getByRole("dialog", { name: "New metric" });
  await expect.poll(() => dialog.getByLabel("What is measured?").inputValue()).toBe("Exports repeated");
  await keys(page, "Enter");
  await said(page, "A metric says whether F-1 works");
  await page.locator(".thread-card:not([data-missing])", { hasText: "Exports repeated" }).waitFor();
  await page.locator(".thread-card", { hasText: FEATURE }).click();
  await keys(page, "ArrowRight");
  await expect.poll(() => chosen(page)).toBe("Exports repeated");
  await page.context().close();
});

test("“do next” leads to the act that mends: a second person looks at the quotes, and then it asks for something else", async () => {
  const place = await world();
  const pm = await place.as("product");
  const need = await pm.needs.create({ statement: NEED });
  const feature = await pm.features.create({ title: FEATURE, needs: [need.id] });
  await voices()(pm, { targetId: need.id, account: "Helio Freight", revenueMinor: 840_000_00, text: WORDS });
  await pm.features.move({ params: { id: feature.id }, headers: { "if-match": `"${feature.version}"` }, body: { state: "evaluated" } });
  const colleague = await place.as("customer");
  const before = await colleague.readiness.feature({ id: "F-1" });
  expect(before.next?.action).toMatchObject({ act: "confirm" });

  const page = await opened(stage, place, colleague, "throughline", "text=Do next:");
  const act = page.getByRole("button", { name: "Look at 1 quote", exact: true });
  await act.click();
  await page.getByRole("dialog").getByText(WORDS).waitFor();
  await page.getByRole("button", { name: "I looked: they still hold" }).click();
  await said(page, "F-1: you looked, and it still holds");
  const after = await colleague.readiness.feature({ id: "F-1" });
  expect(after.confirmations.map(({ memberId }) => memberId)).toEqual([colleague.memberId]);
  const accounts = (answer: typeof before) => answer.qualities.flatMap(({ checks }) => checks).find(({ id }) => id === "accounts");
  expect([accounts(before)?.counted.length, accounts(after)?.counted.length]).toEqual([0, 1]);
  await act.waitFor({ state: "detached" });
  await page.context().close();
});
