import { and, eq, sql } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import { differences } from "../workspace/collaboration-rules.ts";
import { createRecords } from "../workspace/records.ts";
import { workspaces } from "../workspace/schema.ts";
import type { AccountCells } from "./import-rules.ts";
import { domainOf } from "./rules.ts";
import { accounts } from "./schema.ts";

type Asked = { cells: AccountCells | null; found: string | null };
type Known = typeof accounts.$inferSelect;

/**
 * Finds the account that a row names, by its domain, else by its name, and makes it where there is none: the file says that it exists.
 * What else the row says of the account is kept with it.
 */
export async function accountsToImport(context: Context, { batchId }: { batchId: string }) {
  const { db, actor } = context;
  const [home] = await db.select({ currency: workspaces.currency }).from(workspaces).where(eq(workspaces.id, actor.workspaceId));
  const currency = home?.currency ?? "USD";
  let created = 0;

  /** The account of each row; the one found by the author's address where the row names none. */
  async function of(asked: readonly Asked[]): Promise<(string | null)[]> {
    if (asked.every(({ cells }) => cells === null)) return asked.map(({ found }) => found);
    const known = await knownAccounts(context, asked);
    const missing = new Map<string, AccountCells>();
    for (const { cells } of asked) if (cells && (cells.name || cells.domain) && !known.find(cells)) missing.set(nameOf(cells), cells);
    for (const one of await insertAccounts(context, batchId, [...missing.values()])) known.add(one);
    created += missing.size;
    const owners = asked.map(({ cells, found }) => (cells ? known.find(cells)?.id : undefined) ?? found);
    await updateAccounts(context, asked, owners, currency);
    return owners;
  }
  return { of, created: () => created };
}

/** What makes two rows name the same account that is not there yet. */
const nameOf = ({ domain, name }: AccountCells) => (domain ? domainOf(domain) : null) ?? name?.toLowerCase() ?? domain ?? "";

async function knownAccounts({ db, actor }: Context, asked: readonly Asked[]) {
  const domains = asked.flatMap(({ cells }) => (cells?.domain ? (domainOf(cells.domain) ?? []) : []));
  const names = asked.flatMap(({ cells }) => cells?.name?.toLowerCase() ?? []);
  const found = await db
    .select()
    .from(accounts)
    .where(
      and(
        eq(accounts.workspaceId, actor.workspaceId),
        sql`(${accounts.domain} = any(${sql.param([...new Set(domains)])}::text[]) or lower(${accounts.name}) = any(${sql.param([...new Set(names)])}::text[]))`,
      ),
    )
    .orderBy(accounts.id);
  const byDomain = new Map<string, Known>();
  const byName = new Map<string, Known>();
  const add = (one: Known) => {
    if (one.domain) byDomain.set(one.domain, one);
    if (!byName.has(one.name.toLowerCase())) byName.set(one.name.toLowerCase(), one);
  };
  for (const one of found) add(one);
  return {
    add,
    find: ({ domain, name }: AccountCells): Known | undefined =>
      byDomain.get((domain && domainOf(domain)) || "") ?? byName.get((name ?? domain ?? "").toLowerCase()),
  };
}

async function insertAccounts(context: Context, batchId: string, missing: readonly AccountCells[]): Promise<Known[]> {
  if (missing.length === 0) return [];
  const { db, actor, now } = context;
  const made = await createRecords(
    context,
    "account",
    missing.map(() => null),
  );
  const rows = missing.map((cells, place) => ({
    workspaceId: actor.workspaceId,
    id: made[place]?.id ?? "",
    name: cells.name ?? cells.domain ?? "",
    domain: cells.domain ? domainOf(cells.domain) : null,
    batchId,
    createdAt: now,
    updatedAt: now,
  }));
  return db.insert(accounts).values(rows).returning();
}

/** Of several rows about one account the last that says something is right. */
async function updateAccounts({ db, actor, now }: Context, asked: readonly Asked[], owners: readonly (string | null)[], currency: string) {
  const wanted = new Map<string, AccountCells>();
  asked.forEach(({ cells }, place) => {
    const id = owners[place];
    if (!cells || !id) return;
    const before = wanted.get(id);
    const said = Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== null));
    wanted.set(id, { ...(before ?? cells), ...said, attributes: { ...before?.attributes, ...cells.attributes } });
  });
  if (wanted.size === 0) return;
  const found = await db
    .select()
    .from(accounts)
    .where(and(eq(accounts.workspaceId, actor.workspaceId), sql`${accounts.id} = any(${sql.param([...wanted.keys()])}::uuid[])`))
    .orderBy(accounts.id)
    .for("update");
  for (const before of found) {
    const cells = wanted.get(before.id);
    if (!cells) continue;
    const money = cells.revenue === null ? null : minorOf(cells.revenue, cells.currency ?? before.currency ?? currency);
    const after = {
      ...before,
      plan: cells.plan ?? before.plan,
      seats: cells.seats ?? before.seats,
      ...money,
      attributes: { ...before.attributes, ...cells.attributes },
    };
    if (Object.keys(differences(before, after, ["plan", "seats", "revenueMinor", "currency", "attributes"])).length === 0) continue;
    await db
      .update(accounts)
      .set({ ...after, version: before.version + (before.batchId && before.createdAt === now ? 0 : 1), updatedAt: now })
      .where(and(eq(accounts.workspaceId, actor.workspaceId), eq(accounts.id, before.id)));
  }
}

/** An amount in the currency's smallest unit: cents for most, whole yen. */
function minorOf(amount: number, currency: string) {
  const digits = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  return { revenueMinor: Math.round(amount * 10 ** digits), currency };
}
