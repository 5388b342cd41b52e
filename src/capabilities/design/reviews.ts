import { and, asc, eq, inArray } from "drizzle-orm";
import { type Context, record } from "../../platform/context.ts";
import { invalid, notFound } from "../../platform/refusal.ts";
import { recordIdOf } from "../workspace/records.ts";
import { records } from "../workspace/schema.ts";
import type { DesignReview, Principle, Principles, ReviewLine, ReviewVerdict } from "./answers.ts";
import { reviewBlockers, reviewSentence } from "./rules.ts";
import { designPrinciples, designReviews } from "./schema.ts";

/** What the team holds designs to, in its order. */
export async function principlesOf({ db, actor }: Pick<Context, "db" | "actor">): Promise<Principle[]> {
  return db
    .select({ id: designPrinciples.id, statement: designPrinciples.statement })
    .from(designPrinciples)
    .where(eq(designPrinciples.workspaceId, actor.workspaceId))
    .orderBy(asc(designPrinciples.place), asc(designPrinciples.id));
}

/** Puts the principles in order: what has an id stays with what was reviewed by it, what is missing goes. */
export async function setPrinciples(context: Context, { principles }: Principles): Promise<Principle[]> {
  const { db, actor } = context;
  const { workspaceId } = actor;
  const before = new Set((await principlesOf(context)).map(({ id }) => id));
  const unknown = principles.findIndex(({ id }) => id !== undefined && !before.has(id));
  if (unknown !== -1) throw invalid(`principles.${unknown}.id`, "There is no such principle in this workspace.");
  const kept = new Set(principles.flatMap(({ id }) => id ?? []));
  if (kept.size < principles.filter(({ id }) => id !== undefined).length) throw invalid("principles", "A principle stands there twice.");
  const gone = [...before].filter((id) => !kept.has(id));
  if (gone.length > 0)
    await db.delete(designPrinciples).where(and(eq(designPrinciples.workspaceId, workspaceId), inArray(designPrinciples.id, gone)));
  for (const [place, { id, statement }] of principles.entries()) {
    if (id === undefined) await db.insert(designPrinciples).values({ workspaceId, place, statement });
    else
      await db
        .update(designPrinciples)
        .set({ place, statement })
        .where(and(eq(designPrinciples.workspaceId, workspaceId), eq(designPrinciples.id, id)));
  }
  await record(context, "workspace.principles-set", null, { principles: principles.length });
  return principlesOf(context);
}

/** How a feature's design stands up to each principle. */
export async function reviewOf(context: Context, ref: string): Promise<DesignReview> {
  const featureId = await featureIdOf(context, ref);
  return reviewed((await reviewLines(context, [featureId])).get(featureId) ?? []);
}

/** The lines of many features' reviews: every principle, answered or not. */
export async function reviewLines(
  context: Pick<Context, "db" | "actor">,
  featureIds: readonly string[],
): Promise<Map<string, ReviewLine[]>> {
  const [principles, said] = await Promise.all([
    principlesOf(context),
    featureIds.length === 0
      ? []
      : context.db
          .select()
          .from(designReviews)
          .where(and(eq(designReviews.workspaceId, context.actor.workspaceId), inArray(designReviews.featureId, [...featureIds]))),
  ]);
  const byFeature = Map.groupBy(said, ({ featureId }) => featureId);
  return new Map(
    featureIds.map((featureId) => {
      const answered = new Map((byFeature.get(featureId) ?? []).map((line) => [line.principleId, line]));
      const lines = principles.map((principle): ReviewLine => {
        const { verdict = null, note = "", reviewedBy = null, reviewedAt = null } = answered.get(principle.id) ?? {};
        return { principle, verdict, note, reviewedBy, reviewedAt };
      });
      return [featureId, lines];
    }),
  );
}

export const reviewed = (lines: ReviewLine[]): DesignReview => ({
  sentence: reviewSentence(lines),
  passed: reviewBlockers(lines).length === 0,
  lines,
});

/** Says how a feature's design stands up to a principle; said again, it replaces what was said. */
export async function review(context: Context, ref: string, principleId: string, { verdict, note }: ReviewVerdict): Promise<DesignReview> {
  const featureId = await featureIdOf(context, ref);
  const principle = await principleById(context, principleId);
  const { db, actor, now } = context;
  const said = { verdict, note, reviewedBy: actor.kind === "member" ? actor.id : null, reviewedAt: now };
  await db
    .insert(designReviews)
    .values({ workspaceId: actor.workspaceId, featureId, principleId, ...said })
    .onConflictDoUpdate({ target: [designReviews.workspaceId, designReviews.featureId, designReviews.principleId], set: said });
  await record(context, "feature.design-reviewed", featureId, {
    principle: principle.statement,
    verdict,
    ...(note ? { reason: note } : {}),
  });
  return reviewOf(context, featureId);
}

/** Takes back what was said of a principle: it counts as not answered. */
export async function withdrawReview(context: Context, ref: string, principleId: string): Promise<DesignReview> {
  const featureId = await featureIdOf(context, ref);
  const principle = await principleById(context, principleId);
  const { db, actor } = context;
  const gone = await db
    .delete(designReviews)
    .where(
      and(
        eq(designReviews.workspaceId, actor.workspaceId),
        eq(designReviews.featureId, featureId),
        eq(designReviews.principleId, principleId),
      ),
    );
  if (gone.rowCount) await record(context, "feature.design-review-withdrawn", featureId, { principle: principle.statement });
  return reviewOf(context, featureId);
}

/** The id of a feature of this workspace. @throws Refusal 404 */
export async function featureIdOf(context: Context, ref: string): Promise<string> {
  const id = await recordIdOf(context, ref, "feature");
  const [found] = await context.db
    .select({ id: records.id })
    .from(records)
    .where(and(eq(records.workspaceId, context.actor.workspaceId), eq(records.id, id), eq(records.kind, "feature")));
  if (!found) throw notFound("feature");
  return id;
}

async function principleById(context: Context, id: string): Promise<Principle> {
  const found = (await principlesOf(context)).find((principle) => principle.id === id);
  if (!found) throw notFound("principle");
  return found;
}
