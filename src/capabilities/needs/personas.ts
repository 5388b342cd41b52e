import { and, count, eq, getTableColumns, isNull, sql } from "drizzle-orm";
import { type Context, record } from "../../platform/context.ts";
import { pageOf } from "../../platform/cursor.ts";
import { only } from "../../platform/database.ts";
import { changedSince, changesOf } from "../../platform/edits.ts";
import { keyset } from "../../platform/keyset.ts";
import { notFound, Refusal } from "../../platform/refusal.ts";
import { extrasFilter, fieldValuesOf, labelIdsOf } from "../workspace/extras.ts";
import { keyOf } from "../workspace/kind-rules.ts";
import { createRecord, recordIdOf } from "../workspace/records.ts";
import { records } from "../workspace/schema.ts";
import { personaDeletionBlocker } from "./rules.ts";
import { needs, type Persona, type PersonaChange, type PersonaDraft, type PersonaQuery, personas } from "./schema.ts";

export async function personasPage(context: Context, query: PersonaQuery): Promise<{ items: Persona[]; nextCursor: string | null }> {
  const name = sql<string>`lower(${personas.name})`;
  const extras = await extrasFilter(context, personas.id, query);
  const { where, orderBy } = keyset({ value: name, type: "text", direction: "asc", id: personas.id }, query.cursor);
  const rows = await personaRows(context, name)
    .where(
      and(
        eq(personas.workspaceId, context.actor.workspaceId),
        query.q ? sql`${personas.id} = any(array(select search_ids(${query.q}, 'persona', 5000)))` : undefined,
        extras,
        where,
      ),
    )
    .orderBy(...orderBy)
    .limit(query.limit + 1)
    .offset(query.offset ?? 0);
  const { items, nextCursor } = pageOf(rows, query.limit, ({ sortValue, id }) => [sortValue, id]);
  return { items: items.map(personaOf), nextCursor };
}

export async function personaById(context: Context, ref: string): Promise<Persona> {
  const id = await recordIdOf(context, ref, "persona");
  const [found] = await personaRows(context, sql<string>`''`).where(
    and(eq(personas.workspaceId, context.actor.workspaceId), eq(personas.id, id)),
  );
  if (!found) throw notFound("persona");
  return personaOf(found);
}

export async function createPersona(context: Context, draft: PersonaDraft): Promise<Persona> {
  const { db, actor, now } = context;
  const { id } = await createRecord(context, "persona", null);
  await db.insert(personas).values({ ...draft, workspaceId: actor.workspaceId, id, createdAt: now, updatedAt: now });
  await record(context, "persona.created", id, { name: draft.name });
  return personaById(context, id);
}

export async function editPersona(context: Context, ref: string, version: number, change: PersonaChange): Promise<Persona> {
  const { db, now } = context;
  const id = await recordIdOf(context, ref, "persona");
  const before = await lockedPersona(context, id);
  if (before.version !== version) throw changedSince(await personaById(context, id));
  const edit = changesOf(before, change);
  if (edit) {
    await db
      .update(personas)
      .set({ ...edit.set, version: version + 1, updatedAt: now })
      .where(and(eq(personas.workspaceId, context.actor.workspaceId), eq(personas.id, id)));
    await record(context, "persona.edited", id, { changes: edit.changes });
  }
  return personaById(context, id);
}

export async function deletePersona(context: Context, ref: string): Promise<void> {
  const { db, actor } = context;
  const id = await recordIdOf(context, ref, "persona");
  const { name } = await lockedPersona(context, id);
  const named = and(eq(needs.workspaceId, actor.workspaceId), eq(needs.personaId, id));
  const { using } = only(
    await db
      .select({ using: count() })
      .from(needs)
      .where(and(named, isNull(needs.mergedIntoId))),
  );
  const blocker = personaDeletionBlocker(using);
  if (blocker) throw new Refusal(409, "IN_USE", blocker, { needs: using });
  // What was merged away is only an address; it keeps nobody from leaving.
  await db.update(needs).set({ personaId: null }).where(named);
  await db.delete(records).where(and(eq(records.workspaceId, actor.workspaceId), eq(records.id, id)));
  await record(context, "persona.deleted", id, { name });
}

async function lockedPersona({ db, actor }: Context, id: string) {
  const [found] = await db
    .select()
    .from(personas)
    .where(and(eq(personas.workspaceId, actor.workspaceId), eq(personas.id, id)))
    .for("update");
  if (!found) throw notFound("persona");
  return found;
}

function personaRows(context: Context, sortValue: ReturnType<typeof sql<string>>) {
  const { workspaceId: _, ...columns } = getTableColumns(personas);
  return context.db
    .select({
      ...columns,
      number: records.number,
      labels: labelIdsOf(context, personas.id),
      fields: fieldValuesOf(context, personas.id),
      needs: sql<number>`(select count(*)::int from ${needs} n where n.workspace_id = ${personas.workspaceId} and n.persona_id = ${personas.id} and n.merged_into_id is null)`,
      sortValue,
    })
    .from(personas)
    .innerJoin(records, and(eq(records.workspaceId, personas.workspaceId), eq(records.id, personas.id)));
}

function personaOf({ number, sortValue: _, ...persona }: Omit<Persona, "key"> & { number: number; sortValue: string }): Persona {
  return { ...persona, key: keyOf("persona", number) };
}
