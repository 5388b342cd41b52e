import type * as z from "zod";
import type { Actor } from "./access.ts";
import type { RequestContext } from "./context.ts";
import type { Limiter } from "./limits.ts";
import type { Rules } from "./procedure.ts";
import { invalid } from "./refusal.ts";

/**
 * A route outside the API's router: streams, downloads, pages. It declares the same as every other route,
 * and the server refuses to boot when an address is served that no declaration names.
 */
export type PlainRoute = {
  rules: Rules;
  method: "GET" | "POST" | "PUT" | "DELETE";
  path: string;
  operationId: string;
  summary: string;
  /** Which bodies it takes besides none, by their media type. */
  takes?: readonly string[];
  handle(request: Request, context: RequestContext & { limiter: Limiter; actor: Actor | null }): Promise<Response>;
};

/** The query of a plain route's address. @throws Refusal 422 naming the parameter */
export function queryOf<Query>(request: Request, shape: z.ZodType<Query>): Query {
  const read = shape.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw invalid(issue?.path.join(".") ?? "", issue?.message ?? "This is not valid.");
}
