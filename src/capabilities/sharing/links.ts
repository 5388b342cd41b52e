import { and, desc, eq, inArray, isNull, not, type SQL, sql } from "drizzle-orm";
import { mayUse } from "../../platform/access.ts";
import { secretHash } from "../../platform/api-keys.ts";
import type { Auth } from "../../platform/auth.ts";
import { Instant } from "../../platform/columns.ts";
import { type Context, record, recordMany } from "../../platform/context.ts";
import { pageOf, readCursor } from "../../platform/cursor.ts";
import { only } from "../../platform/database.ts";
import { invalid, notFound, Refusal } from "../../platform/refusal.ts";
import { KINDS, keyOf } from "../workspace/kind-rules.ts";
import { memberName, titlesOf } from "../workspace/names.ts";
import { personBehind } from "../workspace/people-commands.ts";
import { recordOf } from "../workspace/records.ts";
import { records } from "../workspace/schema.ts";
import { mayLookAfter, shareNouns, stateOf } from "./rules.ts";
import { type ShareLink, type ShareLinkDraft, type ShareLinkQuery, shareLinks } from "./schema.ts";
import { targets } from "./targets.ts";

type Secrets = Pick<Auth, "derived">;

/** The token of a link: it follows from the link's id and the installation's secret, so that it can be copied again without being kept. */
const tokenOf = ({ derived }: Secrets, id: string): string => derived("share-link", id);

const selected = (context: Context) => ({
  id: shareLinks.id,
  kind: shareLinks.kind,
  recordId: shareLinks.recordId,
  scope: shareLinks.scope,
  label: shareLinks.label,
  hides: shareLinks.hides,
  embeds: shareLinks.embeds,
  createdBy: shareLinks.createdBy,
  createdByName: memberName(context, shareLinks.createdBy),
  createdAt: shareLinks.createdAt,
  expiresAt: shareLinks.expiresAt,
  revokedAt: shareLinks.revokedAt,
  opens: shareLinks.opens,
  lastOpenedAt: shareLinks.lastOpenedAt,
  recordKind: records.kind,
  recordNumber: records.number,
});
const rowsOf = (context: Context) =>
  context.db
    .select(selected(context))
    .from(shareLinks)
    .leftJoin(records, and(eq(records.workspaceId, shareLinks.workspaceId), eq(records.id, shareLinks.recordId)));
type Row = Awaited<ReturnType<typeof rowsOf>>[number];

async function told(context: Context, rows: readonly Row[]): Promise<ShareLink[]> {
  const titles = await titlesOf(
    context,
    rows.map(({ recordId }) => recordId),
  );
  return rows.map(({ recordKind, recordNumber, ...row }) => ({
    ...row,
    key: recordKind !== null && recordNumber !== null ? keyOf(recordKind, recordNumber) : null,
    title: (row.recordId && titles.get(row.recordId)) ?? null,
    state: stateOf(row, context.now),
  }));
}

/** Which links still open: `stateOf`, as the database reads it. */
const opens = ({ now }: Context): SQL =>
  sql`(${shareLinks.revokedAt} is null and (${shareLinks.expiresAt} is null or ${shareLinks.expiresAt} > ${now}::timestamptz))`;

/** Links, the newest first: of a record everybody's, else one's own; admins see all. */
export async function shareLinksOf(context: Context, { record: ref, kind, maker, open, limit, cursor }: ShareLinkQuery) {
  const { actor } = context;
  const about = ref === undefined ? null : await recordOf(context, ref);
  const own = (await personBehind(context)) ?? actor.id;
  const [before, beforeId] = cursor ? readCursor(cursor, 2) : [];
  const at = before === undefined ? null : Instant.safeParse(before);
  if (at && !at.success) throw invalid("cursor", "This cursor does not belong to this list; start again without it.");
  const rows = await rowsOf(context)
    .where(
      and(
        eq(shareLinks.workspaceId, actor.workspaceId),
        about ? eq(shareLinks.recordId, about.id) : undefined,
        about || mayUse(actor, "admin") ? undefined : eq(shareLinks.createdBy, own),
        kind === undefined ? undefined : inArray(shareLinks.kind, [kind].flat()),
        maker === undefined ? undefined : eq(shareLinks.createdBy, maker),
        open === undefined ? undefined : open ? opens(context) : not(opens(context)),
        at ? sql`(${shareLinks.createdAt}, ${shareLinks.id}) < (${at.data}::timestamptz, ${String(beforeId)}::uuid)` : undefined,
      ),
    )
    .orderBy(desc(shareLinks.createdAt), desc(shareLinks.id))
    .limit(limit + 1);
  const page = pageOf(rows, limit, (last) => [last.createdAt, last.id]);
  return { ...page, items: await told(context, page.items) };
}

/** @throws Refusal 404 when this workspace has no such link */
async function linkById(context: Context, id: string): Promise<ShareLink> {
  const rows = await rowsOf(context).where(and(eq(shareLinks.workspaceId, context.actor.workspaceId), eq(shareLinks.id, id)));
  const [link] = await told(context, rows);
  if (!link) throw notFound("share link");
  return link;
}

/** Makes a link; its token is in this answer. */
export async function shareLink(context: Context, secrets: Secrets, draft: ShareLinkDraft) {
  const { db, actor, now } = context;
  const { kind, label, hides, embeds } = draft;
  const { about, scope: Scope } = targets[kind];
  const expiresAt = draft.expiresAt ? new Date(draft.expiresAt).toISOString() : null;
  if (expiresAt !== null && expiresAt <= now) throw invalid("expiresAt", "This has passed already; choose a later moment, or none.");
  if (about !== null && draft.id === undefined) throw invalid("id", `Say which ${KINDS[about].one} to share.`);
  const subject = about !== null && draft.id !== undefined ? await recordOf(context, draft.id) : null;
  if (subject && subject.kind !== about) throw notFound(about ?? "record");
  if (subject) await targets[kind].mustBeShareable?.(context, subject.id);
  const scope = Scope.safeParse(draft.scope ?? {});
  if (!scope.success) throw refusedScope(scope.error.issues);
  const { id } = only((await db.execute<{ id: string }>(sql`select uuidv7() as id`)).rows);
  const token = tokenOf(secrets, id);
  const createdBy = await personBehind(context);
  await db.insert(shareLinks).values({
    workspaceId: actor.workspaceId,
    id,
    tokenHash: secretHash(token),
    kind,
    recordId: subject?.id ?? null,
    scope: scope.data,
    label,
    hides,
    embeds,
    createdBy,
    createdAt: now,
    expiresAt,
  });
  await record(context, "share-link.created", subject?.id ?? null, { linkId: id, name: label, shares: shareNouns[kind], hides });
  return { ...(await linkById(context, id)), token };
}

function refusedScope(issues: readonly { path: PropertyKey[]; message: string }[]): Refusal {
  return new Refusal(422, "INVALID", "Some of what was sent is not valid.", {
    issues: issues.map(({ path, message }) => ({ path: ["scope", ...path].map(String).join("."), message })),
  });
}

/** The token of a link, for whoever looks after it. @throws Refusal 410 once the link has ended or the secret was changed */
export async function shareTokenOf(context: Context, secrets: Secrets, id: string): Promise<{ token: string }> {
  const link = await lookedAfter(context, id);
  if (link.state !== "open") throw new Refusal(410, "LINK_ENDED", "This link no longer opens; make a new one.");
  const token = tokenOf(secrets, id);
  const [kept] = await context.db
    .select({ id: shareLinks.id })
    .from(shareLinks)
    .where(and(eq(shareLinks.workspaceId, context.actor.workspaceId), eq(shareLinks.id, id), eq(shareLinks.tokenHash, secretHash(token))));
  if (!kept)
    throw new Refusal(
      410,
      "SECRET_CHANGED",
      "The installation's secret was changed since: the link still opens, but make a new one to copy.",
    );
  return { token };
}

/** From now on the link opens nothing, like one that never was. */
export async function revokeShareLink(context: Context, id: string): Promise<void> {
  const link = await lookedAfter(context, id);
  const [revoked] = await context.db
    .update(shareLinks)
    .set({ revokedAt: context.now })
    .where(and(eq(shareLinks.workspaceId, context.actor.workspaceId), eq(shareLinks.id, id), isNull(shareLinks.revokedAt)))
    .returning({ id: shareLinks.id });
  if (!revoked) throw notFound("open share link");
  await record(context, "share-link.revoked", link.recordId, { linkId: id, name: link.label, opens: link.opens });
}

/** Ends the links of a member who left: nobody here answers for them any more, so they open nothing from then on. */
export async function revokeLinksOf(context: Context, memberId: string): Promise<void> {
  const revoked = await context.db
    .update(shareLinks)
    .set({ revokedAt: context.now })
    .where(and(eq(shareLinks.workspaceId, context.actor.workspaceId), eq(shareLinks.createdBy, memberId), isNull(shareLinks.revokedAt)))
    .returning({ linkId: shareLinks.id, name: shareLinks.label, opens: shareLinks.opens, recordId: shareLinks.recordId });
  await recordMany(
    context,
    "share-link.revoked",
    revoked.map(({ recordId, ...detail }) => ({ recordId, detail })),
  );
}

async function lookedAfter(context: Context, id: string): Promise<ShareLink> {
  const link = await linkById(context, id);
  const own = (await personBehind(context)) ?? context.actor.id;
  if (!mayLookAfter(link, { id: own, mayAdminister: mayUse(context.actor, "admin") }))
    throw new Refusal(403, "NOT_YOURS", "A link is looked after by who made it, or by an admin.");
  return link;
}
