import { sql } from "drizzle-orm";
import { check, date, foreignKey, index, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { GROUPS } from "../../platform/access.ts";
import { instant, ownWorkspace, version, workspaceId } from "../../platform/columns.ts";
import { metrics } from "../measurement/schema.ts";
import { members, products, records } from "../workspace/schema.ts";
import type { Basis } from "./basis-rules.ts";
import { RECOMMENDATION_STATES } from "./rules.ts";

/** What somebody who looked at the figures would do next: what was seen, on which readings, and what it should bring. */
export const recommendations = pgTable(
  "recommendations",
  {
    workspaceId: workspaceId(),
    id: uuid().notNull(),
    productId: uuid().notNull(),
    /** What to do, in a line. */
    proposal: text().notNull(),
    observation: text().notNull(),
    metricId: uuid(),
    /** The readings as they were; null where it stands on no metric. */
    basis: jsonb().$type<Basis>(),
    expectedEffect: text().notNull().default(""),
    askedGroup: text({ enum: GROUPS }),
    askedOf: uuid(),
    dueOn: date(),
    state: text({ enum: RECOMMENDATION_STATES }).notNull().default("open"),
    /** Why it was rejected. */
    reason: text().notNull().default(""),
    answeredBy: uuid(),
    answeredAt: instant(),
    /** The record that takes it up. */
    becameId: uuid(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.id], foreignColumns: [records.workspaceId, records.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.productId], foreignColumns: [products.workspaceId, products.id] }),
    foreignKey({ columns: [t.workspaceId, t.metricId], foreignColumns: [metrics.workspaceId, metrics.id] }).onDelete("set null"),
    foreignKey({ columns: [t.workspaceId, t.askedOf], foreignColumns: [members.workspaceId, members.id] }),
    foreignKey({ columns: [t.workspaceId, t.answeredBy], foreignColumns: [members.workspaceId, members.id] }),
    foreignKey({ columns: [t.workspaceId, t.becameId], foreignColumns: [records.workspaceId, records.id] }).onDelete("set null"),
    index("recommendations_of_metric").on(t.workspaceId, t.metricId),
    index("recommendations_became").on(t.workspaceId, t.becameId),
    check("recommendations_answered", sql`(${t.state} = 'open') = (${t.answeredAt} is null)`),
    ownWorkspace(t.workspaceId),
  ],
);
