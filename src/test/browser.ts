import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { expect, inject } from "vitest";
import { createApp } from "../app.ts";
import { readConfig } from "../config.ts";
import { listen } from "../platform/serving.ts";
import { webDirectory } from "../platform/web-build.ts";
import { PASSWORD, type Person } from "./world.ts";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Starts Chromium; `npm test` says which. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium", args: ["--no-sandbox"] });

/**
 * The product with its web app at an address of its own, over this run's database, and Chromium: for the people of `world()`.
 *
 * ```ts
 * const stage = await openStage();            // in beforeAll
 * const page = await (await stage.as(await world.as("product"))).newPage();
 * await page.goto(`${stage.at}/${world.slug}/feedback`);
 * await stage.close();                        // in afterAll
 * ```
 */
export async function openStage() {
  const { app: login, authSecret } = inject("database");
  const config = { ...readConfig({ PORT: "0" }), rateLimitFactor: 1000 };
  const app = await createApp({
    installation: { app: login, authSecret },
    config,
    webDirectory,
    log: (error) => process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`),
  });
  const listener = await listen(app, config);
  const browser = await openBrowser();
  return {
    at: listener.address,
    browser,
    /** A browser of its own in which this person is signed in. */
    async as({ email }: Pick<Person, "email">, options: BrowserContextOptions = {}): Promise<BrowserContext> {
      const context = await browser.newContext({ ...LOOKS.light, ...options });
      const answer = await context.request.post(`${listener.address}/api/v1/session`, {
        data: { email, password: PASSWORD },
        headers: { origin: listener.address },
      });
      expect(answer.status(), await answer.text()).toBeLessThan(300);
      return context;
    },
    async close() {
      await browser.close();
      await listener.stop();
      await app.close();
    },
  };
}
export type Stage = Awaited<ReturnType<typeof openStage>>;

/** The ways in which every page is looked at. */
export const LOOKS = {
  light: { colorScheme: "light", viewport: { width: 1440, height: 900 } },
  dark: { colorScheme: "dark", viewport: { width: 1440, height: 900 } },
  phone: { colorScheme: "light", viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
} as const;

/** What axe finds on a page as it stands, in words; and that it does not scroll sideways. */
export async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  const { found, sideways }: { found: string[]; sideways: boolean } = await page.evaluate(`(async () => {
    const { violations } = await axe.run();
    return {
      found: violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => id + " at " + target.join(" ") + ": " + failureSummary)),
      sideways: document.documentElement.scrollWidth > innerWidth,
    };
  })()`);
  return sideways ? [...found, "It scrolls sideways."] : found;
}

/** The same person in light, dark and on a phone. */
export async function looksOf(browser: Browser, as: BrowserContext) {
  const storageState = await as.storageState();
  return Promise.all(
    Object.entries(LOOKS).map(async ([name, look]) => {
      // axe is brought in from outside, which the page's own policy forbids.
      return { name, context: await browser.newContext({ ...look, storageState, bypassCSP: true }) };
    }),
  );
}
type Looks = Awaited<ReturnType<typeof looksOf>>;

/** Looks at one address in each of these. `until` waits for what shows that it is there. */
export async function expectNoFaultsIn(looks: Looks, address: string, until: (page: Page) => Promise<unknown>) {
  for (const { name, context } of looks) {
    const page = await context.newPage();
    await page.goto(address);
    await until(page);
    expect(await faultsOf(page), `${address} in ${name}`).toEqual([]);
    await page.close();
  }
}

/** Looks at one address in light, dark and on a phone, as whoever a context is signed in as now. */
export async function expectNoFaults(browser: Browser, as: BrowserContext, address: string, until: (page: Page) => Promise<unknown>) {
  const looks = await looksOf(browser, as);
  await expectNoFaultsIn(looks, address, until);
  await Promise.all(looks.map(({ context }) => context.close()));
}
