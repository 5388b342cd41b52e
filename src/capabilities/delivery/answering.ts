import { and, desc, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { type Context, record } from "../../platform/context.ts";
import { changedSince } from "../../platform/edits.ts";
import { invalid, Refusal } from "../../platform/refusal.ts";
import { lockedFeature, writeChange } from "../features/commands.ts";
import { keyOf } from "../workspace/kind-rules.ts";
import { notify } from "../workspace/notifications.ts";
import { recordIdOf } from "../workspace/records.ts";
import { mustBeMember } from "../workspace/references.ts";
import { members, records } from "../workspace/schema.ts";
import { feasibilityStore } from "./feasibilities.ts";
import type { Feasibility, FeasibilityAnswer, FeasibilityAsk, FeasibilityChange, FeasibilityGiven } from "./feasibility-schema.ts";
import { answerIssues, effortSum } from "./rules.ts";
import { feasibilities, feasibilityEfforts, teams } from "./schema.ts";

const MOST_QUESTION = 500;
const personOf = ({ actor }: Pick<Context, "actor">) => (actor.kind === "member" ? actor.id : null);

/**
 * Asks engineering whether a feature can be built, and tells them.
 * @throws Refusal 404, 409 when it is asked already
 */
export async function askFeasibility(context: Context, { featureId: ref, ...ask }: FeasibilityAsk): Promise<Feasibility> {
  const asked = await begin(context, ref, ask);
  const people = asked.assigneeId ? [asked.assigneeId] : await engineers(context);
  await notify(context, { kind: "asked", memberIds: people, recordId: asked.id, excerpt: asked.question });
  return asked;
}

/** Answers without having been asked. @throws Refusal 404, 409 when it is asked: then that is answered */
export async function giveFeasibility(context: Context, { featureId: ref, ...answer }: FeasibilityGiven): Promise<Feasibility> {
  const { id, version } = await begin(context, ref, {});
  return answerFeasibility(context, id, version, answer);
}

async function begin(
  context: Context,
  ref: string,
  { question, assigneeId = null, dueOn = null }: Omit<FeasibilityAsk, "featureId">,
): Promise<Feasibility> {
  if (assigneeId) await mustBeMember(context, "assigneeId", assigneeId);
  // Held, so that of two who ask at once the second finds the first one's question.
  const feature = await lockedFeature(context, await recordIdOf(context, ref, "feature"));
  await mustNotBeOpen(context, feature.id);
  const made = await feasibilityStore.create(
    context,
    {
      featureId: feature.id,
      question: question ?? `Can we build “${feature.title}”, and what does it take?`.slice(0, MOST_QUESTION),
      assigneeId,
      dueOn,
      askedBy: personOf(context),
      askedAt: context.now,
    },
    { productId: feature.productId, activity: "feasibility.asked", detail: { aboutId: feature.id } },
  );
  await record(context, "feature.asked", feature.id, { askId: made.id });
  return made;
}

/** @throws Refusal 409 naming the question that is open */
async function mustNotBeOpen({ db, actor }: Context, featureId: string): Promise<void> {
  const [open] = await db
    .select({ id: feasibilities.id, number: records.number })
    .from(feasibilities)
    .innerJoin(records, and(eq(records.workspaceId, feasibilities.workspaceId), eq(records.id, feasibilities.id)))
    .where(and(eq(feasibilities.workspaceId, actor.workspaceId), eq(feasibilities.featureId, featureId), eq(feasibilities.state, "asked")));
  if (!open) return;
  const key = keyOf("feasibility", open.number);
  throw new Refusal(409, "ALREADY_ASKED", `This is asked already: ${key} waits for an answer.`, { id: open.id, key });
}

async function engineers({ db, actor }: Context): Promise<string[]> {
  const found = await db
    .select({ id: members.id })
    .from(members)
    .where(and(eq(members.workspaceId, actor.workspaceId), isNull(members.removedAt), sql`'engineering' = any(${members.groups})`));
  return found.map(({ id }) => id);
}

export function editFeasibility(context: Context, ref: string, version: number, change: FeasibilityChange): Promise<Feasibility> {
  return feasibilityStore.edit(context, ref, version, change, async (after) => {
    if (change.assigneeId && after.assigneeId) {
      await mustBeMember(context, "assigneeId", after.assigneeId);
      await notify(context, { kind: "asked", memberIds: [after.assigneeId], recordId: after.id, excerpt: after.question });
    }
  });
}

/**
 * Answers, or answers anew. What the teams' parts come to becomes the feature's effort.
 * @throws Refusal 404, 412 when somebody answered since, 422 naming the field
 */
export async function answerFeasibility(
  context: Context,
  ref: string,
  version: number,
  { efforts, ...answer }: FeasibilityAnswer,
): Promise<Feasibility> {
  const issues = answerIssues({ ...answer, efforts });
  if (issues.length > 0) throw new Refusal(422, "INVALID", "Some of what was sent is not valid.", { issues });
  await mustBeTeams(context, efforts);
  const before = await held(context, ref, version);
  await feasibilityStore.write(context, before, {
    state: "given",
    verdict: answer.verdict,
    line: answer.line ?? "",
    conditions: answer.conditions ?? "",
    spike: answer.spike ?? "",
    answeredBy: personOf(context),
    answeredAt: context.now,
    disputedBy: null,
    disputeReason: "",
  });
  await writeEfforts(context, before.id, efforts);
  await record(context, "feasibility.answered", before.id, {
    changes: { verdict: { before: before.verdict, after: answer.verdict } },
  });
  await writeFeatureEffort(context, before.featureId, before.id, effortSum(efforts));
  if (before.askedBy) await notify(context, { kind: "answered", memberIds: [before.askedBy], recordId: before.id, excerpt: answer.line });
  return feasibilityStore.byId(context, before.id);
}

/** Says that an answer is wrong, and why. */
export async function disputeFeasibility(context: Context, ref: string, version: number, reason: string): Promise<Feasibility> {
  const disputed = await feasibilityStore.move(
    context,
    ref,
    { version, state: "disputed", reason, activity: "feasibility.disputed", set: { disputedBy: personOf(context), disputeReason: reason } },
    ({ state }) => {
      if (state === "asked") throw new Refusal(409, "NOT_POSSIBLE", "There is no answer to dispute yet.");
      if (state === "disputed") throw new Refusal(409, "NOT_POSSIBLE", "It is disputed already.");
    },
  );
  if (disputed.answeredBy)
    await notify(context, { kind: "disputed", memberIds: [disputed.answeredBy], recordId: disputed.id, excerpt: reason });
  return disputed;
}

/** Takes an answer back: the question is open again, and the feature's effort is that of the answer before, or none. */
export async function withdrawFeasibility(context: Context, ref: string, version: number): Promise<Feasibility> {
  const before = await held(context, ref, version);
  if (before.state === "asked") throw new Refusal(409, "NOT_POSSIBLE", "There is no answer to withdraw yet.");
  await mustNotBeOpen(context, before.featureId);
  await feasibilityStore.write(context, before, {
    ...{ state: "asked", verdict: null, line: "", conditions: "", spike: "" },
    ...{ answeredBy: null, answeredAt: null, disputedBy: null, disputeReason: "" },
  });
  await writeEfforts(context, before.id, []);
  await record(context, "feasibility.withdrawn", before.id, { changes: { verdict: { before: before.verdict, after: null } } });
  const sum = effortSum(before.efforts);
  const feature = await lockedFeature(context, before.featureId);
  // Whoever wrote another effort since meant it.
  if (sum && feature.effortLow === sum.low && feature.effortHigh === sum.high) {
    const earlier = await lastEfforts(context, before.featureId);
    if (earlier) await writeFeatureEffort(context, before.featureId, earlier.id, earlier.sum);
    else await writeFeatureEffort(context, before.featureId, before.id, null, true);
  }
  return feasibilityStore.byId(context, before.id);
}

/** Takes a question back that nobody has answered. */
export async function deleteFeasibility(context: Context, ref: string): Promise<void> {
  const { state } = await feasibilityStore.locked(context, ref);
  if (state !== "asked") throw new Refusal(409, "NOT_POSSIBLE", "It is answered; withdraw the answer first.");
  await feasibilityStore.remove(context, ref, ({ question }) => ({ title: question }));
}

/** Feature first, answer second: whoever asks, answers or withdraws takes the two in the same order. */
async function held(context: Context, ref: string, version: number): Promise<Feasibility> {
  const { featureId } = await feasibilityStore.byId(context, ref);
  await lockedFeature(context, featureId);
  const before = await feasibilityStore.locked(context, ref);
  if (before.version !== version) throw changedSince(before);
  return before;
}

async function mustBeTeams({ db, actor }: Context, efforts: FeasibilityAnswer["efforts"]): Promise<void> {
  const known = new Set(
    (await db.select({ id: teams.id }).from(teams).where(eq(teams.workspaceId, actor.workspaceId))).map(({ id }) => id),
  );
  const unknown = efforts.findIndex(({ teamId }) => teamId !== null && !known.has(teamId));
  if (unknown >= 0) throw invalid(`efforts.${unknown}.teamId`, "There is no such team in this workspace.");
}

async function writeEfforts({ db, actor }: Context, feasibilityId: string, efforts: FeasibilityAnswer["efforts"]): Promise<void> {
  await db
    .delete(feasibilityEfforts)
    .where(and(eq(feasibilityEfforts.workspaceId, actor.workspaceId), eq(feasibilityEfforts.feasibilityId, feasibilityId)));
  if (efforts.length > 0)
    await db
      .insert(feasibilityEfforts)
      .values(efforts.map(({ teamId, low, high }) => ({ workspaceId: actor.workspaceId, feasibilityId, teamId, low, high })));
}

/** The feature's effort as an answer gives it; the trail says which. An answer without an estimate leaves what is there. */
async function writeFeatureEffort(
  context: Context,
  featureId: string,
  feasibilityId: string,
  sum: { low: number; high: number } | null,
  empties = false,
): Promise<void> {
  if (!sum && !empties) return;
  const feature = await lockedFeature(context, featureId);
  const [effortLow, effortHigh] = [sum?.low ?? null, sum?.high ?? null];
  if (feature.effortLow === effortLow && feature.effortHigh === effortHigh) return;
  await writeChange(context, feature, { effortLow, effortHigh });
  await record(context, "feature.estimated", featureId, {
    feasibilityId,
    changes: {
      effortLow: { before: feature.effortLow, after: effortLow },
      effortHigh: { before: feature.effortHigh, after: effortHigh },
    },
  });
}

/** The newest answer about a feature that came with an estimate. */
async function lastEfforts({ db, actor }: Context, featureId: string) {
  const rows = await db
    .select({ id: feasibilities.id, low: feasibilityEfforts.low, high: feasibilityEfforts.high })
    .from(feasibilities)
    .innerJoin(
      feasibilityEfforts,
      and(eq(feasibilityEfforts.workspaceId, feasibilities.workspaceId), eq(feasibilityEfforts.feasibilityId, feasibilities.id)),
    )
    .where(
      and(eq(feasibilities.workspaceId, actor.workspaceId), eq(feasibilities.featureId, featureId), isNotNull(feasibilities.answeredAt)),
    )
    .orderBy(desc(feasibilities.answeredAt), desc(feasibilities.id));
  const [newest] = rows;
  return newest && { id: newest.id, sum: effortSum(rows.filter(({ id }) => id === newest.id)) };
}
