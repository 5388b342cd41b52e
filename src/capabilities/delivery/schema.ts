import { sql } from "drizzle-orm";
import { check, date, doublePrecision, foreignKey, index, pgTable, primaryKey, text, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant, ownWorkspace, recordId, version, workspaceId } from "../../platform/columns.ts";
import { features } from "../features/schema.ts";
import { members, products, records } from "../workspace/schema.ts";
import { FEASIBILITY_STATES, TECH_NOTE_KINDS, TECH_NOTE_STATES, VERDICTS, WORK_STATES } from "./rules.ts";

/** Whether a feature can be built, and what it takes: asked, then answered. Asking anew is another record. */
export const feasibilities = pgTable(
  "feasibilities",
  {
    workspaceId: workspaceId(),
    id: uuid().notNull(),
    productId: uuid().notNull(),
    featureId: uuid().notNull(),
    state: text({ enum: FEASIBILITY_STATES }).notNull().default("asked"),
    question: text().notNull(),
    askedBy: uuid(),
    askedAt: instant().notNull(),
    assigneeId: uuid(),
    dueOn: date({ mode: "string" }),
    verdict: text({ enum: VERDICTS }),
    /** The answer in a line. */
    line: text().notNull().default(""),
    conditions: text().notNull().default(""),
    /** What would have to be tried before more can be said. */
    spike: text().notNull().default(""),
    answeredBy: uuid(),
    answeredAt: instant(),
    disputedBy: uuid(),
    disputeReason: text().notNull().default(""),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.id], foreignColumns: [records.workspaceId, records.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.productId], foreignColumns: [products.workspaceId, products.id] }),
    foreignKey({ columns: [t.workspaceId, t.featureId], foreignColumns: [features.workspaceId, features.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.askedBy], foreignColumns: [members.workspaceId, members.id] }),
    foreignKey({ columns: [t.workspaceId, t.assigneeId], foreignColumns: [members.workspaceId, members.id] }),
    foreignKey({ columns: [t.workspaceId, t.answeredBy], foreignColumns: [members.workspaceId, members.id] }),
    foreignKey({ columns: [t.workspaceId, t.disputedBy], foreignColumns: [members.workspaceId, members.id] }),
    // Of two who ask the same at once one is told that it is asked already.
    uniqueIndex("feasibilities_open").on(t.workspaceId, t.featureId).where(sql`${t.state} = 'asked'`),
    index("feasibilities_of_feature").on(t.workspaceId, t.featureId, t.answeredAt.desc().nullsFirst()),
    check(
      "feasibilities_answered",
      sql`(${t.state} = 'asked') = (${t.verdict} is null) and (${t.verdict} is null) = (${t.answeredAt} is null)`,
    ),
    ownWorkspace(t.workspaceId),
  ],
);

/** Who builds: named where an estimate is given. */
export const teams = pgTable(
  "teams",
  { workspaceId: workspaceId(), id: recordId(), name: text().notNull(), createdAt: instant().notNull() },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex("teams_name").on(t.workspaceId, sql`lower(${t.name})`),
    ownWorkspace(t.workspaceId),
  ],
);

/** What a team's part takes, in person-weeks, read as P10–P90. Without a team it is everybody's. */
export const feasibilityEfforts = pgTable(
  "feasibility_efforts",
  {
    workspaceId: workspaceId(),
    id: recordId(),
    feasibilityId: uuid().notNull(),
    teamId: uuid(),
    low: doublePrecision().notNull(),
    high: doublePrecision().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique("feasibility_efforts_team").on(t.workspaceId, t.feasibilityId, t.teamId).nullsNotDistinct(),
    foreignKey({ columns: [t.workspaceId, t.feasibilityId], foreignColumns: [feasibilities.workspaceId, feasibilities.id] }).onDelete(
      "cascade",
    ),
    foreignKey({ columns: [t.workspaceId, t.teamId], foreignColumns: [teams.workspaceId, teams.id] }),
    check("feasibility_efforts_range", sql`${t.low} > 0 and ${t.high} >= ${t.low}`),
    ownWorkspace(t.workspaceId),
  ],
);

/** What engineering knows that the plan should: what stands in the way, or what could be had. */
export const techNotes = pgTable(
  "tech_notes",
  {
    workspaceId: workspaceId(),
    id: uuid().notNull(),
    productId: uuid().notNull(),
    title: text().notNull(),
    body: text().notNull().default(""),
    kind: text({ enum: TECH_NOTE_KINDS }).notNull(),
    /** What it costs us, as long as it is so; or what it would. */
    cost: text().notNull().default(""),
    state: text({ enum: TECH_NOTE_STATES }).notNull().default("open"),
    /** Why it was answered so. */
    reason: text().notNull().default(""),
    answeredBy: uuid(),
    answeredAt: instant(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.id], foreignColumns: [records.workspaceId, records.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.productId], foreignColumns: [products.workspaceId, products.id] }),
    foreignKey({ columns: [t.workspaceId, t.answeredBy], foreignColumns: [members.workspaceId, members.id] }),
    check("tech_notes_answered", sql`(${t.state} = 'open') = (${t.answeredAt} is null)`),
    ownWorkspace(t.workspaceId),
  ],
);

/** Work on a feature that is kept in another tool, by its address. */
export const workItems = pgTable(
  "work_items",
  {
    workspaceId: workspaceId(),
    id: recordId(),
    featureId: uuid().notNull(),
    address: text().notNull(),
    title: text().notNull(),
    state: text({ enum: WORK_STATES }).notNull().default("todo"),
    createdAt: instant().notNull(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.featureId], foreignColumns: [features.workspaceId, features.id] }).onDelete("cascade"),
    uniqueIndex("work_items_address").on(t.workspaceId, t.featureId, t.address),
    ownWorkspace(t.workspaceId),
  ],
);
