import { expect, test } from "vitest";
import { ifMatch } from "../../client.ts";
import { world } from "../../test/world.ts";

const NO_SUS = Array<null>(10).fill(null);

test("a design serves needs and covers features from the start, and is found by its words and its state", async () => {
  const { admin, as } = await world();
  const need = await admin.needs.create({ statement: "Trust exported totals" });
  const feature = await admin.features.create({ title: "Currency-safe export" });
  const designer = await as("design");
  const design = await designer.designs.create({
    title: "Currency beside the total",
    serves: [need.key, feature.id],
    body: "Monospaced figures",
  });
  expect((await admin.links.list({ id: feature.id })).items).toMatchObject([
    { kind: "serves", direction: "in", record: { key: design.key } },
  ]);
  await designer.designs.create({ title: "Something else" });
  expect((await admin.designs.list({ q: "monospaced" })).items).toMatchObject([{ key: design.key }]);
  const ready = await designer.designs.move({ params: { id: design.id }, headers: ifMatch(design), body: { state: "ready" } });
  expect((await admin.designs.list({ state: "ready" })).items).toMatchObject([{ id: design.id, version: ready.version }]);
  expect(await admin.designs.count({ state: ["ready", "built"] })).toEqual({ total: 1 });
  await expect(
    designer.designs.edit({ params: { id: design.id }, headers: ifMatch(design), body: { title: "Too late" } }),
  ).rejects.toMatchObject({ status: 412, data: { current: { state: "ready" } } });
});

test("an address that would run something is refused", async () => {
  const { admin } = await world();
  for (const address of ["javascript:alert(1)", "data:text/html,x", "design tool"])
    await expect(admin.designs.create({ title: "Hostile", address })).rejects.toMatchObject({
      status: 400,
      data: { issues: [{ path: "address" }] },
    });
});

test("a design that studies show is not deleted; undo takes a version back", async () => {
  const { admin, changeOf } = await world();
  const design = await admin.designs.create({ title: "Shown" });
  const study = await admin.studies.create({ title: "Shows it", designId: design.id });
  await expect(admin.designs.delete({ id: design.id })).rejects.toMatchObject({ status: 409, code: "IN_USE" });
  const change = await changeOf((context) =>
    admin.designs.revise(
      { params: { id: design.id }, headers: ifMatch(design), body: { changed: "Larger", address: "https://d.example/2" } },
      { context },
    ),
  );
  expect(await admin.designs.get({ id: design.id })).toMatchObject({ revision: 2, address: "https://d.example/2" });
  await admin.changes.undo({ id: change });
  expect(await admin.designs.get({ id: design.id })).toMatchObject({ revision: 1, address: null, revisions: { length: 1 } });
  await admin.studies.delete({ id: study.id });
  await admin.designs.delete({ id: design.id });
  await expect(admin.designs.get({ id: design.id })).rejects.toMatchObject({ status: 404 });
});

test("a feature's review passes once every principle is answered and none failed", async () => {
  const { admin, as } = await world();
  const feature = await admin.features.create({ title: "Reviewed" });
  expect(await admin.designReviews.get({ id: feature.id })).toMatchObject({ passed: false, lines: [] });
  const designer = await as("design");
  const { items } = await designer.designReviews.setPrinciples({
    principles: [{ statement: "Says what it is" }, { statement: "Can be undone" }],
  });
  const [says, undone] = items;
  if (!says || !undone) throw new Error("Two principles were set.");
  await designer.designReviews.put({ id: feature.key, principleId: says.id, verdict: "pass" });
  const failed = await designer.designReviews.put({ id: feature.id, principleId: undone.id, verdict: "fail", note: "Sending cannot" });
  expect(failed).toMatchObject({
    passed: false,
    sentence: "All answered, 1 failed.",
    lines: [{ verdict: "pass" }, { note: "Sending cannot" }],
  });
  expect(await designer.designReviews.put({ id: feature.id, principleId: undone.id, verdict: "not-applicable" })).toMatchObject({
    passed: true,
  });
  expect(await designer.designReviews.delete({ id: feature.id, principleId: says.id })).toMatchObject({ passed: false });
  const kept = await designer.designReviews.setPrinciples({ principles: [{ id: undone.id, statement: "Everything can be undone" }] });
  expect(kept.items).toEqual([{ id: undone.id, statement: "Everything can be undone" }]);
  expect(await admin.designReviews.get({ id: feature.id })).toMatchObject({ passed: true, lines: [{ verdict: "not-applicable" }] });
  const engineer = await as("engineering");
  await expect(engineer.designReviews.put({ id: feature.id, principleId: undone.id, verdict: "pass" })).rejects.toMatchObject({
    status: 403,
  });
  const eight = Array.from({ length: 8 }, (_, n) => ({ statement: `Principle ${n}` }));
  await expect(designer.designReviews.setPrinciples({ principles: eight })).rejects.toMatchObject({ status: 400 });
});

test("what shows that a feature is usable: designs, the newest study of each segment, open severe problems, and who used them", async () => {
  const { admin, as } = await world();
  const feature = await admin.features.create({ title: "Usable" });
  const designer = await as("design");
  const design = await designer.designs.create({ title: "Covers it", serves: [feature.id] });
  const [cfos, bookkeepers] = await Promise.all(["CFOs", "Bookkeepers"].map((name) => admin.segments.create({ name })));
  const segmentId = cfos?.id ?? "";
  const study = await designer.studies.create({ title: "Round one", designId: design.id, segmentId, tasks: ["Export"] });
  const taskId = study.tasks[0]?.id ?? "";
  const rows = [true, true, false, true, true].map((completed) => ({
    outcomes: { [taskId]: { completed, seconds: null, ease: null } },
    sus: NO_SUS,
  }));
  await designer.studies.enter({ id: study.id, rows });
  await designer.studies.noteProblem({ id: study.id, title: "They miss it", severity: 3 });
  await designer.studies.noteProblem({ id: study.id, title: "A typo", severity: 1 });
  const other = await designer.studies.create({ title: "With bookkeepers", segmentId: bookkeepers?.id ?? "", tests: [feature.id] });
  await admin.comments.create({ id: study.id, body: "Seen" });
  const before = await admin.usability.get({ id: feature.key });
  expect(before).toMatchObject({
    designs: [{ key: design.key, revision: 1, standing: { authorId: designer.memberId } }],
    severe: [{ studyKey: study.key, title: "They miss it" }],
    review: { blockers: ["no-principles"] },
  });
  expect(before.studies).toMatchObject([
    { key: study.key, segment: "CFOs", people: 5, completed: 4, isOlderThanDesign: false, standing: { userIds: [admin.memberId] } },
    { key: other.key, segment: "Bookkeepers", people: 0, low: null },
  ]);
  await designer.designs.revise({ params: { id: design.id }, headers: ifMatch(design), body: { changed: "Larger" } });
  expect((await admin.usability.get({ id: feature.id })).studies[0]?.isOlderThanDesign).toBe(true);
  const next = await designer.studies.repeat({ id: study.id });
  // A round without results does not take the place of one that has some.
  expect((await admin.usability.get({ id: feature.id })).studies[0]?.key).toBe(study.key);
  const again = next.tasks[0]?.id ?? "";
  await designer.studies.enter({ id: next.id, rows: [{ outcomes: { [again]: { completed: true, seconds: 3, ease: 7 } }, sus: NO_SUS }] });
  expect((await admin.usability.get({ id: feature.id })).studies[0]).toMatchObject({ key: next.key, people: 1, isOlderThanDesign: false });
});
