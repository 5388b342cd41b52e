import { afterAll, beforeAll, expect, test } from "vitest";
import { openStage, type Stage } from "../../test/browser.ts";
import { keys, opened, said } from "../../test/journey.ts";
import { type World, world } from "../../test/world.ts";

let stage: Stage;
let home: World;

beforeAll(async () => {
  stage = await openStage();
  home = await world();
}, 60_000);
afterAll(() => stage.close());

test("who can do what is filled in by keys and by pasting; a competitor's page tells it with its source, beside the deals lost to them", {
  timeout: 90_000,
}, async () => {
  const { admin } = home;
  const [paperfort, ledgerly] = [
    await admin.competitors.create({ name: "Paperfort" }),
    await admin.competitors.create({ name: "Ledgerly" }),
  ];
  const need = await admin.needs.create({ statement: "See who changed what" });
  await admin.deals.create({
    name: "Helio renewal",
    state: "lost",
    amountMinor: 8_400_000,
    currency: "USD",
    competitorId: paperfort.id,
    reasons: "They asked for a trail",
    about: [need.id],
  });
  for (const name of ["Single sign-on", "Audit trail"]) await admin.capabilities.create({ name });
  const stances = async () =>
    (await admin.capabilities.list()).items.map(({ stands }) =>
      [null, ledgerly.id, paperfort.id].map((id) => stands.find((one) => one.competitorId === id)?.stance ?? "unknown"),
    );

  const page = await opened(stage, home, admin, "competitors", "[role=gridcell]");
  await page.getByRole("gridcell", { name: "Single sign-on" }).click();
  await keys(page, "ArrowRight", "Enter", "h", "Enter");
  await said(page, "Compared");
  await expect.poll(stances).toEqual([
    ["has", "unknown", "unknown"],
    ["unknown", "unknown", "unknown"],
  ]);
  await page.getByRole("gridcell", { name: "Single sign-on" }).click();
  await keys(page, "ArrowRight", "ArrowRight");
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData("text/plain", "yes\tpartly\nno\t1");
    document.activeElement?.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await expect.poll(stances).toEqual([
    ["has", "has", "partly"],
    ["unknown", "has-not", "has"],
  ]);
  await page.keyboard.press("Control+z");
  await expect.poll(async () => (await stances())[1]).toEqual(["unknown", "unknown", "unknown"]);

  await page.goto(`${stage.at}/${home.slug}/competitors/${paperfort.key}`);
  await page.getByRole("gridcell", { name: "Audit trail" }).click();
  await keys(page, "o");
  const dialog = page.getByRole("dialog");
  const theirs = dialog.getByRole("group", { name: "Paperfort" });
  await theirs.getByRole("combobox", { name: "How they stand" }).click();
  await page.getByRole("option", { name: "Has", exact: true }).click();
  await theirs.getByLabel("Where it is said").fill("https://paperfort.example/trail");
  await dialog.getByRole("button", { name: "Keep" }).click();
  await page.getByRole("gridcell", { name: "paperfort.example" }).waitFor();
  expect((await admin.capabilities.list()).items[1]?.stands).toMatchObject([
    { competitorId: paperfort.id, stance: "has", address: "https://paperfort.example/trail", asOf: new Date().toISOString().slice(0, 10) },
  ]);
  const deals = page.getByRole("region", { name: "Deals lost to them" });
  await deals.getByText("They asked for a trail").waitFor();
  await deals.getByRole("link", { name: "See who changed what" }).waitFor();
  await page.close();
});
