import { createServer, type Server } from "node:http";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectNoFaults, LOOKS, openStage, type Stage } from "../../test/browser.ts";
import { PASSWORD, type World, world } from "../../test/world.ts";
import { FEEDBACK_TEXT_LIMIT } from "../customers/rules.ts";
import { bookmarklet } from "./clip-rules.ts";

const SENTENCE = "We recheck every total by hand because the export drops the currency.";
const SELECTED = "#said";
let stage: Stage;
let elsewhere: Server;
let port: number;

/** Another site, whose own policy lets no script of others run. */
const page = `<!doctype html><title>Ticket 4711 – Help desk</title><p>Hello,</p><p id="said">${SENTENCE}</p>`;
beforeAll(async () => {
  stage = await openStage();
  elsewhere = createServer((_, answer) => {
    answer.writeHead(200, {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": "default-src 'none'; script-src 'none'",
    });
    answer.end(page);
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
  const address = elsewhere.address();
  port = typeof address === "object" && address ? address.port : 0;
});
afterAll(async () => {
  await stage.close();
  await new Promise((resolve) => elsewhere.close(resolve));
});

/** Selects an element's words on the other site and runs what the bookmark holds there; answers the window that opens. */
async function captured(on: Page, selector = SELECTED): Promise<Page> {
  await on.evaluate((wanted) => {
    const element = document.querySelector(wanted);
    if (element) getSelection()?.selectAllChildren(element);
  }, selector);
  const code = decodeURIComponent(bookmarklet(stage.at, FEEDBACK_TEXT_LIMIT).replace(/^javascript:/, ""));
  const [popUp] = await Promise.all([on.context().waitForEvent("page"), on.evaluate(code)]);
  popUp.setDefaultTimeout(10_000);
  return popUp;
}

const opened = async (place: World, path: string): Promise<Page> => {
  const tab = await (await stage.as(place.admin)).newPage();
  tab.setDefaultTimeout(10_000);
  await tab.goto(path.startsWith("http") ? path : `${stage.at}${path}`);
  return tab;
};
const words = (on: Page) => on.getByLabel("In the customer’s own words");

test("a sentence of another site is in Feedback after a click on the bookmark and one key, with its page and the account of its domain", async () => {
  const place = await world();
  const account = await place.admin.accounts.create({ name: "Helio Freight", domain: "helio.localhost" });
  const other = await opened(place, `http://help.helio.localhost:${port}/tickets/4711?tab=mail`);
  const popUp = await captured(other);
  await expect.poll(() => words(popUp).inputValue()).toBe(SENTENCE);
  await popUp.getByText("From helio.localhost").waitFor();
  expect(popUp.url()).toBe(`${stage.at}/clip/${place.slug}`);

  await popUp.keyboard.press("Control+Enter");
  await popUp.getByRole("heading", { name: "Saved" }).waitFor();
  expect(await popUp.getByRole("link", { name: "FB-1" }).getAttribute("href")).toBe(`/${place.slug}/feedback/FB-1`);
  await popUp.waitForEvent("close");
  expect(await place.admin.feedback.get({ id: "FB-1" })).toMatchObject({
    text: SENTENCE,
    title: "Ticket 4711 – Help desk",
    channel: "web",
    sourceAddress: `http://help.helio.localhost:${port}/tickets/4711?tab=mail`,
    account: { id: account.id },
  });

  await other.goto(`${stage.at}/${place.slug}/feedback/FB-1`);
  const original = other.locator(`a[href="http://help.helio.localhost:${port}/tickets/4711?tab=mail"]`);
  await original.waitFor();
  expect(await original.getAttribute("rel")).toContain("noopener");
  await other.context().close();
});

test("no account is guessed or made where none has the domain, and what was saved can be taken back", async () => {
  const place = await world();
  await place.admin.accounts.create({ name: "Another", domain: "another.localhost" });
  const popUp = await captured(await opened(place, `http://helio.localhost:${port}/`));
  await popUp.getByRole("button", { name: "By the e-mail’s domain" }).waitFor();
  await popUp.keyboard.press("Control+Enter");
  await popUp.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => words(popUp).inputValue()).toBe(SENTENCE);
  expect((await place.admin.feedback.list({})).items).toEqual([]);
  expect((await place.admin.accounts.list({})).items.map(({ name }) => name)).toEqual(["Another"]);
  await popUp.keyboard.press("Control+Enter");
  await popUp.getByRole("heading", { name: "Saved" }).waitFor();
  expect((await place.admin.feedback.list({})).items).toMatchObject([{ excerpt: SENTENCE, account: null }]);
  await popUp.context().close();
});

test("somebody who is signed out signs in on the way and finds the words again", async () => {
  const place = await world();
  const context = await stage.browser.newContext(LOOKS.light);
  const other = await context.newPage();
  await other.goto(`http://127.0.0.1:${port}/`);
  const popUp = await captured(other);
  await popUp.getByLabel("E-mail").fill(place.admin.email);
  await popUp.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await popUp.getByRole("button", { name: "Sign in" }).click();
  await expect.poll(() => words(popUp).inputValue()).toBe(SENTENCE);
  expect(popUp.url()).not.toContain("recheck");
  await popUp.keyboard.press("Control+Enter");
  await popUp.getByRole("heading", { name: "Saved" }).waitFor();
  expect((await place.admin.feedback.list({})).items).toMatchObject([{ excerpt: SENTENCE }]);
  await context.close();
});

test("a lost connection loses no word, and trying again saves once", async () => {
  const place = await world();
  const tab = await opened(place, "/clip");
  await words(tab).fill(SENTENCE);
  await tab.context().setOffline(true);
  await tab.keyboard.press("Control+Enter");
  await tab.getByText("There is no connection. Your words are kept").waitFor();
  expect(await words(tab).inputValue()).toBe(SENTENCE);
  await tab.context().setOffline(false);
  // The answer is lost on the way, after the server has saved.
  let lost = false;
  await tab.route("**/api/v1/feedback", async (route) => {
    if (lost || route.request().method() !== "POST") return route.continue();
    lost = true;
    await route.fetch();
    return route.abort();
  });
  await tab.getByRole("button", { name: "Try again" }).click();
  await tab.getByText("Throughline did not answer.").waitFor();
  await tab.reload();
  expect(await words(tab).inputValue()).toBe(SENTENCE);
  await tab.getByRole("button", { name: "Save" }).click();
  await tab.getByRole("heading", { name: "Saved" }).waitFor();
  expect((await place.admin.feedback.list({})).items).toHaveLength(1);
  await tab.context().close();
});

test("what is too long is refused in words before it is sent, and nothing is cut", async () => {
  const place = await world();
  const other = await opened(place, `http://127.0.0.1:${port}/`);
  await other.evaluate((length) => {
    document.body.innerHTML = `<p id="long">${"a".repeat(length)}😀</p>`;
  }, FEEDBACK_TEXT_LIMIT);
  const popUp = await captured(other, "#long");
  await popUp.getByText("one piece of feedback holds 100,000").waitFor();
  expect(await popUp.getByRole("button", { name: "Save" }).isDisabled()).toBe(true);
  await words(popUp).fill(SENTENCE);
  await popUp.keyboard.press("Control+Enter");
  await popUp.getByRole("heading", { name: "Saved" }).waitFor();
  await popUp.context().close();
});

test("a phone's share menu fills it, and what is no address of the web is left out", async () => {
  const place = await world();
  const tab = await opened(place, `/clip?title=123&text=${encodeURIComponent(`${SENTENCE} https://helio.localhost/a`)}`);
  await expect.poll(() => words(tab).inputValue()).toBe(SENTENCE);
  expect(await tab.getByRole("link", { name: "123" }).getAttribute("href")).toBe("https://helio.localhost/a");
  const hostile = await opened(place, `/clip#text=Hello&title=x&url=${encodeURIComponent("javascript:alert(1)")}`);
  await expect.poll(() => words(hostile).inputValue()).toBe("Hello");
  expect(await hostile.locator("a").count()).toBe(0);
  await Promise.all([tab.context().close(), hostile.context().close()]);
});

test("the settings hold the bookmark for this installation's own address, to drag and to copy", async () => {
  const place = await world();
  const tab = await opened(place, `/${place.slug}/settings/capture`);
  const link = tab.getByRole("link", { name: "Save to Throughline" });
  await expect.poll(() => link.getAttribute("href")).toBe(bookmarklet(stage.at, FEEDBACK_TEXT_LIMIT));
  expect(await tab.getByRole("textbox", { name: "Or copy it" }).inputValue()).toBe(await link.getAttribute("href"));
  await link.click();
  await tab.getByText("Drag it to the bookmarks bar").waitFor();
  await tab.context().close();
});

test("axe finds nothing on the capture page, empty and filled", { timeout: 60_000 }, async () => {
  const place = await world();
  await place.admin.products.create({ name: "Second product" });
  const context = await stage.as(place.admin);
  for (const brought of ["", `#text=${encodeURIComponent(SENTENCE)}&url=https://a.example/b&title=A`])
    await expectNoFaults(stage.browser, context, `${stage.at}/clip${brought}`, (tab) => tab.getByLabel("Product").waitFor());
  await context.close();
});
