import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openStage, type Stage } from "../../test/browser.ts";
import { keys, opened, said } from "../../test/journey.ts";
import { world } from "../../test/world.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const paste = (page: Page, text: string) =>
  page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", pasted);
    document.dispatchEvent(new ClipboardEvent("paste", { clipboardData, cancelable: true }));
  }, text);
const cell = (page: Page, row: number, column: number) => page.locator(`[data-index="${row}"] [data-column="${column}"]`);

test("design proves usability: 5 of 8, a severe problem, a redesign, 8 of 8, and the page says what is not proven", {
  timeout: 90_000,
}, async () => {
  const place = await world();
  const designer = await place.as("design");
  const feature = await designer.features.create({ title: "Currency-safe export" });
  await place.admin.segments.create({ name: "CFOs" });
  const page = await opened(stage, place, designer, `features/${feature.key}`, "h1");

  await page.getByRole("button", { name: "Design", exact: true }).click();
  await page.getByLabel("What is it?").fill("Currency beside every total");
  await page.getByLabel("Where is it drawn?").fill("https://design.example/currency");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "Currency beside every total" }).waitFor();
  await page.getByRole("link", { name: "Currency-safe export" }).first().waitFor();

  await page.getByRole("button", { name: "Study", exact: true }).click();
  await page.getByLabel("What is to be found out?").fill("Can they trust the total?");
  await page.getByLabel("Tasks", { exact: true }).fill("Find last month's total");
  await page.getByRole("button", { name: "Which segment takes part?" }).click();
  await page.getByRole("option", { name: "CFOs" }).click();
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "Can they trust the total?" }).waitFor();
  await page.getByText("No results yet.").waitFor();

  // One is typed, the others are pasted as a sheet has them.
  // What is typed stays, also where an older answer about the study arrives before what was typed is written down.
  const late = { GET: 500, other: 0 };
  await page.route(
    ({ pathname }) => /\/api\/v1\/studies\/[^/]+(\/results)?$/.test(pathname),
    async (route) => {
      const isRead = route.request().method() === "GET";
      const answer = await route.fetch();
      await new Promise((resolve) => setTimeout(resolve, isRead ? late.GET : late.other));
      await route.fulfill({ response: answer }).catch(() => undefined);
    },
  );
  const renewed = page.waitForRequest((request) => request.method() === "GET" && /\/studies\/[^/]+$/.test(new URL(request.url()).pathname));
  await page.getByRole("button", { name: "Add a participant" }).click();
  await renewed;
  late.other = 1_500;
  await cell(page, 0, 1).click();
  await keys(page, "Enter", "1", "Tab");
  await page.waitForTimeout(700);
  await keys(page, "4", "0", "Enter");
  await page.getByText("1 of 1 completed: of everyone like them 17–100 % would; 1 person is too few to go by.").waitFor();
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await cell(page, 0, 1).click();
  await paste(page, ["1\t40", "1\t55", "1\t1:05", "1\t62", "1\t45", "0\t", "0\t", "0\t"].join("\n"));
  await page.getByText("5 of 8 completed: of everyone like them 30–87 % would.").waitFor();
  await expect.poll(() => cell(page, 2, 2).textContent()).toBe("65");
  await paste(page, "perhaps");
  await page.getByText("neither yes nor no").waitFor();

  await page.getByRole("button", { name: "Problem", exact: true }).click();
  await page.getByLabel("What happened?").fill("They read the total without its currency");
  await page.getByLabel("Severity").selectOption("3");
  await page.getByLabel("How many met it").fill("3");
  await page.getByRole("button", { name: "Note it" }).click();
  await page.getByText("3 of 8 · 13–70 %").waitFor();

  await page.goto(`${stage.at}/${place.slug}/designs/DS-1`);
  await page.getByText("8 people used version 1; 1 severe problem is open.").waitFor();
  await keys(page, "v");
  await page.getByLabel("What changed?").fill("The currency stands beside every total");
  await page.getByRole("button", { name: "This is what people see now" }).click();
  await said(page, "DS-1 is at version 2");
  await page.getByText("Nobody was watched using version 2 yet; 1 severe problem is open.").waitFor();

  await page.goto(`${stage.at}/${place.slug}/studies/S-1`);
  await page.getByText("version 1, now at 2").waitFor();
  await page.getByRole("button", { name: "Next round" }).click();
  await page.getByText("2, after").waitFor();
  await page.getByRole("button", { name: "Paste or open a sheet" }).click();
  const sheet = page.getByLabel("The sheet, its first line naming the columns");
  await sheet.fill(`Participant,Task 1\n${Array.from({ length: 8 }, (_, n) => `Q${n + 1},${n === 7 ? "who knows" : "yes"}`).join("\n")}`);
  await page.getByRole("button", { name: "Write down", exact: true }).click();
  await page.getByText("Line 9, Task 1: “who knows” is neither yes nor no").waitFor();
  await sheet.fill(`Participant,Task 1\n${Array.from({ length: 8 }, (_, n) => `Q${n + 1},yes`).join("\n")}`);
  await page.getByRole("button", { name: "Write down", exact: true }).click();
  await page.getByText("8 of 8 after 5 of 8: p = .20, not proven; 8 of 8 is 63–100 %.").waitFor();
  await page.getByText("12 of 12 would prove it").waitFor();

  // What the first round left open stands on the page of the second until it is called fixed.
  await page.getByText("Still open from S-1: They read the total without its currency (severity 3)").waitFor();
  await page.getByRole("link", { name: "S-1", exact: true }).first().click();
  await cell(page, 7, 1).waitFor();
  await page.getByRole("button", { name: "They read the total without its currency: open" }).click();
  await page.getByRole("menuitem", { name: "Fixed" }).click();
  await page.getByText("fixed in version 2").waitFor();
  await page.goto(`${stage.at}/${place.slug}/features/${feature.key}`);
  await page.getByText("8 of 8 completed, 63–100 %").waitFor();
  expect(await page.getByText("severe problem").count()).toBe(0);
  await page.context().close();
});

test("quick typing down a column keeps every cell, and undo takes one back", async () => {
  const place = await world();
  const designer = await place.as("design");
  const study = await designer.studies.create({ title: "Typed quickly", tasks: ["Find it"] });
  const sus = Array<null>(10).fill(null);
  await designer.studies.enter({
    id: study.id,
    rows: [
      { outcomes: {}, sus },
      { outcomes: {}, sus },
      { outcomes: {}, sus },
    ],
  });
  const page = await opened(stage, place, designer, `studies/${study.key}`, '[data-index="2"]');
  await cell(page, 0, 1).click();
  await keys(page, "Enter", "1", "Tab", "1", "0", "Tab", "5", "Enter", "Enter", "6", "Enter", "Enter", "7", "Enter");
  const task = study.tasks[0]?.id ?? "";
  const eases = async () => (await designer.studies.get({ id: study.id })).participants.map(({ outcomes }) => outcomes[task]?.ease ?? null);
  await expect.poll(eases).toEqual([5, 6, 7]);
  expect((await designer.studies.get({ id: study.id })).participants[0]?.outcomes[task]).toEqual({ completed: true, seconds: 10, ease: 5 });
  await page.keyboard.press("ControlOrMeta+z");
  await expect.poll(eases).toEqual([5, 6, null]);
  await page.context().close();
});

test("a review is answered line by line by those who design, and read by the others", async () => {
  const place = await world();
  const designer = await place.as("design");
  const feature = await designer.features.create({ title: "Reviewed" });
  const page = await opened(stage, place, designer, `features/${feature.key}`, "h1");
  await page.getByRole("button", { name: "Set the team's principles" }).click();
  await page.getByLabel("Principle 1", { exact: true }).fill("Everything can be undone");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("group", { name: "Everything can be undone" }).getByText("Fail").click();
  await page.getByText("All answered, 1 failed.").waitFor();
  await page.getByRole("button", { name: "Note on: Everything can be undone" }).click();
  await page.keyboard.type("Sending cannot");
  await page.keyboard.press("Enter");
  await page.locator(".review-note", { hasText: "Sending cannot" }).waitFor();
  await page.context().close();
  const reader = await opened(stage, place, await place.as("engineering"), `features/${feature.key}`, ".review-line");
  await reader.locator(".review-line", { hasText: "Sending cannot" }).getByText("Fail", { exact: true }).waitFor();
  expect(await reader.getByRole("group", { name: "Everything can be undone" }).count()).toBe(0);
  await reader.context().close();
});
