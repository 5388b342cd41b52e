import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ifMatch } from "../../client.ts";
import { expectNoFaults, faultsOf, LOOKS, openStage, type Stage } from "../../test/browser.ts";
import { voices } from "../../test/voices.ts";
import { type World, world } from "../../test/world.ts";
import { type Hides, SHARE_KINDS, type ShareKind } from "./rules.ts";

let stage: Stage;
let home: World;
let maker: BrowserContext;
let need: { id: string; key: string };
let feature: { id: string; key: string };
let story: { id: string };

beforeAll(async () => {
  stage = await openStage();
  home = await world();
  const { admin } = home;
  const persona = await admin.personas.create({ name: "CFO" });
  need = await admin.needs.create({
    statement: "Trust exported totals without rechecking them",
    detail: "They **recheck** by hand.\n\n- every Monday\n- every board meeting",
    personaId: persona.id,
    importance: 8.6,
    satisfaction: 3.1,
    ownerId: admin.memberId,
  });
  const told = await admin.customerStories.create({ title: "Forty rows", happened: "They **retype** them.", about: [need.id] });
  story = await admin.customerStories.consent({ params: { id: told.id }, headers: ifMatch(told), body: { consent: "yes" } });
  feature = await admin.features.create({
    title: "Currency-safe export",
    why: "Finance rechecks what we export.",
    body: "# What\n\nCurrency in each cell.",
    needs: [need.id],
    effortLow: 3,
    effortHigh: 4,
  });
  await admin.needs.create({ statement: "Bring in last year's spreadsheet as it is" });
  const say = voices();
  await say(admin, {
    targetId: need.id,
    account: "Helio Freight",
    revenueMinor: 8_400_000,
    kind: "interview",
    text: "At Helio Freight we re-key forty rows.",
  });
  await say(admin, { targetId: need.id, account: "Orbit Ltd", revenueMinor: 12_000_000, text: "The totals do not match." });
  await admin.comments.create({ id: need.id, body: "A note among us." });
  maker = await stage.as(admin, { permissions: ["clipboard-read", "clipboard-write"] });
}, 60_000);
afterAll(() => stage.close());

const share = (kind: ShareKind, hides: Hides[] = ["names", "money", "notes"], more: object = {}) =>
  home.admin.shareLinks.create({
    kind,
    label: "Readers",
    hides,
    ...(kind === "customer-story" ? { id: story.id } : {}),
    ...(kind === "need" || kind === "need-throughline" ? { id: need.id } : {}),
    ...(kind === "feature" || kind === "feature-throughline" ? { id: feature.id } : {}),
    ...more,
  });
const readyDialog = (page: Page) => page.getByRole("dialog").getByLabel("For whom").waitFor();

test("a link made on a need's page opens on a phone without an account, hides what it should, and is gone when it is revoked", async () => {
  const page = await maker.newPage();
  await page.goto(`${stage.at}/${home.slug}/needs/${need.key}`);
  await page.getByRole("button", { name: "Share" }).click();
  await readyDialog(page);
  await page.getByLabel("For whom").fill("The board");
  await page.getByRole("button", { name: "Make the link" }).click();
  await page.getByRole("button", { name: "Copy: Link for The board" }).click();
  const address = await page.evaluate(() => navigator.clipboard.readText());
  expect(address).toMatch(new RegExp(`^${stage.at}/s/[\\w-]{43}$`));

  const stranger = await stage.browser.newContext({ ...LOOKS.phone, javaScriptEnabled: false });
  const phone = await stranger.newPage();
  const asked: string[] = [];
  phone.on("request", (request) => asked.push(request.url()));
  const answer = await phone.goto(address);
  expect(answer?.status()).toBe(200);
  expect(await phone.locator("h1").textContent()).toBe("Trust exported totals without rechecking them");
  const told = await phone.locator("body").textContent();
  expect(told).toMatch(/At Customer \d+ we re-key forty rows/);
  expect(["Helio", "Orbit", "$", "A note among us", "Admin"].filter((hidden) => told?.includes(hidden))).toEqual([]);
  expect(asked, "the page is all there is").toEqual([address]);
  await stranger.close();

  await page.goto(`${stage.at}/${home.slug}/settings/share-links`);
  await page.getByText("opened 1 time").waitFor();
  await page.getByRole("button", { name: "Revoke The board" }).click();
  await page.getByRole("button", { name: "Revoke", exact: true }).click();
  await page.getByRole("heading", { name: "Ended" }).waitFor();
  const after = await stage.browser.newContext();
  const late = await after.newPage();
  expect((await late.goto(address))?.status()).toBe(404);
  expect(await late.locator("h1").textContent()).toBe("This link opens nothing");
  await after.close();
  await page.close();
});

test("a list is shared as it is filtered, from ⌘K", async () => {
  const page = await maker.newPage();
  await page.goto(`${stage.at}/${home.slug}/needs?q=spreadsheet`);
  await page.getByText("Bring in last year's spreadsheet").first().waitFor();
  await page.getByRole("button", { name: "Share" }).waitFor();
  await page.keyboard.press("ControlOrMeta+k");
  await page.keyboard.type("share this list");
  await page.keyboard.press("Enter");
  await readyDialog(page);
  await page.getByLabel("For whom").fill("Partners");
  await page.keyboard.press("Enter");
  const address = await page.getByLabel("Link for Partners").first().inputValue();
  const reader = await (await stage.browser.newContext()).newPage();
  await reader.goto(address);
  const told = await reader.locator("main").textContent();
  expect(told).toContain("Bring in last year's spreadsheet as it is");
  expect(told).not.toContain("Trust exported totals");
  await reader.context().close();
  await page.close();
});

test("who removes somebody is told which of their links will close, before they do", async () => {
  const leaving = await home.as("data");
  for (const label of ["The board", "Partners", "Press", "Own team"]) await leaving.shareLinks.create({ kind: "needs", label, hides: [] });
  const page = await maker.newPage();
  await page.goto(`${stage.at}/${home.slug}/settings/members`);
  await page.getByLabel(/^Remove data /).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("4 share links will close").waitFor();
  expect(await dialog.textContent()).toContain("“Own team”, “Press”, “Partners” and 1 more");
  await dialog.getByRole("button", { name: "Remove" }).click();
  await page.getByText(/is no longer a member/).waitFor();
  expect((await home.admin.shareLinks.list({ maker: leaving.memberId, open: true })).items).toEqual([]);
  await page.close();
});

test("another site shows it in a frame where the link allows it, and nowhere else", async () => {
  const [open, closed] = [await share("throughline", [], { embeds: true }), await share("throughline")];
  const page = await (await stage.browser.newContext()).newPage();
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? "").slice(2);
    response.setHeader("content-type", "text/html").end(`<iframe src="${stage.at}/s/${path}" width="390" height="640"></iframe>`);
  }).listen(0, "localhost");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("There is no port.");
  const other = (address satisfies AddressInfo).port;
  const shownIn = async (path: string) => {
    await page.goto(`http://localhost:${other}/?${path}`);
    await page.waitForLoadState("load");
    return page
      .frameLocator("iframe")
      .locator("h1")
      .textContent({ timeout: 1500 })
      .catch(() => "nothing");
  };
  expect(await shownIn(`${open.token}/embed`)).toContain("what customers need");
  expect(await shownIn(open.token), "the page itself is in no frame").not.toContain("what customers need");
  expect(await shownIn(`${closed.token}/embed`)).not.toContain("what customers need");
  await page.context().close();
  await new Promise((resolve) => server.close(resolve));
});

test("on paper it is black on white, without what is only for screens, and no card is cut", async () => {
  const { token } = await share("throughline", []);
  const context = await stage.browser.newContext(LOOKS.dark);
  const page = await context.newPage();
  await page.goto(`${stage.at}/s/${token}`);
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  const looks = await page.evaluate(() => ({
    ground: getComputedStyle(document.body).backgroundColor,
    ink: getComputedStyle(document.body).color,
    table: getComputedStyle(document.querySelector("details") ?? document.body).display,
    cut: getComputedStyle(document.querySelector(".item") ?? document.body).breakInside,
  }));
  expect(looks).toEqual({ ground: "rgb(255, 255, 255)", ink: "rgb(26, 27, 29)", table: "none", cut: "avoid" });
  expect((await page.pdf({ format: "A4" })).byteLength).toBeGreaterThan(5_000);
  await context.close();
});

test.each(SHARE_KINDS)("axe finds nothing on a shared page: %s", async (kind) => {
  const { token } = await share(kind, []);
  await expectNoFaults(stage.browser, await stage.browser.newContext(), `${stage.at}/s/${token}`, (page) => page.locator("h1").waitFor());
});

test("axe finds nothing on what opens nothing, in the settings and in the dialog", { timeout: 90_000 }, async () => {
  await expectNoFaults(stage.browser, maker, `${stage.at}/s/nothing`, (page) => page.locator("h1").waitFor());
  await expectNoFaults(stage.browser, maker, `${stage.at}/${home.slug}/settings/share-links`, (page) =>
    page.getByText("Readers").first().waitFor(),
  );
  for (const look of [LOOKS.light, LOOKS.dark, LOOKS.phone]) {
    const context = await stage.browser.newContext({ ...look, storageState: await maker.storageState(), bypassCSP: true });
    const page = await context.newPage();
    await page.goto(`${stage.at}/${home.slug}/features/${feature.key}`);
    await page.getByRole("button", { name: "Share" }).click();
    await readyDialog(page);
    // What comes in by fading is not yet as dark as it will be.
    await page.waitForTimeout(300);
    expect(await faultsOf(page)).toEqual([]);
    await context.close();
  }
});
