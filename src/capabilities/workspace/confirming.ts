import { sql } from "drizzle-orm";
import * as z from "zod";
import { Instant } from "../../platform/columns.ts";
import { type Context, record } from "../../platform/context.ts";
import { Refusal } from "../../platform/refusal.ts";
import { activities } from "../../platform/tables.ts";
import { recordOf } from "./records.ts";

type Where = Pick<Context, "db" | "actor" | "now">;

const Confirmation = z.object({ recordId: z.uuid(), memberId: z.uuid(), daysAgo: z.number(), at: Instant });
export type Confirmation = z.infer<typeof Confirmation>;
/** Who said that a record still holds, each with the last time. */
export const Confirmations = z.object({ items: z.array(z.object({ memberId: z.uuid(), at: Instant })) });

/** Who says that these records still hold, each with the last time; what was taken back is left out. */
export async function confirmationsOf({ db, actor, now }: Where, ids: readonly string[]): Promise<Confirmation[]> {
  const { rows } = await db.execute(sql`
    select record_id as "recordId", actor_id as "memberId", date_part('epoch', ${now}::timestamptz - at) / 86400 as "daysAgo",
      to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
    from (
      select distinct on (a.record_id, a.actor_id) a.record_id, a.actor_id, a.at, a.kind
      from ${activities} a
      where a.workspace_id = ${actor.workspaceId} and a.record_id = any(${sql.param(ids)}::uuid[]) and a.actor_id is not null
        and (a.kind like '%.confirmed' or a.kind like '%.unconfirmed')
      order by a.record_id, a.actor_id, a.id desc
    ) said where kind like '%.confirmed'`);
  return rows.map((row) => Confirmation.parse(row));
}

/** Says that a record was looked at and still holds. The trail keeps it; saying it again renews it. */
export async function confirmRecord(context: Context, ref: string): Promise<z.infer<typeof Confirmations>> {
  mustBePerson(context);
  const { id, kind } = await recordOf(context, ref);
  await record(context, `${kind}.confirmed`, id);
  return confirmationsTold(context, id);
}

export async function withdrawRecordConfirmation(context: Context, ref: string): Promise<z.infer<typeof Confirmations>> {
  const { id, kind } = await recordOf(context, ref);
  const { items } = await confirmationsTold(context, id);
  if (!items.some(({ memberId }) => memberId === context.actor.id)) return { items };
  await record(context, `${kind}.unconfirmed`, id);
  return confirmationsTold(context, id);
}

/** @throws Refusal 409 for a program */
export function mustBePerson({ actor }: Pick<Context, "actor">): void {
  if (actor.kind === "key") throw new Refusal(409, "NOT_POSSIBLE", "A program cannot look at records; a person has to.");
}

export async function confirmationsTold(context: Context, ref: string): Promise<z.infer<typeof Confirmations>> {
  const { id } = await recordOf(context, ref);
  return { items: (await confirmationsOf(context, [id])).map(({ memberId, at }) => ({ memberId, at })) };
}
