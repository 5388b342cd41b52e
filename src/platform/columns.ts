import { sql } from "drizzle-orm";
import { type AnyPgColumn, customType, integer, pgPolicy, pgRole, uuid } from "drizzle-orm/pg-core";
import { createSchemaFactory } from "drizzle-zod";
import * as z from "zod";

/** The role that serves requests; it owns nothing and is never a superuser. */
export const servingRole = pgRole("throughline_app").existing();

/** An instant as the wire carries it: ISO 8601 in UTC, to the millisecond. */
export const Instant = z.iso.datetime({ offset: false });

const isoInstant = customType<{ data: string; driverData: string }>({
  dataType: () => "timestamp(3) with time zone",
  // Sessions run in UTC, so PostgreSQL answers "2026-11-23 08:00:00.123+00", without the zeros at the end of the milliseconds.
  fromDriver: (value) => `${value.slice(0, 10)}T${value.slice(11, 19)}.${value.slice(20, -3).padEnd(3, "0")}Z`,
});

/** A point in time whose value is an ISO string on both sides of the wire, so that a rule sees one type. */
export const instant = () => isoInstant();

/** Bytes as they are. */
export const bytes = customType<{ data: Buffer }>({ dataType: () => "bytea" });

export const workspaceId = () => uuid().notNull();
export const recordId = () => uuid().notNull().default(sql`uuidv7()`);
export const version = () => integer().notNull().default(1);

/** Row-level security as the second line: without a workspace in the transaction there are no rows. */
export const ownWorkspace = (column: AnyPgColumn) =>
  pgPolicy("own_workspace", { to: servingRole, using: sql`${column} = nullif(current_setting('app.ws', true), '')::uuid` });

// drizzle-zod cannot know what a column of our own type holds. Instants are the only ones, so its "anything" is an instant.
const schemas = createSchemaFactory({ zodInstance: { ...z, any: () => Instant } });

/** The schema of a row as it is read. */
export const rowSchema = schemas.createSelectSchema;

/** The schema of a row as it is written. */
export const draftSchema = schemas.createInsertSchema;
