/** The part of JSON Schema that our OpenAPI document uses. */
export type JsonSchema = {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  format?: string;
  pattern?: string;
  minimum?: number;
  exclusiveMinimum?: number;
  minLength?: number;
  minItems?: number;
  default?: unknown;
};

/**
 * The smallest value that a schema accepts, for calling a route of which nothing else is known.
 * @param id what stands wherever an id is asked for
 * @param all fills optional properties too
 */
export function sampleOf(schema: JsonSchema, id: string, all = false): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return sampleOf(options.find((option) => option.type !== "null") ?? options[0] ?? {}, id, all);
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => sampleOf(part, id, all)));
  const type = Array.isArray(schema.type) ? schema.type.find((one) => one !== "null") : schema.type;
  switch (type) {
    case "object": {
      const names = Object.keys(schema.properties ?? {}).filter((name) => all || schema.required?.includes(name));
      return Object.fromEntries(names.map((name) => [name, sampleOf(schema.properties?.[name] ?? {}, id, all)]));
    }
    case "array":
      return Array.from(
        { length: Math.max(schema.minItems ?? 0, all ? 1 : 0) || (schema.items && isId(schema.items) ? 1 : (schema.minItems ?? 0)) },
        () => sampleOf(schema.items ?? {}, id, all),
      );
    case "integer":
    case "number":
      return Math.max(schema.minimum ?? 0, schema.exclusiveMinimum === undefined ? 0 : schema.exclusiveMinimum + 1, 1);
    case "boolean":
      return true;
    case "null":
      return null;
    default:
      return text(schema, id);
  }
}

/** Whether an id of ours is meant: a uuid, or a record's id or key. */
export const isId = (schema: JsonSchema): boolean => schema.format === "uuid" || (schema.pattern ?? "").includes("[0-9a-f]{8}");

function text(schema: JsonSchema, id: string): string {
  if (isId(schema)) return id;
  if (schema.format === "date-time") return "2026-01-15T08:00:00.000Z";
  if (schema.format === "date") return "2026-01-15";
  if (schema.format === "email") return "somebody@example.test";
  if (schema.format === "uri") return "https://example.test/page";
  if (schema.pattern?.includes("A-Z]{3}")) return "EUR";
  if (schema.pattern?.includes("#")) return "#335577";
  return "some words here".padEnd(schema.minLength ?? 0, "x");
}
