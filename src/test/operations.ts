import * as z from "zod";
import { plainRoutes } from "../plain-routes.ts";
import type { Rules } from "../platform/procedure.ts";
import { type IdFor, type JsonSchema, sampleOf } from "./sample.ts";
import { application } from "./world.ts";

const Parameter = z.object({
  name: z.string(),
  in: z.enum(["path", "query", "header"]),
  required: z.boolean().optional(),
  schema: z.custom<JsonSchema>().optional(),
});
const Operation = z.object({
  operationId: z.string().min(1),
  summary: z.string().min(1),
  parameters: z.array(Parameter).default([]),
  requestBody: z.object({ content: z.record(z.string(), z.object({ schema: z.custom<JsonSchema>() })) }).optional(),
  responses: z.record(z.string(), z.object({ description: z.string() })),
});
const Document = z.object({ openapi: z.string(), paths: z.record(z.string(), z.record(z.string(), Operation)) });

export type Described = z.infer<typeof Operation> & { method: string; path: string; isPlain?: boolean };

/** Every operation as the OpenAPI document describes it: what a program that knows nothing else would work from. */
export async function operations(): Promise<Described[]> {
  const { app } = await application();
  const answer = await app.fetch(new Request("http://throughline.test/api/v1/openapi.json"));
  const { paths } = Document.parse(await answer.json());
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
  );
}

/** The routes outside the document, in the same form: downloads, uploads and streams of a workspace. */
export function plainOperations(): (Described & { rules: Rules })[] {
  return plainRoutes
    .filter(({ rules, path }) => rules.may !== "anyone" && path.startsWith("/api/v1/"))
    .map(({ method, path, operationId, summary, rules }) => ({
      method,
      path: path.replace("/api/v1", "").replace(/:(\w+)/g, "{$1}"),
      operationId,
      summary,
      rules,
      parameters: [...path.matchAll(/:(\w+)/g)].map(([, name = ""]) => ({
        name,
        in: "path" as const,
        required: true,
        schema: { type: "string", format: "uuid" },
      })),
      responses: {},
      isPlain: true,
    }));
}

/** A request that an operation accepts in form, with these ids wherever one is asked for. */
export function requestFor(operation: Described, idFor: IdFor, { nonsense = false } = {}): { path: string; init: RequestInit } {
  const kind = operation.path.split("/")[1] ?? "";
  let path = operation.path;
  const search = new URLSearchParams();
  const headers: Record<string, string> = {};
  for (const { name, in: where, schema, required } of operation.parameters) {
    const value = String(sampleOf(schema ?? {}, (field) => idFor(field === "id" ? kind : field), name));
    if (where === "path") path = path.replace(`{${name}}`, encodeURIComponent(value));
    else if (where === "header") headers[name] = name === "if-match" ? '"1"' : value;
    else if (required && !nonsense) search.set(name, value);
  }
  const schema = operation.requestBody?.content["application/json"]?.schema;
  const body = schema
    ? JSON.stringify(nonsense ? { nonsense: true } : sampleOf(schema, (field) => idFor(field === "id" ? kind : field)))
    : undefined;
  if (body) headers["content-type"] = "application/json";
  const query = search.size > 0 ? `?${search}` : "";
  return { path: `/api/v1${path}${query}`, init: { method: operation.method, headers, ...(body ? { body } : {}) } };
}
