import { and, count, eq, isNull, sql } from "drizzle-orm";
import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { confirmationsOf } from "./confirming.ts";
import { comments, links, members, records } from "./schema.ts";
import type { Standing } from "./standing-rules.ts";

type Where = Pick<Context, "db" | "actor" | "now">;
const Row = z.object({ id: z.uuid(), authorId: z.uuid().nullable(), ageDays: z.number(), userIds: z.array(z.uuid()) });

/** How records stand: who made each, who used it since, how old it is. By id; its age is that of the record unless a capability knows better. */
export async function standingsOf(scope: Where, ids: readonly string[]): Promise<Map<string, Standing>> {
  if (ids.length === 0) return new Map();
  const { db, actor, now } = scope;
  const home = actor.workspaceId;
  const [{ rows }, confirmed] = await Promise.all([
    db.execute(sql`
      with wanted as (select r.id, r.created_by, r.created_at from ${records} r where r.workspace_id = ${home} and r.id = any(${sql.param(ids)}::uuid[])),
      used as (
        select l.to_id as id, l.linked_by as member from ${links} l where l.workspace_id = ${home} and l.to_id in (select id from wanted)
        union select l.from_id, l.linked_by from ${links} l where l.workspace_id = ${home} and l.from_id in (select id from wanted)
        union select c.record_id, c.author_id from ${comments} c where c.workspace_id = ${home} and c.record_id in (select id from wanted))
      select w.id, w.created_by as "authorId", date_part('epoch', ${now}::timestamptz - w.created_at) / 86400 as "ageDays",
        array(select u.member from used u where u.id = w.id and u.member is not null) as "userIds"
      from wanted w`),
    confirmationsOf(scope, ids),
  ]);
  const byRecord = Map.groupBy(confirmed, ({ recordId }) => recordId);
  return new Map(
    rows.map((row) => {
      const standing = Row.parse(row);
      const said = byRecord.get(standing.id) ?? [];
      return [
        standing.id,
        {
          ...standing,
          userIds: [...standing.userIds, ...said.map(({ memberId }) => memberId)],
          confirmedDaysAgo: said.length === 0 ? null : Math.min(...said.map(({ daysAgo }) => daysAgo)),
        },
      ];
    }),
  );
}

/** How many people work in the workspace. */
export async function memberCount({ db, actor }: Pick<Context, "db" | "actor">): Promise<number> {
  const [people] = await db
    .select({ count: count() })
    .from(members)
    .where(and(eq(members.workspaceId, actor.workspaceId), isNull(members.removedAt)));
  return people?.count ?? 0;
}
