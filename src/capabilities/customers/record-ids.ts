import { type SQL, sql } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import { notFound } from "../../platform/refusal.ts";
import { kindOfKey } from "../workspace/rules.ts";
import { type RecordKind, records } from "../workspace/schema.ts";

/**
 * The id behind an id or key as an expression, for queries that are sent together: asking for it first would cost a round trip.
 * Of an unknown key it is null.
 * @throws Refusal 404 when the key is of another kind
 */
export function recordIdSql({ actor }: Pick<Context, "actor">, ref: string, kind: RecordKind): SQL<string> {
  if (ref.length === 36) return sql<string>`${ref}::uuid`;
  if (kindOfKey(ref) !== kind) throw notFound(kind);
  return sql<string>`(select r.id from ${records} r where r.workspace_id = ${actor.workspaceId} and r.kind = ${kind} and r.number = ${Number(ref.split("-")[1])})`;
}
