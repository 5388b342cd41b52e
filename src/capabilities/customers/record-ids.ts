import { type Placeholder, type SQL, sql } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import { notFound } from "../../platform/refusal.ts";
import { kindOfKey } from "../workspace/kind-rules.ts";
import { type RecordKind, records } from "../workspace/schema.ts";

/** An id, or the number of a key. */
export type Ref = { by: "id"; value: string } | { by: "number"; value: number };

/** @throws Refusal 404 when the key is of another kind */
export function refOf(ref: string, kind: RecordKind): Ref {
  if (ref.length === 36) return { by: "id", value: ref };
  if (kindOfKey(ref) !== kind) throw notFound(kind);
  return { by: "number", value: Number(ref.split("-")[1]) };
}

/** The id behind an id or a key's number as an expression; null where there is none. */
export function idBehind(home: string | Placeholder, kind: RecordKind, by: Ref["by"], value: string | number | Placeholder): SQL<string> {
  if (by === "id") return sql<string>`${value}::uuid`;
  return sql<string>`(select r.id from ${records} r where r.workspace_id = ${home} and r.kind = ${sql.raw(`'${kind}'`)} and r.number = ${value})`;
}

/**
 * The id behind an id or key, for queries that are sent together: asking for it first would cost a round trip.
 * @throws Refusal 404 when the key is of another kind
 */
export function recordIdSql({ actor }: Pick<Context, "actor">, ref: string, kind: RecordKind): SQL<string> {
  const { by, value } = refOf(ref, kind);
  return idBehind(actor.workspaceId, kind, by, value);
}
