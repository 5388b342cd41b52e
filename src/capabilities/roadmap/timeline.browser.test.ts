import { afterAll, beforeAll, expect, test } from "vitest";
import { LOOKS, openStage, type Stage } from "../../test/browser.ts";
import { keys, opened, said } from "../../test/journey.ts";
import { type World, world } from "../../test/world.ts";

let stage: Stage;
let home: World;
let milestones: { id: string; key: string }[];
let ledger: { id: string; key: string };

beforeAll(async () => {
  stage = await openStage();
  home = await world();
  const { admin } = home;
  milestones = [];
  for (const [title, date] of [
    ["Winter release", "2027-01-31"],
    ["Spring release", "2027-03-31"],
    ["Summer release", "2027-06-30"],
  ] as const)
    milestones.push(await admin.milestones.create({ title, date, kind: "release", audience: "customers" }));
  const [winter, spring] = milestones;
  if (!winter || !spring) throw new Error("There are milestones.");
  ledger = await admin.features.create({ title: "Ledger", milestoneId: winter.id, effortLow: 3, effortHigh: 6 });
  const seats = await admin.features.create({ title: "Guest seats", milestoneId: spring.id });
  await admin.links.put({ id: seats.id, kind: "requires", toId: ledger.id });
}, 60_000);
afterAll(() => stage.close());

const dateOf = async (at: number) => (await home.admin.milestones.get({ id: milestones[at]?.id ?? "" })).date;
const placeOf = async () => (await home.admin.features.get({ id: ledger.id })).milestone?.title;

test("a milestone is moved by the keys and a bar by hand: each shows what shifts before it is kept, and comes back by undo", {
  timeout: 90_000,
}, async () => {
  const page = await opened(stage, home, home.admin, "roadmap?view=timeline&from=2026-10", ".tl-bar");
  const spring = page.getByRole("button", { name: /Release M-2 Spring release/ });
  await spring.focus();
  await keys(page, "Shift+ArrowRight", "ArrowRight");
  const panel = page.getByRole("region", { name: "M-2 Spring release" });
  await panel.getByText("8 Apr 2027").first().waitFor();
  await panel.getByText("Guest seats").waitFor();
  await keys(page, "Escape");
  await expect.poll(() => panel.getByText("8 Apr 2027").count()).toBe(0);
  expect(await dateOf(1), "nothing was changed").toBe("2027-03-31");

  await keys(page, "Shift+ArrowRight", "Enter");
  await said(page, "M-2 is now on 7 Apr 2027");
  await expect.poll(() => dateOf(1)).toBe("2027-04-07");
  await page.keyboard.press("Control+z");
  await expect.poll(() => dateOf(1)).toBe("2027-03-31");

  // By hand: dropped between Spring and Summer, nearer to Summer. What requires it comes before it then.
  const bar = page.getByRole("button", { name: /^F-1 Ledger/ });
  const box = await bar.boundingBox();
  const [from, to] = await Promise.all(
    ["M-1 Winter", "M-3 Summer"].map((name) => page.getByRole("button", { name: new RegExp(name) }).boundingBox()),
  );
  if (!box || !from || !to) throw new Error("It is all drawn.");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + (to.x - from.x) * 0.9, box.y + box.height / 2, { steps: 6 });
  await page.mouse.up();
  const shifts = page.getByRole("region", { name: "F-1 Ledger" });
  await shifts.getByText("It requires F-1 Ledger, which comes later.").waitFor();
  expect(await page.locator(".tl-ghost").count(), "where it stood is drawn").toBe(1);
  await shifts.getByRole("button", { name: "Keep" }).click();
  await said(page, "F-1 is now planned for M-3");
  await expect.poll(placeOf).toBe("Summer release");
  // A feature has no day of its own: the keys take it to the milestone before.
  await bar.focus();
  await keys(page, "ArrowLeft", "Enter");
  await said(page, "F-1 is now planned for M-2");
  await expect.poll(placeOf).toBe("Spring release");

  await page.getByText("Team", { exact: true }).click();
  await expect.poll(() => new URL(page.url()).searchParams.get("lane")).toBe("team");
  await page.keyboard.press("t");
  await page.getByRole("rowheader", { name: /Ledger/ }).waitFor();
  await page.close();
});

test("on a phone the timeline is a list, and what is moved there shows what shifts too", { timeout: 60_000 }, async () => {
  const context = await stage.as(home.admin, LOOKS.phone);
  const page = await context.newPage();
  await page.goto(`${stage.at}/${home.slug}/roadmap?view=timeline`);
  await page.getByRole("button", { name: "Move M-3" }).tap();
  const panel = page.getByRole("region", { name: "M-3 Summer release" });
  await panel.getByRole("button", { name: "Move to…" }).tap();
  await page.getByRole("menuitem", { name: /A week later/ }).tap();
  await panel.getByText("7 Jul 2027").first().waitFor();
  await panel.getByRole("button", { name: "Keep" }).tap();
  await expect.poll(() => dateOf(2)).toBe("2027-07-07");
  await context.close();
});
