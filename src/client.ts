import { createORPCClient, ORPCError } from "@orpc/client";
import type { AnyContractRouter } from "@orpc/contract";
import type { JsonifiedClient } from "@orpc/openapi-client";
import { OpenAPILink } from "@orpc/openapi-client/fetch";
import type { RouterClient } from "@orpc/server";
import type { Router } from "./router.ts";

/** What a call may carry besides its input. */
export type CallContext = {
  /** Hears the id of the change that the call made, when it can be undone. */
  onChange?: (id: string) => void;
  idempotencyKey?: string;
};

/** Every route as a typed function; errors are thrown with the problem's `code`, `status` and details in `data`. */
export type Client = JsonifiedClient<RouterClient<Router, CallContext>>;

type Options = {
  contract: AnyContractRouter;
  /** Where the API lives, such as `/api/v1` of this page's origin. */
  url: string;
  headers?: () => Record<string, string>;
  fetch?: (request: Request) => Promise<Response>;
};

export function createClient({ contract, url, headers = () => ({}), fetch = (request) => globalThis.fetch(request) }: Options): Client {
  const link = new OpenAPILink<CallContext>(contract, {
    url,
    headers: ({ context }) => ({ ...headers(), ...(context.idempotencyKey ? { "idempotency-key": context.idempotencyKey } : {}) }),
    async fetch(request, _init, { context }) {
      const response = await fetch(request);
      const change = response.headers.get("x-change");
      if (change && response.ok) context.onChange?.(change);
      return response.headers.get("content-type")?.startsWith("application/problem+json") ? asJson(response) : response;
    },
    customErrorResponseBodyDecoder(body, { status }) {
      if (typeof body !== "object" || body === null || !("code" in body) || !("title" in body)) return null;
      return new ORPCError(String(body.code), { status, message: String(body.title), data: body });
    },
  });
  return createORPCClient(link);
}

/** The link reads a body as JSON by its media type, and knows only JSON's own. */
function asJson({ body, status, statusText, headers }: Response): Response {
  const plain = new Headers(headers);
  plain.set("content-type", "application/json");
  return new Response(body, { status, statusText, headers: plain });
}

/** The header of an edit. */
export const ifMatch = (row: { version: number }) => ({ "if-match": `"${row.version}"` });
