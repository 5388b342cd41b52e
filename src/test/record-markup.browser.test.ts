import { getTableColumns, getTableName } from "drizzle-orm";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { KINDS, keyOf, RECORD_KINDS, type RecordKind } from "../capabilities/workspace/kind-rules.ts";
import { tables } from "../tables.ts";
import { openStage, type Stage } from "./browser.ts";
import { filled } from "./filled.ts";
import { ADDRESSES, MARKUP_PAYLOADS, together } from "./markup-payloads.ts";
import { strangeOn } from "./strange.ts";
import { type World, world } from "./world.ts";

let stage: Stage;
let home: World;
let page: Page;
const ran: string[] = [];
/** What the server could not answer: a page without its texts would prove nothing. */
const failed: string[] = [];
/** Few long texts: each is looked at on every page. */
const TEXTS = together(MARKUP_PAYLOADS, 4_000);

/** Tables in which nobody writes, or whose texts are names of the workspace, which have a test of their own. */
const NOT_WRITTEN = [
  ...[
    "activities",
    "api_keys",
    "change_rows",
    "idempotency_keys",
    "import_batches",
    "import_changes",
    "import_mappings",
    "intake_deliveries",
  ],
  ...[
    "intake_sources",
    "invitations",
    "members",
    "products",
    "record_sources",
    "share_links",
    "webhooks",
    "webhook_deliveries",
    "workspaces",
  ],
  ...[
    "file_contents",
    "files",
    "labels",
    "fields",
    "field_values",
    "saved_views",
    "state_names",
    "search",
    "search_vocabulary",
    "metric_pulls",
  ],
];
/** Texts that are no words: what the database or a rule of ours makes of them. */
const NOT_WORDS = ["currency", "rank", "domain", "email", "check_id", "until", "cited_print", "source_system", "source_id"];

beforeAll(async () => {
  stage = await openStage();
  home = await world();
  await filled(home);
  page = await (await stage.as(home.admin, { bypassCSP: true })).newPage();
  page.on("dialog", (dialog) => {
    ran.push(dialog.message());
    void dialog.dismiss();
  });
  page.on("response", (answer) => answer.status() >= 500 && failed.push(answer.url()));
}, 60_000);
afterAll(() => stage.close());

const inSql = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
/** Every column in which people write words, by table: found in the schemas, so that a new one is among them. */
const written = tables
  .filter((table) => !NOT_WRITTEN.includes(getTableName(table)))
  .flatMap((table) =>
    Object.values(getTableColumns(table))
      .filter(({ columnType, enumValues }) => columnType === "PgText" && !enumValues?.length)
      .map(({ name }) => ({ table: getTableName(table), column: inSql(name) }))
      .filter(({ column }) => !NOT_WORDS.includes(column)),
  );

/** Words inside values that a column keeps as JSON, several at once; they are read with a limit, so only short ones fit. */
const WITHIN = [
  "update findings set sources = (select jsonb_agg(jsonb_build_object('address', 'https://one.example', 'title', t, 'asOf', '2026-01-31')) from unnest($2::text[]) t)",
  "update decisions set options = (select jsonb_agg(jsonb_build_object('name', t, 'line', t)) from unnest($2::text[]) t)",
  "update segments set rule = jsonb_build_object('join', 'or', 'conditions', jsonb_build_array(jsonb_build_object('about', 'plan', 'is', 'any-of', 'values', to_jsonb($2::text[]))))",
];
const SHORT = MARKUP_PAYLOADS.filter((text) => text.length <= 110);

/** Writes a text into every column, as the owner of the tables, so that no check on the way in helps. Unique names get an end of their own. */
async function plant(text: string, address: string, short: readonly string[]): Promise<void> {
  const { rows, workspaceId } = home;
  for (const { table, column } of written) {
    const value = /address$/.test(column) ? address : text;
    // A column that is empty for a reason (a constraint) stays empty.
    const set = (end: string) =>
      rows(`update ${table} set ${column} = $2 ${end} where workspace_id = $1 and ${column} <> ''`, [workspaceId, value]);
    await set("")
      .catch(() => set("|| right(ctid::text || random()::text, 6)"))
      .catch((error: unknown) => {
        throw new Error(`${table}.${column}: ${String(error)}`);
      });
  }
  for (const sql of WITHIN) await rows(`${sql} where workspace_id = $1`, [workspaceId, short]);
}

async function settled(): Promise<void> {
  await page.locator("h1:not([data-seen])").first().waitFor();
  await expect.poll(() => page.locator("main [aria-busy=true], main .skeleton").count(), { timeout: 15_000 }).toBe(0);
}

/** Goes there as a link does, without loading the app anew. */
async function go(path: string): Promise<void> {
  await page.evaluate((address) => {
    document.querySelector("h1")?.setAttribute("data-seen", "");
    history.pushState({}, "", address);
    dispatchEvent(new PopStateEvent("popstate", { state: {} }));
  }, `/${home.slug}/${path}`);
  await settled().catch((error: unknown) => {
    throw new Error(`${path}: ${String(error)}`);
  });
}

test("every kind of record, its texts being what would run as markup, runs nothing on its list and on its page", {
  timeout: 400_000,
}, async () => {
  expect(written.length).toBeGreaterThan(60);
  const numbers = await home.rows("select kind, min(number)::int as number from records where workspace_id = $1 group by kind", [
    home.workspaceId,
  ]);
  const numberOf = new Map(numbers.map(({ kind, number }) => [String(kind), Number(number)]));
  const keyFor = (kind: RecordKind) => {
    const number = numberOf.get(kind);
    if (number === undefined) throw new Error(`There is no ${kind} to look at; filled.ts makes one of each.`);
    return keyOf(kind, number);
  };
  for (const [number, text] of TEXTS.entries()) {
    await plant(text, ADDRESSES[number % ADDRESSES.length] ?? "", SHORT.filter((_, i) => i % TEXTS.length === number).slice(0, 10));
    // What was fetched before is forgotten.
    await page.goto(`${stage.at}/${home.slug}/roadmap?view=timeline&from=2027-01`);
    await settled();
    expect(await strangeOn(page), "roadmap?view=timeline").toEqual([]);
    for (const kind of RECORD_KINDS) {
      const { place } = KINDS[kind];
      // Feedback and contacts open in a list, and leave its address behind.
      const paths = kind === "contact" || kind === "feedback" ? [place] : [place, `${place}/${keyFor(kind)}`];
      for (const path of kind === "contact" ? [] : paths) {
        await go(path);
        expect(await strangeOn(page), `${text.slice(0, 80)} at ${path}`).toEqual([]);
        if (path.includes("/")) expect(await page.locator("main").textContent(), `${path} shows its texts`).toContain("alert(1)");
      }
    }
  }
  expect(ran).toEqual([]);
  expect(failed).toEqual([]);
  // It would have been seen.
  await page.evaluate(() => document.body.insertAdjacentHTML("beforeend", "<img src=x onerror=alert(1)>"));
  await expect.poll(() => ran).toEqual(["1"]);
});
