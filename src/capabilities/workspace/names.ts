import { type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { Refusal } from "../../platform/refusal.ts";

/** A column by its full name, since inside a select of one table Drizzle writes columns without their table's. */
export const qualified = (column: PgColumn): SQL =>
  sql`${column.table}.${sql.identifier(column.name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))}`;

/** A member's name, for a select over a column that holds members' ids; those who left keep theirs. */
export function memberName({ actor }: Pick<Context, "actor">, memberId: PgColumn): SQL<string | null> {
  return sql<
    string | null
  >`(select coalesce(u.name, m.name) from members m left join auth."user" u on u.id = m.user_id where m.workspace_id = ${actor.workspaceId} and m.id = ${qualified(memberId)})`;
}

const Title = z.object({ record_id: z.uuid(), title: z.string() });

/** The titles of records of any kind, by id. */
export async function titlesOf({ db }: Pick<Context, "db">, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  if (wanted.length === 0) return new Map();
  const { rows } = await db.execute(sql`select record_id, title from record_titles(${sql.param(wanted)}::uuid[])`);
  return new Map(rows.map((row) => Title.parse(row)).map(({ record_id, title }) => [record_id, title]));
}

/** Two of a kind would have the same name. */
export function nameTaken(what: string): Refusal {
  const message = `There is a ${what} with this name already.`;
  return new Refusal(409, "ALREADY_THERE", message, { issues: [{ path: "name", message }] });
}
