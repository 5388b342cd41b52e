import { afterAll, beforeAll, expect, test } from "vitest";
import { expectNoFaults, openStage, type Stage } from "../../test/browser.ts";
import { world } from "../../test/world.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const HOSTILE = '<img src=x onerror="window.hurt=1"> The totals are off';
/** As a help desk's trigger sends a ticket, and as a form tool sends its answers. */
const BODIES = [
  {
    name: "Help desk",
    body: { ticket: { id: 7, comments: [{ body: HOSTILE, author: { email: "ana@helio.example" } }] } },
    text: "ticket.comments.0.body",
    email: "ticket.comments.0.author.email",
  },
  {
    name: "Form",
    body: {
      answers: [
        { field: "said", value: "We need totals" },
        { field: "mail", value: "ana@helio.example" },
      ],
    },
    text: "answers.0.value",
    email: "answers.1.value",
  },
];

test.each(BODIES)(
  "a delivery of a $name is mapped by clicking its values and flows; hostile words are only words",
  { timeout: 90_000 },
  async ({ name, body, text, email }) => {
    const place = await world();
    const account = await place.admin.accounts.create({ name: "Helio Freight", domain: "helio.example" });
    const source = await place.admin.intake.create({ name });
    const send = () =>
      fetch(`${stage.at}/api/v1/intake/${source.address}`, {
        method: "POST",
        body: JSON.stringify(body),
        headers: { "content-type": "application/json", authorization: `Bearer ${source.key}` },
      });
    expect(await (await send()).json()).toMatchObject({ state: "waiting" });
    const context = await stage.as(place.admin);
    const address = `${stage.at}/${place.slug}/settings/intake`;
    await expectNoFaults(stage.browser, context, address, (page) => page.getByRole("list", { name: "Values of the delivery" }).waitFor());
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    await page.goto(address);
    for (const [path, means] of [
      [text, "Text"],
      [email, "Their e-mail"],
    ] as const) {
      await page.locator(`.intake-leaf[title="${path}"]`).click();
      await page.getByRole("combobox", { name: `${path} is` }).selectOption(means);
    }
    await page.getByRole("button", { name: "Save mapping" }).click();
    await page.getByRole("link", { name: "FB-1" }).waitFor();
    expect(await page.evaluate("window.hurt")).toBeUndefined();
    expect(await place.admin.feedback.get({ id: "FB-1" })).toMatchObject({ authorEmail: "ana@helio.example", account: { id: account.id } });
    expect(await (await send()).json()).toMatchObject({ state: "taken", feedback: "FB-2" });
    await context.close();
  },
);
