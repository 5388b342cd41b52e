import { and, asc, eq, inArray, sql } from "drizzle-orm";
import * as z from "zod";
import { Instant } from "../../platform/columns.ts";
import { type Context, record } from "../../platform/context.ts";
import { invalid, notFound, Refusal } from "../../platform/refusal.ts";
import { KINDS, keyOf, RECORD_KINDS } from "../workspace/kind-rules.ts";
import { POLICY } from "../workspace/policy-rules.ts";
import { recordOf } from "../workspace/records.ts";
import { links, RecordKind } from "../workspace/schema.ts";
import { RecordName } from "../workspace/search.ts";
import { heldDaysAgo } from "../workspace/standing-rules.ts";
import { standingsOf } from "../workspace/standings.ts";
import { claimIssue } from "./asset-rules.ts";
import { claims } from "./schema.ts";

/** A line that rests on a record, and why it no longer does. */
export const Claim = z.object({
  id: z.uuid(),
  version: z.int(),
  text: z.string(),
  cited: RecordName.nullable(),
  citedTitle: z.string().describe("How the record was called when it was cited."),
  citedAt: Instant,
  stale: z.string().nullable().describe("Why it no longer holds, in a sentence."),
});
export type Claim = z.infer<typeof Claim>;

/** What goes out of date by itself when nobody says that it still holds. */
const AGING: readonly string[] = ["finding", "competitor"];

type Scope = Pick<Context, "db" | "actor" | "now">;
const Print = z.object({ id: z.uuid(), kind: RecordKind, number: z.int(), title: z.string(), print: z.string() });
const Told = z.object({ id: z.uuid(), state: z.string().nullable() });
const Against = z.object({ id: z.uuid(), kind: RecordKind, number: z.int(), at: Instant });

/** What records say now: their names, and a print of their words that any other wording changes. */
async function printsOf({ db, actor }: Scope, ids: readonly string[]) {
  const { rows } = await db.execute(sql`
    select r.id, r.kind, r.number, coalesce(p.title, '') as title, coalesce(p.print, '') as print
    from records r left join record_prints(${sql.param(ids)}::uuid[]) p on p.record_id = r.id
    where r.workspace_id = ${actor.workspaceId} and r.id = any(${sql.param(ids)}::uuid[])`);
  return new Map(rows.map((row) => Print.parse(row)).map((print) => [print.id, print]));
}

/** In which state records of any kind are; kinds without states have none. */
async function statesOf({ db, actor }: Scope, ids: readonly string[]) {
  const of = RECORD_KINDS.map(
    (kind) =>
      sql`select t.id, to_jsonb(t) ->> 'state' as state from ${sql.identifier(KINDS[kind].table)} t where t.workspace_id = ${actor.workspaceId} and t.id = any(${sql.param(ids)}::uuid[])`,
  );
  const { rows } = await db.execute(sql.join(of, sql` union all `));
  return new Map(rows.map((row) => Told.parse(row)).map(({ id, state }) => [id, state]));
}

/** What contradicts records, the latest of each. */
async function contradictionsOf({ db, actor }: Scope, ids: readonly string[]) {
  const { rows } = await db.execute(sql`
    select distinct on (l.to_id) l.to_id as id, r.kind, r.number, to_char(l.linked_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
    from ${links} l join records r on r.workspace_id = l.workspace_id and r.id = l.from_id
    where l.workspace_id = ${actor.workspaceId} and l.kind = 'contradicts' and l.to_id = any(${sql.param(ids)}::uuid[])
    order by l.to_id, l.linked_at desc`);
  return new Map(rows.map((row) => Against.parse(row)).map((against) => [against.id, against]));
}

/** The lines of messages and assets in their order, by whose they are, each with why it no longer holds. A constant number of statements. */
export async function claimsOf(scope: Scope, ownerIds: readonly string[]): Promise<Map<string, Claim[]>> {
  if (ownerIds.length === 0) return new Map();
  const { db, actor } = scope;
  const found = await db
    .select()
    .from(claims)
    .where(and(eq(claims.workspaceId, actor.workspaceId), inArray(claims.ownerId, [...ownerIds])))
    .orderBy(asc(claims.id));
  if (found.length === 0) return new Map();
  const ids = [...new Set(found.flatMap(({ citedId }) => citedId ?? []))];
  const [prints, states, contradictions] = await Promise.all([printsOf(scope, ids), statesOf(scope, ids), contradictionsOf(scope, ids)]);
  const standings = await standingsOf(
    scope,
    ids.filter((id) => AGING.includes(prints.get(id)?.kind ?? "")),
  );
  const told = found.map(({ ownerId, citedId, citedPrint, ...claim }) => {
    const now = citedId === null ? undefined : prints.get(citedId);
    const against = citedId === null ? undefined : contradictions.get(citedId);
    const standing = citedId === null ? undefined : standings.get(citedId);
    const stale = claimIssue(
      {
        key: now ? keyOf(now.kind, now.number) : null,
        titleThen: claim.citedTitle,
        titleNow: now?.title ?? "",
        hasChanged: now !== undefined && now.print !== citedPrint,
        state: citedId === null ? null : (states.get(citedId) ?? null),
        contradictedBy: against && against.at > claim.citedAt ? keyOf(against.kind, against.number) : null,
        heldDaysAgo: standing ? heldDaysAgo(standing) : null,
      },
      POLICY.marketFreshDays,
    );
    const { id, version, text, citedTitle, citedAt } = claim;
    const cited = now ? { id: now.id, kind: now.kind, key: keyOf(now.kind, now.number), title: now.title } : null;
    return { ownerId, claim: { id, version, text, citedTitle, citedAt, stale, cited } };
  });
  return new Map([...Map.groupBy(told, ({ ownerId }) => ownerId)].map(([id, lines]) => [id, lines.map(({ claim }) => claim)]));
}

const OWNERS: readonly string[] = ["message", "asset"];

async function ownerOf(context: Context, ref: string) {
  const owner = await recordOf(context, ref);
  if (!OWNERS.includes(owner.kind)) throw invalid("ownerId", "Only messages and assets make claims.");
  return owner;
}

async function citation(context: Context, ref: string) {
  const cited = await recordOf(context, ref).catch((error: unknown) => {
    if (error instanceof Refusal && error.status === 404) throw invalid("citedId", "There is no such record in this workspace.");
    throw error;
  });
  const print = (await printsOf(context, [cited.id])).get(cited.id);
  const citedBy = context.actor.kind === "member" ? context.actor.id : null;
  return { citedId: cited.id, citedTitle: print?.title ?? "", citedPrint: print?.print ?? "", citedAt: context.now, citedBy };
}

/** Adds a line that rests on a record. @throws Refusal 404, 422 where it cites nothing that is here */
export async function addClaim(context: Context, { ownerId, text, citedId }: { ownerId: string; text: string; citedId: string }) {
  const owner = await ownerOf(context, ownerId);
  if (citedId === owner.id || citedId.toUpperCase() === owner.key) throw invalid("citedId", "A line does not prove itself.");
  await context.db
    .insert(claims)
    .values({ workspaceId: context.actor.workspaceId, ownerId: owner.id, text, ...(await citation(context, citedId)) });
  await record(context, `${owner.kind}.claim-added`, owner.id, { claim: text });
  return claimsTold(context, owner.id);
}

/** @throws Refusal 404, 412 when somebody changed it since */
export async function editClaim(context: Context, id: string, version: number, change: { text?: string; citedId?: string }) {
  const before = await lockedClaim(context, id);
  if (before.version !== version) throw new Refusal(412, "CHANGED", "Somebody changed this line since you looked.", { current: before });
  const set = {
    ...(change.text === undefined ? {} : { text: change.text }),
    ...(change.citedId ? await citation(context, change.citedId) : {}),
  };
  await writeClaim(context, before, set);
  const owner = await ownerOf(context, before.ownerId);
  await record(context, `${owner.kind}.claim-edited`, owner.id, { claim: set.text ?? before.text });
  return claimsTold(context, owner.id);
}

/** Says that a line still holds as the record stands now. @throws Refusal 404, 409 when what it cites is gone */
export async function renewClaim(context: Context, id: string) {
  const before = await lockedClaim(context, id);
  if (before.citedId === null)
    throw new Refusal(409, "NOT_POSSIBLE", "What it cites was deleted; cite something else, or take the line out.");
  await writeClaim(context, before, await citation(context, before.citedId));
  const owner = await ownerOf(context, before.ownerId);
  await record(context, `${owner.kind}.claim-renewed`, owner.id, { claim: before.text });
  return claimsTold(context, owner.id);
}

/** @throws Refusal 404 */
export async function removeClaim(context: Context, id: string) {
  const before = await lockedClaim(context, id);
  await context.db.delete(claims).where(and(eq(claims.workspaceId, context.actor.workspaceId), eq(claims.id, id)));
  const owner = await ownerOf(context, before.ownerId);
  await record(context, `${owner.kind}.claim-removed`, owner.id, { claim: before.text });
  return claimsTold(context, owner.id);
}

async function claimsTold(context: Context, ownerId: string): Promise<{ items: Claim[] }> {
  return { items: (await claimsOf(context, [ownerId])).get(ownerId) ?? [] };
}

async function lockedClaim({ db, actor }: Context, id: string) {
  const [found] = await db
    .select()
    .from(claims)
    .where(and(eq(claims.workspaceId, actor.workspaceId), eq(claims.id, id)))
    .for("update");
  if (!found) throw notFound("claim");
  return found;
}

async function writeClaim({ db, actor }: Context, { id, version }: { id: string; version: number }, set: object): Promise<void> {
  await db
    .update(claims)
    .set({ ...set, version: version + 1 })
    .where(and(eq(claims.workspaceId, actor.workspaceId), eq(claims.id, id)));
}

/** A claim as an answer in one line. */
export const ClaimFound = Claim.extend({ owner: RecordName });
const Owner = z.object({ ownerId: z.uuid(), id: z.uuid(), kind: RecordKind, number: z.int(), title: z.string() });

/** The lines of live assets that hold all the words, for an answer in one line. */
export async function findClaims(context: Context, typed: string, limit: number): Promise<z.infer<typeof ClaimFound>[]> {
  const words = typed.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.length === 0) return [];
  const asked = words
    .slice(0, 12)
    .map((word) => `${word}:*`)
    .join(" & ");
  const { rows } = await context.db.execute(sql`
    select c.id, c.owner_id as "ownerId", r.kind, r.number, a.title
    from ${claims} c join assets a on a.workspace_id = c.workspace_id and a.id = c.owner_id and a.state = 'live'
    join records r on r.workspace_id = c.workspace_id and r.id = a.id
    where c.workspace_id = ${context.actor.workspaceId} and (to_tsvector('english', c.text) || to_tsvector('simple', c.text)) @@ (to_tsquery('english', ${asked}) || to_tsquery('simple', ${asked}))
    order by c.id desc limit ${limit}`);
  const hits = rows.map((row) => Owner.parse(row));
  const byOwner = await claimsOf(context, [...new Set(hits.map(({ ownerId }) => ownerId))]);
  return hits.flatMap(({ id, ownerId, kind, number, title }) => {
    const claim = byOwner.get(ownerId)?.find((one) => one.id === id);
    return claim ? [{ ...claim, owner: { id: ownerId, kind, key: keyOf(kind, number), title } }] : [];
  });
}
