import { sql } from "drizzle-orm";
import { check, date, foreignKey, index, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant, ownWorkspace, version, workspaceId } from "../../platform/columns.ts";
import { members, products, records } from "../workspace/schema.ts";
import type { DecisionOption } from "./option-rules.ts";
import { DECISION_STATES } from "./rules.ts";

/** A question that was, or has to be, decided: the ways to go, the one that was taken, why now, and when it is looked at again. */
export const decisions = pgTable(
  "decisions",
  {
    workspaceId: workspaceId(),
    id: uuid().notNull(),
    productId: uuid().notNull(),
    question: text().notNull(),
    /** What it rests on, in Markdown. */
    body: text().notNull().default(""),
    options: jsonb().$type<DecisionOption[]>().notNull().default([]),
    state: text({ enum: DECISION_STATES }).notNull().default("open"),
    /** The name of the option that was taken last; it stays when the decision is opened again. */
    chosen: text(),
    whyNow: text().notNull().default(""),
    decidedAt: instant(),
    /** What would make us look again, in a line, and the day on which we do in any case. */
    tripwire: text().notNull().default(""),
    lookAgainOn: date(),
    reopenedBecause: text().notNull().default(""),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.id], foreignColumns: [records.workspaceId, records.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.productId], foreignColumns: [products.workspaceId, products.id] }),
    index("decisions_decided").on(t.workspaceId, t.decidedAt.desc().nullsFirst()),
    check("decisions_taken", sql`(${t.state} = 'open') = (${t.decidedAt} is null) and (${t.chosen} is null) = (${t.decidedAt} is null)`),
    ownWorkspace(t.workspaceId),
  ],
);

/** Who took a decision. */
export const decisionDeciders = pgTable(
  "decision_deciders",
  { workspaceId: workspaceId(), decisionId: uuid().notNull(), memberId: uuid().notNull() },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.decisionId, t.memberId] }),
    foreignKey({ columns: [t.workspaceId, t.decisionId], foreignColumns: [decisions.workspaceId, decisions.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.memberId], foreignColumns: [members.workspaceId, members.id] }),
    ownWorkspace(t.workspaceId),
  ],
);

/** Who disagreed, why, and what would prove them right. */
export const decisionDissents = pgTable(
  "decision_dissents",
  {
    workspaceId: workspaceId(),
    decisionId: uuid().notNull(),
    memberId: uuid().notNull(),
    reason: text().notNull(),
    proof: text().notNull().default(""),
    saidAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.decisionId, t.memberId] }),
    foreignKey({ columns: [t.workspaceId, t.decisionId], foreignColumns: [decisions.workspaceId, decisions.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.memberId], foreignColumns: [members.workspaceId, members.id] }),
    ownWorkspace(t.workspaceId),
  ],
);
