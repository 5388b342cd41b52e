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

/** A product manager and an engineer, and features to ask about. */
async function start(...titles: string[]) {
  const place = await world();
  const [pm, engineer] = [await place.as("product"), await place.as("engineering")];
  const features = [];
  for (const title of titles) features.push(await pm.features.create({ title, effortLow: 1, effortHigh: 2 }));
  return { place, pm, engineer, features };
}

test("feasibility changes the plan: asked by a key, answered with conditions from the queue, a cheaper option noted, and product answers it", async () => {
  const { place, pm, engineer, features } = await start("Phone app", "Dark mode");
  const [app, dark] = features;
  if (!app || !dark) throw new Error("Two were made.");
  const feature = await opened(stage, place, pm, `features/${app.key}`, 'section[aria-label="Feasibility"] button');
  await feature.getByText("the author’s guess").waitFor();
  await keys(feature, "a");
  await feature.getByRole("dialog").getByRole("textbox").first().waitFor();
  await keys(feature, "Enter");
  await said(feature, "Asked engineering: FS-1");
  await pm.feasibilities.ask({ featureId: dark.id });

  const queue = await opened(stage, place, engineer, "feasibility", ".queue-main .answer-verdict");
  await keys(queue, "2");
  await queue.getByLabel("Under which conditions").waitFor();
  await queue.keyboard.type("Billing moves first");
  await queue.getByLabel("Effort of everybody").fill("3-6");
  await queue.getByLabel("In a line").fill("Two platforms, one team");
  await keys(queue, "Enter");
  await said(queue, "Answered FS-1");
  // The next one has opened by itself, and its numbers answer at once.
  await queue.getByRole("heading", { level: 2, name: /Dark mode/ }).waitFor();
  await keys(queue, "3");
  await queue.getByPlaceholder("Why it cannot be done").waitFor();
  await queue.keyboard.type("The charts are pictures");
  await keys(queue, "Enter");
  await said(queue, "Answered FS-2");
  await queue.getByText("Nothing waits on engineering").waitFor();
  expect(await pm.feasibilities.get({ id: "FS-2" })).toMatchObject({ verdict: "infeasible", line: "The charts are pictures", efforts: [] });
  expect(await pm.features.get({ id: app.id })).toMatchObject({ effortLow: 3, effortHigh: 6 });
  await queue.context().close();

  const notes = await opened(stage, place, engineer, `features/${app.key}`, 'section[aria-label="Engineering notes"]');
  await notes.getByRole("button", { name: "Note", exact: true }).click();
  await notes.getByLabel("What should the plan know?").fill("A phone-friendly page does most of it");
  await notes.getByRole("radio", { name: "Option" }).click();
  await notes.getByLabel("What it costs us").fill("A fifth of the app");
  await keys(notes, "Enter");
  await said(notes, "Raised T-1");
  await notes.context().close();

  await feature.reload();
  await feature.getByText("Two platforms, one team").waitFor();
  await feature.locator(".answer-card").getByText("Billing moves first").waitFor();
  await feature.getByText("from FS-1", { exact: true }).waitFor();
  await feature.getByRole("link", { name: "A phone-friendly page does most of it", exact: true }).click();
  await feature.locator(".note-buttons").waitFor();
  await keys(feature, "a");
  await said(feature, "T-1: accepted");
  expect(await engineer.techNotes.get({ id: "T-1" })).toMatchObject({
    state: "accepted",
    answeredBy: pm.memberId,
    about: [{ key: app.key }],
  });
  await keys(feature, "Control+z");
  await said(feature, "Undone: T-1: accepted");
  expect(await engineer.techNotes.get({ id: "T-1" })).toMatchObject({ state: "open" });
  await feature.context().close();
});

test("whoever was asked answers in the inbox; somebody who was faster is shown, and what was written stays", async () => {
  const { place, pm, engineer, features } = await start("Live links");
  const colleague = await place.as("engineering", "data");
  const asked = await pm.feasibilities.ask({ featureId: features[0]?.id ?? "" });
  const inbox = await opened(stage, place, engineer, "inbox", ".inbox-row");
  await inbox.getByText("asks you").waitFor();
  await inbox.getByRole("button", { name: "Answer", exact: true }).click();
  const dialog = inbox.getByRole("dialog");
  await dialog.getByRole("radio", { name: /^Feasible/ }).waitFor();
  await keys(inbox, "1");
  await dialog.getByLabel("Effort of everybody").fill("soon");
  await keys(inbox, "Enter");
  await dialog.getByText("cannot be read as an effort").waitFor();
  await dialog.getByLabel("Effort of everybody").fill("2 weeks");
  await colleague.feasibilities.answer({
    params: { id: asked.id },
    headers: ifMatch(asked),
    body: { verdict: "unknown", line: "Nobody has tried" },
  });
  await dialog.getByLabel("Effort of everybody").press("Enter");
  await dialog.getByText(/answered “Unknown yet” meanwhile: Nobody has tried/).waitFor();
  expect(await dialog.getByLabel("Effort of everybody").inputValue()).toBe("2 weeks");
  expect(await pm.feasibilities.get({ id: asked.id })).toMatchObject({ verdict: "unknown" });
  await dialog.getByRole("button", { name: "Answer anew" }).click();
  await said(inbox, "Answered FS-1");
  expect(await pm.feasibilities.get({ id: asked.id })).toMatchObject({ verdict: "feasible", efforts: [{ low: 2, high: 2 }] });
  await inbox.context().close();
});

test("a comment becomes a tech note on its feature, and a pasted address a work item", async () => {
  const { place, pm, engineer, features } = await start("Guest seats");
  const [feature] = features;
  if (!feature) throw new Error("One was made.");
  await pm.comments.create({ id: feature.id, body: "Billing counts seats by hand. It takes two days a month." });
  const page = await opened(stage, place, engineer, `features/${feature.key}`, ".comment");
  await page.getByRole("button", { name: "Turn into a tech note" }).click();
  await expect.poll(() => page.getByLabel("What should the plan know?").inputValue()).toBe("Billing counts seats by hand.");
  await page.getByRole("radio", { name: "Debt" }).click();
  await page.getByRole("button", { name: "Raise" }).click();
  await said(page, "Raised T-1");
  expect(await pm.techNotes.get({ id: "T-1" })).toMatchObject({
    kind: "debt",
    about: [{ id: feature.id }],
    body: "Billing counts seats by hand. It takes two days a month.",
  });
  await page.getByLabel("Address of a work item").fill("javascript:alert(1)");
  await keys(page, "Enter");
  await page.getByText("begins with https://").waitFor();
  await page.getByLabel("Address of a work item").fill("https://tracker.example/browse/ACME-7");
  await keys(page, "Enter");
  await said(page, "Linked ACME-7");
  expect(await page.getByRole("link", { name: /^ACME-7/ }).getAttribute("rel")).toContain("noopener");
  await page.context().close();
});
