import { Readable } from "node:stream";
import { and, eq, inArray, sql } from "drizzle-orm";
import { type Context, record } from "../../platform/context.ts";
import { CsvProblem, readTable } from "../../platform/csv.ts";
import { changedSince } from "../../platform/edits.ts";
import { invalid, notFound, Refusal } from "../../platform/refusal.ts";
import type { Participant, ProblemChange, ProblemDraft, Results, StudyDetail } from "./answers.ts";
import { type GridLine, MOST_PARTICIPANTS, readGrid } from "./grid-rules.ts";
import { resultsOf } from "./results.ts";
import { studyOutcomes, studyParticipants, studyTasks, usabilityProblems } from "./schema.ts";
import { studyById, touchedStudy } from "./studies.ts";

type Row = Results["rows"][number];

/** Writes down what participants did: known ones by their id and the version seen, others as new. All of it, or nothing. */
export async function enterResults(context: Context, ref: string, { rows }: Results): Promise<StudyDetail> {
  const studyId = await touchedStudy(context, ref);
  const { tasks, participants } = (await resultsOf(context, [studyId])).get(studyId) ?? { tasks: [], participants: [] };
  const known = new Map(participants.map((person) => [person.id, person]));
  const taskIds = new Set(tasks.map(({ id }) => id));
  for (const [index, { id, version, outcomes }] of rows.entries()) {
    const before = id === undefined ? undefined : known.get(id);
    if (id !== undefined && !before) throw invalid(`rows.${index}.id`, "This study has no such participant.");
    if (before && version !== before.version) throw changedSince(await studyById(context, studyId));
    const stray = Object.keys(outcomes).find((taskId) => !taskIds.has(taskId));
    if (stray) throw invalid(`rows.${index}.outcomes`, "This study has no such task.");
  }
  const added = rows.filter(({ id }) => id === undefined).length;
  if (participants.length + added > MOST_PARTICIPANTS) throw invalid("rows", `A study has up to ${MOST_PARTICIPANTS} participants.`);
  const named = namesOf(rows, participants);
  for (const [index, row] of rows.entries()) {
    const place = participants.length + index;
    await writeRow(context, studyId, { ...row, name: named[index] ?? row.name }, place);
  }
  await record(context, "study.results-entered", studyId, { participants: rows.length });
  return studyById(context, studyId);
}

/** The names that the rows will have, given ones kept, the others P1, P2, … @throws Refusal 422 where one would stand there twice */
function namesOf(rows: readonly Row[], participants: readonly Participant[]): string[] {
  const rewritten = new Set(rows.flatMap(({ id }) => id ?? []));
  const taken = new Set(participants.filter(({ id }) => !rewritten.has(id)).map(({ name }) => name));
  for (const [index, { name }] of rows.entries()) {
    if (name === "") continue;
    if (taken.has(name)) throw invalid(`rows.${index}.name`, `There is a participant ${name} already.`);
    taken.add(name);
  }
  let number = 0;
  return rows.map(({ name }) => {
    if (name !== "") return name;
    do number += 1;
    while (taken.has(`P${number}`));
    taken.add(`P${number}`);
    return `P${number}`;
  });
}

async function writeRow({ db, actor }: Context, studyId: string, { id, name, sus, outcomes }: Row, place: number): Promise<void> {
  const { workspaceId } = actor;
  let participantId = id;
  if (id === undefined) {
    const [made] = await db
      .insert(studyParticipants)
      .values({ workspaceId, studyId, name, sus, place })
      .returning({ id: studyParticipants.id });
    participantId = made?.id;
  } else {
    await db
      .update(studyParticipants)
      .set({ name, sus, version: sql`${studyParticipants.version} + 1` })
      .where(and(eq(studyParticipants.workspaceId, workspaceId), eq(studyParticipants.id, id)));
  }
  if (!participantId) return;
  for (const [taskId, outcome] of Object.entries(outcomes)) {
    const isEmpty = outcome.completed === null && outcome.seconds === null && outcome.ease === null;
    const which = and(
      eq(studyOutcomes.workspaceId, workspaceId),
      eq(studyOutcomes.participantId, participantId),
      eq(studyOutcomes.taskId, taskId),
    );
    if (isEmpty) await db.delete(studyOutcomes).where(which);
    else
      await db
        .insert(studyOutcomes)
        .values({ workspaceId, participantId, taskId, ...outcome })
        .onConflictDoUpdate({ target: [studyOutcomes.workspaceId, studyOutcomes.participantId, studyOutcomes.taskId], set: outcome });
  }
}

/**
 * Reads a sheet of results and writes it down; who is in the study by that name is written anew.
 * @throws Refusal 422 naming each line and column that cannot be read; then nothing is changed
 */
export async function enterSheet(context: Context, ref: string, text: string): Promise<{ study: StudyDetail; ignored: string[] }> {
  const study = await studyById(context, ref);
  const { people, problems, ignored } = readGrid(await linesOf(text), study.tasks);
  if (problems.length > 0) throw notReadable(problems);
  const byName = new Map(study.participants.map((person) => [person.name, person]));
  const rows = people.map(({ name, outcomes, sus }): Row => {
    const known = byName.get(name);
    return { ...(known ? { id: known.id, version: known.version } : {}), name, outcomes: { ...outcomes }, sus: [...sus] };
  });
  return { study: await enterResults(context, study.id, { rows }), ignored };
}

async function linesOf(text: string): Promise<GridLine[]> {
  try {
    const { headers, rows } = await readTable(Readable.from([Buffer.from(text)]));
    const lines: GridLine[] = [{ line: 1, cells: headers }];
    for await (const { line, cells } of rows) lines.push({ line, cells: headers.map((header) => cells[header] ?? "") });
    return lines;
  } catch (error) {
    if (!(error instanceof CsvProblem)) throw error;
    throw notReadable([{ line: error.line, column: error.column === undefined ? "" : `cell ${error.column}`, message: error.message }]);
  }
}

function notReadable(problems: readonly { line: number; column: string; message: string }[]): Refusal {
  const issues = problems.map(({ line, column, message }) => ({
    path: "text",
    message: `Line ${line}${column ? `, ${column}` : ""}: ${message}`,
  }));
  return new Refusal(422, "NOT_READABLE", issues[0]?.message ?? "The sheet cannot be read.", { issues, problems });
}

/** Takes a participant and what they did out of a study. */
export async function removeParticipant(context: Context, ref: string, participantId: string): Promise<StudyDetail> {
  const studyId = await touchedStudy(context, ref);
  const { db, actor } = context;
  const [gone] = await db
    .delete(studyParticipants)
    .where(
      and(
        eq(studyParticipants.workspaceId, actor.workspaceId),
        eq(studyParticipants.studyId, studyId),
        eq(studyParticipants.id, participantId),
      ),
    )
    .returning({ name: studyParticipants.name });
  if (!gone) throw notFound("participant");
  await record(context, "study.participant-removed", studyId, { name: gone.name });
  return studyById(context, studyId);
}

export async function noteProblem(context: Context, ref: string, draft: ProblemDraft): Promise<StudyDetail> {
  const studyId = await touchedStudy(context, ref);
  await mustBeTask(context, studyId, draft.taskId);
  const { db, actor, now } = context;
  const notedBy = actor.kind === "member" ? actor.id : null;
  await db.insert(usabilityProblems).values({ ...draft, workspaceId: actor.workspaceId, studyId, notedBy, notedAt: now });
  await record(context, "study.problem-noted", studyId, { title: draft.title, severity: draft.severity });
  return studyById(context, studyId);
}

/** Changes a problem. Called fixed, it names the version of the design that is seen now. @throws Refusal 404, 412 */
export async function editProblem(context: Context, ref: string, id: string, version: number, change: ProblemChange): Promise<StudyDetail> {
  const studyId = await touchedStudy(context, ref);
  const { db, actor } = context;
  const which = and(
    eq(usabilityProblems.workspaceId, actor.workspaceId),
    eq(usabilityProblems.studyId, studyId),
    eq(usabilityProblems.id, id),
  );
  const [before] = await db.select().from(usabilityProblems).where(which).for("update");
  if (!before) throw notFound("usability problem");
  if (before.version !== version) throw changedSince(await studyById(context, studyId));
  await mustBeTask(context, studyId, change.taskId);
  const fixing = change.state === undefined ? {} : { fixedIn: change.state === "fixed" ? await revisionSeen(context, studyId) : null };
  await db
    .update(usabilityProblems)
    .set({ ...change, ...fixing, version: version + 1 })
    .where(which);
  const act =
    change.state && change.state !== before.state ? (change.state === "fixed" ? "problem-fixed" : "problem-reopened") : "problem-edited";
  await record(context, `study.${act}`, studyId, { title: change.title ?? before.title });
  return studyById(context, studyId);
}

export async function removeProblem(context: Context, ref: string, id: string): Promise<StudyDetail> {
  const studyId = await touchedStudy(context, ref);
  const { db, actor } = context;
  const [gone] = await db
    .delete(usabilityProblems)
    .where(and(eq(usabilityProblems.workspaceId, actor.workspaceId), eq(usabilityProblems.studyId, studyId), eq(usabilityProblems.id, id)))
    .returning({ title: usabilityProblems.title });
  if (!gone) throw notFound("usability problem");
  await record(context, "study.problem-removed", studyId, { title: gone.title });
  return studyById(context, studyId);
}

async function mustBeTask({ db, actor }: Context, studyId: string, taskId: string | null | undefined): Promise<void> {
  if (!taskId) return;
  const found = await db
    .select({ id: studyTasks.id })
    .from(studyTasks)
    .where(and(eq(studyTasks.workspaceId, actor.workspaceId), eq(studyTasks.studyId, studyId), inArray(studyTasks.id, [taskId])));
  if (found.length === 0) throw invalid("taskId", "This study has no such task.");
}

async function revisionSeen(context: Context, studyId: string): Promise<number | null> {
  const { design } = await studyById(context, studyId);
  return design?.revision ?? null;
}
