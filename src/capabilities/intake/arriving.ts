import { and, eq, sql } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import { only } from "../../platform/database.ts";
import { Refusal } from "../../platform/refusal.ts";
import { createFeedback } from "../customers/feedback.ts";
import { authorsByEmail } from "../customers/matching.ts";
import { organisationDomainOf } from "../customers/rules.ts";
import { accounts, FeedbackDraft, feedback } from "../customers/schema.ts";
import { keyOf } from "../workspace/kind-rules.ts";
import { labelsNamed, setLabels } from "../workspace/labels.ts";
import { records } from "../workspace/schema.ts";
import { attachReady, type madeReady } from "./attachments.ts";
import { mappingFor, withLeftOut } from "./mail-rules.ts";
import { DAYS_KEPT, DELIVERIES_KEPT, feedbackIn, type Incoming } from "./rules.ts";
import { type Arrived, intakeDeliveries, intakeSources } from "./schema.ts";

type Source = typeof intakeSources.$inferSelect;
type Delivery = typeof intakeDeliveries.$inferSelect;
export type Message = {
  deliveryId: string | null;
  payload: unknown;
  problem: string | null;
  /** What came with it, for the feedback that it becomes at once; a delivery that waits keeps the names alone. */
  files: Awaited<ReturnType<typeof madeReady>>;
  /** How many bytes the workspace's files may take. */
  quota: number;
};

/** A source, held until the transaction ends: what comes from one source at once is taken one after the other, so that nothing is taken twice. */
async function heldSource({ db, actor }: Context, id: string): Promise<Source> {
  const [source] = await db
    .select()
    .from(intakeSources)
    .where(and(eq(intakeSources.workspaceId, actor.workspaceId), eq(intakeSources.id, id)))
    .for("update");
  if (!source) throw new Refusal(404, "NOT_FOUND", "There is nothing at this address.");
  return source;
}

/** Keeps what came and makes feedback of it when the source knows how; what came before is recognised. */
export async function takeIn(context: Context, sourceId: string, message: Message): Promise<Arrived> {
  const { db, actor, now } = context;
  const source = await heldSource(context, sourceId);
  const own = and(eq(intakeDeliveries.workspaceId, actor.workspaceId), eq(intakeDeliveries.sourceId, source.id));
  if (message.deliveryId !== null) {
    const [before] = await db
      .select()
      .from(intakeDeliveries)
      .where(and(own, eq(intakeDeliveries.deliveryId, message.deliveryId)));
    if (before) return answerOf(context, before);
  }
  const delivery = only(
    await db
      .insert(intakeDeliveries)
      .values({
        workspaceId: actor.workspaceId,
        sourceId: source.id,
        deliveryId: message.deliveryId,
        at: now,
        state: message.problem === null ? "waiting" : "refused",
        problem: message.problem,
        payload: message.payload,
      })
      .returning(),
  );
  const settled = message.problem === null ? await settle(context, source, delivery) : delivery;
  if (settled.state === "taken" && settled.feedbackId !== null && message.files.length > 0) {
    const leftOut = await attachReady(context, settled.feedbackId, message.files, message.quota);
    await db
      .update(intakeDeliveries)
      .set({ payload: withLeftOut(delivery.payload, leftOut) })
      .where(and(own, eq(intakeDeliveries.id, delivery.id)));
  }
  await db.delete(intakeDeliveries).where(
    and(
      own,
      sql`(${intakeDeliveries.at} < ${now}::timestamptz - make_interval(days => ${DAYS_KEPT}) or ${intakeDeliveries.position} <=
        (select d.position from ${intakeDeliveries} d where d.workspace_id = ${actor.workspaceId} and d.source_id = ${source.id} order by d.position desc offset ${DELIVERIES_KEPT} limit 1))`,
    ),
  );
  tell(context);
  return answerOf(context, settled);
}

/** Whoever looks at what came sees it at once. It is no entry of the trail: what it became is. */
function tell({ news, actor }: Context): void {
  news.push({ kind: "intake.received", recordId: null, actorId: actor.id });
}

/** Makes feedback of one that was kept: when a mapping was saved, or when somebody tries it again. */
export async function takeKept(context: Context, sourceId: string, deliveryId: string): Promise<Arrived> {
  const { db, actor } = context;
  const source = await heldSource(context, sourceId);
  const [delivery] = await db
    .select()
    .from(intakeDeliveries)
    .where(
      and(
        eq(intakeDeliveries.workspaceId, actor.workspaceId),
        eq(intakeDeliveries.sourceId, source.id),
        eq(intakeDeliveries.id, deliveryId),
      ),
    );
  if (!delivery) throw new Refusal(404, "NOT_FOUND", "There is no such delivery in this workspace.");
  const isOpen = (delivery.state === "waiting" || delivery.state === "refused") && delivery.payload !== null;
  tell(context);
  return answerOf(context, isOpen ? await settle(context, source, delivery) : delivery);
}

async function settle(context: Context, source: Source, delivery: Delivery): Promise<Delivery> {
  const mapping = mappingFor(delivery.payload, source.mapping);
  if (Object.keys(mapping).length === 0) return delivery;
  const became = await feedbackOf(context, { ...source, mapping }, delivery.payload);
  return only(
    await context.db
      .update(intakeDeliveries)
      .set({ problem: null, feedbackId: null, ...became })
      .where(and(eq(intakeDeliveries.workspaceId, delivery.workspaceId), eq(intakeDeliveries.id, delivery.id)))
      .returning(),
  );
}

type Became = { state: "taken" | "known"; feedbackId: string } | { state: "refused"; problem: string };

async function feedbackOf(context: Context, source: Source, payload: unknown): Promise<Became> {
  const { db, actor } = context;
  const read = feedbackIn(payload, source.mapping);
  if ("problem" in read) return { state: "refused", problem: read.problem };
  const { labels, account, receivedAt, sourceId, ...said } = read.feedback;
  if (sourceId !== null) {
    const [known] = await db
      .select({ id: feedback.id })
      .from(feedback)
      .where(
        and(eq(feedback.workspaceId, actor.workspaceId), eq(feedback.sourceSystem, source.sourceSystem), eq(feedback.sourceId, sourceId)),
      );
    if (known) return { state: "known", feedbackId: known.id };
  }
  const accountId = await accountFor(context, said.authorEmail, account);
  const draft = FeedbackDraft.safeParse({
    ...said,
    channel: said.channel ?? source.channel,
    productId: source.productId,
    ...(receivedAt === null ? {} : { receivedAt }),
    ...(sourceId === null ? {} : { sourceSystem: source.sourceSystem, sourceId }),
    ...(accountId === null ? {} : { accountId }),
  });
  if (!draft.success)
    return { state: "refused", problem: draft.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join(" ") };
  try {
    // Before anything is written: a workspace may have no room for more labels.
    const ids = labels.length === 0 ? new Map<string, string>() : await labelsNamed(context, labels);
    const made = await createFeedback(context, draft.data);
    if (ids.size > 0)
      await setLabels(
        context,
        made.id,
        labels.flatMap((name) => ids.get(name.trim().toLowerCase()) ?? []),
      );
    return { state: "taken", feedbackId: made.id };
  } catch (error) {
    if (error instanceof Refusal && error.status < 500) return { state: "refused", problem: error.message };
    throw error;
  }
}

/** The account that is named, where the author's address finds none: by its domain, else by its name. Nobody is invented. */
async function accountFor(context: Context, email: string | null, named: Incoming["account"]): Promise<string | null> {
  if (named === null) return null;
  if (email !== null && (await authorsByEmail(context, [email])).get(email)?.accountId) return null;
  const { db, actor } = context;
  const domain = named.domain === null ? null : organisationDomainOf(`x@${named.domain}`);
  const one = async (which: ReturnType<typeof sql>) => {
    const found = await db
      .select({ id: accounts.id })
      .from(accounts)
      .where(and(eq(accounts.workspaceId, actor.workspaceId), which))
      .limit(2);
    return found.length === 1 ? (found[0]?.id ?? null) : null;
  };
  return (
    (domain === null ? null : await one(sql`${accounts.domain} = ${domain}`)) ??
    (named.name === null ? null : await one(sql`lower(${accounts.name}) = lower(${named.name})`))
  );
}

async function answerOf({ db, actor }: Context, { id, state, problem, feedbackId }: Delivery): Promise<Arrived> {
  const [found] =
    feedbackId === null
      ? []
      : await db
          .select({ number: records.number })
          .from(records)
          .where(and(eq(records.workspaceId, actor.workspaceId), eq(records.id, feedbackId)));
  return { id, state, problem, feedback: found ? keyOf("feedback", found.number) : null };
}
