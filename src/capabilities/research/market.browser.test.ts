import { afterAll, beforeAll, expect, test } from "vitest";
import { openStage, type Stage } from "../../test/browser.ts";
import { keys, opened, said } from "../../test/journey.ts";
import { world } from "../../test/world.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

test("a rival's release becomes a finding with its source in one line, and the deals that were lost to them lead back to the need", async () => {
  const place = await world();
  const { admin } = place;
  const pm = await place.as("product");
  const need = await admin.needs.create({ statement: "Hand a report to an auditor" });
  const rival = await admin.competitors.create({ name: "Paperfort" });
  const page = await opened(stage, place, pm, "findings", "text=Nothing found yet");
  await keys(page, "c");
  await page.getByLabel("What was found, and where?").fill("Paperfort released a trail https://paperfort.example/news");
  await keys(page, "Enter");
  await page.getByRole("heading", { name: "Paperfort released a trail" }).waitFor();
  const [finding] = (await admin.findings.list({})).items;
  expect(finding?.sources).toMatchObject([{ address: "https://paperfort.example/news" }]);
  await keys(page, "y");
  await said(page, "FI-1 still holds");
  await admin.links.put({ id: "FI-1", kind: "supports", toId: need.id });
  await admin.deals.create({
    name: "Helio renewal",
    state: "lost",
    amountMinor: 21_000_000,
    currency: "USD",
    competitorId: rival.id,
    reasons: "Their auditor could not read it",
    about: [need.id],
  });
  await page.goto(`${stage.at}/${place.slug}/deals`);
  await page.getByText("0 of 1 decided deals were won").waitFor();
  await page
    .getByRole("row", { name: /Paperfort/ })
    .getByRole("link", { name: /1.*\$210k/ })
    .click();
  await page.locator(".record-row", { hasText: "Helio renewal" }).waitFor();
  await page.goto(`${stage.at}/${place.slug}/needs/${need.key}`);
  await page.getByText("Their auditor could not read it").waitFor();
  await page.getByRole("link", { name: "Paperfort released a trail", exact: true }).waitFor();
  await page.context().close();
});

test("T tells the story of a piece of feedback, and the need shows it first", async () => {
  const place = await world();
  const { admin } = place;
  const seller = await place.as("customer");
  const need = await admin.needs.create({ statement: "Trust exported totals" });
  const account = await admin.accounts.create({ name: "Helio Freight" });
  const item = await admin.feedback.create({ text: "I re-key forty rows every Monday.", accountId: account.id });
  await admin.quotes.create({ id: item.id, startsAt: 0, endsAt: 32, importance: 3, targetId: need.id });
  const page = await opened(stage, place, seller, `feedback?item=${item.key}`, "text=Tell their story");
  await keys(page, "t");
  await page.getByText("In their own words").waitFor();
  expect(new URL(page.url()).pathname).toMatch(/customer-stories\/ST-1$/);
  await page.goto(`${stage.at}/${place.slug}/needs/${need.key}`);
  await page.locator(".story", { hasText: "Helio Freight" }).getByText("I re-key forty rows every Monday").last().waitFor();
  await page.context().close();
});
