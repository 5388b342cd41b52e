import { and, asc, eq, or, sql } from "drizzle-orm";
import * as z from "zod";
import { mayUse } from "../../platform/access.ts";
import { type Context, record } from "../../platform/context.ts";
import { only } from "../../platform/database.ts";
import { notFound, Refusal } from "../../platform/refusal.ts";
import { differences } from "./collaboration-rules.ts";
import { memberName } from "./names.ts";
import { SavedView as Row, savedViews } from "./schema.ts";

export const SavedView = Row.extend({ ownerName: z.string().nullable() });
export type SavedView = z.infer<typeof SavedView>;
export const ViewPage = Row.shape.page;
const Name = z.string().trim().min(1).max(80);
const Query = z
  .string()
  .max(4_000)
  .regex(/^[^?#\s]*$/, "Give the search part of the page's address, without ?.");
export const SavedViewDraft = z.strictObject({ page: ViewPage, name: Name, query: Query, shared: z.boolean().default(false) });
export const SavedViewChange = z.strictObject({ name: Name, query: Query, shared: z.boolean() }).partial();

const selected = (context: Context) => ({
  id: savedViews.id,
  page: savedViews.page,
  name: savedViews.name,
  query: savedViews.query,
  shared: savedViews.shared,
  ownerId: savedViews.ownerId,
  ownerName: memberName(context, savedViews.ownerId),
  version: savedViews.version,
});
/** One's own views and those that are shared; of others' private ones nobody learns. */
const visible = ({ actor }: Context, id?: string) =>
  and(
    eq(savedViews.workspaceId, actor.workspaceId),
    or(eq(savedViews.ownerId, actor.id), eq(savedViews.shared, true)),
    id ? eq(savedViews.id, id) : undefined,
  );

export const savedViewsOf = (context: Context, page?: z.infer<typeof ViewPage>) =>
  context.db
    .select(selected(context))
    .from(savedViews)
    .where(and(visible(context), page ? eq(savedViews.page, page) : undefined))
    .orderBy(asc(savedViews.page), asc(sql`lower(${savedViews.name})`), asc(savedViews.id));

async function savedViewById(context: Context, id: string): Promise<SavedView> {
  const [view] = await context.db.select(selected(context)).from(savedViews).where(visible(context, id));
  if (!view) throw notFound("view");
  return view;
}

export async function saveView(context: Context, draft: z.infer<typeof SavedViewDraft>): Promise<SavedView> {
  const { db, actor } = context;
  if (actor.kind === "key") throw new Refusal(403, "NO_VIEWS", "A program has no views of its own.");
  const { id } = only(
    await db
      .insert(savedViews)
      .values({ workspaceId: actor.workspaceId, ownerId: actor.id, ...draft })
      .returning({ id: savedViews.id }),
  );
  await record(context, "view.saved", null, draft.shared ? { viewId: id, name: draft.name } : {});
  return savedViewById(context, id);
}

/** Renames, redraws or shares a view: one's own, or a shared one as an admin. */
export async function changeView(
  context: Context,
  id: string,
  version: number,
  change: z.infer<typeof SavedViewChange>,
): Promise<SavedView> {
  const before = await changeable(context, id);
  const [changed] = await context.db
    .update(savedViews)
    .set({ ...change, version: version + 1 })
    .where(and(visible(context, id), eq(savedViews.version, version)))
    .returning({ id: savedViews.id });
  if (!changed) throw new Refusal(412, "CHANGED", "Somebody changed this view meanwhile.", { current: before });
  const after = { ...before, ...change, version: version + 1 };
  await record(
    context,
    "view.edited",
    null,
    before.shared || after.shared ? { viewId: id, name: after.name, changes: differences(before, after, ["name", "shared"]) } : {},
  );
  return after;
}

export async function deleteView(context: Context, id: string): Promise<void> {
  const view = await changeable(context, id);
  await context.db.delete(savedViews).where(visible(context, id));
  await record(context, "view.deleted", null, view.shared ? { viewId: id, name: view.name } : {});
}

async function changeable(context: Context, id: string): Promise<SavedView> {
  const view = await savedViewById(context, id);
  if (view.ownerId !== context.actor.id && !mayUse(context.actor, "admin"))
    throw new Refusal(403, "NOT_YOURS", "A shared view is changed by who saved it, or by an admin.");
  return view;
}
