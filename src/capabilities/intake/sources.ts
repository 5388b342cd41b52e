import { randomUUID } from "node:crypto";
import { and, count, desc, eq, sql } from "drizzle-orm";
import * as z from "zod";
import type { Auth } from "../../platform/auth.ts";
import { type Context, record } from "../../platform/context.ts";
import { pageOf, readCursor } from "../../platform/cursor.ts";
import { only } from "../../platform/database.ts";
import { invalid, notFound, Refusal } from "../../platform/refusal.ts";
import { differences } from "../workspace/collaboration-rules.ts";
import { keyOf } from "../workspace/kind-rules.ts";
import { productFor } from "../workspace/records.ts";
import { records } from "../workspace/schema.ts";
import { keyOfSource, sealedSecret, signingSecretOf } from "./proofs.ts";
import { intakeMappingProblem } from "./rules.ts";
import {
  type IntakeDelivery,
  type IntakeSource,
  type IntakeSourceChange,
  type IntakeSourceDraft,
  type IntakeSourceItem,
  intakeDeliveries,
  intakeSources,
} from "./schema.ts";

export type Sealed = Context & { auth: Pick<Auth, "derived"> };
const MOST_SOURCES = 50;
const shown = {
  id: intakeSources.id,
  address: intakeSources.address,
  name: intakeSources.name,
  sourceSystem: intakeSources.sourceSystem,
  productId: intakeSources.productId,
  channel: intakeSources.channel,
  mapping: intakeSources.mapping,
  state: intakeSources.state,
  signatureHeader: intakeSources.signatureHeader,
  signatureForm: intakeSources.signatureForm,
  hasSenderSecret: sql<boolean>`${intakeSources.senderSecret} is not null`,
  createdAt: intakeSources.createdAt,
  version: intakeSources.version,
};
const own = ({ actor }: Pick<Context, "actor">, id: string) =>
  and(eq(intakeSources.workspaceId, actor.workspaceId), eq(intakeSources.id, id));

/** The sources of the workspace, newest first. */
export async function intakeSourcesOf({ db, actor }: Context): Promise<IntakeSourceItem[]> {
  const [rows, waiting] = await Promise.all([
    db
      .select(shown)
      .from(intakeSources)
      .where(eq(intakeSources.workspaceId, actor.workspaceId))
      .orderBy(desc(intakeSources.createdAt), desc(intakeSources.id)),
    db
      .select({ id: intakeDeliveries.sourceId, waiting: count() })
      .from(intakeDeliveries)
      .where(and(eq(intakeDeliveries.workspaceId, actor.workspaceId), eq(intakeDeliveries.state, "waiting")))
      .groupBy(intakeDeliveries.sourceId),
  ]);
  return rows.map((row) => ({ ...row, waiting: waiting.find(({ id }) => id === row.id)?.waiting ?? 0 }));
}

const secretsOf = (auth: Sealed["auth"], kept: { address: string; secretNumber: number }) => ({
  key: keyOfSource(auth, kept),
  signingSecret: signingSecretOf(auth, kept),
});

export async function addSource(context: Sealed, { senderSecret = null, ...draft }: IntakeSourceDraft) {
  const { db, actor, now, auth } = context;
  const productId = await productFor(context, draft.productId);
  const known = await intakeSourcesOf(context);
  if (known.length >= MOST_SOURCES) throw new Refusal(409, "TOO_MANY", `A workspace has at most ${MOST_SOURCES} sources.`);
  if (known.some(({ sourceSystem, name }) => sourceSystem === draft.name || name === draft.name))
    throw invalid("name", "There is or was one of this name; its ids are known by it.");
  const address = randomUUID();
  const made = only(
    await db
      .insert(intakeSources)
      .values({
        ...draft,
        workspaceId: actor.workspaceId,
        productId,
        sourceSystem: draft.name,
        createdAt: now,
        address,
        senderSecret: senderSecret === null ? null : sealedSecret(auth, address, senderSecret),
      })
      .returning({ ...shown, secretNumber: intakeSources.secretNumber }),
  );
  await record(context, "intake.created", made.id, { name: made.name });
  return { ...made, waiting: 0, ...secretsOf(auth, made) };
}

export async function editSource(
  context: Sealed,
  id: string,
  version: number,
  { senderSecret, ...change }: IntakeSourceChange,
): Promise<IntakeSource> {
  const { db, auth } = context;
  if (change.productId !== undefined) await productFor(context, change.productId);
  const [before] = await db.select(shown).from(intakeSources).where(own(context, id)).for("update");
  if (!before) throw notFound("source");
  if (before.version !== version) throw new Refusal(412, "CHANGED", "Somebody changed this since you looked.", { current: before });
  const after = only(
    await db
      .update(intakeSources)
      .set({
        ...change,
        // Sealed before it comes near a statement: what is logged of one that fails names its values.
        ...(senderSecret === undefined
          ? {}
          : { senderSecret: senderSecret === null ? null : sealedSecret(auth, before.address, senderSecret) }),
        version: version + 1,
      })
      .where(own(context, id))
      .returning(shown),
  );
  await record(context, "intake.edited", id, {
    changes: differences(before, after, [
      ...(["name", "productId", "channel", "state"] as const),
      ...(["signatureHeader", "signatureForm", "hasSenderSecret"] as const),
    ]),
    ...(senderSecret ? { secretReplaced: before.hasSenderSecret } : {}),
  });
  return after;
}

/** Says what the values of a source's deliveries are; those that wait are taken in afterwards. Answers which they are. */
export async function saveMapping(context: Context, id: string, version: number, mapping: Record<string, string>) {
  const { db, actor } = context;
  const problem = intakeMappingProblem(mapping);
  if (problem) throw invalid("mapping", problem);
  const [before] = await db.select(shown).from(intakeSources).where(own(context, id)).for("update");
  if (!before) throw notFound("source");
  if (before.version !== version) throw new Refusal(412, "CHANGED", "Somebody changed this since you looked.", { current: before });
  const source = only(
    await db
      .update(intakeSources)
      .set({ mapping, version: version + 1 })
      .where(own(context, id))
      .returning(shown),
  );
  await record(context, "intake.mapped", id, { name: source.name });
  const waiting = await db
    .select({ id: intakeDeliveries.id })
    .from(intakeDeliveries)
    .where(
      and(eq(intakeDeliveries.workspaceId, actor.workspaceId), eq(intakeDeliveries.sourceId, id), eq(intakeDeliveries.state, "waiting")),
    )
    .orderBy(intakeDeliveries.position);
  return { source, waiting: waiting.map((one) => one.id) };
}

export async function removeSource(context: Context, id: string): Promise<void> {
  const [gone] = await context.db.delete(intakeSources).where(own(context, id)).returning({ name: intakeSources.name });
  if (!gone) throw notFound("source");
  await record(context, "intake.deleted", id, { name: gone.name });
}

/** Makes a new key and signing secret; the old ones are refused from now on. */
export async function renewSourceKey(context: Sealed, id: string) {
  const [renewed] = await context.db
    .update(intakeSources)
    .set({ secretNumber: sql`${intakeSources.secretNumber} + 1`, version: sql`${intakeSources.version} + 1` })
    .where(own(context, id))
    .returning({ address: intakeSources.address, name: intakeSources.name, secretNumber: intakeSources.secretNumber });
  if (!renewed) throw notFound("source");
  await record(context, "intake.key-renewed", id, { name: renewed.name });
  return secretsOf(context.auth, renewed);
}

const Place = z.tuple([z.int()]);

/** What came from a source, newest first. */
export async function arrivalsOf(
  context: Context,
  id: string,
  { limit, cursor }: { limit: number; cursor?: string },
): Promise<{ items: IntakeDelivery[]; nextCursor: string | null }> {
  const { db, actor } = context;
  const [source] = await db.select({ id: intakeSources.id }).from(intakeSources).where(own(context, id));
  if (!source) throw notFound("source");
  const before = cursor ? Place.safeParse(readCursor(cursor, 1)) : null;
  if (before && !before.success) throw invalid("cursor", "This cursor does not belong to this list; start again without it.");
  const rows = await db
    .select({ delivery: intakeDeliveries, number: records.number })
    .from(intakeDeliveries)
    .leftJoin(records, and(eq(records.workspaceId, intakeDeliveries.workspaceId), eq(records.id, intakeDeliveries.feedbackId)))
    .where(
      and(
        eq(intakeDeliveries.workspaceId, actor.workspaceId),
        eq(intakeDeliveries.sourceId, id),
        before ? sql`${intakeDeliveries.position} < ${before.data[0]}` : undefined,
      ),
    )
    .orderBy(desc(intakeDeliveries.position))
    .limit(limit + 1);
  const page = pageOf(rows, limit, ({ delivery }) => [delivery.position]);
  return {
    ...page,
    items: page.items.map(({ delivery: { feedbackId, payload, ...rest }, number }) => ({
      ...rest,
      payload: payload ?? null,
      feedback: feedbackId !== null && number !== null ? { id: feedbackId, key: keyOf("feedback", number) } : null,
    })),
  };
}
