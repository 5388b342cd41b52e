import { expect, test } from "vitest";
import { ifMatch } from "../../client.ts";
import { type Person, world } from "../../test/world.ts";

const NO_SUS = Array<null>(10).fill(null);
type Study = Awaited<ReturnType<Person["studies"]["get"]>>;

/** So many of so many complete the only task of a study. */
async function enter(person: Person, study: Study, completed: number, people: number): Promise<Study> {
  const [task] = study.tasks;
  if (!task) throw new Error("The study has a task.");
  const rows = Array.from({ length: people }, (_, place) => ({
    outcomes: { [task.id]: { completed: place < completed, seconds: place < completed ? 40 + place * 5 : null, ease: null } },
    sus: NO_SUS,
  }));
  return person.studies.enter({ id: study.id, rows });
}

test("5 of 8, a redesign and 8 of 8 in the next round prove nothing yet, and the study says so", async () => {
  const { admin, as } = await world();
  const designer = await as("design");
  const design = await designer.designs.create({ title: "Currency first", address: "https://design.example/currency" });
  const cfos = await admin.segments.create({ name: "CFOs" });
  const first = await designer.studies.create({
    title: "Can they export?",
    designId: design.key,
    segmentId: cfos.id,
    tasks: ["Export the report"],
  });
  const entered = await enter(designer, first, 5, 8);
  expect(entered.participants.map(({ name }) => name)).toEqual(["P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8"]);
  expect(entered.figures.sentence).toBe("5 of 8 completed: of everyone like them 30–87 % would.");
  expect(entered.figures.tasks[0]?.time).toMatchObject({ n: 5, interval: { low: expect.any(Number) } });
  const redesigned = await designer.designs.revise({
    params: { id: design.id },
    headers: ifMatch(design),
    body: { changed: "The currency stands beside every total" },
  });
  expect(redesigned).toMatchObject({
    revision: 2,
    revisions: [{ number: 2, changed: "The currency stands beside every total" }, { number: 1 }],
  });
  const second = await designer.studies.repeat({ id: first.id });
  expect(second).toMatchObject({
    state: "draft",
    revision: 2,
    segment: { key: cfos.key, title: "CFOs" },
    previousId: first.id,
    tasks: [{ title: "Export the report" }],
  });
  const done = await enter(designer, second, 8, 8);
  expect(done.figures.sentence).toBe("8 of 8 after 5 of 8: p = .20, not proven; 8 of 8 is 63–100 %.");
  expect(done.rounds).toMatchObject([
    { key: first.key, comparison: null, figures: { completion: { successes: 5, trials: 8 } } },
    { key: second.key, comparison: { verdict: "not-proven", wouldProve: "12 of 12" } },
  ]);
  expect(done.rounds[1]?.comparison?.p).toBeCloseTo(0.2, 9);
  // Seen from the first round it is the same story.
  expect((await designer.studies.get({ id: first.key })).rounds.map(({ key }) => key)).toEqual([first.key, second.key]);
  await expect(designer.studies.repeat({ id: first.id })).rejects.toMatchObject({ status: 409, code: "NOT_POSSIBLE" });
  await expect(designer.studies.delete({ id: first.id })).rejects.toMatchObject({ status: 409, code: "IN_USE" });
});

test("a study without results is not called analysed", async () => {
  const { admin } = await world();
  const study = await admin.studies.create({ title: "Too early" });
  const analysed = (version: { version: number }) =>
    admin.studies.move({ params: { id: study.id }, headers: ifMatch(version), body: { state: "analysed" } });
  await expect(analysed(study)).rejects.toMatchObject({ status: 409, data: { blockers: ["no-tasks"] } });
  const tasked = await admin.studies.setTasks({
    params: { id: study.id },
    headers: ifMatch(study),
    body: { tasks: [{ title: "Find it" }] },
  });
  await expect(analysed(tasked)).rejects.toMatchObject({ status: 409, data: { blockers: ["no-results"] } });
  expect(await analysed(await enter(admin, tasked, 1, 5))).toMatchObject({ state: "analysed", analysedAt: expect.any(String) });
});

test("a sheet is written down as it reads, again by name, and with one bad cell nothing is", async () => {
  const { admin } = await world();
  const study = await admin.studies.create({ title: "By sheet", tasks: ["Find it", "Export it"] });
  const text = 'Participant;Task 1;Task 1 time;Export it;SUS 1;Age\nAda;1;1:15;0;5;31\n"Ben;jamin";no;;yes;4;40\n';
  const read = await admin.studies.enterSheet({ id: study.id, text });
  expect(read.ignored).toEqual(["Age"]);
  const [find, exported] = study.tasks;
  expect(read.study.participants).toMatchObject([
    { name: "Ada", outcomes: { [find?.id ?? ""]: { completed: true, seconds: 75 }, [exported?.id ?? ""]: { completed: false } } },
    { name: "Ben;jamin", outcomes: { [find?.id ?? ""]: { completed: false, seconds: null } } },
  ]);
  const again = await admin.studies.enterSheet({ id: study.id, text: "Participant,Task 1\nAda,0\nCleo,1\n" });
  expect(again.study.participants).toMatchObject([{ name: "Ada" }, { name: "Ben;jamin" }, { name: "Cleo" }]);
  expect(again.study.participants[0]?.outcomes[find?.id ?? ""]?.completed).toBe(false);
  await expect(
    admin.studies.enterSheet({ id: study.id, text: "Participant,Task 1,SUS 1\nDan,1,3\nEve,perhaps,9\n" }),
  ).rejects.toMatchObject({
    status: 422,
    code: "NOT_READABLE",
    data: {
      problems: [
        { line: 3, column: "Task 1" },
        { line: 3, column: "SUS 1" },
      ],
    },
  });
  expect(await admin.studies.get({ id: study.id })).toMatchObject({ participants: { length: 3 } });
});

test("two who type into one row: the second is told, and loses nothing of the first", async () => {
  const { admin } = await world();
  const study = await enter(admin, await admin.studies.create({ title: "Together", tasks: ["Find it"] }), 0, 1);
  const [row] = study.participants;
  if (!row) throw new Error("There is a participant.");
  const { id, version } = row;
  await admin.studies.enter({ id: study.id, rows: [{ id, version, name: "Ada", outcomes: {}, sus: NO_SUS }] });
  await expect(
    admin.studies.enter({ id: study.id, rows: [{ id, version, name: "Ben", outcomes: {}, sus: NO_SUS }] }),
  ).rejects.toMatchObject({
    status: 412,
  });
  expect((await admin.studies.get({ id: study.id })).participants).toMatchObject([{ name: "Ada" }]);
  await expect(admin.studies.enter({ id: study.id, rows: [{ name: "Ada", outcomes: {}, sus: NO_SUS }] })).rejects.toMatchObject({
    status: 422,
    data: { issues: [{ path: "rows.0.name" }] },
  });
});

test("a task taken away takes its results along and leaves its problems; undo brings everything back", async () => {
  const { admin, changeOf } = await world();
  const study = await enter(admin, await admin.studies.create({ title: "Undone", tasks: ["Find it", "Export it"] }), 2, 3);
  const [first, second] = study.tasks;
  if (!first || !second) throw new Error("There are two tasks.");
  const noted = await admin.studies.noteProblem({ id: study.id, title: "Nobody finds it", severity: 4, affected: 2, taskId: first.id });
  const change = await changeOf((context) =>
    admin.studies.setTasks(
      { params: { id: study.id }, headers: ifMatch(noted), body: { tasks: [{ id: second.id, title: "Export it now" }] } },
      { context },
    ),
  );
  const without = await admin.studies.get({ id: study.id });
  expect(without).toMatchObject({ tasks: [{ title: "Export it now" }], problems: [{ taskId: null }], figures: { completion: null } });
  await admin.changes.undo({ id: change });
  const back = await admin.studies.get({ id: study.id });
  expect(back).toMatchObject({ tasks: [{ title: "Find it" }, { title: "Export it" }], problems: [{ taskId: first.id }] });
  expect(back.figures.tasks[0]?.completion).toMatchObject({ successes: 2, trials: 3 });
});

test("a participant who is taken out comes back by undo with what they did", async () => {
  const { admin, changeOf } = await world();
  const study = await enter(admin, await admin.studies.create({ title: "Taken out", tasks: ["Find it"] }), 2, 3);
  const participantId = study.participants[0]?.id ?? "";
  const change = await changeOf((context) => admin.studies.removeParticipant({ id: study.id, participantId }, { context }));
  expect((await admin.studies.get({ id: study.id })).figures.completion).toMatchObject({ successes: 1, trials: 2 });
  await admin.changes.undo({ id: change });
  expect((await admin.studies.get({ id: study.id })).figures.completion).toMatchObject({ successes: 2, trials: 3 });
});

test("a problem that is fixed names the version that mends it; opened again it names none", async () => {
  const { admin } = await world();
  const design = await admin.designs.create({ title: "To be mended" });
  const study = await admin.studies.create({ title: "What breaks", designId: design.id });
  const [problem] = (await admin.studies.noteProblem({ id: study.id, title: "The total is missed", severity: 3, quote: "Where?" }))
    .problems;
  if (!problem) throw new Error("A problem was noted.");
  expect((await admin.designs.get({ id: design.id })).openSevere).toBe(1);
  await admin.designs.revise({ params: { id: design.id }, headers: ifMatch(design), body: { changed: "A larger total" } });
  const change = (version: number, body: { state: "open" | "fixed" }) =>
    admin.studies.editProblem({ params: { id: study.id, problemId: problem.id }, headers: ifMatch({ version }), body });
  expect((await change(1, { state: "fixed" })).problems).toMatchObject([{ state: "fixed", fixedIn: 2 }]);
  await expect(change(1, { state: "open" })).rejects.toMatchObject({ status: 412 });
  expect((await admin.designs.get({ id: design.id })).openSevere).toBe(0);
  expect((await change(2, { state: "open" })).problems).toMatchObject([{ state: "open", fixedIn: null }]);
});

test("what is not of the study or out of range is refused by name", async () => {
  const { admin, as } = await world();
  const study = await admin.studies.create({ title: "Strict", tasks: ["Find it"] });
  const other = await admin.studies.create({ title: "Another", tasks: ["Elsewhere"] });
  const stray = other.tasks[0]?.id ?? "";
  const row = { outcomes: { [stray]: { completed: true, seconds: null, ease: null } }, sus: NO_SUS };
  await expect(admin.studies.enter({ id: study.id, rows: [row] })).rejects.toMatchObject({
    status: 422,
    data: { issues: [{ path: "rows.0.outcomes" }] },
  });
  await expect(admin.studies.noteProblem({ id: study.id, title: "Too bad", severity: 5 })).rejects.toMatchObject({ status: 400 });
  await expect(admin.studies.noteProblem({ id: study.id, title: "Not its task", severity: 1, taskId: stray })).rejects.toMatchObject({
    status: 422,
  });
  const edit = (body: { revision: number }) => admin.studies.edit({ params: { id: study.id }, headers: ifMatch(study), body });
  await expect(edit({ revision: 3 })).rejects.toMatchObject({ status: 422, data: { issues: [{ path: "revision" }] } });
  const guest = await as("guest");
  await expect(guest.studies.create({ title: "A guest's study" })).rejects.toMatchObject({ status: 403 });
});
