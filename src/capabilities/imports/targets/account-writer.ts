import { eq, type SQL, sql } from "drizzle-orm";
import type { Context } from "../../../platform/context.ts";
import { accounts } from "../../customers/schema.ts";
import { textIn } from "../../intake/mapping-rules.ts";
import { workspaces } from "../../workspace/schema.ts";
import { adoptByAccounts, minorOf } from "../accounts.ts";
import { byOwnId, type Column, firstKnown, hold, idsBySystem, type TargetWriter } from "../target-writer.ts";

const columns: readonly Column[] = [
  { name: "name", type: "text", update: "replace" },
  { name: "domain", type: "text", update: "unless-empty" },
  { name: "revenueMinor", type: "int8", update: "unless-empty" },
  { name: "currency", type: "text", update: "unless-empty" },
  { name: "plan", type: "text", update: "replace" },
  { name: "seats", type: "int4", update: "replace" },
  { name: "sourceSystem", type: "text", update: "fill" },
  { name: "sourceId", type: "text", update: "fill" },
];

/** An account is known by its source, our id, its domain, or its name when one of the two has no domain. */
export const accountWriter: TargetWriter = {
  kind: "account",
  table: "accounts",
  columns,
  inProduct: false,
  beside: ({ batchId }) => ({ batch_id: sql`${batchId}::uuid` }),
  async start(context, { batchId }) {
    const { db, actor } = context;
    const [home] = await db.select({ currency: workspaces.currency }).from(workspaces).where(eq(workspaces.id, actor.workspaceId));
    return {
      async known(rows) {
        const bySource = new Map<string, string>();
        for (const [system, ids] of idsBySystem(rows)) {
          const found = await accountsWhere(context, sql`source_system = ${system} and source_id = any(${sql.param(ids)}::text[])`);
          for (const { id, source_id } of found) bySource.set(`${system}\n${source_id}`, id);
        }
        const texts = (name: string) => sql`${sql.param(rows.flatMap((row) => textIn(row, name)?.toLowerCase() ?? []))}::text[]`;
        const byDomain = new Map((await accountsWhere(context, sql`domain = any(${texts("domain")})`)).map((one) => [one.domain, one.id]));
        const named = Map.groupBy(await accountsWhere(context, sql`lower(name) = any(${texts("name")})`), ({ name }) => name);
        const known = firstKnown(
          await byOwnId(context, "account", rows),
          rows.map(({ system, sourceId }) => bySource.get(`${system}\n${sourceId}`) ?? null),
          rows.map((row) => byDomain.get(textIn(row, "domain") ?? "") ?? null),
          rows.map((row) => {
            const domain = textIn(row, "domain");
            const alike = named.get(textIn(row, "name")?.toLowerCase() ?? "") ?? [];
            // Of two with the same name and different domains or ids in the same source each is its own.
            const isSame = (one: Found) =>
              (one.domain === null || domain === null) &&
              (one.source_id === null || row.sourceId === null || one.source_system !== row.system);
            return alike.find(isSame)?.id ?? null;
          }),
        );
        await hold(context, "accounts", known);
        return known;
      },
      async complete(rows, known) {
        const found = await db.execute<{ id: string; currency: string | null }>(
          sql`select id, currency from ${accounts} where workspace_id = ${actor.workspaceId} and id = any(${sql.param(known.filter((id) => id !== null))}::uuid[])`,
        );
        const currencies = new Map(found.rows.map(({ id, currency }) => [id, currency]));
        rows.forEach((row, place) => {
          const { revenue } = row.values;
          const before = currencies.get(known[place] ?? "");
          // Revenue and its currency go together; a currency alone says nothing.
          const money =
            typeof revenue === "number"
              ? minorOf(revenue, textIn(row, "currency") ?? before ?? home?.currency ?? "USD")
              : { revenueMinor: null, currency: null };
          // One known by our own id or its domain is told its source only when the file says it.
          const sourceId = known[place] ? textIn(row, "sourceId") : row.sourceId;
          Object.assign(row.values, money, { sourceSystem: sourceId === null ? null : row.system, sourceId });
        });
      },
      finish: () => adoptByAccounts(context, batchId),
      accountsCreated: () => 0,
    };
  },
};

type Found = { id: string; name: string; domain: string | null; source_system: string | null; source_id: string | null };

/** Names are folded. */
async function accountsWhere({ db, actor }: Context, where: SQL): Promise<Found[]> {
  const found = await db.execute<Found>(
    sql`select id, lower(name) as name, domain, source_system, source_id from ${accounts} where workspace_id = ${actor.workspaceId} and ${where} order by id`,
  );
  return found.rows;
}
