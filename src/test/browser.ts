import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { expect } from "vitest";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Starts Chromium; `npm test` says which. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium", args: ["--no-sandbox"] });

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

/** Looks at one address in light, dark and on a phone, as whoever a context is signed in as. `until` waits for what shows that it is there. */
export async function expectNoFaults(browser: Browser, as: BrowserContext, address: string, until: (page: Page) => Promise<unknown>) {
  const storageState = await as.storageState();
  for (const [name, look] of Object.entries(LOOKS)) {
    // axe is brought in from outside, which the page's own policy forbids.
    const context = await browser.newContext({ ...look, storageState, bypassCSP: true });
    const page = await context.newPage();
    await page.goto(address);
    await until(page);
    expect(await faultsOf(page), `${address} in ${name}`).toEqual([]);
    await context.close();
  }
}
