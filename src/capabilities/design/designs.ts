import { and, desc, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import { type Context, record } from "../../platform/context.ts";
import { changedSince } from "../../platform/edits.ts";
import { Refusal } from "../../platform/refusal.ts";
import { keyOf } from "../workspace/kind-rules.ts";
import { linkRecords } from "../workspace/linking.ts";
import { byName, newestFirst, recordStore } from "../workspace/record-store.ts";
import { recordIdOf } from "../workspace/records.ts";
import { mustRefer, tellOwner } from "../workspace/references.ts";
import { records } from "../workspace/schema.ts";
import { type DesignChange, type DesignDetail, type DesignDraft, DesignItem, type DesignQuery, type NewRevision } from "./answers.ts";
import type { DesignState } from "./rules.ts";
import { designRevisions, designs, studies } from "./schema.ts";
import { SEVERE } from "./study-rules.ts";

const store = recordStore({
  kind: "design",
  table: designs,
  Item: DesignItem,
  beside: () => ({
    studyCount: sql`(select count(*)::int from studies s where s.workspace_id = designs.workspace_id and s.design_id = designs.id)`,
    openSevere: sql`(select count(*)::int from studies s join usability_problems p on p.workspace_id = s.workspace_id and p.study_id = s.id
      where s.workspace_id = designs.workspace_id and s.design_id = designs.id and p.state = 'open' and p.severity >= ${SEVERE})`,
  }),
});

const SORTS = { updated: newestFirst(designs.updatedAt), title: byName(designs.title) };
const narrowed = ({ state, product }: Pick<DesignQuery, "state" | "product">): SQL | undefined =>
  and(state ? inArray(designs.state, [state].flat()) : undefined, product ? eq(designs.productId, product) : undefined);

export const designsPage = (context: Context, query: DesignQuery) => store.page(context, query, SORTS[query.sort], narrowed(query));
export const designTotal = (context: Context, query: Partial<DesignQuery>) => store.total(context, query, narrowed(query));

/** A design with its versions and the studies of it. */
export async function designById(context: Context, ref: string): Promise<DesignDetail> {
  const design = await store.byId(context, ref);
  const own = eq(designRevisions.workspaceId, context.actor.workspaceId);
  const [revisions, of] = await Promise.all([
    context.db
      .select()
      .from(designRevisions)
      .where(and(own, eq(designRevisions.designId, design.id)))
      .orderBy(desc(designRevisions.number)),
    context.db
      .select({
        id: studies.id,
        title: studies.title,
        state: studies.state,
        revision: studies.revision,
        number: records.number,
        people: sql<number>`(select count(*)::int from study_participants p where p.workspace_id = ${studies.workspaceId} and p.study_id = ${studies.id})`,
      })
      .from(studies)
      .innerJoin(records, and(eq(records.workspaceId, studies.workspaceId), eq(records.id, studies.id)))
      .where(and(eq(studies.workspaceId, context.actor.workspaceId), eq(studies.designId, design.id)))
      .orderBy(desc(studies.id)),
  ]);
  return {
    ...design,
    revisions: revisions.map(({ workspaceId: _, designId: __, ...revision }) => revision),
    studies: of.map(({ number, ...study }) => ({ ...study, key: keyOf("study", number) })),
  };
}

export async function createDesign(context: Context, { serves = [], productId, ...draft }: DesignDraft): Promise<DesignDetail> {
  await mustRefer(context, draft);
  const { id } = await store.create(context, draft, {
    ...(productId ? { productId } : {}),
    activity: "design.created",
    detail: { title: draft.title },
  });
  await keepRevision(context, id, 1, { changed: "", address: draft.address ?? null });
  for (const ref of serves) await linkRecords(context, id, "serves", ref);
  await tellOwner(context, id, draft.ownerId);
  return designById(context, id);
}

export async function editDesign(context: Context, ref: string, version: number, change: DesignChange): Promise<DesignDetail> {
  await mustRefer(context, change);
  const { id } = await store.edit(context, ref, version, change);
  await tellOwner(context, id, change.ownerId);
  return designById(context, id);
}

export async function moveDesign(context: Context, ref: string, version: number, state: DesignState): Promise<DesignDetail> {
  const { id } = await store.move(context, ref, { version, state }, (before) => {
    if (before.state === state) throw new Refusal(409, "NOT_POSSIBLE", "It is in this state already.");
  });
  return designById(context, id);
}

/** What people see from now on is another version: studies of the one before say less of it. */
export async function reviseDesign(
  context: Context,
  ref: string,
  version: number,
  { changed, address }: NewRevision,
): Promise<DesignDetail> {
  const before = await store.locked(context, ref);
  if (before.version !== version) throw changedSince(await designById(context, before.id));
  const revision = before.revision + 1;
  const now = address === undefined ? before.address : address;
  await store.write(context, before, { revision, address: now });
  await keepRevision(context, before.id, revision, { changed, address: now });
  await record(context, "design.revised", before.id, {
    reason: changed,
    changes: { revision: { before: before.revision, after: revision } },
  });
  return designById(context, before.id);
}

/** @throws Refusal 409 while studies show it: what they say would be of nothing */
export async function deleteDesign(context: Context, ref: string): Promise<void> {
  const { studyCount } = await store.byId(context, ref);
  if (studyCount > 0) throw new Refusal(409, "IN_USE", "Studies show this design; take it off them first.", { studies: studyCount });
  await store.remove(context, ref, ({ title }) => ({ title }));
}

/** The design behind an id or key with the version that is seen now. @throws Refusal 404 */
export async function designSeen(context: Context, ref: string): Promise<{ id: string; revision: number; productId: string }> {
  const id = await recordIdOf(context, ref, "design");
  const { revision, productId } = await store.byId(context, id);
  return { id, revision, productId };
}

/** Designs by id, for what names them. */
export const designsOf = (context: Context, ids: readonly string[]) =>
  ids.length === 0 ? Promise.resolve([]) : store.all(context, or(...ids.map((id) => eq(designs.id, id))));

function keepRevision(
  { db, actor, now }: Context,
  designId: string,
  number: number,
  { changed, address }: { changed: string; address: string | null },
) {
  const madeBy = actor.kind === "member" ? actor.id : null;
  return db.insert(designRevisions).values({ workspaceId: actor.workspaceId, designId, number, changed, address, madeBy, madeAt: now });
}
