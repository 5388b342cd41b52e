import { expect, test } from "vitest";
import { ifMatch } from "../../client.ts";
import { world } from "../../test/world.ts";
import { claimIssue, dayAfter } from "./asset-rules.ts";
import { isOverdue, launchReasons, TEMPLATES, tellingText } from "./launch-rules.ts";

/** A feature for a segment, with a need behind it that two people asked for. */
async function going() {
  const home = await world();
  const { admin } = home;
  const account = await admin.accounts.create({ name: "Helio", plan: "Mid-size", revenueMinor: 100, currency: "USD" });
  const ana = await admin.contacts.create({ name: "Ana Ruiz", email: "ana@helio.example", accountId: account.id });
  const need = await admin.needs.create({ statement: "Trust exported totals" });
  const feature = await admin.features.create({ title: "Currency-safe export", needs: [need.id] });
  const said = await admin.feedback.create({ text: "The export drops the currency.", contactId: ana.id, accountId: account.id });
  await admin.quotes.create({ id: said.id, startsAt: 0, endsAt: 30, importance: 3, targetId: need.id });
  const other = await admin.feedback.create({ text: "Please fix the totals.", authorName: "Ben" });
  await admin.quotes.create({ id: other.id, startsAt: 0, endsAt: 22, importance: 1, targetId: feature.id });
  const segment = await admin.segments.create({
    name: "Mid-size",
    rule: { join: "and", conditions: [{ about: "plan", is: "any-of", values: ["Mid-size"] }] },
    state: "live",
  });
  await admin.links.put({ id: feature.id, kind: "serves", toId: segment.id });
  return { ...home, account, ana, need, feature, segment };
}

test("a change of what a claim cites makes that line stale and no other, saying how it reads now; undo and 'still true' make it hold", async () => {
  const { admin, need, feature, changeOf } = await going();
  const asset = await admin.assets.create({
    title: "Against Paperfort",
    state: "live",
    features: [feature.id],
    claims: [
      { text: "Finance rechecks every total", citedId: need.key },
      { text: "We keep the currency in each cell", citedId: feature.id },
    ],
  });
  expect(asset).toMatchObject({ state: "live", stale: [], claims: [{ stale: null }, { stale: null }] });
  // What is not in its words, such as who owns it, is no change of what it says.
  const owned = await admin.needs.edit({ params: { id: need.id }, headers: ifMatch(need), body: { importance: 9 } });
  expect((await admin.assets.get({ id: asset.id })).state).toBe("live");
  const change = await changeOf((context) =>
    admin.needs.edit({ params: { id: need.id }, headers: ifMatch(owned), body: { statement: "Trust totals everywhere" } }, { context }),
  );
  const why = `${need.key} has changed since it was cited; it now reads “Trust totals everywhere”.`;
  const stale = await admin.assets.get({ id: asset.key });
  expect(stale).toMatchObject({ state: "stale", stale: [why], claims: [{ stale: why }, { stale: null }] });
  expect((await admin.assets.list({ state: "stale" })).items).toMatchObject([{ id: asset.id }]);
  await admin.changes.undo({ id: change });
  expect((await admin.assets.get({ id: asset.id })).state).toBe("live");
  const again = await admin.needs.get({ id: need.id });
  await admin.needs.edit({ params: { id: need.id }, headers: ifMatch(again), body: { statement: "Trust each total" } });
  const [first] = (await admin.assets.get({ id: asset.id })).claims;
  if (!first) throw new Error("It has two claims.");
  expect((await admin.claims.renew({ id: first.id })).items).toMatchObject([
    { stale: null, citedTitle: "Trust each total" },
    { stale: null },
  ]);
});

test("a claim on what was dropped or deleted says so, and the record that is gone leaves its name", async () => {
  const { admin, feature } = await going();
  const persona = await admin.personas.create({ name: "CFO" });
  const asset = await admin.assets.create({
    title: "One page",
    kind: "one-pager",
    state: "live",
    claims: [
      { text: "CFOs sign it", citedId: persona.id },
      { text: "It is coming", citedId: feature.id },
    ],
  });
  await admin.personas.delete({ id: persona.id });
  await admin.features.move({ params: { id: feature.id }, headers: ifMatch(feature), body: { state: "dropped", reason: "Too dear" } });
  expect((await admin.assets.get({ id: asset.id })).claims).toMatchObject([
    { cited: null, stale: "What it cites, “CFO”, was deleted." },
    { stale: `${feature.key} is dropped now.` },
  ]);
});

test("a live message goes stale with its proof or its feature, a draft does not; the matrix shows the hole it would fill", async () => {
  const { admin, need, feature, segment } = await going();
  const before = await admin.messages.matrix({});
  expect(before.cells).toEqual([{ segmentId: segment.id, featureId: feature.id, wanted: true, messages: [] }]);
  const message = await admin.messages.create({
    segmentId: segment.id,
    promise: "Totals you can sign",
    features: [feature.id],
    claims: [{ text: "Two customers asked", citedId: need.id }],
  });
  await admin.features.move({ params: { id: feature.id }, headers: ifMatch(feature), body: { state: "dropped", reason: "Too dear" } });
  expect(await admin.messages.get({ id: message.id })).toMatchObject({ state: "draft", stale: [] });
  await admin.messages.move({ params: { id: message.id }, headers: ifMatch(message), body: { state: "live" } });
  expect(await admin.messages.get({ id: message.key })).toMatchObject({ state: "stale", stale: [`${feature.key} was dropped.`] });
  expect((await admin.messages.matrix({})).cells).toMatchObject([{ messages: [{ key: message.key, state: "stale" }] }]);
  await expect(admin.segments.delete({ id: segment.id })).rejects.toMatchObject({ status: 409, code: "IN_USE" });
});

test("a launch comes with the checklist of its tier, is late by its date, and moving on with gaps asks why", async () => {
  const { admin, feature, as } = await going();
  const launch = await admin.launches.create({ title: "Currency everywhere", tier: 1, launchesOn: "2020-06-30", features: [feature.key] });
  expect(launch.items).toHaveLength(TEMPLATES[1].items.length);
  expect(launch.items[0]).toMatchObject({ offsetDays: -49, dueOn: "2020-05-12", isOverdue: true });
  expect(launch).toMatchObject({ overdue: launch.items.length, features: [{ id: feature.id }] });
  const moved = await admin.launches.edit({ params: { id: launch.id }, headers: ifMatch(launch), body: { launchesOn: "2999-01-01" } });
  expect(moved).toMatchObject({ overdue: 0, items: [{ dueOn: "2998-11-13" }, ...moved.items.slice(1).map(() => ({}))] });
  const ready = { params: { id: launch.id }, headers: ifMatch(moved), body: { state: "ready" as const } };
  await expect(admin.launches.move(ready)).rejects.toMatchObject({ status: 422, code: "REASON_NEEDED", data: { reasons: ["open-items"] } });
  const [item] = moved.items;
  if (!item) throw new Error("It has items.");
  const engineer = await as("engineering");
  const both = await Promise.all([engineer.launches.doneItem({ id: item.id }), admin.launches.doneItem({ id: item.id })]);
  expect(new Set(both.map((one) => one.items.find(({ id }) => id === item.id)?.doneBy)).size).toBe(1);
  expect(await admin.launches.move({ ...ready, body: { state: "ready", reason: "The fair is on Monday" } })).toMatchObject({
    state: "ready",
  });
  await expect(engineer.launches.create({ title: "Ours" })).rejects.toMatchObject({ status: 403 });
});

test("a launch goes out on its milestone's day and follows it, or on a day of its own, never both", async () => {
  const { admin } = await world();
  const milestone = await admin.milestones.create({ title: "Spring release", date: "2027-03-31" });
  const launch = await admin.launches.create({ title: "Currency everywhere", tier: 3, milestoneId: milestone.id });
  expect(launch).toMatchObject({ launchesOn: "2027-03-31", milestone: { key: milestone.key } });
  await admin.milestones.edit({ params: { id: milestone.id }, headers: ifMatch(milestone), body: { date: "2027-04-14" } });
  const moved = await admin.launches.get({ id: launch.id });
  expect(moved.launchesOn).toBe("2027-04-14");
  expect(moved.items.map(({ dueOn }) => dueOn)).toEqual(moved.items.map(({ offsetDays }) => dayAfter("2027-04-14", offsetDays)));
  const both = { milestoneId: milestone.id, launchesOn: "2027-05-01" };
  await expect(admin.launches.create({ title: "Both", ...both })).rejects.toMatchObject({ data: { issues: [{ path: "launchesOn" }] } });
  const own = await admin.launches.edit({ params: { id: launch.id }, headers: ifMatch(moved), body: { launchesOn: "2027-05-01" } });
  expect(own).toMatchObject({ launchesOn: "2027-05-01", milestone: null });
  const again = await admin.launches.edit({ params: { id: launch.id }, headers: ifMatch(own), body: { milestoneId: milestone.id } });
  expect(again.launchesOn).toBe("2027-04-14");
  await admin.milestones.delete({ id: milestone.id });
  expect(await admin.launches.get({ id: launch.id })).toMatchObject({ launchesOn: null, milestone: null });
});

test("those who asked are those quoted for the feature or its needs, told once each by a person, and undo takes it back", async () => {
  const { admin, feature, ana, as, changeOf } = await going();
  const launch = await admin.launches.create({ title: "Currency everywhere", tier: 3, features: [feature.id] });
  const asked = await admin.launches.askers({ id: launch.id });
  expect(asked).toMatchObject({
    asked: 2,
    told: 0,
    items: [
      {
        voiceId: ana.id,
        name: "Ana Ruiz",
        email: "ana@helio.example",
        words: "The export drops the currency.",
        account: { name: "Helio" },
      },
      { name: "Ben", email: null },
    ],
  });
  const seller = await as("customer");
  const told = { featureIds: [feature.id], voiceId: ana.id };
  const change = await changeOf((context) => seller.tellings.tell(told, { context }));
  await Promise.all([seller.tellings.tell(told), admin.tellings.tell(told)]);
  expect(await admin.tellings.list({ id: feature.key })).toMatchObject({ asked: 2, told: 1 });
  expect(await admin.market.ofFeature({ id: feature.id })).toMatchObject({ asked: 2, told: 1, launch: { key: launch.key, tier: 3 } });
  await expect(admin.tellings.tell({ ...told, voiceId: feature.id })).rejects.toMatchObject({ status: 422 });
  await admin.changes.undo({ id: change });
  expect(await admin.tellings.list({ id: feature.id })).toMatchObject({ told: 0 });
});

test("readers are counted among those who sell, without the author, and nowhere named", async () => {
  const { admin, as, key } = await going();
  const author = await as("marketing");
  const asset = await author.assets.create({ title: "Against Paperfort", state: "live" });
  const [seller, engineer] = [await as("customer"), await as("engineering")];
  await author.assets.read({ id: asset.id });
  await engineer.assets.read({ id: asset.id });
  await seller.assets.read({ id: asset.id });
  // The admin sells too and has not opened it; its author does not count.
  expect(await seller.assets.read({ id: asset.id })).toEqual({ readers: 1, sellers: 2 });
  const shown = await (await admin.fetch(`/api/v1/assets/${asset.key}`)).text();
  expect(shown).not.toContain(seller.memberId);
  await expect((await key("write")).assets.read({ id: asset.id })).rejects.toMatchObject({ status: 409 });
});

test("an asset is stale after its date until somebody says that it still holds", async () => {
  const { admin } = await going();
  const asset = await admin.assets.create({ title: "Against Paperfort", state: "live", freshUntil: "2020-01-01" });
  expect(asset).toMatchObject({ state: "stale", stale: ["It was fresh until 2020-01-01."] });
  await admin.confirmations.put({ id: asset.id });
  const after = await admin.assets.get({ id: asset.id });
  expect(after.state).toBe("live");
  expect(after.freshUntil > new Date().toISOString()).toBe(true);
});

test("an answer in one line is found in live assets by words as they are typed, whatever is typed", async () => {
  const { admin, need } = await going();
  const make = (title: string, state: "live" | "draft") =>
    admin.assets.create({ title, state, claims: [{ text: "Paperfort charges for each export", citedId: need.id }] });
  const live = await make("Live one", "live");
  await make("Draft one", "draft");
  expect((await admin.claims.find({ q: "export charg" })).items).toMatchObject([{ owner: { key: live.key }, stale: null }]);
  for (const q of ["'", "a:*b & | !", "\\", "export'); drop"]) expect((await admin.claims.find({ q })).items.length).toBeLessThan(2);
});

test("what is wrong is refused by name and keeps nothing", async () => {
  const { admin, feature, segment } = await going();
  const claims = [{ text: "It holds", citedId: "N-999" }];
  await expect(admin.messages.create({ segmentId: segment.id, promise: "Totals", claims })).rejects.toMatchObject({
    status: 422,
    data: { issues: [{ path: "citedId" }] },
  });
  expect(await admin.messages.count({})).toEqual({ total: 0 });
  await expect(admin.messages.create({ segmentId: "SG-99", promise: "Totals" })).rejects.toMatchObject({ status: 404 });
  await expect(admin.claims.add({ ownerId: feature.id, text: "It holds", citedId: feature.id })).rejects.toMatchObject({
    data: { issues: [{ path: "ownerId" }] },
  });
  const other = (await world()).admin;
  await expect(other.launches.create({ title: "Theirs", features: [feature.id] })).rejects.toMatchObject({ status: 404 });
  expect(await other.launches.count({})).toEqual({ total: 0 });
});

test("reasons, dates, claims and replies by their rules", () => {
  const item = { doneAt: null, offsetDays: -7 };
  expect(isOverdue(item, "2026-01-10", "2026-01-03")).toBe(false);
  expect(isOverdue(item, "2026-01-10", "2026-01-04")).toBe(true);
  expect(isOverdue(item, null, "2026-01-04")).toBe(false);
  const launch = { state: "planned" as const, launchesOn: null, items: [{ doneAt: null, offsetDays: 3 }] };
  expect(launchReasons(launch, "ready")).toEqual(["no-date"]);
  expect(launchReasons(launch, "live")).toEqual(["skipping"]);
  expect(launchReasons({ ...launch, state: "live" }, "planned")).toEqual(["going-back"]);
  expect(launchReasons({ ...launch, state: "live" }, "reviewed")).toEqual(["open-items"]);
  const cited = { key: "F-1", titleThen: "A", titleNow: "A", hasChanged: false, state: "live", contradictedBy: null, heldDaysAgo: null };
  expect(claimIssue(cited, 120)).toBeNull();
  expect(claimIssue({ ...cited, contradictedBy: "FI-2" }, 120)).toBe("FI-2 contradicts F-1.");
  expect(claimIssue({ ...cited, heldDaysAgo: 121 }, 120)).toBe("F-1 was last known to hold 121 days ago.");
  expect(claimIssue({ ...cited, hasChanged: true }, 120)).toBe("F-1 has changed since it was cited.");
  const text = tellingText({ name: "Ana Ruiz", words: "It drops the currency. ", features: [{ title: "Currency-safe export" }] });
  expect(text).toContain("Hello Ana,");
  expect(text).toContain("“It drops the currency.”");
});
