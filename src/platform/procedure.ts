import { randomUUID } from "node:crypto";
import { type HTTPMethod, type HTTPPath, isProcedure, os } from "@orpc/server";
import { and, eq, sql } from "drizzle-orm";
import * as z from "zod";
import { type Actor, type May, mayUse, type User } from "./access.ts";
import type { Context, Identity, RequestContext } from "./context.ts";
import { type Limit, type Limiter, networkOf } from "./limits.ts";
import { Refusal } from "./refusal.ts";
import { idempotencyKeys } from "./tables.ts";
import { workIn } from "./work.ts";

/** What every route must declare: who may, how often, and what the trail says of it. */
export type Rules = {
  may: May;
  limit: Limit;
  /** The activity that is recorded, or false when nothing is. */
  audit: string | false;
  /** The change is kept for undo; its id is answered in `x-change`. */
  undo?: boolean;
  /** The caller must say which version it edits: `If-Match`. */
  edits?: boolean;
  /** The answer holds a secret: it is not kept for retries, so that no secret lies in the database. */
  shownOnce?: boolean;
  /** The handler opens its own transactions: streams and long work. */
  transaction?: "own";
};

/** A record's id: its uuid, or its key such as `N-42`. */
export const RecordRef = z
  .string()
  .regex(/^([0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}|[A-Z]{1,3}-[1-9]\d{0,8})$/i, "Give a record's id or its key, such as N-42.");

/** One page of a list. `nextCursor` is null on the last. */
export const Page = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** The header of an edit: the version that the caller saw, as its ETag. */
export const IfMatch = z.object({ "if-match": z.string().regex(/^(W\/)?"\d+"$/, 'Send the version you saw, as in "3".') });
/** An edit: where, which version, and what to change. */
export const Edit = <Body extends z.ZodType>(body: Body) => z.object({ params: z.object({ id: RecordRef }), headers: IfMatch, body });
export const versionOf = (headers: z.infer<typeof IfMatch>) => Number(headers["if-match"].replace(/\D/g, ""));
/** Tells the caller which version it now holds. */
export const tag = <Row extends { version: number }>(context: Pick<Context, "reply">, row: Row): Row => {
  context.reply.set("etag", `"${row.version}"`);
  return row;
};

export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .catchall(z.unknown())
  .meta({ id: "Problem", description: "RFC 9457 problem document. `code` is stable; `title` is a sentence for people." });

const errors = {
  BAD_REQUEST: { status: 400, message: "The request could not be read." },
  UNAUTHORIZED: { status: 401, message: "Sign in, or send an API key." },
  FORBIDDEN: { status: 403, message: "You may not do this in this workspace." },
  NOT_FOUND: { status: 404, message: "There is no such thing in this workspace." },
  CONFLICT: { status: 409, message: "Somebody was faster, or the state does not allow it." },
  PRECONDITION_FAILED: { status: 412, message: "Somebody changed it since you looked." },
  INVALID: { status: 422, message: "Some of what was sent is not valid." },
  PRECONDITION_REQUIRED: { status: 428, message: "Say which version you edit, in If-Match." },
  TOO_MANY_REQUESTS: { status: 429, message: "That was too often." },
  SERVICE_UNAVAILABLE: { status: 503, message: "Try again in a moment." },
} as const;

type Initial = RequestContext & { limiter: Limiter };
type Meta = Partial<Rules>;
const builder = os.$context<Initial>().$meta<Meta>({}).errors(errors);

type Declared = {
  method: HTTPMethod;
  path: HTTPPath;
  operationId: string;
  summary: string;
  description?: string;
  successStatus?: number;
  inputStructure?: "detailed";
  outputStructure?: "detailed";
};
const declared = (rules: Rules, shape: Declared) =>
  builder
    .meta(rules)
    .route({ ...shape, tags: [shape.path.split("/")[1] ?? ""], ...(rules.edits ? { inputStructure: "detailed" as const } : {}) });

const guarded = builder.middleware(async ({ context, procedure, next }) => {
  const { identity } = await admitted(context, rulesOf(procedure));
  return next({ context: { user: identity.user, caller: identity.actor } });
});

/**
 * Lets a request in or refuses it, by a route's rules: 401 without a sign-in, 404 outside the workspace, 403 without the right,
 * 429 when it comes too often. The one place where this is decided, for API routes and plain ones alike.
 */
export async function admitted(context: Initial, rules: Rules): Promise<{ identity: Identity; actor: Actor | null }> {
  const identity: Identity = rules.may === "anyone" ? { user: null, actor: null, via: null } : await context.identify();
  await context.limiter.take(rules.limit, identity.actor?.id ?? identity.user?.id ?? networkOf(context.address));
  if (rules.may === "anyone") return { identity, actor: null };
  if (!identity.user && !identity.actor) throw new Refusal(401, "UNAUTHORIZED", "Sign in, or send an API key.");
  if (rules.may === "signed-in") return { identity, actor: null };
  const { actor } = identity;
  if (!actor) throw new Refusal(404, "NO_WORKSPACE", "There is no such workspace, or you are not in it.");
  if (!mayUse(actor, rules.may)) throw new Refusal(403, "FORBIDDEN", refusalOf(actor, rules.may));
  return { identity, actor };
}

/** What a workspace's route adds to the context of its handler. */
type Added = Pick<Context, "actor" | "db" | "news" | "numbers">;
const inWorkspace = builder
  .$context<Initial & { user: User | null; caller: Actor | null }>()
  .middleware<Added, unknown>(async ({ context, procedure, next }, _input, output) => {
    const rules = rulesOf(procedure);
    const actor = context.caller;
    if (!actor) throw new Error("A workspace's route cannot be open to everybody.");
    if (rules.edits && !context.headers.has("if-match"))
      throw new Refusal(428, "PRECONDITION_REQUIRED", "Say which version you edit, in If-Match.");
    if (rules.transaction === "own") return next({ context: ownTransactions(actor) });

    const writes = procedure["~orpc"].route.method !== "GET";
    const changeId = rules.undo ? randomUUID() : null;
    return workIn(context, actor, { writes, changeId }, async (inner) => {
      const { db, news, numbers } = inner;
      const added = { actor, db, news, numbers };
      const key = writes ? context.headers.get("idempotency-key") : null;
      if (key) {
        const before = await answeredBefore(inner, key, context.fingerprint ?? "");
        if (before && rules.shownOnce)
          throw new Refusal(409, "SHOWN_ONCE", "This was done already, and what it answered is shown only once.");
        if (before) return { ...(await output(before.answer)), context: added };
      }
      if (changeId) context.reply.set("x-change", changeId);
      const answer = await next({ context: added });
      if (key) await remember(inner, key, rules.shownOnce ? null : answer.output);
      return answer;
    });
  });

/** A route of a workspace. Its handler runs in one transaction there, as the actor. */
export const route = (rules: Rules & { may: Exclude<May, "anyone" | "signed-in"> }, shape: Declared) =>
  declared(rules, shape).use(guarded).use(inWorkspace);

/** A route for people who are in no workspace (yet): `context.user` is null when anybody may come. */
export const openRoute = (rules: Rules & { may: "anyone" | "signed-in" }, shape: Declared) => declared(rules, shape).use(guarded);

/** The user of a route that only signed-in people reach. */
export function signedIn(context: { user: User | null }): User {
  if (!context.user) throw new Refusal(401, "UNAUTHORIZED", "Sign in first.");
  return context.user;
}

/** For a handler that opens its own transactions (with `workIn`): what it would find one in is not there. */
function ownTransactions(actor: Actor): Added {
  const refuse = (): never => {
    throw new Error("This route opens its own transactions.");
  };
  return { actor, news: [], numbers: refuse, db: new Proxy(Object.create(null), { get: refuse }) };
}

function rulesOf(procedure: { "~orpc": { meta: Meta } }): Rules {
  const { may, limit, audit, ...rest } = procedure["~orpc"].meta;
  if (may === undefined || limit === undefined || audit === undefined) throw new Error("A route without rules was called.");
  return { may, limit, audit, ...rest };
}

function refusalOf(actor: Actor, rule: May): string {
  if (actor.kind === "key") return "This key's scope does not allow it.";
  if (rule === "admin") return "Only an admin of this workspace may do this.";
  if (actor.access === "guest") return "Guests read and comment; ask an admin for a member's access.";
  if (typeof rule === "object") return `This is for ${(rule[0][rule[1]] ?? []).join(", ")}; an admin can add you to a group.`;
  return "You may not do this in this workspace.";
}

/**
 * Does a piece of work of a plain route once for an Idempotency-Key, in the transaction of `context`; asked again with the same request it
 * answers what was answered. @throws Refusal 422 when the key came with another request
 */
export async function onlyOnce<Answer>(
  context: Context,
  { key, fingerprint, answer }: { key: string | null; fingerprint: string; answer: z.ZodType<Answer> },
  work: () => Promise<Answer>,
): Promise<Answer> {
  const before = key ? await answeredBefore(context, key, fingerprint) : null;
  if (before) return answer.parse(before.answer);
  const done = await work();
  if (key) await remember(context, key, done);
  return done;
}

async function answeredBefore({ db, actor, now, reply }: Context, key: string, fingerprint: string) {
  if (key.length > 200) throw new Refusal(400, "BAD_IDEMPOTENCY_KEY", "An Idempotency-Key has at most 200 characters.");
  const where = and(
    eq(idempotencyKeys.workspaceId, actor.workspaceId),
    eq(idempotencyKeys.actorId, actor.id),
    eq(idempotencyKeys.key, key),
  );
  await db.delete(idempotencyKeys).where(and(where, sql`${idempotencyKeys.at} < ${now}::timestamptz - interval '24 hours'`));
  // Of two at once the second waits here for the first one's commit, then finds its answer.
  const added = await db
    .insert(idempotencyKeys)
    .values({ workspaceId: actor.workspaceId, actorId: actor.id, key, fingerprint, at: now })
    .onConflictDoNothing()
    .returning({ key: idempotencyKeys.key });
  if (added.length > 0) return null;
  const [before] = await db.select().from(idempotencyKeys).where(where);
  if (!before) throw new Refusal(409, "IN_FLIGHT", "A request with this Idempotency-Key is still being answered.");
  if (before.fingerprint !== fingerprint)
    throw new Refusal(422, "IDEMPOTENCY_MISMATCH", "This Idempotency-Key was used for another request.");
  for (const [name, value] of Object.entries(before.headers ?? {})) reply.set(name, value);
  return { answer: before.answer };
}

async function remember({ db, actor, reply }: Context, key: string, answer: unknown): Promise<void> {
  await db
    .update(idempotencyKeys)
    .set({ answer: answer === undefined ? null : answer, headers: Object.fromEntries(reply) })
    .where(and(eq(idempotencyKeys.workspaceId, actor.workspaceId), eq(idempotencyKeys.actorId, actor.id), eq(idempotencyKeys.key, key)));
}

/** The routes of a router with their rules and addresses; a route that lacks one is named in `undeclared`. */
export function routesOf(
  router: object,
  path: string[] = [],
): { name: string; rules: Rules; method: string; path: string; operationId: string; summary: string }[] {
  if (isProcedure(router)) {
    const { meta, route: shape } = router["~orpc"];
    const { method, path: address, operationId, summary } = shape;
    const name = path.join(".");
    if (!method || !address || !operationId || !summary) throw new Error(`The route ${name} does not say where it lives and what it does.`);
    return [{ name, rules: rulesOf({ "~orpc": { meta } }), method, path: address, operationId, summary }];
  }
  return Object.entries(router).flatMap(([name, inner]) => routesOf(inner, [...path, name]));
}
