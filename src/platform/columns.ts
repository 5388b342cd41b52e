import { sql } from "drizzle-orm";
import { type AnyPgColumn, customType, integer, pgPolicy, pgRole, uuid } from "drizzle-orm/pg-core";
import { createInsertSchema, createSelectSchema } from "drizzle-zod";
import * as z from "zod";

/** The role that serves requests; it owns nothing and is never a superuser. */
export const servingRole = pgRole("throughline_app").existing();

/** An instant as the wire carries it: ISO 8601 in UTC, to the millisecond. */
export const Instant = z.iso.datetime({ offset: false });

const isoInstant = customType<{ data: string; driverData: string }>({
  dataType: () => "timestamp(3) with time zone",
  // Sessions run in UTC, so PostgreSQL answers "2026-11-23 08:00:00.123+00".
  fromDriver: (value) => `${value.slice(0, 10)}T${value.slice(11, -3)}Z`,
});

/** A point in time whose value is an ISO string on both sides of the wire, so that a rule sees one type. */
export const instant = () => isoInstant();

/** A text compared byte by byte, whatever the database's locale: ranks and other machine keys. */
export const machineText = customType<{ data: string }>({ dataType: () => 'text COLLATE "C"' });

export const workspaceId = () => uuid().notNull();
export const recordId = () => uuid().notNull().default(sql`uuidv7()`);
export const version = () => integer().notNull().default(1);

/** Row-level security as the second line: without a workspace in the transaction there are no rows. */
export const ownWorkspace = (column: AnyPgColumn) =>
  pgPolicy("own_workspace", { to: servingRole, using: sql`${column} = nullif(current_setting('app.ws', true), '')::uuid` });

type Shape = { [column: string]: unknown };

/** drizzle-zod cannot know what our own column type holds; this adds it, so that the OpenAPI document does too. */
function instants(table: Shape): Record<string, (schema: z.ZodType) => z.ZodType> {
  const refinements: Record<string, (schema: z.ZodType) => z.ZodType> = {};
  for (const [name, column] of Object.entries(table)) {
    if (isColumn(column) && column.getSQLType() === "timestamp(3) with time zone") refinements[name] = () => Instant;
    if (isColumn(column) && column.getSQLType() === 'text COLLATE "C"') refinements[name] = () => z.string();
  }
  return refinements;
}
const isColumn = (value: unknown): value is { getSQLType(): string } =>
  typeof value === "object" && value !== null && "getSQLType" in value;

/** The schema of a row as it is read. The types are drizzle-zod's own; only our instants are refined. */
export const rowSchema: typeof createSelectSchema = ((table: Shape, refine: object = {}) =>
  createSelectSchema(table as never, { ...instants(table), ...refine } as never)) as never;

/** The schema of a row as it is written. */
export const draftSchema: typeof createInsertSchema = ((table: Shape, refine: object = {}) =>
  createInsertSchema(table as never, { ...instants(table), ...refine } as never)) as never;
