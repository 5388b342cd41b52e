import { createHmac } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectNoFaults, openStage, type Stage } from "../../test/browser.ts";
import { world } from "../../test/world.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const post = (address: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(address, { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json", ...headers } });
/** As GitHub sends an issue. */
const issue = (number: number) => ({ action: "opened", issue: { number, title: `Totals ${number}`, body: "They are off", labels: [] } });

async function opened() {
  const place = await world();
  const context = await stage.as(place.admin);
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const goto = () => page.goto(`${stage.at}/${place.slug}/settings/intake`);
  return { place, context, page, goto };
}

test("a source is added with its product, channel and the sender's own secret; what is signed shows by itself; a new key ends the old", {
  timeout: 120_000,
}, async () => {
  const { place, context, page, goto } = await opened();
  const other = await place.admin.products.create({ name: "Other product" });
  await goto();
  await page.getByRole("textbox", { name: "What sends" }).fill("Issues");
  await page.getByRole("combobox", { name: "Product" }).selectOption("Other product");
  await page.getByRole("textbox", { name: "Channel" }).fill("issue");
  await page.getByRole("combobox", { name: "How it proves itself" }).selectOption("As GitHub signs");
  await page.getByRole("textbox", { name: "The sender’s secret" }).fill("short");
  await page.getByRole("button", { name: "Add source" }).click();
  await page.getByText("A secret has at least 8 characters.").waitFor();
  await page.getByRole("textbox", { name: "The sender’s secret" }).fill("a secret of the sender");
  await page.getByRole("button", { name: "Add source" }).click();
  const first = await page.getByRole("textbox", { name: "Key for Issues" }).inputValue();
  await page.getByRole("button", { name: "Done" }).click();
  const [source] = (await place.admin.intake.list({})).items;
  expect(source).toMatchObject({ channel: "issue", productId: other.id, signatureHeader: "x-hub-signature-256", hasSenderSecret: true });

  const address = await page.getByRole("textbox", { name: /^Send JSON/ }).inputValue();
  expect(address).toBe(`${stage.at}/api/v1/intake/${source?.address}`);
  await page.getByText("Nothing came yet.").waitFor();
  const signature = createHmac("sha256", "a secret of the sender")
    .update(JSON.stringify(issue(1)))
    .digest("hex");
  expect((await post(address, issue(1), { "x-hub-signature-256": `sha256=${signature}` })).status).toBe(202);
  await page.getByText("Waits for a mapping").waitFor();

  await page.getByRole("button", { name: "New key for Issues" }).click();
  const question = page.getByRole("dialog");
  await question.getByText("it sends is turned away until it has the new ones").waitFor();
  await question.getByRole("button", { name: "Keep as it is" }).click();
  expect((await post(address, issue(2), { authorization: `Bearer ${first}` })).status).toBe(202);
  await page.getByRole("button", { name: "New key for Issues" }).click();
  await question.getByRole("button", { name: "Make a new key" }).click();
  const second = await page.getByRole("textbox", { name: "Key for Issues" }).inputValue();
  expect(second).not.toBe(first);
  expect((await post(address, issue(3), { authorization: `Bearer ${first}` })).status).toBe(401);
  expect((await post(address, issue(3), { authorization: `Bearer ${second}` })).status).toBe(202);
  await page.getByRole("button", { name: "Done" }).click();

  await page.getByRole("button", { name: "Edit Issues" }).click();
  const form = page.getByRole("form", { name: "Edit Issues" });
  await form.getByRole("textbox", { name: "What sends" }).fill("Our issues");
  await form.getByRole("combobox", { name: "How it proves itself" }).selectOption("A signature in another header");
  await form.getByRole("textbox", { name: "Header" }).fill("X-Ours");
  await form.getByText("Ours", { exact: true }).click();
  await form.getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "Edit Our issues" }).waitFor();
  expect((await place.admin.intake.list({})).items).toMatchObject([
    { name: "Our issues", signatureHeader: "x-ours", signatureForm: "body", hasSenderSecret: false, productId: other.id },
  ]);
  await context.close();
});

test("a source that is folded asks nothing; opened it shows fifty, then more; its values fold and are walked by keys", {
  timeout: 120_000,
}, async () => {
  const { place, context, page, goto } = await opened();
  const [desk] = [await place.admin.intake.create({ name: "Desk" }), await place.admin.intake.create({ name: "Quiet" })];
  const long = {
    ticket: { id: 1, said: { words: "The totals are off", by: "Ana" } },
    notes: Array.from({ length: 150 }, (_, n) => `n${n}`),
  };
  for (let at = 0; at < 59; at++) await post(`${stage.at}/api/v1/intake/${desk.key}`, { at });
  await post(`${stage.at}/api/v1/intake/${desk.key}`, long);
  const asked: string[] = [];
  page.on("request", (request) => request.url().includes("/deliveries") && asked.push(request.url()));
  await goto();
  await page.getByRole("button", { name: "Desk 60 deliveries waiting" }).waitFor();
  expect(asked).toEqual([]);
  await page.getByRole("button", { name: "Desk 60 deliveries waiting" }).click();
  const rows = page.getByRole("list", { name: "What came from Desk" }).getByText("Waits for a mapping");
  await rows.first().waitFor();
  expect(await rows.count()).toBe(50);
  await page.getByRole("button", { name: "Show more" }).click();
  await rows.nth(59).waitFor();
  expect(await page.getByRole("button", { name: "Show more" }).count()).toBe(0);
  expect(asked.every((url) => url.includes(desk.id))).toBe(true);
  // Without a timer: nothing is asked while nothing comes, and what comes is there at once.
  const before = asked.length;
  await page.waitForTimeout(6_000);
  expect(asked.length).toBe(before);
  await post(`${stage.at}/api/v1/intake/${desk.key}`, long);
  await rows.nth(60).waitFor();

  const tree = page.getByRole("list", { name: "Values of the delivery" });
  const [ticket, notes] = [tree.locator("summary", { hasText: "ticket" }), tree.locator("summary", { hasText: "notes" })];
  expect(await tree.locator(".intake-leaf").count()).toBe(0);
  await ticket.focus();
  await page.keyboard.press("ArrowRight");
  await tree.locator('[title="ticket.id"]').waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.getByRole("combobox", { name: "ticket.said.words is" }).selectOption("Text");
  await tree.locator('[title="ticket.said.words"]').focus();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await tree.locator("summary", { hasText: "said" }).getByText("Text").waitFor();
  // What comes meanwhile does not take away what was begun.
  await post(`${stage.at}/api/v1/intake/${desk.key}`, long);
  await rows.nth(61).waitFor();
  await page.getByRole("combobox", { name: "ticket.said.words is" }).waitFor();
  await notes.click();
  await expect.poll(() => tree.locator(".intake-leaf").count()).toBe(101);
  await tree.getByRole("button", { name: "50 more values" }).click();
  await expect.poll(() => tree.locator(".intake-leaf").count()).toBe(151);
  await page.getByRole("button", { name: "Save mapping" }).click();
  await page.getByText("62 deliveries taken in").waitFor();
  await context.close();
});

test("the page is sound in light, dark and on a phone, with a form open and a delivery unfolded", { timeout: 120_000 }, async () => {
  const { place, context } = await opened();
  const source = await place.admin.intake.create({ name: "Issues", signatureHeader: "x-ours", senderSecret: "a secret of the sender" });
  await post(`${stage.at}/api/v1/intake/${source.key}`, issue(1));
  await expectNoFaults(stage.browser, context, `${stage.at}/${place.slug}/settings/intake`, async (page) => {
    await page.getByRole("button", { name: "Edit Issues" }).click();
    await page.getByRole("list", { name: "Values of the delivery" }).waitFor();
    await page.getByRole("form", { name: "Edit Issues" }).waitFor();
  });
  await context.close();
});
