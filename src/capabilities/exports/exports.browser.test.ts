import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { faultsOf, openStage, type Stage } from "../../test/browser.ts";
import { type World, world } from "../../test/world.ts";
import { opened, rowsIn } from "../../test/zipped.ts";

let stage: Stage;
let home: World;
beforeAll(async () => {
  stage = await openStage();
  home = await world();
  const account = await home.admin.accounts.create({ name: "Quarry Ltd" });
  await home.admin.contacts.create({ name: "Zebulon Quartermain", email: "zebulon@quartermain.example", accountId: account.id });
  await home.admin.feedback.create({ text: "By mail: it is slow", channel: "mail", authorEmail: "zebulon@quartermain.example" });
  await home.admin.feedback.create({ text: "By chat: it is fine", channel: "chat" });
  await home.admin.needs.create({ statement: "What Quartermain asked for" });
}, 60_000);
afterAll(() => stage.close());

async function fileOf(page: Page, act: () => Promise<unknown>): Promise<{ name: string; bytes: Buffer }> {
  const [taken] = await Promise.all([page.waitForEvent("download"), act()]);
  return { name: taken.suggestedFilename(), bytes: readFileSync(await taken.path()) };
}

test("a list leaves as it is filtered, from the menu of its bar", async () => {
  const page = await (await stage.as(await home.as("guest"))).newPage();
  await page.goto(`${stage.at}/${home.slug}/feedback?filter=channel:mail`);
  await page.getByText("By mail: it is slow").first().waitFor();
  await page.getByRole("button", { name: "Export" }).click();
  const { name, bytes } = await fileOf(page, () => page.getByRole("menuitem", { name: "CSV", exact: true }).click());
  expect(name).toMatch(/^feedback-\d{4}-\d\d-\d\d\.csv$/);
  expect(bytes.toString()).toContain("By mail");
  expect(bytes.toString()).not.toContain("By chat");
  for (const path of ["needs", "features", "accounts", "personas"]) {
    await page.goto(`${stage.at}/${home.slug}/${path}`);
    await page.getByRole("button", { name: "Export" }).click();
    const sheet = await fileOf(page, () => page.getByRole("menuitem", { name: "Excel workbook", exact: true }).click());
    expect(sheet.name).toMatch(new RegExp(`^${path}-.*\\.xlsx$`));
    expect(sheet.bytes.subarray(0, 2).toString()).toBe("PK");
  }
});

test("an archive is downloaded, a person erased from their account's page, the archive loaded, and the workspace deleted by keyboard", {
  timeout: 120_000,
}, async () => {
  const context = await stage.as(home.admin, { bypassCSP: true });
  const page = await context.newPage();
  await page.goto(`${stage.at}/${home.slug}/settings/data`);
  const archive = await fileOf(page, () => page.getByRole("button", { name: "Download the archive" }).click());
  const unpacked = await opened(archive.bytes);
  expect(rowsIn(unpacked, "feedback")).toHaveLength(2);

  // From the contact to the question, and what would go.
  await page.goto(`${stage.at}/${home.slug}/accounts/A-1`);
  await page.getByRole("button", { name: "More for Zebulon Quartermain" }).click();
  await page.getByRole("menuitem", { name: "Erase this person …" }).click();
  await page.getByLabel("E-mail address, or key of the contact").waitFor();
  expect(await page.getByLabel("E-mail address, or key of the contact").inputValue()).toBe("C-1");
  await page.getByRole("button", { name: "Find …" }).click();
  const question = page.getByRole("dialog", { name: "Erase this person for good?" });
  await question.getByText("text and author of 1 piece of feedback").waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await question.getByLabel("“Quartermain” in 1 place").check();
  await question.getByRole("button", { name: "Erase" }).click();
  await page.getByText("The person is erased").first().waitFor();
  expect(await home.rows("select statement from needs where workspace_id = $1", [home.workspaceId])).toEqual([
    { statement: "What ███████████ asked for" },
  ]);
  expect(await home.rows("select text from feedback where workspace_id = $1 order by received_at", [home.workspaceId])).toEqual([
    { text: "[erased]" },
    { text: "By chat: it is fine" },
  ]);

  // A broken archive is refused where it was chosen; a whole one opens as a workspace.
  const choose = (buffer: Buffer) => page.locator("input[type=file]").setInputFiles({ name: "a.zip", mimeType: "application/zip", buffer });
  await choose(archive.bytes.subarray(0, 1000));
  await page.getByLabel("Name of the new workspace").fill("Loaded by hand");
  await page.getByRole("button", { name: "Load", exact: true }).click();
  await page.getByRole("alert").getByText("its end is missing").waitFor();
  await choose(archive.bytes);
  await page.getByRole("button", { name: "Load", exact: true }).click();
  await page.getByText("rows loaded.").waitFor();
  await page.getByRole("link", { name: "Open the new workspace" }).click();
  await page.getByText("By mail: it is slow").first().waitFor();

  await page.goto(`${stage.at}/${home.slug}/settings/data`);
  await page.getByRole("button", { name: "Delete the workspace …" }).focus();
  await page.keyboard.press("Enter");
  const [workspace] = await home.rows("select name from workspaces where id = $1", [home.workspaceId]);
  const typed = page.getByLabel(`Type “${workspace?.name}” to delete it`);
  await expect.poll(() => typed.evaluate((field) => field === document.activeElement)).toBe(true);
  expect(await faultsOf(page)).toEqual([]);
  await page.keyboard.type("Something else");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Control+A");
  await page.keyboard.type(String(workspace?.name));
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => !url.pathname.includes(home.slug));
  expect(await home.rows("select 1 from workspaces where id = $1", [home.workspaceId])).toEqual([]);
});
