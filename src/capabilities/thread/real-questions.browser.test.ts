import { createReadStream, existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { projectDirectory } from "../../config.ts";
import { readRows } from "../../platform/csv.ts";
import { openStage, type Stage } from "../../test/browser.ts";
import { keys, opened, said } from "../../test/journey.ts";
import { world } from "../../test/world.ts";

const banking = join(projectDirectory, "../shared/data/banking77/train.csv");
const NEEDS = { card_arrival: "Know when my card arrives", lost_or_stolen_card: "Stop a lost card at once" } as const;
type Category = keyof typeof NEEDS;
const ACCOUNTS = [
  { name: "Helio Freight", revenueMinor: 840_000_00 },
  { name: "Orbit Labs", revenueMinor: 120_000_00 },
];

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** What the hands did, noted beside the product: the demand is counted from it. */
type Said = { category: Category; account: number | undefined; words: string };
const countBy = (list: readonly Said[]) => {
  const accounts = new Set(list.flatMap(({ account }) => (account === undefined ? [] : [account])));
  const revenue = [...accounts].reduce((sum, account) => sum + (ACCOUNTS[account]?.revenueMinor ?? 0), 0);
  return { quotes: list.length, accounts: accounts.size, revenueMinor: revenue };
};
const shownMoney = (minor: number) => (minor >= 1_000_000_00 ? `$${minor / 1_000_000_00}M` : `$${minor / 1_000_00}k`);

test.runIf(existsSync(banking))(
  "ten thousand real questions come in by the browser, a dozen are triaged by keyboard, and the demand shown is what a hand counts",
  // A minute on a free machine; a busy one gets more.
  { timeout: 300_000 },
  async () => {
    const place = await world();
    const pm = await place.as("product");
    for (const account of ACCOUNTS) await pm.accounts.create({ ...account, currency: "USD" });
    const questions = (await Array.fromAsync(readRows(createReadStream(banking)))).map(({ cells }) => ({
      text: cells.text?.trim() ?? "",
      category: cells.category ?? "",
    }));

    const page = await opened(stage, place, pm, "import", "text=Drop a file here, or choose one");
    await page.locator("input[type=file]").setInputFiles(banking);
    const target = (column: string) =>
      page
        .getByRole("row", { name: new RegExp(`^${column}`) })
        .getByRole("combobox")
        .first();
    await target("category").click();
    await page.getByRole("option", { name: "Channel", exact: true }).click();
    expect(await target("category").inputValue()).toBe("Channel");
    await target("category").click();
    await page.getByRole("option", { name: "Label", exact: true }).click();
    expect(await target("text").inputValue()).toBe("Text");
    await page.getByRole("button", { name: "Try it" }).click();
    await page.getByRole("button", { name: "Import 10,003 rows" }).click({ timeout: 60_000 });
    await page.getByRole("link", { name: "Show it in Feedback" }).waitFor({ timeout: 120_000 });
    expect(await pm.feedback.count({})).toEqual({ total: questions.length });
    expect(questions).toHaveLength(10_003);

    const labels = new Map((await pm.labels.list({})).items.map(({ id, name }) => [name, id]));
    const done: Said[] = [];
    for (const category of ["card_arrival", "lost_or_stolen_card"] as const) {
      await page.goto(`${stage.at}/${place.slug}/feedback?filter=label:${labels.get(category)}`);
      for (let turn = 0; turn < 6; turn++) {
        const pane = page.locator("article[aria-label^='Feedback FB-']").first();
        await pane.locator(".highlights").waitFor();
        const key = (await pane.getAttribute("aria-label"))?.replace("Feedback ", "") ?? "";
        const text = ((await pane.locator(".highlights").textContent()) ?? "").trim();
        expect(questions, text).toContainEqual({ text, category });
        const account = turn % 3 === 2 ? undefined : (turn + (category === "card_arrival" ? 0 : turn)) % 2;
        if (account !== undefined) {
          const { name } = ACCOUNTS[account] ?? { name: "" };
          await keys(page, "Shift+A");
          await page.getByRole("combobox", { name: "Account" }).waitFor();
          await page.keyboard.type(name);
          await page.getByRole("option", { name }).waitFor();
          await keys(page, "Enter");
          await said(page, `${key} is from ${name}`);
          await page.getByRole("combobox", { name: "Account" }).waitFor({ state: "detached" });
        }
        await keys(page, "s");
        await expect.poll(() => page.evaluate(() => String(getSelection()))).not.toBe("");
        const words = await page.evaluate(() => String(getSelection()));
        expect(text.startsWith(words)).toBe(true);
        await keys(page, "l");
        await page.getByRole("combobox", { name: "Need or feature" }).waitFor();
        await page.keyboard.type(NEEDS[category]);
        await keys(page, "Enter");
        await page.getByText("How much does it matter to them?").waitFor();
        await keys(page, String(1 + (turn % 3)));
        await said(page, `Quoted ${key} for N-${category === "card_arrival" ? 1 : 2}`);
        done.push({ category, account, words });
        await keys(page, "e");
        await said(page, `Done: ${key}`);
        await expect.poll(() => pane.getAttribute("aria-label")).not.toBe(`Feedback ${key}`);
      }
    }
    expect((await pm.needs.list({})).items.map(({ statement }) => statement).toSorted()).toEqual(Object.values(NEEDS).toSorted());
    expect((await pm.feedback.counts({})).linked).toBe(12);
    const quoted = (await pm.quotes.list({ target: "N-1", limit: 50 })).items.map(({ words }) => words);
    expect(quoted.toSorted()).toEqual(
      done
        .filter(({ category }) => category === "card_arrival")
        .map(({ words }) => words)
        .toSorted(),
    );

    // Two features: one serves both needs, one the second.
    for (const [title, needs] of [
      ["Card tracking and control", Object.values(NEEDS)],
      ["Freeze a card by a tap", [NEEDS.lost_or_stolen_card]],
    ] as const) {
      await page.goto(`${stage.at}/${place.slug}/features`);
      await page.getByRole("heading", { name: "Features", exact: true }).waitFor();
      await keys(page, "c");
      await page.getByLabel("What would we build?").fill(title);
      await page.getByRole("dialog").getByRole("button", { name: "Which need does it serve?" }).click();
      const [first = "", second] = needs;
      await page.getByRole("combobox", { name: "Need" }).fill(first);
      await keys(page, "Enter");
      await page.getByRole("dialog").getByRole("button", { name: first }).waitFor();
      await page.getByRole("button", { name: "Propose", exact: true }).click();
      await page.getByRole("heading", { name: title }).waitFor();
      if (second) {
        const [feature] = (await pm.features.list({})).items;
        const need = (await pm.needs.list({})).items.find(({ statement }) => statement === second);
        await pm.features.serve({ id: feature?.id ?? "", needId: need?.id ?? "" });
      }
    }

    const shown = async (path: string, title: string) => {
      await page.goto(`${stage.at}/${place.slug}/${path}`);
      await page.getByRole("heading", { name: title }).waitFor();
      const figures = page.locator(".figures").first();
      await figures.waitFor();
      const value = async (name: string) => (await figures.locator("dl > div", { hasText: name }).locator("dd").textContent())?.trim();
      return { accounts: await value("Accounts"), revenue: await value("Revenue"), quotes: (await value("Quotes"))?.split(/\D/)[0] };
    };
    const [arrival, lost] = [
      done.filter(({ category }) => category === "card_arrival"),
      done.filter(({ category }) => category !== "card_arrival"),
    ];
    const asShown = (list: readonly Said[]) => {
      const { quotes, accounts, revenueMinor } = countBy(list);
      return { accounts: String(accounts), revenue: shownMoney(revenueMinor), quotes: String(quotes) };
    };
    expect(await shown("needs/N-1", NEEDS.card_arrival)).toEqual(asShown(arrival));
    expect(await shown("needs/N-2", NEEDS.lost_or_stolen_card)).toEqual(asShown(lost));
    expect(await shown("features/F-1", "Card tracking and control")).toEqual(asShown(done));
    expect(await shown("features/F-2", "Freeze a card by a tap")).toEqual(asShown(lost));

    const named = questions.filter(({ text }) => /\bcontactless/i.test(text));
    await page.goto(`${stage.at}/${place.slug}/feedback?state=all`);
    await page.locator(".feedback-row").first().waitFor();
    for (const typed of ["contactless", "contaktless"]) {
      await keys(page, "/");
      await page.keyboard.type(typed);
      const grid = page.getByRole("grid", { name: "Feedback" });
      await expect.poll(() => grid.getAttribute("aria-rowcount")).toBe(String(named.length));
      await expect.poll(() => page.locator(".feedback-row-said").first().textContent()).toMatch(/contactless/i);
      await page.keyboard.press("Escape");
    }
    await page.context().close();
  },
);
