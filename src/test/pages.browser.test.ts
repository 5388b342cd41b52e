import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectNoFaults, expectNoFaultsIn, LOOKS, looksOf, openStage, type Stage } from "./browser.ts";
import { attachPicture } from "./pictures.ts";
import { type World, world } from "./world.ts";

let stage: Stage;
let full: World;
let empty: World;
let inFull: BrowserContext;
/** Signed in once in each look: what pages bring along is fetched once and not at every address. */
let looksInFull: Awaited<ReturnType<typeof looksOf>>;
let looksInEmpty: Awaited<ReturnType<typeof looksOf>>;

beforeAll(async () => {
  stage = await openStage();
  [full, empty] = [await world(), await world()];
  await furnish(full);
  inFull = await stage.as(full.admin);
  looksInFull = await looksOf(stage.browser, inFull);
  looksInEmpty = await looksOf(stage.browser, await stage.as(empty.admin));
}, 60_000);
afterAll(() => stage.close());

/** A little of everything, so that no page stands empty. */
async function furnish({ admin }: World) {
  const label = await admin.labels.create({ name: "Export", colour: "blue" });
  await admin.fields.create({ recordKind: "feature", name: "Bet", type: "choice", options: ["First", "Second"] });
  const account = await admin.accounts.create({
    name: "Helio Freight",
    domain: "helio.example",
    revenueMinor: 8_400_000,
    currency: "USD",
    plan: "Mid-size",
    seats: 40,
  });
  await admin.contacts.create({ name: "A contact", email: "contact@helio.example", accountId: account.id });
  const persona = await admin.personas.create({ name: "CFO", description: "Signs what leaves the house." });
  const need = await admin.needs.create({
    statement: "Trust exported totals without rechecking them",
    personaId: persona.id,
    importance: 8.6,
    satisfaction: 3.1,
  });
  await admin.needs.create({ statement: "Bring in last year's spreadsheet as it is", importance: 7 });
  const feature = await admin.features.create({
    title: "Currency-safe export",
    why: "Finance rechecks what we export.",
    body: "## What\n\nCurrency in each cell.",
    needs: [need.id],
    effortLow: 3,
    effortHigh: 4,
  });
  await admin.features.create({ title: "Phone-friendly page" });
  const midSize: Parameters<typeof admin.segments.create>[0]["rule"] = {
    join: "and",
    conditions: [{ about: "plan", is: "any-of", values: ["Mid-size"] }],
  };
  const segment = await admin.segments.create({ name: "Mid-size", description: "Finance teams of **ten**.", rule: midSize, state: "live" });
  const claims = [{ text: "Nobody else keeps the currency", citedId: need.id }];
  await admin.messages.create({ segmentId: segment.id, promise: "Totals you can sign", call: "Try it", features: [feature.id], claims });
  await admin.launches.create({
    title: "Currency everywhere",
    tier: 1,
    launchesOn: "2020-06-30",
    features: [feature.id],
    positioning: "For **CFOs**",
  });
  const rival = await admin.competitors.create({ name: "Paperfort", address: "https://paperfort.example", position: "Cheaper" });
  await admin.assets.create({
    title: "Against Paperfort",
    competitorId: rival.id,
    body: "## Why us",
    state: "live",
    freshUntil: "2020-01-01",
    features: [feature.id],
    claims,
  });
  await admin.segments.create({
    name: "Nobody yet",
    rule: { join: "and", conditions: [{ about: "seats", is: "less-than", value: 1 }] },
    state: "live",
  });
  for (const text of [
    "I re-key forty rows every Monday because the export drops the currency.",
    "CSV totals do not match the dashboard.",
    "Please hide the cents.",
  ]) {
    const item = await admin.feedback.create({ text, accountId: account.id, kind: "interview", channel: "mail" });
    await admin.quotes.create({ id: item.id, startsAt: 0, endsAt: 20, importance: 3, targetId: need.id });
  }
  const trail = await admin.capabilities.create({ name: "Audit trail" });
  await admin.capabilities.create({ featureId: feature.id });
  await admin.capabilities.compare({
    cells: [
      { capabilityId: trail.id, competitorId: rival.id, stance: "has", address: "https://paperfort.example/trail", asOf: "2026-01-31" },
    ],
  });
  await admin.findings.create({
    statement: "Paperfort released an audit trail",
    kind: "competition",
    competitorId: rival.id,
    sources: [{ address: "https://paperfort.example/news", title: "News", asOf: "2026-01-31" }],
    supports: [need.id],
    contradicts: [feature.id],
  });
  await admin.deals.create({
    name: "Helio renewal",
    accountId: account.id,
    amountMinor: 8_400_000,
    currency: "USD",
    state: "lost",
    competitorId: rival.id,
    reasons: "They asked for a trail",
    about: [need.id],
  });
  await admin.findings.create({ statement: "Auditors ask for trails" });
  await admin.customerStories.create({
    feedbackId: "FB-1",
    happened: "The export dropped the currency.",
    instead: "They re-key forty rows.",
    cost: "Two hours a week.",
  });
  const metric = await admin.metrics.create({ name: "Exports repeated", unit: "percent", direction: "down" });
  await admin.readings.put({
    params: { id: metric.id },
    body: {
      readings: Array.from({ length: 28 }, (_, day) => ({
        on: `2026-10-${String(day + 1).padStart(2, "0")}`,
        value: 31 - day / 10,
        n: 1000,
      })),
    },
  });
  await admin.recommendations.create({
    proposal: "Say the currency once",
    observation: "They repeat what has none",
    askedGroup: "product",
    dueOn: "2026-12-31",
    standsOn: { metricId: metric.id, fromOn: "2026-10-01", toOn: "2026-10-28" },
  });
  const milestone = await admin.milestones.create({ title: "Spring release", kind: "release", date: "2027-03-31" });
  await admin.features.create({ title: "Planned for spring", milestoneId: milestone.id });
  const objective = await admin.objectives.create({ statement: "Numbers people trust", why: "They recheck." });
  await admin.keyResults.create({
    params: { id: objective.id },
    body: { name: "Repeats", metricId: metric.id, target: 12, byOn: "2027-03-31" },
  });
  await admin.keyResults.create({ params: { id: objective.id }, body: { name: "Not measured yet" } });
  await admin.records.setLabels({ id: need.id, labelIds: [label.id] });
  await admin.comments.create({ id: need.id, body: "We heard this twice this week." });
  await admin.comments.create({ id: feature.id, body: "Ready for a look.", files: [await attachPicture(admin, null, "look.png")] });
  const design = await admin.designs.create({
    title: "Currency beside every total",
    address: "https://design.example/1",
    serves: [feature.id],
  });
  const study = await admin.studies.create({
    title: "Do they trust it?",
    designId: design.id,
    segmentId: segment.id,
    tasks: ["Find the total", "Export it"],
  });
  const sus = [5, 1, 5, 2, 4, 1, 5, 1, 4, 2].join();
  const sheet = [
    "Participant,Task 1,Task 1 time,Task 1 ease",
    ...[55, 75, 135].map((time, n) => `Person ${n + 1},yes,${time},${5 + (n % 2)}`),
  ];
  await admin.studies.enterSheet({
    id: study.id,
    text: sheet
      .map(
        (line, n) =>
          `${line},${
            n === 0
              ? sus
                  .split(",")
                  .map((_, q) => `SUS ${q + 1}`)
                  .join()
              : sus
          }`,
      )
      .join("\n"),
  });
  await admin.studies.noteProblem({ id: study.id, title: "The currency is missed", severity: 3, quote: "Which one is it?" });
  await admin.designReviews.setPrinciples({ principles: [{ statement: "A total carries its unit" }] });
  const team = await admin.teams.create({ name: "Core" });
  await admin.feasibilities.give({
    featureId: feature.id,
    verdict: "conditions",
    line: "Once rounding is one everywhere",
    conditions: "The ledger keeps the currency",
    efforts: [{ teamId: team.id, low: 3, high: 4 }],
  });
  await admin.feasibilities.ask({ featureId: "F-2" });
  await admin.techNotes.create({ title: "Billing has to move", kind: "debt", cost: "Two weeks a quarter", informs: [feature.id] });
  const decided = await admin.decisions.create({
    question: "Wait for one rounding, or go now?",
    options: [
      { name: "Go now", line: "Two customers wait" },
      { name: "Wait", line: "Nothing is rounded twice" },
    ],
    answers: [feature.id],
    choice: { chosen: "Go now", decidedBy: [admin.memberId], whyNow: "The season begins" },
    tripwire: "A total is wrong by more than a cent",
    lookAgainOn: "2026-11-01",
  });
  await admin.decisions.dissent({
    params: { id: decided.id, memberId: admin.memberId },
    body: { reason: "It is rounded twice", proof: "A customer finds it" },
  });
  await admin.workItems.link({ params: { id: feature.id }, body: { address: "https://tracker.example/browse/ACME-7" } });
  for (const record of [need.id, feature.id, "FB-3"]) await attachPicture(admin, record, "totals.png");
}

const LISTS = [
  "feedback",
  "inbox",
  "needs",
  "personas",
  "customer-stories",
  "findings",
  "findings?view=list",
  "competitors",
  "competitors?view=list",
  "deals",
  "deals?view=list",
  "accounts",
  "segments",
  "launches",
  "messaging",
  "assets",
  "throughline",
  "objectives",
  "roadmap",
  "roadmap?view=timeline",
  "roadmap?view=timeline&as=table",
  "milestones",
  "features",
  "feasibility",
  "tech-notes",
  "decisions",
  "recommendations",
  "metrics",
  "designs",
  "studies",
  "import",
  "settings/share-links",
  "settings/webhooks",
  "settings/labels",
  "settings/policy",
  "settings/fields",
  "settings/states",
  "settings/capture",
  "settings/intake",
  "settings/data",
];
const RECORDS = [
  "needs/N-1",
  "features/F-1",
  "feasibility/FS-1",
  "feasibility/FS-2",
  "tech-notes/T-1",
  "personas/P-1",
  "accounts/A-1",
  "customer-stories/ST-1",
  "segments/SG-1",
  "launches/L-1",
  "messaging/MG-1",
  "assets/AS-1",
  "findings/FI-1",
  "competitors/R-1",
  "objectives/O-1",
  "metrics/K-1",
  "designs/DS-1",
  "studies/S-1",
  "deals/DL-1",
  "milestones/M-1",
  "decisions/D-1",
  "recommendations/RE-1",
];

/** The page's name stands, its frame too, and nothing is on its way any more. */
const settled = async (page: Page) => {
  await page.locator("h1").first().waitFor();
  await page.waitForLoadState("load");
  await expect.poll(() => page.locator("[aria-busy=true], .skeleton").count(), { timeout: 20_000 }).toBe(0);
};

const only = (looks: typeof looksInFull, ...wanted: string[]) => looks.filter(({ name }) => wanted.includes(name));

describe("axe finds nothing in light, dark and on a phone", { timeout: 120_000 }, () => {
  // On a phone every page is a page of its own; light and dark are one page in two sets of colours and take turns.
  test.each([...LISTS, ...RECORDS].map((path, i) => [path, i % 2 === 0 ? "light" : "dark"] as const))(
    "/%s with records, %s and on a phone",
    (path, look) => expectNoFaultsIn(only(looksInFull, look, "phone"), `${stage.at}/${full.slug}/${path}`, settled),
  );
  // What an empty page has of its own is its sentence and its button, drawn by one part for all: one look at each, in turn.
  test.each(LISTS.map((path, i) => [path, Object.keys(LOOKS)[i % 3] ?? "light"] as const))("/%s in an empty workspace, %s", (path, look) =>
    expectNoFaultsIn(only(looksInEmpty, look), `${stage.at}/${empty.slug}/${path}`, settled),
  );
  test("/api/docs", () => expectNoFaults(stage.browser, inFull, `${stage.at}/api/docs`, (page) => page.locator("h1").waitFor()));
});

test("on a phone a table is a list in which nothing is cut off, and a tap opens the record", { timeout: 60_000 }, async () => {
  const context = await stage.as(full.admin, LOOKS.phone);
  const page = await context.newPage();
  for (const [path, name, words] of [
    ["features", "Currency-safe export", "3–4 weeks"],
    ["accounts", "Helio Freight", "$84k a year"],
  ] as const) {
    await page.goto(`${stage.at}/${full.slug}/${path}`);
    const row = page.getByRole("row").filter({ hasText: name });
    await row.waitFor();
    const cells = await row.locator(".table-cell").evaluateAll((all) =>
      all
        .filter((cell) => cell.checkVisibility())
        .map((cell) => ({
          words: `${cell.textContent}${getComputedStyle(cell, "::after").content.replace(/^none$|^"|"$/g, "")}`,
          isWhole: cell.getBoundingClientRect().right <= innerWidth && cell.scrollWidth <= cell.clientWidth,
        })),
    );
    expect(cells.map((cell) => cell.words)).toContain(words);
    expect(cells.filter(({ isWhole }) => !isWhole)).toEqual([]);
    await row.getByText(name).tap();
    await page.getByRole("heading", { level: 1, name }).waitFor();
  }
  await context.close();
});

test("each part of a page is dressed the first time it is seen", async () => {
  const page = await (await stage.as(full.admin)).newPage();
  await page.goto(`${stage.at}/${full.slug}/needs`);
  const pip = page.locator(".need-row-state .pip").first();
  await pip.waitFor();
  expect(await pip.evaluate((one) => getComputedStyle(one).borderRadius)).toBe("50%");
  await page.close();
});

test("no page breaks the policy for content, throws, or asks another host", { timeout: 120_000 }, async () => {
  const page = await inFull.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  page.on("request", (request) => !request.url().startsWith(stage.at) && !request.url().startsWith("data:") && faults.push(request.url()));
  for (const path of [...LISTS, ...RECORDS]) {
    await page.goto(`${stage.at}/${full.slug}/${path}`);
    await settled(page);
  }
  expect(faults).toEqual([]);
});
