import { and, eq, sql } from "drizzle-orm";
import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { notFound } from "../../platform/refusal.ts";
import { features } from "../features/schema.ts";
import { keyOf } from "../workspace/kind-rules.ts";
import { linkRecords } from "../workspace/linking.ts";
import { links } from "../workspace/schema.ts";

/** A feature that is promised. */
export const Promised = z.object({ id: z.uuid(), key: z.string(), title: z.string(), state: z.string() });
export type Promised = z.infer<typeof Promised>;
const Row = z.object({ by: z.uuid(), id: z.uuid(), number: z.int(), title: z.string(), state: z.string() });

/** The features that launches, messages and assets promise, by who promises. */
export async function promisesOf({ db, actor }: Pick<Context, "db" | "actor">, ids: readonly string[]): Promise<Map<string, Promised[]>> {
  if (ids.length === 0) return new Map();
  const { rows } = await db.execute(sql`
    select l.from_id as by, f.id, r.number, f.title, f.state from ${links} l
    join ${features} f on f.workspace_id = l.workspace_id and f.id = l.to_id
    join records r on r.workspace_id = l.workspace_id and r.id = f.id
    where l.workspace_id = ${actor.workspaceId} and l.kind = 'promises' and l.from_id = any(${sql.param(ids)}::uuid[])
    order by l.linked_at, r.number`);
  const all = rows
    .map((row) => Row.parse(row))
    .map(({ by, number, ...row }) => ({ by, feature: { ...row, key: keyOf("feature", number) } }));
  return new Map([...Map.groupBy(all, ({ by }) => by)].map(([by, promised]) => [by, promised.map(({ feature }) => feature)]));
}

/** Promises features, as the links of a record that was just made. @throws Refusal 404, 422 */
export async function promise(context: Context, id: string, featureRefs: readonly string[]): Promise<void> {
  for (const ref of new Set(featureRefs)) await linkRecords(context, id, "promises", ref);
}

/** @throws Refusal 404 when this workspace has no such feature */
export async function mustBeFeature({ db, actor }: Pick<Context, "db" | "actor">, id: string): Promise<void> {
  const [found] = await db
    .select({ id: features.id })
    .from(features)
    .where(and(eq(features.workspaceId, actor.workspaceId), eq(features.id, id)));
  if (!found) throw notFound("feature");
}
