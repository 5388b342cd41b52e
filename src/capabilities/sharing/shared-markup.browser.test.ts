import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ifMatch } from "../../client.ts";
import { openStage, type Stage } from "../../test/browser.ts";
import { MARKUP_PAYLOADS, together } from "../../test/markup-payloads.ts";
import { voices } from "../../test/voices.ts";
import { type World, world } from "../../test/world.ts";
import { SHARE_KINDS, type ShareKind } from "./rules.ts";

let stage: Stage;
let home: World;
/** The pages' own policy forbids all that could run. It is switched off here: what keeps texts from running must not depend on it. */
let unguarded: BrowserContext;
let page: Page;
const ran: string[] = [];

beforeAll(async () => {
  stage = await openStage();
  home = await world();
  unguarded = await stage.browser.newContext({ bypassCSP: true });
  page = await unguarded.newPage();
  page.on("dialog", (dialog) => {
    ran.push(dialog.message());
    void dialog.dismiss();
  });
}, 60_000);
afterAll(() => stage.close());

/** These have every text between them; of the others one after the other is looked at. */
const ALWAYS: readonly ShareKind[] = ["throughline", "need", "feature"];
const TAKING_TURNS = SHARE_KINDS.filter((kind) => !ALWAYS.includes(kind));

/** Texts of every kind that a shared page can show, each set to one payload. The owner writes it, so that no check on the way in helps. */
const PLANTED = [
  "update workspaces set name = $2 where id = $1",
  "update needs set statement = $2, detail = $2 where workspace_id = $1",
  "update milestones set title = $2, body = $2 where workspace_id = $1",
  "update customer_stories set title = $2, happened = $2, instead = $2, cost = $2 where workspace_id = $1",
  "update personas set name = $2 where workspace_id = $1",
  "update features set title = $2, why = $2, body = $2 where workspace_id = $1",
  "update feedback set text = $2, title = $2, author_name = $2 where workspace_id = $1",
  "update quotes set words = $2 where workspace_id = $1",
  "update accounts set plan = $2, name = $2 where workspace_id = $1",
  "update comments set body = $2 where workspace_id = $1",
  "update fields set name = $2 where workspace_id = $1",
  "update field_values set text = $2 where workspace_id = $1",
  "update state_names set name = $2 where workspace_id = $1",
  `update auth."user" u set name = $2 from members m where m.user_id = u.id and m.workspace_id = $1`,
];
async function plant(text: string) {
  for (const sql of PLANTED) await home.rows(sql, [home.workspaceId, text]);
}

/** Everything on a page that is more than text: its elements and their attributes, without what both are called by us. */
const shapeOf = () =>
  page.evaluate(() => {
    const parts = new Set<string>();
    for (const element of document.querySelectorAll("*"))
      parts.add(`${element.tagName.toLowerCase()}[${[...element.attributes].map(({ name }) => name).sort()}]`);
    return [...parts].sort();
  });

async function furnished() {
  const { admin } = home;
  const persona = await admin.personas.create({ name: "CFO" });
  const need = await admin.needs.create({
    statement: "A need",
    detail: "x",
    personaId: persona.id,
    ownerId: admin.memberId,
    importance: 5,
  });
  const feature = await admin.features.create({ title: "A feature", why: "x", body: "x", needs: [need.id], ownerId: admin.memberId });
  await voices()(admin, { targetId: need.id, account: "Helio", text: "Words" });
  for (const [recordKind, id] of [
    ["need", need.id],
    ["feature", feature.id],
  ] as const) {
    await admin.comments.create({ id, body: "x" });
    const field = await admin.fields.create({ recordKind, name: `Field of ${recordKind}`, type: "text" });
    await admin.records.setField({ id, fieldId: field.id, value: "x" });
  }
  await home.rows(
    "insert into state_names (workspace_id, record_kind, state, name) values ($1, 'need', 'open', 'x'), ($1, 'feature', 'idea', 'x')",
    [home.workspaceId],
  );
  const milestone = await admin.milestones.create({ title: "A milestone", body: "x", ownerId: admin.memberId });
  const planned = await admin.features.get({ id: feature.id });
  await admin.features.edit({ params: { id: feature.id }, headers: ifMatch(planned), body: { milestoneId: milestone.id } });
  const story = await admin.customerStories.create({ title: "A story", happened: "x", instead: "x", cost: "x", about: [need.id] });
  await admin.customerStories.consent({ params: { id: story.id }, headers: ifMatch(story), body: { consent: "yes" } });
  const subjects: Readonly<Record<string, string>> = { need: need.id, feature: feature.id, customer: story.id };
  return Promise.all(
    [...ALWAYS, ...TAKING_TURNS].map((kind) => {
      const id = subjects[kind.split("-")[0] ?? ""];
      return admin.shareLinks.create({ kind, label: "x", hides: [], embeds: true, ...(id ? { id } : {}) });
    }),
  );
}

test(`${MARKUP_PAYLOADS.length} texts that would run as markup run nowhere on a shared page, even without its policy`, {
  timeout: 400_000,
}, async () => {
  expect(MARKUP_PAYLOADS.length).toBeGreaterThanOrEqual(300);
  const links = await furnished();
  const allowed = new Set<string>();
  // A plain text of several blocks gives the shapes that our own markup has.
  for (const text of ["plain words", "# A heading\n\nwords\nmore\n\n- one\n- two\n\n1. first\n\n```\ncode\n```"]) {
    await plant(text);
    for (const { token } of links) {
      await page.goto(`${stage.at}/s/${token}`);
      for (const part of await shapeOf()) allowed.add(part);
    }
  }
  expect(ran).toEqual([]);
  for (const [i, payload] of together(MARKUP_PAYLOADS).entries()) {
    await plant(payload);
    const shown = [...links.slice(0, ALWAYS.length), links[ALWAYS.length + (i % TAKING_TURNS.length)]];
    for (const link of shown) {
      if (!link) continue;
      await page.goto(`${stage.at}/s/${link.token}`);
      const strange = (await shapeOf()).filter((part) => !allowed.has(part));
      expect(strange, `${payload} on ${link.kind}`).toEqual([]);
    }
  }
  await page.waitForTimeout(300);
  expect(ran).toEqual([]);
});

test("the same texts run where they are taken for markup, so that they could be seen to", async () => {
  ran.length = 0;
  for (const payload of MARKUP_PAYLOADS.slice(0, 40)) {
    await page.route("**/planted", (route) => route.fulfill({ contentType: "text/html", body: `<title>x</title>${payload}` }));
    await page.goto(`${stage.at}/planted`);
    await page.unroute("**/planted");
  }
  expect(ran.length).toBeGreaterThan(10);
});

test("with its policy, a shared page runs nothing and loads nothing even where markup got in", async () => {
  const link = await home.admin.shareLinks.create({ kind: "throughline", label: "x", hides: [] });
  const guarded = await stage.browser.newContext();
  const reader = await guarded.newPage();
  const asked: string[] = [];
  // What the policy stops is told as a request that failed, not as one that was answered.
  reader.on("response", (answer) => asked.push(answer.url()));
  let dialogs = 0;
  reader.on("dialog", (dialog) => {
    dialogs += 1;
    void dialog.dismiss();
  });
  const address = `${stage.at}/s/${link.token}`;
  await reader.route(address, async (route) => {
    const answer = await route.fetch();
    const body = (await answer.text()).replace(
      "<main>",
      '<main><img src="/icon.svg" onerror="alert(1)"><script>alert(1)</script><iframe src="/"></iframe>',
    );
    await route.fulfill({ response: answer, body });
  });
  await reader.goto(address);
  await reader.waitForTimeout(300);
  expect(dialogs).toBe(0);
  expect(asked).toEqual([address]);
  await guarded.close();
});
