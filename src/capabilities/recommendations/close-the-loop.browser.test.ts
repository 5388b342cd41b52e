import { afterAll, beforeAll, expect, test } from "vitest";
import { ifMatch } from "../../client.ts";
import { openStage, type Stage } from "../../test/browser.ts";
import { keys, opened, said } from "../../test/journey.ts";
import { world } from "../../test/world.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

test("closing the loop: everyone quoted gets a reply in their own words, once what they asked for has shipped", async () => {
  const place = await world();
  const [admin, support] = [place.admin, await place.as("customer")];
  const account = await admin.accounts.create({ name: "Helio Freight" });
  const contact = await admin.contacts.create({ name: "Petra Person", email: "petra@helio.example", accountId: account.id });
  const need = await admin.needs.create({ statement: "Trust exported totals" });
  const text = "The export drops the currency, so I type it again.";
  const heard = [
    await admin.feedback.create({ text, contactId: contact.id }),
    await admin.feedback.create({ text: "Totals without a currency are useless to us.", authorName: "Omar Orbit" }),
  ];
  for (const { id } of heard) await admin.quotes.create({ id, startsAt: 0, endsAt: 28, importance: 3, targetId: need.id });
  const idea = await admin.features.create({ title: "Currency-safe export", needs: [need.id] });
  await admin.features.move({ params: { id: idea.id }, headers: ifMatch(idea), body: { state: "shipped", reason: "It is out" } });

  const page = await opened(stage, place, support, `features/${idea.key}`, 'section[aria-label="Those who asked"] .line');
  const askers = page.locator('section[aria-label="Those who asked"]');
  await askers.getByText("0 of 2 told").waitFor();
  await askers.getByRole("button", { name: "Tell Petra" }).click();
  const reply = askers.locator(".told-text");
  await reply.waitFor();
  expect(await reply.textContent()).toContain("The export drops the curren");
  expect(await reply.textContent()).toContain("Currency-safe export");
  const mail = decodeURIComponent((await askers.getByRole("link", { name: "Mail" }).getAttribute("href")) ?? "");
  expect(mail).toContain("mailto:petra@helio.example");
  expect(mail).toContain("The export drops the curren");
  await askers.getByRole("button", { name: "Mark as told" }).click();
  await askers.getByText("1 of 2 told").waitFor();
  await askers.getByRole("button", { name: "Tell Omar" }).click();
  await reply.filter({ hasText: "Totals without a currency ar" }).waitFor();
  await askers.getByRole("button", { name: "Mark as told" }).click();
  await askers.getByText("2 of 2 told").waitFor();
  await keys(page, "Control+z");
  await askers.getByText("1 of 2 told").waitFor();
  expect((await support.tellings.list({ id: idea.id })).told).toBe(1);
  await page.context().close();
});

test("a recommendation is born from a chart by one key with the readings it shows, and accepted by one key as a feature", async () => {
  const place = await world();
  const [analyst, pm] = [await place.as("data"), await place.as("product")];
  const metric = await analyst.metrics.create({ name: "Exports repeated", unit: "percent", direction: "down" });
  const day = (back: number) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10);
  const readings = Array.from({ length: 20 }, (_, n) => ({ on: day(20 - n), value: 31 - n / 10, n: 1000 }));
  await analyst.readings.put({ params: { id: metric.id }, body: { readings } });

  const chart = await opened(stage, place, analyst, `metrics/${metric.key}`, ".metric-chart");
  await chart.getByRole("button", { name: "Recommendation" }).waitFor();
  await keys(chart, "r");
  const dialog = chart.getByRole("dialog");
  await dialog.getByText(`Carried along: ${metric.key}, 20 readings`).waitFor();
  expect(await dialog.getByLabel("What did you see?").inputValue()).toMatch(/^Exports repeated: 31% on .+ \(n = 1,000\), 29\.1% on /);
  await dialog.getByLabel("What should we do?").fill("Say the currency once");
  await dialog.getByLabel("What will it bring?").fill("Ten points");
  await keys(chart, "Enter");
  await said(chart, "Recommended: RE-1");
  await chart.getByRole("link", { name: "Say the currency once", exact: true }).waitFor();
  await chart.context().close();

  const inbox = await opened(stage, place, pm, "recommendations", ".record-row");
  await inbox.getByText(`${metric.key}, 20 readings`).waitFor();
  await inbox.getByText("Say the currency once").click();
  await inbox.getByRole("button", { name: "Make it a feature" }).waitFor();
  await keys(inbox, "f");
  await said(inbox, "RE-1: accepted as F-1");
  expect(await pm.recommendations.get({ id: "RE-1" })).toMatchObject({
    state: "accepted",
    basis: { readings: 20 },
    became: { key: "F-1" },
  });
  expect((await pm.features.get({ id: "F-1" })).why).toContain("Expected: Ten points");
  await keys(inbox, "Control+z");
  await said(inbox, "Undone: RE-1: accepted");
  await inbox.getByRole("button", { name: "Reject" }).waitFor();
  await keys(inbox, "r");
  await inbox.getByRole("dialog").getByRole("textbox").fill("Next year");
  await keys(inbox, "Enter");
  await said(inbox, "RE-1: rejected");
  await inbox.getByText("Next year").first().waitFor();
  await inbox.context().close();
});
