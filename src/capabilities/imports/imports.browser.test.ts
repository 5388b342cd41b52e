import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { faultsOf, LOOKS, openStage, type Stage } from "../../test/browser.ts";
import { FIXTURES, ITEMS } from "../../test/import-fixtures.ts";
import { type World, world } from "../../test/world.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

async function opened(place: World, path: string, until: string, look: Parameters<Stage["as"]>[1] = {}): Promise<Page> {
  const context = await stage.as(place.admin, { bypassCSP: true, ...look });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  await page.goto(`${stage.at}/${place.slug}/${path}`);
  await page.locator(until).first().waitFor();
  return page;
}
const SOURCE = "text=Drop a file here, or choose one";

test("a file is tried, imported and taken back", async () => {
  const place = await world();
  const page = await opened(place, "import", "text=Drop a file here, or choose one");
  const csv =
    'text,category,received at\n"Where is my card?",cards,2026-01-05\n"Rates, please",rates,someday\n"Top up fails",cards,2026-01-06\n';
  await page.locator("input[type=file]").setInputFiles({ name: "questions.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
  expect(
    await page
      .getByRole("row", { name: /^category/ })
      .locator("input")
      .first()
      .inputValue(),
  ).toBe("Label");
  await page.getByRole("button", { name: "Try it" }).click();
  await page.getByText("2 new, 1 cannot be taken").waitFor();
  await page.getByRole("row", { name: /^3 received at/ }).waitFor();
  expect(await place.admin.feedback.count({})).toEqual({ total: 0 });
  await page.getByRole("button", { name: "Import 2 rows, leave out 1" }).click();
  await page.getByRole("link", { name: "Show it in Feedback" }).waitFor();
  expect((await place.admin.feedback.list({})).items.map(({ excerpt }) => excerpt)).toEqual(["Top up fails", "Where is my card?"]);
  await page.getByRole("button", { name: "Take back" }).click();
  await page.getByRole("button", { name: "Take it back" }).click();
  await page.locator("[data-undone]").waitFor();
  expect(await place.admin.feedback.count({})).toEqual({ total: 0 });
  await page.context().close();
});

test("an export of another tool is recognised, its votes become a field, and it goes again from where it came in", async () => {
  const place = await world();
  const page = await opened(place, "import", SOURCE);
  const [fider] = FIXTURES;
  if (!fider) throw new Error("There are fixtures.");
  await page.locator("input[type=file]").setInputFiles({ name: "posts.csv", mimeType: "text/csv", buffer: fider.file(ITEMS) });
  await expect.poll(() => page.getByRole("combobox", { name: "It comes from" }).inputValue()).toBe("Fider");
  expect(await page.getByRole("combobox", { name: "What votes_count is" }).inputValue()).toBe("New field “Votes”");
  await page.getByRole("button", { name: "Try it" }).click();
  await page.getByText("50 new").waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await page.getByRole("button", { name: "Import 50 rows" }).click();
  await page.getByRole("link", { name: "Show it in Feedback" }).waitFor();
  expect((await place.admin.fields.list({})).items.map(({ name }) => name)).toEqual(["Votes"]);
  await page.getByRole("button", { name: "Undo" }).click();
  await page.locator("[data-undone]").waitFor();
  expect(await place.admin.feedback.count({})).toEqual({ total: 0 });
  expect((await place.admin.fields.list({})).items).toEqual([]);
  await page.context().close();
});

test("cells pasted on a phone become features, the columns left out become fields, and the mapping is offered again", async () => {
  const place = await world();
  const page = await opened(place, "import", SOURCE, LOOKS.phone);
  const paste = async (cells: string) => {
    await page.getByLabel("Or paste cells").fill(cells);
    await page.getByRole("button", { name: "Use these cells" }).click();
  };
  await paste("title\tbet\tscore\nCurrency in exports\tFirst\t5\nTotals that hold\tSecond\t8\n");
  await page.getByRole("combobox", { name: "Its rows become" }).click();
  await page.getByRole("option", { name: "Features" }).click();
  await page.getByRole("button", { name: "Make fields of the 2 columns left out" }).click();
  expect(await faultsOf(page)).toEqual([]);
  await page.getByRole("button", { name: "Try it" }).click();
  await page.getByRole("button", { name: "Import 2 rows" }).click();
  await page.getByRole("link", { name: "Show them" }).waitFor();
  expect((await place.admin.fields.list({})).items.map(({ name, type }) => [name, type])).toEqual([
    ["bet", "text"],
    ["score", "number"],
  ]);
  await paste("title\tbet\tscore\nOne more\tThird\t1\n");
  await expect.poll(() => page.getByRole("combobox", { name: "Its rows become" }).inputValue()).toBe("Features");
  expect(await page.getByRole("combobox", { name: "What bet is" }).inputValue()).toBe("New field “bet”");
  await page.context().close();
});

test("a file that is not UTF-8 is read as Windows-1252 and says so; dates that could be read both ways are asked for", async () => {
  const place = await world();
  const page = await opened(place, "import", SOURCE);
  const buffer = Buffer.from("text;date\nSch\xf6ne Gr\xfc\xdfe, 5 \x80;03/04/2026\n", "latin1");
  await page.locator("input[type=file]").setInputFiles({ name: "alt.csv", mimeType: "text/csv", buffer });
  await page.getByText("This file is not UTF-8").waitFor();
  await page.getByText("Schöne Grüße, 5 €").waitFor();
  expect(await page.getByRole("button", { name: "Try it" }).isDisabled()).toBe(true);
  await page.getByRole("combobox", { name: "Its dates" }).click();
  await page.getByRole("option", { name: /^Day first/ }).click();
  await page.getByRole("button", { name: "Try it" }).click();
  await page.getByRole("button", { name: "Import 1 row" }).click();
  await page.getByRole("link", { name: "Show it in Feedback" }).waitFor();
  expect((await place.admin.feedback.list({})).items).toMatchObject([
    { excerpt: "Schöne Grüße, 5 €", receivedAt: "2026-04-03T00:00:00.000Z" },
  ]);
  await page.context().close();
});

test("an import that is stopped on its way changes nothing, and the page says so", { timeout: 120_000 }, async () => {
  const place = await world();
  const page = await opened(place, "import", SOURCE);
  const rows = Array.from({ length: 20_000 }, (_, i) => `q-${i},The export number ${i} drops the currency\n`).join("");
  await page.locator("input[type=file]").setInputFiles({ name: "long.csv", mimeType: "text/csv", buffer: Buffer.from(`id,text\n${rows}`) });
  await page.getByRole("button", { name: "Try it" }).click();
  await page.getByText(/^Trying [\d,]+ of 20,000 rows/).waitFor({ timeout: 30_000 });
  await page.getByRole("button", { name: "Stop" }).click();
  await page.getByText("Stopped. Nothing was changed.").waitFor();
  await page.getByRole("button", { name: "Try it" }).click();
  await page.getByRole("button", { name: "Import 20,000 rows" }).click({ timeout: 60_000 });
  await page.getByText(/^Writing [\d,]+ of 20,000 rows/).waitFor({ timeout: 30_000 });
  expect(await page.getByRole("progressbar", { name: "Import" }).getAttribute("value")).toMatch(/^0\.\d+$/);
  await page.getByRole("button", { name: "Stop" }).click();
  await page.getByText("Stopped. Nothing was changed.").waitFor();
  expect(await faultsOf(page)).toEqual([]);
  // Until the transaction of the import has ended, whichever way.
  const writing = "select pid from pg_locks where relation = 'import_batches'::regclass and mode = 'RowExclusiveLock'";
  await expect.poll(() => place.rows(writing), { timeout: 60_000 }).toEqual([]);
  expect(await place.admin.feedback.count({})).toEqual({ total: 0 });
  expect((await place.admin.imports.list({})).items).toEqual([]);
  expect(await page.getByRole("button", { name: "Import 20,000 rows" }).isEnabled()).toBe(true);
  await page.context().close();
});
