import { and, eq, ne, sql } from "drizzle-orm";
import { type Context, record } from "../../platform/context.ts";
import { invalid, notFound, Refusal } from "../../platform/refusal.ts";
import { differences } from "../workspace/collaboration-rules.ts";
import { keyOf } from "../workspace/kind-rules.ts";
import { createRecord, recordIdOf } from "../workspace/records.ts";
import { records } from "../workspace/schema.ts";
import { accountDetail } from "./account-queries.ts";
import type { AccountDetail } from "./answers.ts";
import { adoptByDomain } from "./matching.ts";
import { accountDeletionBlocker, domainOf } from "./rules.ts";
import { type AccountChange, type AccountDraft, accounts, contacts, feedback } from "./schema.ts";

/** Adds an account. Feedback that came from its domain and has no account yet becomes its own. */
export async function createAccount(context: Context, draft: AccountDraft): Promise<AccountDetail> {
  const { db, actor, now } = context;
  const domain = await freeDomain(context, draft.domain, null);
  const { id, key } = await createRecord(context, "account", null);
  await db.insert(accounts).values({
    ...draft,
    workspaceId: actor.workspaceId,
    id,
    domain,
    plan: draft.plan || null,
    attributes: draft.attributes ?? {},
    createdAt: now,
    updatedAt: now,
  });
  const matched = await adoptByDomain(context, id, domain);
  await record(context, "account.created", id, { key, name: draft.name, ...(matched > 0 && { matchedFeedback: matched }) });
  return accountDetail(context, id);
}

const EDITABLE = ["name", "domain", "revenueMinor", "currency", "plan", "seats", "attributes"] as const;

/** @throws Refusal 404, 409 when another account has the domain, 412 with the present state when somebody changed it since `version` */
export async function editAccount(context: Context, ref: string, version: number, change: AccountChange): Promise<AccountDetail> {
  const { db, actor, now } = context;
  const id = await recordIdOf(context, ref, "account");
  const own = and(eq(accounts.workspaceId, actor.workspaceId), eq(accounts.id, id));
  const [before] = await db.select().from(accounts).where(own).for("update");
  if (!before) throw notFound("account");
  if (before.version !== version)
    throw new Refusal(412, "CHANGED", "Somebody changed this account since you looked.", { current: await accountDetail(context, id) });
  const after = { ...before, ...change };
  if (change.domain !== undefined) after.domain = await freeDomain(context, change.domain, id);
  if (change.plan === "") after.plan = null;
  if ((after.revenueMinor === null) !== (after.currency === null)) throw invalid("currency", "Revenue and its currency go together.");
  const changes = differences(before, after, EDITABLE);
  if (Object.keys(changes).length === 0) return accountDetail(context, id);
  await db
    .update(accounts)
    .set({ ...after, version: version + 1, updatedAt: now })
    .where(own);
  const matched = "domain" in changes ? await adoptByDomain(context, id, after.domain) : 0;
  await record(context, "account.edited", id, { changes, ...(matched > 0 && { matchedFeedback: matched }) });
  return accountDetail(context, id);
}

/**
 * Deletes an account; with `detach` its feedback and contacts stay without one.
 * @throws Refusal 404, 409 while something belongs to it
 */
export async function deleteAccount(context: Context, ref: string, detach: boolean): Promise<void> {
  const { db, actor, now } = context;
  const id = await recordIdOf(context, ref, "account");
  const [[account], said, people] = await Promise.all([
    db
      .select({ name: accounts.name })
      .from(accounts)
      .where(and(eq(accounts.workspaceId, actor.workspaceId), eq(accounts.id, id)))
      .for("update"),
    db.$count(feedback, and(eq(feedback.workspaceId, actor.workspaceId), eq(feedback.accountId, id))),
    db.$count(contacts, and(eq(contacts.workspaceId, actor.workspaceId), eq(contacts.accountId, id))),
  ]);
  if (!account) throw notFound("account");
  const refers = { feedback: said, contacts: people };
  const blocker = accountDeletionBlocker(refers);
  if (blocker && !detach) throw new Refusal(409, "IN_USE", blocker, refers);
  if (blocker) {
    await db
      .update(feedback)
      .set({ accountId: null, updatedAt: now, version: sql`${feedback.version} + 1` })
      .where(and(eq(feedback.workspaceId, actor.workspaceId), eq(feedback.accountId, id)));
    await db
      .update(contacts)
      .set({ accountId: null, updatedAt: now, version: sql`${contacts.version} + 1` })
      .where(and(eq(contacts.workspaceId, actor.workspaceId), eq(contacts.accountId, id)));
  }
  await db.delete(records).where(and(eq(records.workspaceId, actor.workspaceId), eq(records.id, id)));
  await record(context, "account.deleted", id, { name: account.name, detached: refers });
}

/** The domain as we keep it, when no other account has it; the index in the table settles a race. */
async function freeDomain({ db, actor }: Context, given: string | null | undefined, except: string | null): Promise<string | null> {
  if (!given) return null;
  const domain = domainOf(given);
  if (!domain) throw invalid("domain", "Give a domain such as example.com.");
  const [taken] = await db
    .select({ id: accounts.id, name: accounts.name, number: records.number })
    .from(accounts)
    .innerJoin(records, and(eq(records.workspaceId, accounts.workspaceId), eq(records.id, accounts.id)))
    .where(and(eq(accounts.workspaceId, actor.workspaceId), eq(accounts.domain, domain), except ? ne(accounts.id, except) : undefined));
  if (taken)
    throw new Refusal(409, "ALREADY_THERE", `${taken.name} has the domain ${domain} already.`, {
      id: taken.id,
      key: keyOf("account", taken.number),
    });
  return domain;
}
