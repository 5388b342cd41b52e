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
};

/** Which id to put where one is asked for, by the name of the field. */
export type IdFor = (name: string) => string;

/** A small value that a schema accepts, every property filled, for calling a route of which nothing else is known. */
export function sampleOf(schema: JsonSchema, idFor: IdFor, name = ""): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return sampleOf(options.find((option) => option.type !== "null") ?? {}, idFor, name);
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => sampleOf(part, idFor, name)));
  const type = Array.isArray(schema.type) ? schema.type.find((one) => one !== "null") : schema.type;
  switch (type) {
    case "object":
      return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([key, inner]) => [key, sampleOf(inner, idFor, key)]));
    case "array":
      return Array.from({ length: Math.max(schema.minItems ?? 1, 1) }, () => sampleOf(schema.items ?? {}, idFor, name));
    case "integer":
    case "number":
      return Math.max(schema.minimum ?? 0, schema.exclusiveMinimum === undefined ? 0 : schema.exclusiveMinimum + 1, 1);
    case "boolean":
      return true;
    case "null":
      return null;
    default:
      return text(schema, idFor, name);
  }
}

/** Whether an id of ours is meant: a uuid, or a record's id or key. */
const isId = (schema: JsonSchema): boolean => schema.format === "uuid" || (schema.pattern ?? "").includes("[0-9a-f]{8}");

function text(schema: JsonSchema, idFor: IdFor, name: string): string {
  if (isId(schema)) return idFor(name);
  if (schema.format === "date-time") return "2026-01-15T08:00:00.000Z";
  if (schema.format === "date") return "2026-01-15";
  if (schema.format === "email") return "somebody@example.test";
  if (schema.format === "uri") return "https://example.test/page";
  if (schema.pattern?.includes("[A-Z]{3}")) return "EUR";
  if (schema.pattern?.includes("#")) return "#335577";
  return "some words here".padEnd(schema.minLength ?? 0, "x");
}
