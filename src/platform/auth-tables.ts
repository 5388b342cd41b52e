import { boolean, pgSchema, text, timestamp, uuid } from "drizzle-orm/pg-core";

/**
 * better-auth's tables as far as we read and write them ourselves: to create a person in the same transaction as their
 * membership, and to show a member's name. Their shape is in `migrations/0000_house.sql`; they know no workspace.
 */
const auth = pgSchema("auth");

const moment = (name: string) => timestamp(name, { withTimezone: true }).notNull();

export const users = auth.table("user", {
  id: uuid("id").primaryKey(),
  name: text("name").notNull(),
  email: text("email").notNull(),
  emailVerified: boolean("emailVerified").notNull(),
  createdAt: moment("createdAt"),
  updatedAt: moment("updatedAt"),
});

/** How a person proves who they are; a password is one `credential`. */
export const credentials = auth.table("account", {
  id: uuid("id").primaryKey(),
  accountId: text("accountId").notNull(),
  providerId: text("providerId").notNull(),
  userId: uuid("userId").notNull(),
  password: text("password"),
  createdAt: moment("createdAt"),
  updatedAt: moment("updatedAt"),
});

export const sessions = auth.table("session", {
  id: uuid("id").primaryKey(),
  expiresAt: moment("expiresAt"),
  createdAt: moment("createdAt"),
  updatedAt: moment("updatedAt"),
  ipAddress: text("ipAddress"),
  userAgent: text("userAgent"),
  userId: uuid("userId").notNull(),
});
