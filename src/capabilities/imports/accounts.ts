import { and, eq, sql } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import { domainOf, organisationDomainOf } from "../customers/rules.ts";
import { accounts, feedback } from "../customers/schema.ts";
import type { AccountCells } from "../intake/mapping-rules.ts";
import { differences } from "../workspace/collaboration-rules.ts";
import { createRecords } from "../workspace/records.ts";
import { workspaces } from "../workspace/schema.ts";
import { changing } from "./changes.ts";

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

  /** Makes the accounts that rows name and that are not there yet. */
  async function make(cells: readonly (AccountCells | null)[]): Promise<void> {
    const named = cells.flatMap((one) => (one && namedIn(one)) ?? []);
    if (named.length === 0) return;
    const known = await knownAccounts(context, named);
    const missing = index<Named>([]);
    for (const one of named) if (!known.find(one) && !missing.find(one)) missing.add(one);
    await insertAccounts(context, batchId, missing.all);
    created += missing.all.length;
  }

  /** The account of each row: the one it names, else the one found by its author's address. */
  async function of(asked: readonly Asked[]): Promise<(string | null)[]> {
    const named = asked.flatMap(({ cells }) => (cells && namedIn(cells)) ?? []);
    const known = named.length === 0 ? index<Known>([]) : await knownAccounts(context, named);
    const owners = asked.map(({ cells, found }) => {
      const one = cells && namedIn(cells);
      return (one && known.find(one)?.id) ?? found;
    });
    await updateAccounts(context, batchId, asked, owners, currency);
    return owners;
  }

  return { make, of, created: () => created };
}

type Named = { name: string; domain: string | null };

/** How a row names an account; null when it does not. A mail service that is open to anybody is nobody's domain. */
function namedIn({ name, domain: given }: AccountCells): Named | null {
  const domain = given === null ? null : organisationDomainOf(`x@${domainOf(given)}`);
  const called = name ?? domain;
  return called === null ? null : { name: called, domain };
}

/** Accounts to be found by their domain, else by their name. */
function index<Account extends Named>(given: readonly Account[]) {
  const all: Account[] = [];
  const byDomain = new Map<string, Account>();
  const byName = new Map<string, Account>();
  const add = (one: Account) => {
    all.push(one);
    if (one.domain) byDomain.set(one.domain, one);
    if (!byName.has(one.name.toLowerCase())) byName.set(one.name.toLowerCase(), one);
  };
  for (const one of given) add(one);
  return {
    all,
    add,
    find: ({ domain, name }: Named) => (domain === null ? undefined : byDomain.get(domain)) ?? byName.get(name.toLowerCase()),
  };
}

async function knownAccounts({ db, actor }: Context, named: readonly Named[]) {
  const domains = [...new Set(named.flatMap(({ domain }) => domain ?? []))];
  const names = [...new Set(named.map(({ name }) => name.toLowerCase()))];
  const found = await db
    .select()
    .from(accounts)
    .where(
      and(
        eq(accounts.workspaceId, actor.workspaceId),
        // A list in a kept plan is compared value by value with every account; what is selected from one is looked up.
        sql`(${accounts.domain} in (select unnest(${sql.param(domains)}::text[])) or lower(${accounts.name}) in (select unnest(${sql.param(names)}::text[])))`,
      ),
    )
    .orderBy(accounts.id);
  return index<Known>(found);
}

async function insertAccounts(context: Context, batchId: string, missing: readonly Named[]): Promise<void> {
  if (missing.length === 0) return;
  const { db, actor, now } = context;
  const made = await createRecords(
    context,
    "account",
    missing.map(() => null),
  );
  const rows = missing.map(({ name, domain }, place) => ({
    workspaceId: actor.workspaceId,
    id: made[place]?.id ?? "",
    name,
    domain,
    batchId,
    createdAt: now,
    updatedAt: now,
  }));
  await db.insert(accounts).values(rows);
}

/** Of several rows about one account the last that says something is right. */
async function updateAccounts(
  context: Context,
  batchId: string,
  asked: readonly Asked[],
  owners: readonly (string | null)[],
  currency: string,
): Promise<void> {
  const { db, actor, now } = context;
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
  const edits = found.flatMap((before) => {
    const cells = wanted.get(before.id);
    if (!cells) return [];
    const after = {
      ...before,
      plan: cells.plan ?? before.plan,
      seats: cells.seats ?? before.seats,
      ...(cells.revenue === null ? null : minorOf(cells.revenue, cells.currency ?? before.currency ?? currency)),
      attributes: { ...before.attributes, ...cells.attributes },
    };
    const isSame = Object.keys(differences(before, after, ["plan", "seats", "revenueMinor", "currency", "attributes"])).length === 0;
    return isSame ? [] : [{ before, after }];
  });
  if (edits.length === 0) return;
  await changing(context, batchId, "accounts", sql`select unnest(${sql.param(edits.map(({ before }) => before.id))}::uuid[])`);
  for (const { before, after } of edits)
    await db
      .update(accounts)
      .set({ ...after, version: before.version + (before.batchId === batchId ? 0 : 1), updatedAt: now })
      .where(and(eq(accounts.workspaceId, actor.workspaceId), eq(accounts.id, before.id)));
}

/** Feedback that waited for an account that this import brought or whose domain it told: from rows before it, and from earlier. */
export async function adoptByAccounts(context: Context, batchId: string): Promise<void> {
  const { db, actor, now } = context;
  const told = sql`${accounts} a where a.workspace_id = ${actor.workspaceId} and a.domain is not null and (a.batch_id = ${batchId}::uuid
    or a.id in (select c.key::uuid from import_changes c where c.workspace_id = a.workspace_id and c.batch_id = ${batchId}::uuid and c.table_name = 'accounts'))`;
  const waiting = sql`from ${feedback} f join (select a.id, a.domain from ${told}) a on a.domain = lower(split_part(f.author_email, '@', 2))
    where f.workspace_id = ${actor.workspaceId} and f.account_id is null and f.author_email is not null`;
  await changing(context, batchId, "feedback", sql`select f.id ${waiting}`);
  await db.execute(sql`
    update ${feedback} f set account_id = w.account_id, updated_at = ${now}::timestamptz, version = f.version + case when f.batch_id = ${batchId} then 0 else 1 end
    from (select f.id, a.id as account_id ${waiting}) w where f.workspace_id = ${actor.workspaceId} and f.id = w.id`);
}

/** An amount in the currency's smallest unit: cents for most, whole yen. */
export function minorOf(amount: number, currency: string) {
  const digits = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  return { revenueMinor: Math.round(amount * 10 ** digits), currency };
}
