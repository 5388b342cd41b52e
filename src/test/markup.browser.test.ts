import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openStage, type Stage } from "./browser.ts";
import { MARKUP_PAYLOADS, together } from "./markup-payloads.ts";
import { strangeOn } from "./strange.ts";
import { type World, world } from "./world.ts";

let stage: Stage;
let home: World;
let page: Page;
const ran: string[] = [];
const TEXTS = together(MARKUP_PAYLOADS, 1_500);

beforeAll(async () => {
  stage = await openStage();
  home = await world();
  // The pages' own policy forbids all that could run. It is switched off: what keeps texts from running must not depend on it.
  page = await (await stage.as(home.admin, { bypassCSP: true })).newPage();
  page.on("dialog", (dialog) => {
    ran.push(dialog.message());
    void dialog.dismiss();
  });
}, 60_000);
afterAll(() => stage.close());

/** One need, feature, account, persona, comment and piece of feedback for each text. The owner writes them, so that no check on the way in helps. */
async function furnish() {
  const { admin, rows, workspaceId } = home;
  const label = await admin.labels.create({ name: "Label", colour: "blue" });
  const field = await admin.fields.create({ recordKind: "need", name: "Field", type: "text" });
  const link = await admin.fields.create({ recordKind: "need", name: "Link", type: "address" });
  for (const [number] of TEXTS.entries()) {
    const account = await admin.accounts.create({ name: `Account ${number}`, domain: `account-${number}.example` });
    const persona = await admin.personas.create({ name: `Persona ${number}`, description: "x" });
    const need = await admin.needs.create({ statement: `Need of number ${number}`, detail: "x", personaId: persona.id });
    const feature = await admin.features.create({ title: `Feature ${number}`, why: "x", body: "x", needs: [need.id] });
    const item = await admin.feedback.create({
      text: `Words of number ${number}`,
      title: "x",
      accountId: account.id,
      authorName: "x",
      channel: "x",
    });
    await admin.quotes.create({ id: item.id, startsAt: 0, endsAt: 15, importance: 2, targetId: need.id });
    await Promise.all([need, feature, item].map(({ id }) => admin.comments.create({ id, body: "x" })));
    await admin.records.setLabels({ id: need.id, labelIds: [label.id] });
    await admin.records.setField({ id: need.id, fieldId: field.id, value: "x" });
    await admin.records.setField({ id: need.id, fieldId: link.id, value: "https://one.example" });
  }
  // Each kind of record has its own numbers; the n-th of each gets the n-th text, and what hangs on it the same.
  const text = `(select t.text from unnest($2::text[]) with ordinality t(text, number) join records r on r.number = t.number where r.workspace_id = $1 and r.id = `;
  for (const sql of [
    `update needs set statement = ${text} needs.id), detail = ${text} needs.id)`,
    `update features set title = ${text} features.id), why = ${text} features.id), body = ${text} features.id)`,
    `update accounts set name = ${text} accounts.id), plan = ${text} accounts.id), attributes = jsonb_build_object(${text} accounts.id), ${text} accounts.id))`,
    `update personas set name = ${text} personas.id), description = ${text} personas.id)`,
    `update feedback set text = ${text} feedback.id), title = ${text} feedback.id), author_name = ${text} feedback.id), channel = ${text} feedback.id), source_address = ${text} feedback.id)`,
    `update quotes set words = ${text} quotes.feedback_id)`,
    `update comments set body = ${text} comments.record_id)`,
    `update field_values set text = ${text} field_values.record_id)`,
  ])
    await rows(`${sql} where workspace_id = $1`, [workspaceId, TEXTS]);
}

const strange = () => strangeOn(page);

/** Goes to a page of the workspace as a link in it does, without loading the app anew. */
async function go(path: string, until: string) {
  await page.evaluate((address) => {
    history.pushState({}, "", address);
    dispatchEvent(new PopStateEvent("popstate", { state: {} }));
  }, `/${home.slug}/${path}`);
  await page.getByText(until, { exact: true }).first().waitFor();
}

test(`${MARKUP_PAYLOADS.length} texts that would run as markup run on no page of the app, even without its policy`, {
  timeout: 300_000,
}, async () => {
  expect(MARKUP_PAYLOADS.length).toBeGreaterThanOrEqual(300);
  await furnish();
  await page.goto(`${stage.at}/${home.slug}/needs`);
  await page.locator("h1").first().waitFor();
  for (const number of TEXTS.keys()) {
    const n = number + 1;
    const paths = [`needs/N-${n}`, `features/F-${n}`, `feedback?state=all&item=FB-${n}`];
    // What these two show is drawn by what draws the others.
    if (number % 4 === 0) paths.push(`accounts/A-${n}`, `personas/P-${n}`);
    for (const path of paths) {
      await go(path, path.replace(/^.*[/=]/, ""));
      expect(await strange(), `${TEXTS[number]} at ${path}`).toEqual([]);
    }
  }
  for (const path of ["feedback", "needs", "features", "features?view=board", "accounts", "personas", "throughline", "inbox"]) {
    await page.goto(`${stage.at}/${home.slug}/${path}`);
    await page.locator("h1").first().waitFor();
    for (let screen = 0; screen < 4; screen++) {
      await page.keyboard.press("PageDown");
      await page.waitForTimeout(80);
      expect(await strange(), path).toEqual([]);
    }
  }
  expect(ran).toEqual([]);
  // It would have been seen.
  await page.evaluate(() => document.body.insertAdjacentHTML("beforeend", "<img src=x onerror=alert(1)>"));
  expect(await strange()).toHaveLength(1);
  await expect.poll(() => ran).toEqual(["1"]);
  ran.length = 0;
});

test("names that stand everywhere run nowhere either", { timeout: 120_000 }, async () => {
  const { rows, workspaceId } = home;
  for (const text of together(
    MARKUP_PAYLOADS.filter((_, index) => index % 16 === 0),
    500,
  )) {
    for (const sql of [
      "update workspaces set name = $2 where id = $1",
      "update products set name = $2 where workspace_id = $1",
      "update labels set name = $2 where workspace_id = $1",
      "update fields set name = $2 || right(id::text, 8) where workspace_id = $1",
      `update auth."user" u set name = $2 from members m where m.user_id = u.id and m.workspace_id = $1`,
    ])
      await rows(sql, [workspaceId, text]);
    for (const path of ["needs/N-1", "settings/members", "settings/fields"]) {
      await page.goto(`${stage.at}/${home.slug}/${path}`);
      await page.locator("h1").first().waitFor();
      expect(await strange(), `${text} at ${path}`).toEqual([]);
    }
  }
  expect(ran).toEqual([]);
});
