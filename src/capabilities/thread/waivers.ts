import { and, eq, inArray } from "drizzle-orm";
import { may } from "../../platform/access.ts";
import { type Context, record } from "../../platform/context.ts";
import { invalid, notFound, Refusal } from "../../platform/refusal.ts";
import { isWaivable, type Waiver, waiverGroups } from "./rules.ts";
import { checkWaivers, type Readiness, type WaiverDraft } from "./schema.ts";

/** The longest that a gap is accepted without looking at it again. */
const LONGEST_DAYS = 366;
const DAY_MS = 24 * 60 * 60 * 1000;

/** What is waived of these records, by record; waivers that have ended are left out. */
export async function waiversOf({ db, actor, now }: Context, recordIds: readonly string[]): Promise<Map<string, Waiver[]>> {
  if (recordIds.length === 0) return new Map();
  const rows = await db
    .select({
      recordId: checkWaivers.recordId,
      checkId: checkWaivers.checkId,
      reason: checkWaivers.reason,
      until: checkWaivers.until,
      waivedBy: checkWaivers.waivedBy,
    })
    .from(checkWaivers)
    .where(and(eq(checkWaivers.workspaceId, actor.workspaceId), inArray(checkWaivers.recordId, [...recordIds])));
  const today = now.slice(0, 10);
  return Map.groupBy(
    rows.filter(({ until }) => until >= today),
    ({ recordId }) => recordId,
  );
}

/**
 * Accepts a gap until a day, with a reason: said by the group that is waited on, or by product. Said again it replaces what was said.
 * @param readiness the record as it is judged now
 * @throws Refusal 403 for others, 404 without such a check, 409 when nothing is missing, 422 for a day that has passed or is too far off
 */
export async function waiveCheck(context: Context, readiness: Readiness, checkId: string, { reason, until }: WaiverDraft): Promise<void> {
  const { db, actor, now } = context;
  const check = readiness.qualities.flatMap(({ checks }) => checks).find(({ id }) => id === checkId);
  if (!check) throw notFound("check of this feature");
  const groups = waiverGroups(check.group);
  if (!may(actor, { waive: groups }, "waive"))
    throw new Refusal(403, "FORBIDDEN", `This gap is accepted by ${groups.join(" or ")}.`, { groups });
  if (!isWaivable(check) && check.state !== "waived") throw new Refusal(409, "NOT_POSSIBLE", "Nothing is missing here.");
  const today = now.slice(0, 10);
  if (until < today) throw invalid("until", "This day has passed.");
  if (Date.parse(until) - Date.parse(today) > LONGEST_DAYS * DAY_MS)
    throw invalid("until", "Choose a day within a year: then it is looked at again.");
  const said = { reason, until, waivedBy: actor.kind === "member" ? actor.id : null, waivedAt: now };
  await db
    .insert(checkWaivers)
    .values({ workspaceId: actor.workspaceId, recordId: readiness.id, checkId, ...said })
    .onConflictDoUpdate({ target: [checkWaivers.workspaceId, checkWaivers.recordId, checkWaivers.checkId], set: said });
  await record(context, `${readiness.kind}.waived`, readiness.id, { check: check.name, until, reason });
}

/** Asks for it again. @throws Refusal 403 for others than who may waive */
export async function endWaiver(context: Context, readiness: Readiness, checkId: string): Promise<void> {
  const { db, actor } = context;
  const check = readiness.qualities.flatMap(({ checks }) => checks).find(({ id }) => id === checkId);
  if (!check) throw notFound("check of this feature");
  const groups = waiverGroups(check.group);
  if (!may(actor, { waive: groups }, "waive"))
    throw new Refusal(403, "FORBIDDEN", `This is asked again by ${groups.join(" or ")}.`, { groups });
  const gone = await db
    .delete(checkWaivers)
    .where(
      and(eq(checkWaivers.workspaceId, actor.workspaceId), eq(checkWaivers.recordId, readiness.id), eq(checkWaivers.checkId, checkId)),
    );
  if (gone.rowCount) await record(context, `${readiness.kind}.unwaived`, readiness.id, { check: check.name });
}
