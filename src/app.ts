import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { keepForgettingFiles } from "./capabilities/files/forgetting.ts";
import { keepForgettingDeliveries } from "./capabilities/intake/forgetting.ts";
import { keepPulling } from "./capabilities/measurement/pulling.ts";
import { keepHistory } from "./capabilities/thread/history.ts";
import { startDelivering } from "./capabilities/webhooks/delivering.ts";
import { RETRY_AFTER_SECONDS } from "./capabilities/webhooks/rules.ts";
import { forgetOldChanges } from "./capabilities/workspace/changes.ts";
import { type Config, FILE_QUOTA_MB } from "./config.ts";
import { plainRoutes } from "./plain-routes.ts";
import { createApi, problem } from "./platform/api.ts";
import { openAuth } from "./platform/auth.ts";
import type { RequestContext } from "./platform/context.ts";
import { openDatabase } from "./platform/database.ts";
import type { Installation } from "./platform/installation.ts";
import { type Limiter, limiter } from "./platform/limits.ts";
import { openLiveHub } from "./platform/live.ts";
import type { PlainRoute } from "./platform/plain.ts";
import { admitted, routesOf } from "./platform/procedure.ts";
import { referencePage } from "./platform/reference.ts";
import { Refusal } from "./platform/refusal.ts";
import { bounded } from "./platform/request-body.ts";
import { type Outbound, openOutbound } from "./platform/safe-fetch.ts";
import { openSessions } from "./platform/sessions.ts";
import { webFiles } from "./platform/web-files.ts";
import { reactions } from "./reactions.ts";
import { router } from "./router.ts";

export type Services = {
  installation: Pick<Installation, "app" | "authSecret">;
  config: Pick<Config, "publicUrl" | "trustedProxies" | "rateLimitFactor"> & Partial<Pick<Config, "outboundAllow" | "fileQuotaMb">>;
  /** The way to addresses outside; one of its own in tests. */
  outbound?: Outbound;
  /** Seconds between tries to deliver; shorter in tests. */
  deliverySchedule?: readonly number[];
  /** Where the built web app lies; without it only the API is served. */
  webDirectory?: string;
  /** Hears of defects, and in lines of JSON of what leaves no other trace; what people did wrong is told to them instead. */
  log: (error: unknown) => void;
};

const HEADERS = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

/** The whole of Throughline as one `fetch`: the web app, the API and what keeps both safe. */
export async function createApp(services: Services) {
  const { installation, config, webDirectory, log, deliverySchedule = RETRY_AFTER_SECONDS } = services;
  const outbound = services.outbound ?? openOutbound(config.outboundAllow);
  const database = openDatabase(installation.app);
  const live = openLiveHub(installation.app, database.pool);
  const auth = openAuth({ login: installation.app, secret: installation.authSecret, publicUrl: config.publicUrl });
  const sessions = openSessions({ auth, database, live });
  const limits = limiter(config.rateLimitFactor);
  const api = createApi(router, log);
  const page = webDirectory ? webFiles(webDirectory) : null;
  const stopForgetting = forgetOldChanges(database, log);
  const stopForgettingFiles = keepForgettingFiles(database, log);
  const stopForgettingDeliveries = keepForgettingDeliveries(database, log);
  const delivering = startDelivering({ database, outbound, auth, log, schedule: deliverySchedule });
  const history = keepHistory(database, log);
  const pulling = keepPulling({ database, outbound, live, log });
  let draining = false;

  const contextOf = (request: Request, address: string, fingerprint: string | null): RequestContext & { limiter: Limiter } => ({
    database,
    live,
    reactions,
    log,
    auth,
    outbound,
    sessions,
    fileQuota: (config.fileQuotaMb ?? FILE_QUOTA_MB) * 1_000_000,
    limiter: limits,
    headers: request.headers,
    reply: new Headers(),
    now: new Date().toISOString(),
    origin: config.publicUrl ?? new URL(request.url).origin,
    address,
    fingerprint,
    identify: () =>
      sessions.identify(request.headers, request.headers.get("x-workspace") ?? new URL(request.url).searchParams.get("workspace")),
  });

  async function answerApi(request: Request, address: string): Promise<Response> {
    const safe = request.method === "GET" || request.method === "HEAD";
    const read = safe ? { request, fingerprint: null } : await bounded(request);
    const answer = await api.handle(read.request, contextOf(read.request, address, read.fingerprint));
    if (answer) return answer;
    const { pathname } = new URL(request.url);
    if (api.knows(pathname)) return problem(405, "METHOD_NOT_ALLOWED", `There is no ${request.method} at this address.`);
    return problem(404, "NO_ROUTE", "There is nothing at this address.");
  }

  async function answerPlain(plain: PlainRoute, request: Request, address: string): Promise<Response> {
    const context = contextOf(request, address, null);
    const { actor } = await admitted(context, plain.rules);
    const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
    if (request.body && !(plain.takes ?? []).includes(type ?? ""))
      return problem(415, "UNSUPPORTED_MEDIA_TYPE", `Send ${(plain.takes ?? []).join(" or ") || "no body"}.`);
    const answer = await plain.handle(request, { ...context, actor });
    for (const [name, value] of context.reply) answer.headers.append(name, value);
    // HEAD is answered by what GET would say, and nobody reads that body: what it holds open is let go.
    if (request.method === "HEAD") await answer.body?.cancel();
    return answer;
  }

  const app = new Hono<{ Bindings: Partial<HttpBindings> }>();
  app.use(async (c, next) => {
    if (!sameOrigin(c.req.raw, config.publicUrl))
      c.res = problem(403, "FOREIGN_ORIGIN", "This request came from another site and was refused.");
    else await next();
    for (const [name, value] of Object.entries(HEADERS)) if (!c.res.headers.has(name)) c.res.headers.set(name, value);
    if (config.publicUrl?.startsWith("https:")) c.res.headers.set("strict-transport-security", "max-age=31536000");
  });
  app.onError((error) => {
    if (error instanceof Refusal) return problem(error.status, error.code, error.message, error.data);
    log(error);
    return problem(500, "INTERNAL", "Something went wrong on our side. It has been logged.");
  });
  const alive = () => Response.json({ status: "ok" }, { headers: { "cache-control": "no-store" } });
  const ready = async () => {
    if (draining) return problem(503, "STOPPING", "This process is stopping.", { retryAfterSeconds: 5 });
    await database.pool.query("select 1");
    return alive();
  };
  const own: PlainRoute[] = [
    {
      rules: PUBLIC,
      method: "GET",
      path: "/healthz",
      operationId: "health",
      summary: "Whether the process answers",
      handle: async () => alive(),
    },
    {
      rules: PUBLIC,
      method: "GET",
      path: "/readyz",
      operationId: "readiness",
      summary: "Whether requests can be served",
      handle: () => ready().catch(() => problem(503, "DATABASE_AWAY", "The database does not answer.", { retryAfterSeconds: 1 })),
    },
    {
      rules: PUBLIC,
      method: "GET",
      path: "/api/v1/openapi.json",
      operationId: "openApi",
      summary: "This API in OpenAPI 3.1",
      handle: async () => Response.json(await api.document()),
    },
    {
      rules: PUBLIC,
      method: "GET",
      path: "/api/docs",
      operationId: "reference",
      summary: "This API, to read",
      handle: async () => new Response(referencePage(await api.document()), { headers: { "content-type": "text/html; charset=utf-8" } }),
    },
  ];
  // Every route says who may and how often, or the server does not start.
  routesOf(router);
  for (const plain of [...own, ...plainRoutes])
    app.on(plain.method, plain.path, (c) => answerPlain(plain, c.req.raw, addressOf(c.req.raw, c.env, config.trustedProxies)));
  app.all("/api/*", (c) => answerApi(c.req.raw, addressOf(c.req.raw, c.env, config.trustedProxies)));
  if (page) app.get("*", (c) => page(c.req.raw));

  return {
    fetch: (request: Request, env: Partial<HttpBindings> = {}) => app.fetch(request, env),
    /** For the operator's commands and for tests: what a request would have around it. */
    database,
    live,
    async drain() {
      draining = true;
      await live.close();
    },
    async close() {
      stopForgetting();
      stopForgettingFiles();
      stopForgettingDeliveries();
      await delivering.stop();
      await pulling.stop();
      await history.stop();
      await outbound.close();
      await live.close();
      await auth.close();
      await database.close();
    },
  };
}
export type App = Awaited<ReturnType<typeof createApp>>;

const PUBLIC = { may: "anyone", limit: "read", audit: false } as const;

/**
 * A browser says where a request comes from; one that changes something must come from us.
 * Programs send no cookie, so they need not say.
 */
function sameOrigin(request: Request, publicUrl: string | undefined): boolean {
  if (request.method === "GET" || request.method === "HEAD" || request.method === "OPTIONS") return true;
  const origin = request.headers.get("origin");
  if (origin === null) return !request.headers.has("cookie");
  const host = request.headers.get("host") ?? new URL(request.url).host;
  return origin === publicUrl || (!publicUrl && URL.canParse(origin) && new URL(origin).host === host);
}

/** The caller's address: the socket's, or what the n-th trusted proxy from our side saw. */
function addressOf(request: Request, env: Partial<HttpBindings>, trustedProxies: number): string {
  const socket = env.incoming?.socket.remoteAddress ?? "in-process";
  if (trustedProxies === 0) return socket;
  const seen = (request.headers.get("x-forwarded-for") ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  return seen.at(-trustedProxies) ?? socket;
}
