import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import * as z from "zod";
import { type AccessLevel, type Actor, GROUPS, type Group, type KeyScope } from "../../platform/access.ts";
import { newApiKey } from "../../platform/api-keys.ts";
import { credentials, sessions, users } from "../../platform/auth-tables.ts";
import { type Context, record } from "../../platform/context.ts";
import { type Database, only } from "../../platform/database.ts";
import { translated } from "../../platform/failures.ts";
import { openPasswords, type Passwords } from "../../platform/passwords.ts";
import { Refusal } from "../../platform/refusal.ts";
import { slugOf } from "./people-rules.ts";
import { Email, Password, SetUpDraft } from "./people-schema.ts";
import { apiKeys, members, products, workspaces } from "./schema.ts";

/** What the operator's commands have at hand. */
export type Operator = { database: Database; passwords?: Passwords };

export type Founded = { workspaceId: string; slug: string; productId: string; memberId: string; userId: string };

/**
 * The first person, workspace and product of an installation, in one transaction. Of two at once one is told that it is set up already.
 * @param wanted with `anew`, another workspace with a person of its own in an installation that is set up
 * @throws Refusal 409 when the installation has been set up, or the address has an account
 */
export async function setUpInstallation(operator: Operator, wanted: SetUpDraft & { anew?: boolean }): Promise<Founded> {
  const { anew = false, ...draft } = wanted;
  const { name, email, password, workspaceName, productName } = checked(SetUpDraft, draft);
  // Asked once more under the lock; this spares a stranger's request the hashing.
  if (!anew && !(await isNew(operator.database))) throw alreadySetUp();
  const hash = await (operator.passwords ?? openPasswords()).hash(password);
  const founder = newFounder(name);
  return inside(operator, founder, async (context) => {
    if (!anew) {
      await context.db.execute(sql`select pg_advisory_xact_lock(hashtext('throughline set-up'))`);
      const { rows } = await context.db.execute(sql`select installation_is_new() as "isNew"`);
      if (!NewRow.parse(rows[0]).isNew) throw alreadySetUp();
    }
    await createPerson(context, { id: founder.userId, name, email, hash });
    return foundWorkspace(context, founder, { workspaceName, productName });
  });
}

/** Another workspace of somebody who has an account. */
export function createWorkspace(
  operator: Operator,
  user: { id: string; name: string },
  wanted: { workspaceName: string; productName: string },
) {
  const founder = { ...newFounder(user.name), userId: user.id };
  return inside(operator, founder, (context) => foundWorkspace(context, founder, wanted));
}

/** An API key of a workspace; the key itself is in this answer only. */
export function createKey(
  operator: Operator,
  wanted: { workspaceId: string; name: string; scope: KeyScope },
): Promise<{ id: string; key: string }> {
  return inside(operator, { ...commandLine, workspaceId: wanted.workspaceId }, async (context) => {
    const { id, key } = await addKey(context, { name: wanted.name, scope: wanted.scope, createdBy: null });
    return { id, key };
  });
}

/**
 * A new password for somebody who has forgotten theirs, set by whoever runs the installation. It ends all their sessions; a server
 * that runs beside it knows within half a minute.
 * @throws Refusal 404 when nobody has that address, 422 when the password is too short or too long
 */
export async function setPassword(
  { database, passwords = openPasswords() }: Operator,
  wanted: { email: string; password: string },
): Promise<void> {
  const { email, password } = checked(z.object({ email: Email, password: Password }), wanted);
  const hash = await passwords.hash(password);
  await database.transaction({ workspaceId: null, actorId: null, changeId: null, writes: true }, async (db) => {
    const [user] = await db.select({ id: users.id }).from(users).where(eq(users.email, email));
    if (!user) throw new Refusal(404, "NOT_FOUND", `Nobody has an account with the address ${email}.`);
    await db.update(credentials).set({ password: hash, updatedAt: new Date() }).where(eq(credentials.userId, user.id));
    await db.delete(sessions).where(eq(sessions.userId, user.id));
  });
}

/** A new person with an account who is in the workspace at once, without an invitation. */
export async function addMember(
  operator: Operator,
  wanted: { workspaceId: string; name: string; email: string; password: string; access: AccessLevel; groups: readonly Group[] },
): Promise<{ memberId: string; userId: string }> {
  const hash = await openPasswords().hash(wanted.password);
  const userId = randomUUID();
  return inside(operator, { ...commandLine, workspaceId: wanted.workspaceId }, async (context) => {
    await createPerson(context, { id: userId, name: wanted.name, email: wanted.email, hash });
    const { id } = only(
      await context.db
        .insert(members)
        .values({ workspaceId: wanted.workspaceId, userId, access: wanted.access, groups: [...wanted.groups], joinedAt: context.now })
        .returning({ id: members.id }),
    );
    await record(context, "member.joined", id, { access: wanted.access, groups: wanted.groups });
    return { memberId: id, userId };
  });
}

/** An account with a password, in the caller's transaction. @throws Refusal 409 when the address has one */
export async function createPerson(
  { db, now }: Pick<Context, "db" | "now">,
  { id, name, email, hash }: { id: string; name: string; email: string; hash: string },
): Promise<void> {
  const at = { createdAt: new Date(now), updatedAt: new Date(now) };
  const added = await db
    .insert(users)
    .values({ id, name, email: email.toLowerCase(), emailVerified: false, ...at })
    .onConflictDoNothing({ target: users.email })
    .returning({ id: users.id });
  if (added.length === 0)
    throw new Refusal(409, "ACCOUNT_EXISTS", "There is an account with this address already. Sign in with it first.", {
      issues: [{ path: "email", message: "There is an account with this address already. Sign in with it first." }],
    });
  await db.insert(credentials).values({ id: randomUUID(), accountId: id, providerId: "credential", userId: id, password: hash, ...at });
}

/** Writes a new key into the workspace of the transaction. */
export async function addKey(context: Context, { name, scope, createdBy }: { name: string; scope: KeyScope; createdBy: string | null }) {
  const { key, prefix, hash } = newApiKey(scope);
  const row = only(
    await context.db
      .insert(apiKeys)
      .values({ workspaceId: context.actor.workspaceId, name, scope, prefix, hash, createdBy, createdAt: context.now })
      .returning(),
  );
  await record(context, "key.created", row.id, { name, scope });
  return { ...row, key };
}

/** Whether nobody has set this installation up yet. */
export const isNew = async (database: Database): Promise<boolean> => (await setUpStatus(database)).isNew;

/** Whether this installation is still to be set up, and whether the demo is loaded. */
export async function setUpStatus(database: Database): Promise<z.infer<typeof SetUpStatus>> {
  const { rows } = await database.pool.query({
    name: "set_up_status",
    text: 'select installation_is_new() as "isNew", exists (select from demo_workspace()) as "hasDemo"',
  });
  return SetUpStatus.parse(rows[0]);
}

const NewRow = z.object({ isNew: z.boolean() });
export const SetUpStatus = NewRow.extend({
  hasDemo: z.boolean().describe("Whether the demo is loaded; nobody real need be here for that."),
});
const alreadySetUp = () =>
  new Refusal(409, "ALREADY_SET_UP", "This Throughline has been set up already. Sign in, or ask an admin for an invitation.");

/** @throws Refusal 422 that names every field that is wrong, as the routes do */
function checked<Output>(schema: z.ZodType<Output>, value: unknown): Output {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const issues = read.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  throw new Refusal(422, "INVALID", issues.map(({ path, message }) => `${path}: ${message}`).join(" "), { issues });
}

type Founder = Actor & { userId: string };
const newFounder = (name: string): Founder => ({
  workspaceId: randomUUID(),
  id: randomUUID(),
  kind: "member",
  userId: randomUUID(),
  name,
  access: "admin",
  groups: GROUPS,
  scope: "admin",
});

/** Stands for the operator at the command line, who is no member. */
export const commandLine: Omit<Actor, "workspaceId"> = {
  id: "00000000-0000-0000-0000-000000000000",
  kind: "key",
  userId: null,
  name: "command line",
  access: "admin",
  groups: GROUPS,
  scope: "admin",
};

async function foundWorkspace(
  context: Context,
  { workspaceId, id: memberId, userId }: Founder,
  { workspaceName, productName }: { workspaceName: string; productName: string },
): Promise<Founded> {
  const { db, now } = context;
  const slug = await foundedAs(context, { name: workspaceName, createdAt: now });
  await db.insert(members).values({ workspaceId, id: memberId, userId, access: "admin", groups: [...GROUPS], joinedAt: now });
  const product = await addProduct(context, productName);
  await record(context, "workspace.founded", null, { name: workspaceName });
  return { workspaceId, slug, productId: product.id, memberId, userId };
}

/** Writes the workspace of the transaction itself. @returns the part of addresses that is free for its name */
export function foundedAs(
  { db, actor }: Pick<Context, "db" | "actor">,
  { name, ...rest }: Pick<typeof workspaces.$inferInsert, "name" | "currency" | "valueUnit" | "isDemo" | "createdAt">,
): Promise<string> {
  return freeSlug(slugOf(name, "workspace"), async (slug) => {
    const { currency, valueUnit, isDemo, createdAt } = rest;
    const added = await db
      .insert(workspaces)
      .values({ id: actor.workspaceId, slug, name, currency, valueUnit, isDemo, createdAt })
      .onConflictDoNothing({ target: workspaces.slug })
      .returning({ id: workspaces.id });
    return added.length > 0;
  });
}

/** Writes a new product into the workspace of the transaction. */
export async function addProduct(context: Context, name: string) {
  const { db, actor, now } = context;
  const rows: (typeof products.$inferSelect)[] = [];
  await freeSlug(slugOf(name, "product"), async (slug) => {
    rows.push(
      ...(await db
        .insert(products)
        .values({ workspaceId: actor.workspaceId, slug, name, createdAt: now })
        .onConflictDoNothing({ target: [products.workspaceId, products.slug] })
        .returning()),
    );
    return rows.length > 0;
  });
  const product = only(rows);
  await record(context, "product.added", product.id, { name });
  return product;
}

/** Tries `acme`, `acme-2`, `acme-3` … until one is taken by us; the unique index decides. */
async function freeSlug(wanted: string, take: (slug: string) => Promise<boolean>): Promise<string> {
  for (let n = 1; n <= 10_000; n++) {
    const slug = n === 1 ? wanted : `${wanted}-${n}`;
    if (await take(slug)) return slug;
  }
  throw new Refusal(409, "NAME_TAKEN", "Too many have this name. Choose another.");
}

/** One transaction in a workspace that nobody watches: it is new, or the operator works beside the server. */
async function inside<T>({ database }: Operator, actor: Actor, work: (context: Context) => Promise<T>): Promise<T> {
  const scope = { workspaceId: actor.workspaceId, actorId: actor.id, changeId: null, writes: true };
  const numbers = (): never => {
    throw new Error("Setting up creates no records.");
  };
  try {
    return await database.transaction(scope, (db) =>
      work({ db, actor, news: [], numbers, now: new Date().toISOString(), reply: new Headers() }),
    );
  } catch (error) {
    throw translated(error);
  }
}
