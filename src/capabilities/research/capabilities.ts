import { and, asc, eq, sql } from "drizzle-orm";
import { type Context, record, recordMany } from "../../platform/context.ts";
import { only } from "../../platform/database.ts";
import { invalid, notFound, Refusal } from "../../platform/refusal.ts";
import { features } from "../features/schema.ts";
import { keyOf } from "../workspace/kind-rules.ts";
import { mustBeRecords } from "../workspace/records.ts";
import { records } from "../workspace/schema.ts";
import type { Capability, CapabilityDraft, Cells } from "./capability-answers.ts";
import { MOST_CAPABILITIES } from "./capability-rules.ts";
import { capabilities, capabilityStands } from "./schema.ts";

/** What we and each competitor can do, in the order in which the rows were added. */
export async function capabilityMatrix({ db, actor }: Pick<Context, "db" | "actor">): Promise<{ items: Capability[] }> {
  const rows = await db
    .select({
      id: capabilities.id,
      name: capabilities.name,
      featureId: capabilities.featureId,
      title: features.title,
      state: features.state,
      number: records.number,
    })
    .from(capabilities)
    .leftJoin(features, and(eq(features.workspaceId, capabilities.workspaceId), eq(features.id, capabilities.featureId)))
    .leftJoin(records, and(eq(records.workspaceId, capabilities.workspaceId), eq(records.id, capabilities.featureId)))
    .where(eq(capabilities.workspaceId, actor.workspaceId))
    .orderBy(asc(capabilities.createdAt), asc(capabilities.id));
  const stands = await db
    .select({
      capabilityId: capabilityStands.capabilityId,
      competitorId: capabilityStands.competitorId,
      stance: capabilityStands.stance,
      address: capabilityStands.address,
      asOf: capabilityStands.asOf,
    })
    .from(capabilityStands)
    .where(eq(capabilityStands.workspaceId, actor.workspaceId))
    .orderBy(asc(capabilityStands.id));
  const byRow = Map.groupBy(stands, ({ capabilityId }) => capabilityId);
  return {
    items: rows.map(({ id, name, featureId, title, state, number }) => ({
      id,
      name: title ?? name,
      feature: featureId !== null && state !== null && number !== null ? { id: featureId, key: keyOf("feature", number), state } : null,
      stands: (byRow.get(id) ?? []).map(({ capabilityId: _, ...stand }) => stand),
    })),
  };
}

/** Adds a row: one of our features, or something that can be done, by a name. @throws Refusal 404, 409 when it is there already */
export async function addCapability(context: Context, draft: CapabilityDraft): Promise<Capability> {
  const { db, actor, now } = context;
  const featureId = "featureId" in draft ? draft.featureId : null;
  const name = "name" in draft ? draft.name : "";
  if (featureId !== null) await mustBeRecords(context, "featureId", [featureId], ["feature"]);
  const { items } = await capabilityMatrix(context);
  if (items.length >= MOST_CAPABILITIES)
    throw new Refusal(409, "TOO_MANY", `${MOST_CAPABILITIES} rows are compared already; take some out first.`);
  if (items.some((one) => (featureId === null ? one.name.toLowerCase() === name.toLowerCase() : one.feature?.id === featureId)))
    throw new Refusal(409, "NAME_TAKEN", "This is compared already.", { issues: [{ path: "name", message: "This is compared already." }] });
  const { id } = only(
    await db
      .insert(capabilities)
      .values({ workspaceId: actor.workspaceId, name, featureId, createdAt: now })
      .returning({ id: capabilities.id }),
  );
  await record(context, "capability.added", featureId, { name });
  return capabilityById(context, id);
}

/** @throws Refusal 404, 409 for a row that is a feature of ours */
export async function renameCapability(context: Context, id: string, name: string): Promise<Capability> {
  const before = await capabilityById(context, id);
  if (before.feature) throw new Refusal(409, "NOT_POSSIBLE", `It is called as ${before.feature.key} is; change the feature’s title.`);
  await context.db
    .update(capabilities)
    .set({ name })
    .where(and(eq(capabilities.workspaceId, context.actor.workspaceId), eq(capabilities.id, id)));
  await record(context, "capability.renamed", null, { changes: { name: { before: before.name, after: name } } });
  return capabilityById(context, id);
}

/** Takes a row out with what was said in it. @throws Refusal 404 */
export async function removeCapability(context: Context, id: string): Promise<void> {
  const gone = await capabilityById(context, id);
  await context.db.delete(capabilities).where(and(eq(capabilities.workspaceId, context.actor.workspaceId), eq(capabilities.id, id)));
  await record(context, "capability.removed", gone.feature?.id ?? null, { name: gone.name });
}

/**
 * Says how somebody stands with something: all cells, or none.
 * @throws Refusal 404 for a row or competitor that is not here, 409 where it follows from a feature of ours, 422 for a day to come
 */
export async function compare(context: Context, { cells }: Cells): Promise<{ items: Capability[] }> {
  const { db, actor, now } = context;
  const { items } = await capabilityMatrix(context);
  const rows = new Map(items.map((row) => [row.id, row]));
  const rivals = [...new Set(cells.flatMap(({ competitorId }) => competitorId ?? []))];
  await mustBeRecords(context, "competitorId", rivals, ["competitor"]);
  const today = now.slice(0, 10);
  cells.forEach(({ capabilityId, competitorId, asOf }, at) => {
    const row = rows.get(capabilityId);
    if (!row) throw notFound("capability");
    if (row.feature && competitorId === null)
      throw new Refusal(409, "NOT_POSSIBLE", `How we stand with it follows from the state of ${row.feature.key}.`);
    if (asOf && asOf > today) throw invalid(`cells.${at}.asOf`, "This day is still to come; give the day on which it was so.");
  });
  const said = new Map<string | null, Record<string, string>>();
  for (const { capabilityId, competitorId, ...change } of cells) {
    const row = rows.get(capabilityId);
    const before = row?.stands.find((one) => one.competitorId === competitorId) ?? {
      stance: "unknown" as const,
      address: null,
      asOf: null,
    };
    const stance = change.stance ?? before.stance;
    const address = change.address === undefined ? before.address : change.address;
    const isNew = change.stance !== undefined && change.stance !== before.stance && change.stance !== "unknown";
    const asOf = change.asOf === undefined ? (isNew ? today : before.asOf) : change.asOf;
    const here = and(
      eq(capabilityStands.workspaceId, actor.workspaceId),
      eq(capabilityStands.capabilityId, capabilityId),
      sql`${capabilityStands.competitorId} is not distinct from ${competitorId}::uuid`,
    );
    const isNothing = stance === "unknown" && (address === null || change.stance === "unknown");
    if (isNothing) await db.delete(capabilityStands).where(here);
    else
      await db
        .insert(capabilityStands)
        .values({ workspaceId: actor.workspaceId, capabilityId, competitorId, stance, address, asOf })
        .onConflictDoUpdate({
          target: [capabilityStands.workspaceId, capabilityStands.capabilityId, capabilityStands.competitorId],
          set: { stance, address, asOf },
        });
    said.set(competitorId, { ...said.get(competitorId), [row?.name ?? ""]: stance });
  }
  await recordMany(
    context,
    "competitor.compared",
    [...said].map(([recordId, stands]) => ({ recordId, detail: { stands } })),
  );
  return capabilityMatrix(context);
}

async function capabilityById(context: Context, id: string): Promise<Capability> {
  const found = (await capabilityMatrix(context)).items.find((one) => one.id === id);
  if (!found) throw notFound("capability");
  return found;
}
