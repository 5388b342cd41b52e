import { OpenAPIGenerator } from "@orpc/openapi";
import { OpenAPIHandler } from "@orpc/openapi/fetch";
import { type AnyRouter, ORPCError, onError, ValidationError } from "@orpc/server";
import { ZodToJsonSchemaConverter } from "@orpc/zod/zod4";
import * as z from "zod";
import type { RequestContext } from "./context.ts";
import type { Limiter } from "./limits.ts";
import { Problem, routesOf } from "./procedure.ts";

export const PROBLEM_TYPE = "application/problem+json";

/** A problem document as an answer. */
export function problem(status: number, code: string, title: string, more: Record<string, unknown> = {}): Response {
  return new Response(JSON.stringify({ type: `/problems/${code.toLowerCase()}`, title, status, code, ...more }), {
    status,
    headers: {
      "content-type": PROBLEM_TYPE,
      "cache-control": "no-store",
      ...(typeof more.retryAfterSeconds === "number" ? { "retry-after": String(more.retryAfterSeconds) } : {}),
    },
  });
}

function problemOf(error: ORPCError<string, unknown>) {
  const details = typeof error.data === "object" && error.data !== null ? error.data : {};
  if (error.cause instanceof ValidationError && error.status === 400) {
    const issues = error.cause.issues.map(({ path, message }) => ({
      path: (path ?? []).map((part) => String(typeof part === "object" ? part.key : part)).join("."),
      message,
    }));
    return { type: "/problems/invalid", title: "Some of what was sent is not valid.", status: 400, code: "INVALID", issues };
  }
  // A defect's words stay inside.
  const title =
    error.status >= 500 && error.status !== 503 && error.status !== 507
      ? "Something went wrong on our side. It has been logged."
      : error.message;
  return { type: `/problems/${error.code.toLowerCase()}`, title, status: error.status, code: error.code, ...details };
}

export type Api = {
  handle(request: Request, context: RequestContext & { limiter: Limiter }): Promise<Response | null>;
  document(): Promise<object>;
  /** Whether some method is served at this address. */
  knows(pathname: string): boolean;
};

/** The router as HTTP: problem documents, ETags and the OpenAPI description come from the same routes. */
export function createApi(router: AnyRouter, log: (error: unknown) => void): Api {
  const handler = new OpenAPIHandler<RequestContext & { limiter: Limiter }>(router, {
    customErrorResponseBodyEncoder: problemOf,
    interceptors: [
      onError((error) => {
        if (!(error instanceof ORPCError) || error.status === 500) log(error);
      }),
    ],
  });
  const addresses = routesOf(router).map(({ path }) => new RegExp(`^/api/v1${path.replace(/\{[^}]+\}/g, "[^/]+")}$`));
  let described: Promise<object> | undefined;
  return {
    async handle(request, context) {
      const { matched, response } = await handler.handle(request, { prefix: "/api/v1", context });
      if (!matched) return null;
      for (const [name, value] of context.reply) response.headers.append(name, value);
      response.headers.set("cache-control", "private, no-store");
      if (response.status >= 400) {
        response.headers.set("content-type", PROBLEM_TYPE);
        if (response.status === 429 || response.status === 503) response.headers.set("retry-after", String(await secondsToWait(response)));
      }
      return response;
    },
    document: () => (described ??= describe(router)),
    knows: (pathname) => addresses.some((address) => address.test(pathname)),
  };
}

const Waiting = z.object({ retryAfterSeconds: z.number().default(1) });
/** What the answer's own words say, or a second. */
const secondsToWait = async (response: Response): Promise<number> => Waiting.parse(await response.clone().json()).retryAfterSeconds;

async function describe(router: AnyRouter): Promise<object> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const document = await generator.generate(router, {
    info: { title: "Throughline", version: "1", description: "Everything the web app does, it does through this API." },
    servers: [{ url: "/api/v1" }],
    components: { securitySchemes: { key: { type: "http", scheme: "bearer", description: "An API key of a workspace." } } },
    security: [{ key: [] }],
    commonSchemas: { Problem: { schema: Problem }, UndefinedError: { error: "UndefinedError" } },
    customErrorResponseBodySchema: () => ({ $ref: "#/components/schemas/Problem" }),
  });
  for (const item of Object.values(document.paths ?? {}))
    for (const operation of Object.values(item ?? {})) {
      if (typeof operation !== "object" || operation === null || !("responses" in operation) || !operation.responses) continue;
      for (const [status, answer] of Object.entries(operation.responses)) {
        if (Number(status) < 400 || typeof answer !== "object" || !("content" in answer) || !answer.content?.["application/json"]) continue;
        answer.content = { [PROBLEM_TYPE]: answer.content["application/json"] };
      }
    }
  return document;
}
