import { randomUUID } from "node:crypto";
import { lookup } from "node:dns/promises";
import { minifyContractRouter } from "@orpc/contract";
import pg from "pg";
import { inject } from "vitest";
import { createApp } from "../app.ts";
import { RETRY_AFTER_SECONDS } from "../capabilities/webhooks/rules.ts";
import { type CallContext, type Client, createClient } from "../client.ts";
import type { AccessLevel, Group, KeyScope } from "../platform/access.ts";
import { openOutbound } from "../platform/safe-fetch.ts";
import { router } from "../router.ts";

const contract = minifyContractRouter(router);
/** `sink.test` is a receiver on this machine; every other name is asked for as usual. */
const resolveSink = (host: string) =>
  host === "sink.test" ? Promise.resolve([{ address: "127.0.0.1", family: 4 }]) : lookup(host, { all: true });
const ORIGIN = "http://throughline.test";
/** Everybody's here. */
export const PASSWORD = "a long enough password";

let shared: Promise<{ app: Awaited<ReturnType<typeof createApp>>; owner: pg.Pool }> | undefined;

/** The application over this run's database, once per worker; requests go through `app.fetch` in process. */
export function application() {
  shared ??= open();
  return shared;
}

async function open() {
  const { app: login, owner, authSecret } = inject("database");
  const app = await createApp({
    installation: { app: login, authSecret },
    config: { trustedProxies: 0, rateLimitFactor: 1000 },
    outbound: openOutbound(["sink.test"], resolveSink),
    deliverySchedule: RETRY_AFTER_SECONDS.map(() => 0.05),
    log: (error) => process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`),
  });
  return { app, owner: new pg.Pool({ ...owner, max: 2 }) };
}

export type Person = Client & {
  memberId: string;
  userId: string;
  email: string;
  /** A request as this person's browser would send it. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
};

export type World = {
  workspaceId: string;
  slug: string;
  productId: string;
  /** The first admin, in all six groups. */
  admin: Person;
  /** A member of these groups; `guest` and `admin` set the access level. Asked twice, it is the same person. */
  as(...who: (Group | "guest" | "admin")[]): Promise<Person>;
  /** A program with a key of this scope. */
  key(scope: KeyScope): Promise<Client & { secret: string; fetch(path: string, init?: RequestInit): Promise<Response> }>;
  /** The id of the change that a call made, for undo: `await changeOf((context) => client.x.y(input, { context }))`. */
  changeOf(call: (context: CallContext) => Promise<unknown>): Promise<string>;
  /** Rows as the owner sees them, across workspaces: for what no route shows. */
  rows(sql: string, parameters?: unknown[]): Promise<Record<string, unknown>[]>;
};

/** A fresh workspace on the run's database, with one admin; people and keys on demand. */
export async function world(): Promise<World> {
  const { app, owner } = await application();
  const tag = randomUUID().slice(0, 8);
  const { setUpInstallation, createKey, addMember } = await import("../capabilities/workspace/people-setup.ts");
  const services = { database: app.database, login: inject("database").app, authSecret: inject("database").authSecret };
  const made = await setUpInstallation(services, {
    workspaceName: `World ${tag}`,
    productName: "Product",
    name: `Admin ${tag}`,
    email: `admin-${tag}@example.test`,
    password: PASSWORD,
    anew: true,
  });

  const clientWith = (headers: Record<string, string>) => clientOver(app, headers);

  async function signedIn(email: string, ids: { memberId: string; userId: string }): Promise<Person> {
    const answer = await app.fetch(
      new Request(`${ORIGIN}/api/v1/session`, {
        method: "POST",
        headers: { "content-type": "application/json", origin: ORIGIN },
        body: JSON.stringify({ email, password: PASSWORD }),
      }),
    );
    if (!answer.ok) throw new Error(`Signing in answered ${answer.status}: ${await answer.text()}`);
    const cookie = answer.headers
      .getSetCookie()
      .map((line) => line.split(";")[0])
      .join("; ");
    const { client, fetch } = clientWith({ cookie, origin: ORIGIN, "x-workspace": made.slug });
    return beside(client, { ...ids, email, fetch });
  }

  const people = new Map<string, Promise<Person>>();
  const admin = await signedIn(`admin-${tag}@example.test`, made);
  return {
    workspaceId: made.workspaceId,
    slug: made.slug,
    productId: made.productId,
    admin,
    as(...who) {
      const name = who.join("-") || "groupless";
      const known = people.get(name);
      if (known !== undefined) return known;
      const access: AccessLevel = who.includes("guest") ? "guest" : who.includes("admin") ? "admin" : "member";
      const groups = who.filter((part) => part !== "guest" && part !== "admin");
      const email = `member-${name}-${tag}@example.test`;
      const person = addMember(services, {
        workspaceId: made.workspaceId,
        name: `${name} ${tag}`,
        email,
        password: PASSWORD,
        access,
        groups,
      }).then((ids) => signedIn(email, ids));
      people.set(name, person);
      return person;
    },
    async key(scope) {
      const { key } = await createKey(services, { workspaceId: made.workspaceId, name: `${scope} key`, scope });
      const { client, fetch } = clientWith({ authorization: `Bearer ${key}` });
      return beside(client, { secret: key, fetch });
    },
    async changeOf(call) {
      let change: string | undefined;
      await call({ onChange: (id) => (change = id) });
      if (!change) throw new Error("The call answered no change that could be undone.");
      return change;
    },
    rows: async (sql, parameters) => (await owner.query(sql, parameters)).rows,
  };
}

type App = Awaited<ReturnType<typeof createApp>>;

function clientOver(app: App, headers: Record<string, string>) {
  const send = async (request: Request) => {
    for (const [name, value] of Object.entries(headers)) if (!request.headers.has(name)) request.headers.set(name, value);
    return app.fetch(request);
  };
  return {
    client: createClient({ contract, url: `${ORIGIN}/api/v1`, fetch: (request) => Promise.resolve(send(request)) }),
    fetch: (path: string, init?: RequestInit) => send(new Request(`${ORIGIN}${path}`, init)),
  };
}

/** The typed client of a request with these headers: a key of any workspace, or nobody at all. */
export const clientFor = async (headers: Record<string, string>): Promise<Client> => clientOver((await application()).app, headers).client;

/** A client with more beside its routes. The client answers every name, so what is ours is looked up first. */
function beside<More extends object>(client: Client, more: More): Client & More {
  return new Proxy<Client & More>(Object.assign({}, client, more), {
    get(_, name) {
      if (name === "then") return undefined;
      return Reflect.get(name in more ? more : client, name);
    },
  });
}
