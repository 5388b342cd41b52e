import { and, asc, eq, inArray, type SQL, sql } from "drizzle-orm";
import * as z from "zod";
import { type Context, record } from "../../platform/context.ts";
import { invalid, Refusal } from "../../platform/refusal.ts";
import { keyOf } from "../workspace/kind-rules.ts";
import { linkRecords } from "../workspace/linking.ts";
import { nameOf } from "../workspace/record-names.ts";
import { byName, newestFirst, recordStore } from "../workspace/record-store.ts";
import { recordIdOf } from "../workspace/records.ts";
import { mustRefer, tellOwner } from "../workspace/references.ts";
import { links } from "../workspace/schema.ts";
import { type StudyChange, type StudyDetail, type StudyDraft, StudyItem, type StudyQuery, type StudyTasks } from "./answers.ts";
import { designSeen } from "./designs.ts";
import { resultsOf } from "./results.ts";
import { figuresOf, roundsOf } from "./rounds.ts";
import { studies, studyTasks, usabilityProblems } from "./schema.ts";
import { analysisBlockers, analysisSentences, bySeverity, SEVERE, type StudyState } from "./study-rules.ts";

const DesignColumn = z.object({ id: z.uuid(), number: z.int(), title: z.string(), revision: z.int() }).nullable();
/** The design comes from the database as an object without its key. */
const Item = z.preprocess((row) => {
  const { design, ...rest } = z.looseObject({ design: DesignColumn }).parse(row);
  return { ...rest, design: design && { ...design, key: keyOf("design", design.number) } };
}, StudyItem);

const problemsWhere = (more: SQL) =>
  sql`(select count(*)::int from usability_problems p where p.workspace_id = studies.workspace_id and p.study_id = studies.id and p.state = 'open' and ${more})`;
const store = recordStore({
  kind: "study",
  table: studies,
  Item,
  beside: (context) => ({
    segment: nameOf(context, studies.segmentId),
    design: sql`(select json_build_object('id', d.id, 'number', r.number, 'title', d.title, 'revision', d.revision) from designs d
      join records r on r.workspace_id = d.workspace_id and r.id = d.id where d.workspace_id = studies.workspace_id and d.id = studies.design_id)`,
    people: sql`(select count(*)::int from study_participants p where p.workspace_id = studies.workspace_id and p.study_id = studies.id)`,
    taskCount: sql`(select count(*)::int from study_tasks t where t.workspace_id = studies.workspace_id and t.study_id = studies.id)`,
    openProblems: problemsWhere(sql`true`),
    openSevere: problemsWhere(sql`p.severity >= ${SEVERE}`),
  }),
});

const SORTS = { updated: newestFirst(studies.updatedAt), title: byName(studies.title) };
async function narrowed(context: Context, { state, product, design }: Pick<StudyQuery, "state" | "product" | "design">) {
  return and(
    state ? inArray(studies.state, [state].flat()) : undefined,
    product ? eq(studies.productId, product) : undefined,
    design ? eq(studies.designId, await recordIdOf(context, design, "design")) : undefined,
  );
}

export const studiesPage = async (context: Context, query: StudyQuery) =>
  store.page(context, query, SORTS[query.sort], await narrowed(context, query));
export const studyTotal = async (context: Context, query: Partial<StudyQuery>) =>
  store.total(context, query, await narrowed(context, query));

/** A study with its tasks, what everybody did, the problems seen, what the figures say, and its other rounds. */
export async function studyById(context: Context, ref: string): Promise<StudyDetail> {
  const study = await store.byId(context, ref);
  const rounds = await roundsOf(context, study.id);
  const own = rounds.find(({ id }) => id === study.id);
  const [{ tasks, participants }, problems] = await Promise.all([
    resultsOf(context, [study.id]).then((all) => all.get(study.id) ?? { tasks: [], participants: [] }),
    context.db
      .select()
      .from(usabilityProblems)
      .where(and(eq(usabilityProblems.workspaceId, context.actor.workspaceId), eq(usabilityProblems.studyId, study.id)))
      .orderBy(asc(usabilityProblems.id)),
  ]);
  return {
    ...study,
    tasks,
    participants,
    problems: problems.map(({ workspaceId: _, ...problem }) => problem).sort(bySeverity),
    figures: own?.figures ?? figuresOf({ tasks, participants }),
    rounds,
  };
}

export async function createStudy(context: Context, { tasks = [], tests = [], designId, productId, ...draft }: StudyDraft) {
  await mustRefer(context, draft);
  const design = designId ? await designSeen(context, designId) : null;
  const home = productId ?? design?.productId;
  const { id } = await store.create(
    context,
    { ...draft, designId: design?.id ?? null, revision: design?.revision ?? null },
    { ...(home ? { productId: home } : {}), activity: "study.created", detail: { title: draft.title } },
  );
  await insertTasks(
    context,
    id,
    tasks.map((title) => ({ title })),
  );
  for (const ref of tests) await linkRecords(context, id, "informs", ref);
  await tellOwner(context, id, draft.ownerId);
  return studyById(context, id);
}

export async function editStudy(context: Context, ref: string, version: number, { designId, ...change }: StudyChange) {
  await mustRefer(context, change);
  const design = designId ? await designSeen(context, designId) : null;
  if (change.revision && designId === undefined) await mustBeRevision(context, ref, change.revision);
  const set =
    designId === undefined ? change : { ...change, designId: design?.id ?? null, revision: change.revision ?? design?.revision ?? null };
  if (design && set.revision && set.revision > design.revision) throw noRevision(design.revision);
  const { id } = await store.edit(context, ref, version, set);
  await tellOwner(context, id, change.ownerId);
  return studyById(context, id);
}

export async function moveStudy(context: Context, ref: string, version: number, state: StudyState): Promise<StudyDetail> {
  const set = state === "analysed" ? { analysedAt: context.now } : {};
  const { id } = await store.move(context, ref, { version, state, set }, async (before) => {
    if (before.state === state) throw new Refusal(409, "NOT_POSSIBLE", "It is in this state already.");
    if (state !== "analysed") return;
    const { tasks, participants } = await studyById(context, before.id);
    const blockers = analysisBlockers(
      tasks.map((task) => task.id),
      participants,
    );
    const [blocker] = blockers;
    if (blocker) throw new Refusal(409, "NOT_POSSIBLE", analysisSentences[blocker], { blockers });
  });
  return studyById(context, id);
}

/** Begins the round after this one: the same tasks and people like these, with the design as it is now. @throws Refusal 409 when there is one */
export async function repeatStudy(context: Context, ref: string): Promise<StudyDetail> {
  const before = await studyById(context, ref);
  const next = before.rounds[before.rounds.findIndex(({ id }) => id === before.id) + 1];
  if (next) throw new Refusal(409, "NOT_POSSIBLE", `${next.key} is the round after it already.`, { nextId: next.id });
  const { id } = await store.create(
    context,
    {
      title: before.title,
      segmentId: before.segmentId,
      designId: before.designId,
      revision: before.design?.revision ?? null,
      previousId: before.id,
      ownerId: before.ownerId,
    },
    { productId: before.productId, activity: "study.created", detail: { title: before.title, fromId: before.id } },
  );
  await insertTasks(context, id, before.tasks);
  const { db, actor, now } = context;
  const linkedBy = actor.kind === "member" ? actor.id : null;
  await db.execute(sql`
    insert into ${links} (workspace_id, from_id, to_id, kind, linked_by, linked_at)
    select workspace_id, ${id}::uuid, to_id, kind, ${linkedBy}::uuid, ${now}::timestamptz from ${links}
    where workspace_id = ${actor.workspaceId} and from_id = ${before.id}::uuid and kind = 'informs'`);
  return studyById(context, id);
}

/** @throws Refusal 409 while another round points to it */
export async function deleteStudy(context: Context, ref: string): Promise<void> {
  const { id, rounds } = await studyById(context, ref);
  const next = rounds[rounds.findIndex((round) => round.id === id) + 1];
  if (next) throw new Refusal(409, "IN_USE", `${next.key} is compared with it; delete that round first.`, { nextId: next.id });
  await store.remove(context, ref, ({ title }) => ({ title }));
}

/** Puts the tasks in order: what has an id stays, what is new is added, what is missing goes with its results. */
export async function setTasks(context: Context, ref: string, version: number, { tasks }: StudyTasks): Promise<StudyDetail> {
  const study = await studyOfVersion(context, ref, version);
  const known = new Map(study.tasks.map((task) => [task.id, task]));
  const unknown = tasks.findIndex(({ id }) => id !== undefined && !known.has(id));
  if (unknown !== -1) throw invalid(`tasks.${unknown}.id`, "This study has no such task.");
  if (new Set(tasks.map(({ id, title }) => id ?? title)).size < tasks.length) throw invalid("tasks", "A task stands there twice.");
  const { db, actor } = context;
  const kept = new Set(tasks.flatMap(({ id }) => id ?? []));
  const gone = study.tasks.filter(({ id }) => !kept.has(id)).map(({ id }) => id);
  if (gone.length > 0) {
    await db
      .update(usabilityProblems)
      .set({ taskId: null })
      .where(and(eq(usabilityProblems.workspaceId, actor.workspaceId), inArray(usabilityProblems.taskId, gone)));
    await db.delete(studyTasks).where(and(eq(studyTasks.workspaceId, actor.workspaceId), inArray(studyTasks.id, gone)));
  }
  for (const [place, { id, title }] of tasks.entries()) {
    if (!id) continue;
    const where = and(eq(studyTasks.workspaceId, actor.workspaceId), eq(studyTasks.id, id));
    await db.update(studyTasks).set({ place, title }).where(where);
  }
  await insertTasks(
    context,
    study.id,
    tasks.map((task, place) => ({ ...task, place })).filter(({ id }) => id === undefined),
  );
  await store.write(context, study, {});
  await record(context, "study.tasks-set", study.id, { tasks: tasks.length });
  return studyById(context, study.id);
}

/** A study of which the caller saw this version, held until the transaction ends. @throws Refusal 404, 412 */
async function studyOfVersion(context: Context, ref: string, version: number): Promise<StudyDetail> {
  const held = await store.locked(context, ref);
  const study = await studyById(context, held.id);
  if (held.version !== version) throw new Refusal(412, "CHANGED", "Somebody changed this since you looked.", { current: study });
  return study;
}

/** The study behind an id or key, held until the transaction ends, with the next version written. */
export async function touchedStudy(context: Context, ref: string): Promise<string> {
  const held = await store.locked(context, ref);
  await store.write(context, held, {});
  return held.id;
}

function insertTasks(
  { db, actor }: Context,
  studyId: string,
  tasks: readonly { title: string; place?: number; origin?: string }[],
): PromiseLike<unknown> {
  if (tasks.length === 0) return Promise.resolve();
  return db.insert(studyTasks).values(
    tasks.map(({ title, place, origin }, index) => ({
      workspaceId: actor.workspaceId,
      studyId,
      title,
      place: place ?? index,
      origin: origin ?? sql`uuidv7()`,
    })),
  );
}

const noRevision = (revision: number) => invalid("revision", `The design has no such version yet; its last is ${revision}.`);
async function mustBeRevision(context: Context, ref: string, revision: number): Promise<void> {
  const { design } = await store.byId(context, ref);
  if (!design) throw invalid("revision", "The study shows no design.");
  if (revision > design.revision) throw noRevision(design.revision);
}
