import { and, eq, sql } from "drizzle-orm";
import * as z from "zod";
import type { Actor } from "../../platform/access.ts";
import { secretHash } from "../../platform/api-keys.ts";
import { type RequestContext, record } from "../../platform/context.ts";
import { Refusal } from "../../platform/refusal.ts";
import { workIn } from "../../platform/work.ts";
import type { Shared } from "./answers.ts";
import { HIDES, SHARE_KINDS } from "./rules.ts";
import { shareLinks } from "./schema.ts";
import type { Sheet } from "./sheet.ts";
import { targets } from "./targets.ts";

const Found = z.object({
  workspaceId: z.uuid(),
  id: z.uuid(),
  kind: z.enum(SHARE_KINDS),
  recordId: z.uuid().nullable(),
  scope: z.record(z.string(), z.unknown()),
  hides: z.array(z.enum(HIDES)),
  embeds: z.boolean(),
  createdBy: z.uuid().nullable(),
  makerUserId: z.uuid().nullable(),
});
export type OpenedLink = z.infer<typeof Found> & { tokenHash: string };
export type Opened = { link: OpenedLink; answer: Shared; sheet: Sheet };

/** What a token looks like; nothing else is looked for. */
const TOKEN = /^[\w-]{43}$/;

/**
 * What a link shows, to whoever has it. Null alike for a token that nobody made, one that has expired and one that was revoked, and when
 * what it showed is gone.
 */
export async function openedByToken(context: RequestContext, token: string): Promise<Opened | null> {
  if (!TOKEN.test(token)) return null;
  const tokenHash = secretHash(token);
  const { rows } = await context.database.pool.query({
    name: "share_link_by_hash",
    text: `select workspace_id as "workspaceId", id, kind, record_id as "recordId", scope, hides, embeds, created_by as "createdBy",
      maker_user_id as "makerUserId" from share_link_by_hash($1, $2)`,
    values: [tokenHash, context.now],
  });
  if (rows.length === 0) return null;
  const link = { ...Found.parse(rows[0]), tokenHash };
  try {
    const shown = await workIn(context, readerOf(link), { writes: false, changeId: null }, (inner) =>
      targets[link.kind].show(inner, link, link),
    );
    return { link, ...shown };
  } catch (error) {
    if (error instanceof Refusal && error.status < 500) return null;
    throw error;
  }
}

/** Reads as the maker would read, so that a list filtered by "me" stays what it was; as a guest, who may change nothing. */
function readerOf({ workspaceId, createdBy, id }: OpenedLink): Actor {
  return { workspaceId, id: createdBy ?? id, kind: "member", userId: null, name: "", access: "guest", groups: [], scope: "read" };
}

/** Programs that fetch a page to show a preview of it, and whoever does not say what they are. */
const PREVIEWS =
  /bot\b|bot[/;]|crawl|spider|slurp|preview|unfurl|embedly|iframely|facebookexternalhit|facebookcatalog|whatsapp|telegram|discord|slack|skype|teams|linkedin|pinterest|vkshare|outlook|google-read-aloud|feedfetcher|curl|wget|python|java\/|go-http|okhttp|axios|node|undici/i;

/** Whether a request is that of somebody who reads: not of a program that shows a preview, nor of a browser that fetches ahead. */
export function isReader(headers: Headers): boolean {
  const agent = headers.get("user-agent") ?? "";
  const ahead = `${headers.get("sec-purpose") ?? ""} ${headers.get("purpose") ?? ""} ${headers.get("x-moz") ?? ""}`;
  return agent !== "" && !PREVIEWS.test(agent) && !/prefetch|prerender|preview/i.test(ahead);
}

/** Counts an opening by a reader; the first is told in the trail. Its maker's own looks do not count. */
export async function countOpening(context: RequestContext, link: OpenedLink): Promise<void> {
  if (!isReader(context.headers)) return;
  const { user } = await context.identify().catch(() => ({ user: null }));
  if (user && user.id === link.makerUserId) return;
  const { workspaceId, id, recordId } = link;
  const reader: Actor = { workspaceId, id, kind: "key", userId: null, name: "a share link", access: "guest", groups: [], scope: "read" };
  await workIn(context, reader, { writes: true, changeId: null }, async (inner) => {
    const [counted] = await inner.db
      .update(shareLinks)
      .set({ opens: sql`${shareLinks.opens} + 1`, lastOpenedAt: context.now })
      .where(and(eq(shareLinks.workspaceId, workspaceId), eq(shareLinks.id, id)))
      .returning({ opens: shareLinks.opens, label: shareLinks.label });
    if (counted?.opens === 1) await record(inner, "share-link.opened", recordId, { linkId: id, name: counted.label });
  });
}
