import { ifMatch } from "../client.ts";
import { attachPicture } from "./pictures.ts";
import type { Person, World } from "./world.ts";

/** Texts that have broken exports: of ours, or of others. */
export const HOSTILE = [
  "emoji 🏳️‍🌈 and 👩‍👩‍👧‍👦",
  "שלום\u202eעולם",
  "=cmd|' /C calc'!A0",
  "'=already guarded",
  '\\u0000 is no NUL, "quoted", and\r\nlines',
  "half \ud800 a pair",
  "long ".repeat(2_000),
  "</script><img src=x onerror=alert(1)>",
];

/** A day as many days from now, as YYYY-MM-DD. */
export const inDays = (days: number) => new Date(Date.now() + days * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);

/**
 * A workspace in which every table that goes into its archive has rows, made as people make them. A test of the archive names the table that
 * stays empty: whoever adds one fills it here.
 */
export async function filled(home: World, texts: readonly string[] = ["The export drops the currency"]) {
  const { admin } = home;
  const person = await home.as("product");
  const label = await admin.labels.create({ name: `Label ${texts[0]?.slice(0, 20)}`, colour: "blue" });
  const field = await admin.fields.create({ recordKind: "feedback", name: "Plan", type: "choice", options: ["gold", "silver"] });
  const score = await admin.fields.create({ recordKind: "need", name: "Score", type: "number" });
  const sponsor = await admin.fields.create({ recordKind: "feature", name: "Sponsor", type: "person" });
  await admin.policy.set({ name: "accountsAtMost", value: 4 });
  await admin.states.name({ kind: "need", state: "open", name: "To look at" });
  const account = await admin.accounts.create({
    name: "Archive Ltd",
    domain: `archive-${home.slug}.example`,
    revenueMinor: 9_007_199_254_740_991,
    currency: "USD",
    plan: "gold",
    seats: 12,
    attributes: { plan_2: "x", "=formula": "'quoted'" },
  });
  const other = await admin.accounts.create({ name: "Other GmbH", revenueMinor: 100, currency: "EUR" });
  const contact = await admin.contacts.create({ name: "Petra Person", email: `petra@archive-${home.slug}.example`, accountId: account.id });
  const items = [];
  for (const text of texts) items.push(await admin.feedback.create({ text, title: text.slice(0, 40), contactId: contact.id }));
  const [item] = items;
  if (!item) throw new Error("There is no text.");
  const [duplicate, second] = [
    await admin.feedback.create({ text: "The same once more", accountId: other.id }),
    await admin.feedback.create({ text: "Heard on a call", kind: "call", channel: "phone" }),
  ];
  // The newer into the older, and the other way round: rows refer to rows before and after them.
  await admin.feedback.triage({ ids: [duplicate.id], action: { kind: "merge", intoId: item.id } });
  const older = await admin.feedback.create({ text: "What takes the earlier one in" });
  await admin.feedback.triage({ ids: [second.id], action: { kind: "merge", intoId: older.id } });
  const persona = await admin.personas.create({ name: "Controller", description: "Wants **totals**." });
  const need = await admin.needs.create({
    statement: "Totals that hold",
    detail: "…",
    personaId: persona.id,
    importance: 7.3,
    satisfaction: 0.1,
  });
  const merged = await admin.needs.create({ statement: "Totals that add up" });
  const feature = await admin.features.create({
    title: "Currency in the export",
    why: "Money",
    body: "# Body",
    needs: [need.id],
    valueLow: 0.1,
    valueHigh: 1e12,
  });
  const segment = await admin.segments.create({
    name: "Gold accounts",
    rule: { join: "or", conditions: [{ about: "plan", is: "any-of", values: ["gold", "=1+1"] }] },
    state: "live",
  });
  const milestone = await admin.milestones.create({
    title: "Spring release",
    kind: "release",
    date: "2027-03-31",
    body: "What **comes**.",
  });
  const rival = await admin.competitors.create({
    name: "=Rival",
    address: "https://rival.example",
    position: "Cheaper",
    note: "**So** they say",
  });
  await studied(admin, feature.id, need.id, segment.id);
  await admin.readiness.waive({ id: feature.id, check: "accounts", reason: "The law asks for it", until: inDays(30) });
  const team = await admin.teams.create({ name: "Core" });
  const asked = await admin.feasibilities.ask({ featureId: feature.id, question: "=Can we?", dueOn: "2030-12-31" });
  await admin.feasibilities.answer({
    params: { id: asked.id },
    headers: ifMatch(asked),
    body: {
      verdict: "conditions",
      line: "After billing",
      conditions: "Billing moves",
      efforts: [{ teamId: team.id, low: 0.1, high: 6.3 }],
    },
  });
  await admin.techNotes.create({ title: "A page instead", kind: "option", cost: "1 week", informs: [feature.id] });
  const decision = await admin.decisions.create({
    question: "=App or page?",
    options: [{ name: "The page", line: "A fifth of the effort" }, { name: "'The app" }],
    answers: [feature.id, need.id],
    choice: { chosen: "The page", decidedBy: [person.memberId], whyNow: "The season begins" },
    tripwire: "Half of them ask for the app",
    lookAgainOn: "2027-01-31",
  });
  await admin.decisions.dissent({
    params: { id: decision.id, memberId: person.memberId },
    body: { reason: "Offline work", proof: "They work offline" },
  });
  await admin.workItems.link({ params: { id: feature.id }, body: { address: "https://tracker.example/browse/ACME-7" } });
  await marketed(home, { featureId: feature.id, segmentId: segment.id, milestoneId: milestone.id, competitorId: rival.id });
  await admin.quotes.create({ id: item.id, startsAt: 0, endsAt: 2, importance: 3, targetId: need.id });
  await admin.quotes.create({ id: older.id, startsAt: 0, endsAt: 4, importance: 1, targetId: merged.id });
  const able = await admin.capabilities.create({ name: "=Audit trail" });
  const ours = await admin.capabilities.create({ featureId: feature.id });
  await admin.capabilities.compare({
    cells: [
      { capabilityId: able.id, competitorId: rival.id, stance: "has", address: "https://rival.example/trail", asOf: "2026-01-31" },
      { capabilityId: able.id, competitorId: null, stance: "partly" },
      { capabilityId: ours.id, competitorId: rival.id, stance: "has-not" },
    ],
  });
  await admin.deals.create({
    name: "=Renewal",
    accountId: account.id,
    amountMinor: 9_007_199_254_740_991,
    currency: "USD",
    stage: "Closed Lost",
    state: "lost",
    competitorId: rival.id,
    closedOn: "2026-01-31",
    reasons: "'They asked for a trail",
    about: [need.id],
  });
  const found = await admin.findings.create({
    statement: "Auditors ask for trails",
    kind: "competition",
    competitorId: rival.id,
    segmentId: segment.id,
    strength: 2,
    sources: [{ address: "https://rival.example/news", title: "News", asOf: "2026-01-31" }],
    supports: [feature.id],
    contradicts: [need.id],
  });
  await admin.findings.answer({ params: { id: found.id }, headers: ifMatch(found), body: { answer: "Not our segment" } });
  await admin.customerStories.create({
    feedbackId: item.id,
    personaId: persona.id,
    happened: "=It broke",
    instead: "Re-keyed",
    cost: "A day",
  });
  const [asker] = (await admin.tellings.list({ id: feature.id })).items;
  if (asker) await admin.tellings.tell({ featureIds: [feature.id], voiceId: asker.voiceId });
  await admin.needs.merge({ id: merged.id, intoId: need.id });
  await admin.records.setLabels({ id: item.id, labelIds: [label.id] });
  await admin.records.setField({ id: item.id, fieldId: field.id, value: "gold" });
  await admin.records.setField({ id: need.id, fieldId: score.id, value: 0.1 });
  await admin.records.setField({ id: feature.id, fieldId: sponsor.id, value: person.memberId });
  await admin.comments.create({ id: need.id, body: `Look at this, @[${person.email}](member:${person.memberId})` });
  const fileId = await attachPicture(admin, need.id, "totals.png");
  await admin.comments.create({ id: need.id, body: "Here", pin: { fileId, x: 0.25, y: 0.5 } });
  await attachPicture(admin, item.id, "totals.png");
  const draft = await attachPicture(admin, null, "said.png");
  await admin.comments.create({ id: need.id, body: "", files: [draft] });
  await admin.views.create({ page: "needs", name: "Mine", query: "sort=money", shared: true });
  const desk = await admin.intake.create({ name: "Help desk", channel: "ticket" });
  await admin.intake.map({ params: { id: desk.id }, headers: ifMatch(desk), body: { mapping: { "ticket.text": "text" } } });
  const metric = await admin.metrics.create({
    name: "Repeated exports",
    unit: "percent",
    direction: "down",
    definition: "Within ten minutes.",
  });
  await admin.readings.put({
    params: { id: metric.id },
    body: {
      readings: [
        { on: "2026-01-05", value: 31.4, n: 1204 },
        { on: "2026-02-05", value: 0.1 },
      ],
    },
  });
  const now = await admin.features.get({ id: feature.id });
  await admin.features.edit({ params: { id: feature.id }, headers: ifMatch(now), body: { milestoneId: milestone.id } });
  const advice = await admin.recommendations.create({
    proposal: "=Say the currency once",
    observation: "'They repeat what has none",
    expectedEffect: "Ten points",
    askedGroup: "product",
    askedOf: person.memberId,
    dueOn: "2026-12-31",
    standsOn: { metricId: metric.id, fromOn: "2026-01-01", toOn: "2026-03-01" },
    informs: [need.id],
  });
  await admin.recommendations.accept({ params: { id: advice.id }, headers: ifMatch(advice), body: { intoId: feature.id } });
  const objective = await admin.objectives.create({
    statement: "Numbers people trust",
    why: "They recheck.",
    fromOn: "2026-01-01",
    byOn: "2026-12-31",
  });
  await admin.keyResults.create({
    params: { id: objective.id },
    body: { name: "Repeats", metricId: metric.id, target: 12.5, byOn: "2026-12-31" },
  });
  await brought(admin, "feedback", { id: "sourceId", text: "text" }, "id,text\nx-1,=cmd|' /C calc'!A0\nx-2,From a file\n");
  await brought(admin, "deals", { id: "sourceId", deal: "name", amount: "amount" }, "id,deal,amount\nd-1,Orbit,1000\n");
  await brought(admin, "needs", { id: "sourceId", need: "statement" }, "id,need\nn-1,Know what it costs\n");
  return { account, contact, item, items, duplicate, need, feature, persona, person };
}

/** A design with two versions, a study of it with results, a problem and a second round, and a review. */
async function studied(admin: Person, featureId: string, needId: string, segmentId: string): Promise<void> {
  const design = await admin.designs.create({
    title: "Totals with their currency",
    address: "https://design.example/1",
    serves: [featureId, needId],
  });
  const study = await admin.studies.create({
    title: "Can they trust a total?",
    designId: design.id,
    segmentId,
    tasks: ["Find the total"],
    tests: [featureId],
  });
  const [task] = study.tasks;
  if (!task) throw new Error("It has a task.");
  const outcome = { completed: true, seconds: 12.5, ease: 6 };
  const sus = [5, 1, 5, 1, 5, 1, 5, 1, null, null];
  await admin.studies.enter({ id: study.id, rows: [{ name: "=P1", outcomes: { [task.id]: outcome }, sus }] });
  await admin.studies.noteProblem({
    id: study.id,
    title: "The currency is missed",
    severity: 3,
    affected: 1,
    taskId: task.id,
    quote: "Which one is it?",
  });
  await admin.designs.revise({ params: { id: design.id }, headers: ifMatch(design), body: { changed: "The currency stands first" } });
  await admin.studies.repeat({ id: study.id });
  const { items } = await admin.designReviews.setPrinciples({ principles: [{ statement: "Says what it is" }] });
  for (const { id } of items) await admin.designReviews.put({ id: featureId, principleId: id, verdict: "pass", note: "It does" });
}

/** What the market is told: a segment that a feature is for, a message to it, a launch, and what sellers read. */
async function marketed(
  home: World,
  { featureId, segmentId, milestoneId, competitorId }: Record<"featureId" | "segmentId" | "milestoneId" | "competitorId", string>,
): Promise<void> {
  const { admin } = home;
  await admin.links.put({ id: featureId, kind: "serves", toId: segmentId });
  const claims = [{ text: "=It says which currency", citedId: featureId }];
  await admin.messages.create({ segmentId, promise: "Totals that hold", call: "Ask us", features: [featureId], claims });
  await admin.launches.create({
    title: "Currency everywhere",
    tier: 3,
    launchesOn: "2026-12-08",
    features: [featureId],
    positioning: "**For** CFOs",
  });
  await admin.launches.create({ title: "With the release", tier: 2, milestoneId });
  const asset = await admin.assets.create({ title: "Against Paperfort", competitorId, body: "…", features: [featureId], claims });
  await (await home.as("marketing")).assets.read({ id: asset.id });
}

/** Brings in a file of the source `file`. */
export async function brought(admin: Person, target: string, mapping: Record<string, string>, csv: string): Promise<void> {
  const search = new URLSearchParams({ as: target, mapping: JSON.stringify(mapping), source: "file" });
  const answer = await admin.fetch(`/api/v1/imports?${search}`, { method: "POST", headers: { "content-type": "text/csv" }, body: csv });
  const said = await answer.text();
  if (!said.includes("report")) throw new Error(said);
}
