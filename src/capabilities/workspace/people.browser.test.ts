import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type App, createApp } from "../../app.ts";
import { readConfig } from "../../config.ts";
import { type Installation, openInstallation } from "../../platform/installation.ts";
import { type Listener, listen } from "../../platform/serving.ts";
import { webDirectory } from "../../platform/web-build.ts";
import { expectNoFaults, faultsOf, LOOKS, openBrowser } from "../../test/browser.ts";

const PASSWORD = "a long enough password";
const dataDirectory = mkdtempSync(join(tmpdir(), "throughline-people-"));
let installation: Installation;
let app: App;
let listener: Listener;
let browser: Browser;
let at: string;
/** The first admin's browser, and one for everybody else. */
let admin: BrowserContext;
let invited: BrowserContext;

beforeAll(async () => {
  const config = readConfig({ THROUGHLINE_DATA: dataDirectory, PORT: "0" });
  installation = await openInstallation(config);
  app = await createApp({
    installation,
    config: { ...config, rateLimitFactor: 100 },
    webDirectory,
    log: (error) => process.stderr.write(`${error}\n`),
  });
  listener = await listen(app, config);
  at = listener.address;
  browser = await openBrowser();
  admin = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
  invited = await browser.newContext();
});
afterAll(async () => {
  await browser.close();
  await listener.stop();
  await app.close();
  await installation.close();
  rmSync(dataDirectory, { recursive: true, force: true });
});

async function type(page: Page, ...fields: string[]) {
  for (const [index, field] of fields.entries()) {
    if (index > 0) await page.keyboard.press("Tab");
    await page.keyboard.type(field);
  }
  await page.keyboard.press("Enter");
}

test("the first person starts their own by keyboard, after the form has named what is missing", async () => {
  await expectNoFaults(browser, admin, at, (page) => page.getByLabel("Your product").waitFor());
  const page = await admin.newPage();
  await page.goto(at);
  await page.getByLabel("Your product").waitFor();
  await page.keyboard.press("Enter");
  await page.getByText("Say what people call you.").waitFor();
  expect(await page.evaluate(() => document.activeElement?.getAttribute("placeholder"))).toBe("What do you call it?");
  await type(page, "Ledger", "Alex Demo", "alex@example.test", PASSWORD);
  await page.waitForURL(/\/ledger\/feedback/);
  await page.close();
});

test("an invitation link is made by one and opened by another", async () => {
  const page = await admin.newPage();
  await page.goto(`${at}/ledger/settings/invitations`);
  await page.getByRole("button", { name: "Engineering" }).click();
  await page.getByRole("button", { name: "Make link" }).click();
  await page.getByRole("button", { name: "Copy" }).click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  await page.close();

  await expectNoFaults(browser, invited, link, (other) => other.getByLabel("Your name").waitFor());
  const other = await invited.newPage();
  await other.goto(link);
  await other.getByLabel("Your name").waitFor();
  await type(other, "Sam Sample", "sam@example.test", PASSWORD);
  await other.waitForURL(/\/ledger\/feedback/);
  await other.goto(link);
  await other.getByText("This invitation has been used").waitFor();
  await other.close();
});

test("groups are switched on and off at once, and Undo puts them back one by one", async () => {
  const page = await admin.newPage();
  await page.goto(`${at}/ledger/settings/members`);
  const groups = page.getByRole("group", { name: "Groups of Sam Sample" });
  const chosen = async () => (await groups.getByRole("button", { pressed: true }).allTextContents()).join(" ");
  await groups.getByRole("button", { name: "Engineering", pressed: true }).waitFor();
  for (const group of ["Data", "Design", "Engineering"]) await groups.getByRole("button", { name: group }).click();
  expect(await chosen()).toBe("DE DA");
  await expect.poll(() => page.getByText("Changed the groups of Sam Sample").count()).toBeGreaterThan(0);
  await page.waitForLoadState("networkidle");
  for (const left of ["EN DE DA", "EN DA", "EN"]) {
    await page.keyboard.press("Control+z");
    await expect.poll(chosen).toBe(left);
    await page.waitForLoadState("networkidle");
  }
  await page.getByLabel("Access of Alex Demo").selectOption("member");
  await page.getByRole("button", { name: "Make a member" }).click();
  await page.getByText("This is the only admin").waitFor();
  expect(await page.getByLabel("Access of Alex Demo").inputValue()).toBe("admin");
  await page.close();
});

test("who is signed out is led to sign in, and back to where they were", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${at}/ledger/settings/products?product=ledger`);
  await page.getByLabel("E-mail").waitFor();
  await type(page, "sam@example.test", "not the right one");
  await page.getByText("That address and password do not belong together.").waitFor();
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/ledger\/settings\/products\?product=ledger/);
  await context.close();
});

test("two who change the workspace at once see what the other did, and lose nothing", async () => {
  const [one, two] = [await admin.newPage(), await admin.newPage()];
  for (const page of [one, two]) {
    await page.goto(`${at}/ledger/settings/workspace`);
    await page.getByLabel("Name").waitFor();
  }
  await two.getByLabel("Name").fill("Ledger Two");
  await one.getByLabel("Name").fill("Ledger One");
  await one.getByRole("button", { name: "Save" }).click();
  await one.getByText("The workspace is changed").waitFor();
  await two.getByRole("button", { name: "Save" }).click();
  await two.getByText("It is now “Ledger One”").waitFor();
  expect(await two.getByLabel("Name").inputValue()).toBe("Ledger Two");
  await two.getByRole("button", { name: "Save" }).click();
  await two.getByText("The workspace is changed").waitFor();
  await Promise.all([one.close(), two.close()]);
});

test.each([
  ["/sign-in", "nobody", "E-mail"],
  ["/workspaces/new", "admin", "First product"],
  ["/workspaces/new", "member", "Only admins open workspaces"],
  ["/ledger/settings/profile", "admin", "This browser"],
  ["/ledger/settings/workspace", "admin", "Currency"],
  ["/ledger/settings/workspace", "member", "Currency"],
  ["/ledger/settings/products", "admin", "Another product"],
  ["/ledger/settings/members", "admin", "Sam Sample"],
  ["/ledger/settings/members", "member", "Alex Demo"],
  ["/ledger/settings/invitations", "admin", "No invitation is open"],
  ["/ledger/settings/keys", "admin", "No program has a key"],
  ["/ledger/settings/keys", "member", "Admins only"],
])("%s has no fault that axe finds, as %s", async (path, who, shows) => {
  const nobody = await browser.newContext();
  const as = { admin, member: invited, nobody }[who] ?? nobody;
  await expectNoFaults(browser, as, at + path, (page) => page.getByText(shows).first().waitFor());
  await nobody.close();
});

test("what is shown once, and what is asked first, have no fault either", async () => {
  for (const look of [LOOKS.light, LOOKS.phone]) {
    const context = await browser.newContext({ ...look, storageState: await admin.storageState(), bypassCSP: true });
    const page = await context.newPage();
    await page.goto(`${at}/ledger/settings/keys`);
    await page.getByLabel("What uses it").fill("Demo sync");
    await page.getByRole("button", { name: "Make key" }).click();
    await page.getByText("Key for Demo sync").waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.goto(`${at}/ledger/settings/members`);
    await page.getByLabel("Remove Sam Sample").click();
    await page.getByRole("dialog").getByRole("button", { name: "Remove" }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await context.close();
  }
});
