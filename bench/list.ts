/**
 * What the web app costs in a browser, in the real product: feedback with 100,000 rows scrolled fast, a key to its paint, the palette.
 * Usage: node bench/list.ts [frames of scrolling, default 600]. CPU is that of Chromium's renderer processes, by Chromium's own accounting.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { Browser, Page } from "playwright-core";
import { readConfig } from "../src/config.ts";
import { openInstallation } from "../src/platform/installation.ts";
import { openBrowser } from "../src/test/browser.ts";
import { firstKey, freePort, install } from "../src/test/installed.ts";
import { FULL, seed } from "./seed.ts";

const frames = Number(process.argv[2] ?? 600);
/** A flick: forty rows a frame, the whole list in under a minute. */
const PIXELS_A_FRAME = 1440;
const say = (line: string) => process.stderr.write(`${line}\n`);
const dataDirectory = mkdtempSync(join(tmpdir(), "throughline-bench-"));
const server = await install(dataDirectory, await freePort());
let browser: Browser | undefined;
try {
  const { slug } = await firstKey(server.url);
  const installation = await openInstallation(readConfig({ THROUGHLINE_DATA: dataDirectory }), { join: true });
  const owner = new pg.Client(installation.owner);
  await owner.connect();
  const [home] = (await owner.query("select w.id, p.id as product from workspaces w join products p on p.workspace_id = w.id")).rows;
  await seed(owner, home.id, home.product, FULL, say);
  // Done is for what has a quote: the newest get one each.
  await owner.query(
    `insert into quotes (workspace_id, id, feedback_id, target_id, starts_at, ends_at, words, importance, quoted_at)
    select $1, uuidv7(), f.id, (select id from needs where workspace_id = $1 order by id limit 1), 0, 57, 'We would like this because it saves us a lot of time a day', 1, now()
    from (select id from feedback where workspace_id = $1 and state = 'new' order by received_at desc limit 100) f on conflict do nothing`,
    [home.id],
  );
  await owner.end();
  await installation.close();

  browser = await openBrowser();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const signedIn = await context.request.post(`${server.url}/api/v1/session`, {
    data: { email: "owner@example.test", password: "a long enough password" },
    headers: { origin: server.url },
  });
  if (!signedIn.ok()) throw new Error(`Signing in answered ${signedIn.status()}.`);
  const page = await context.newPage();
  await page.goto(`${server.url}/${slug}/feedback?state=all`);
  const list = page.getByRole("grid", { name: "Feedback" });
  await list.getByRole("row").first().waitFor();
  // What is fetched after the page has come is no part of any figure.
  await page.waitForTimeout(4000);
  say(`${await list.getAttribute("aria-rowcount")} rows; load average ${loadavg()[0]?.toFixed(1)}`);

  const down = await scrolled(browser, page);
  process.stdout.write("| in the browser | figure |\n|---|---|\n");
  process.stdout.write(`| fast scroll, renderer CPU | ${down.cpuMs.toFixed(1)} ms a frame over ${down.frames} frames |\n`);
  process.stdout.write(`| fast scroll, tasks of the main thread (wall) | ${down.mainMs.toFixed(1)} ms a frame |\n`);
  // What waits for a decision: there a row that is done leaves.
  await page.goto(`${server.url}/${slug}/feedback`);
  await list.getByRole("row").first().waitFor();
  await page.waitForTimeout(4000);
  const row = `document.querySelector(".list-row[data-current]")?.dataset.index`;
  process.stdout.write(`| J to the next row painted | ${told(await painted(page, "j", row, 40))} |\n`);
  const left = `document.querySelector("[role=grid]").getAttribute("aria-rowcount")`;
  process.stdout.write(`| E (done) to the row gone | ${told(await painted(page, "e", left, 20))} |\n`);
  const palette = `document.querySelector("dialog.palette [role=option]") !== null`;
  const openings: Paint[] = [];
  for (let time = 0; time < 12; time++) {
    openings.push(...(await painted(page, "Control+k", palette, 1)));
    await page.keyboard.press("Escape");
    await page.waitForTimeout(300);
  }
  process.stdout.write(`| ⌘K to the palette with its lines painted | ${told(openings)} |\n`);
} finally {
  await browser?.close();
  await server.stop();
  rmSync(dataDirectory, { recursive: true, force: true });
}

/** Scrolls by the same step every frame and tells what a frame cost. */
async function scrolled(chromium: Browser, page: Page) {
  const system = await chromium.newBrowserCDPSession();
  const tab = await page.context().newCDPSession(page);
  await tab.send("Performance.enable");
  const read = async () => {
    const { processInfo } = await system.send("SystemInfo.getProcessInfo");
    const { metrics } = await tab.send("Performance.getMetrics");
    return {
      cpu: processInfo.filter(({ type }) => type === "renderer").reduce((sum, { cpuTime }) => sum + cpuTime, 0),
      main: metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN,
    };
  };
  const before = await read();
  const drawn = Number(
    await page.evaluate(`new Promise((resolve) => {
      const list = document.querySelector("[role=grid]");
      let frames = 0;
      const next = () => {
        list.scrollTop += ${PIXELS_A_FRAME};
        if (++frames < ${frames}) requestAnimationFrame(next);
        else resolve(frames);
      };
      requestAnimationFrame(next);
    })`),
  );
  const after = await read();
  const aFrame = (seconds: number) => (seconds * 1000) / drawn;
  return { frames: drawn, cpuMs: aFrame(after.cpu - before.cpu), mainMs: aFrame(after.main - before.main) };
}

type Paint = { ms: number; frames: number };

/** Presses a key and waits until what an expression says has changed and been painted; how long that took, and how many frames. */
async function painted(page: Page, key: string, expression: string, times: number): Promise<Paint[]> {
  const found: Paint[] = [];
  for (let time = 0; time < times; time++) {
    await page.evaluate(`(() => {
      const before = ${expression};
      window.paint = new Promise((resolve, reject) => addEventListener("keydown", function pressed(event) {
        if (["Control", "Meta"].includes(event.key)) return;
        removeEventListener("keydown", pressed, true);
        const { port1, port2 } = new MessageChannel();
        let frames = 0;
        const look = () => {
          frames++;
          const changed = (${expression}) !== before;
          if (!changed && frames > 600) return reject(new Error("Nothing changed."));
          if (!changed) return requestAnimationFrame(look);
          // A message that is sent in a frame arrives after its paint.
          port1.onmessage = () => resolve({ ms: performance.now() - event.timeStamp, frames });
          port2.postMessage(undefined);
        };
        requestAnimationFrame(look);
      }, true));
    })()`);
    await page.keyboard.press(key);
    found.push(await page.evaluate<Paint>("window.paint"));
    await page.waitForTimeout(150);
  }
  return found;
}

function told(paints: readonly Paint[]): string {
  const at = (values: number[], share: number) =>
    values.sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
  const ms = paints.map((one) => one.ms);
  const counts = paints.map((one) => one.frames);
  return `p50 ${at(ms, 0.5).toFixed(0)} ms, p95 ${at(ms, 0.95).toFixed(0)} ms; ${at(counts, 0.5)} to ${at(counts, 1)} frames (${paints.length} times)`;
}
