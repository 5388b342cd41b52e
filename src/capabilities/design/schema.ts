import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  smallint,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { instant, ownWorkspace, recordId, version, workspaceId } from "../../platform/columns.ts";
import { features } from "../features/schema.ts";
import { members, products, records } from "../workspace/schema.ts";
import { DESIGN_STATES, PROBLEM_STATES, VERDICTS } from "./rules.ts";
import { STUDY_STATES } from "./study-rules.ts";

/** How a need is to be met: where it can be looked at, and how far it is. Its pictures are files of the record. */
export const designs = pgTable(
  "designs",
  {
    workspaceId: workspaceId(),
    id: uuid().notNull(),
    productId: uuid().notNull(),
    title: text().notNull(),
    /** What it is and why so, in Markdown. */
    body: text().notNull().default(""),
    /** Where it is drawn: the page of a design tool, a prototype. */
    address: text(),
    state: text({ enum: DESIGN_STATES }).notNull().default("sketch"),
    /** The version that people see now, from 1; `version` counts edits of the record. */
    revision: integer().notNull().default(1),
    ownerId: uuid(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.id], foreignColumns: [records.workspaceId, records.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.productId], foreignColumns: [products.workspaceId, products.id] }),
    foreignKey({ columns: [t.workspaceId, t.ownerId], foreignColumns: [members.workspaceId, members.id] }),
    index("designs_updated").on(t.workspaceId, t.updatedAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
    check("designs_revision", sql`${t.revision} >= 1`),
    ownWorkspace(t.workspaceId),
  ],
);

/** The versions of a design, each with what changed. The last one is the one that is seen. */
export const designRevisions = pgTable(
  "design_revisions",
  {
    workspaceId: workspaceId(),
    designId: uuid().notNull(),
    number: integer().notNull(),
    changed: text().notNull().default(""),
    /** Where it was drawn then. */
    address: text(),
    madeBy: uuid(),
    madeAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.designId, t.number] }),
    foreignKey({ columns: [t.workspaceId, t.designId], foreignColumns: [designs.workspaceId, designs.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.madeBy], foreignColumns: [members.workspaceId, members.id] }),
    ownWorkspace(t.workspaceId),
  ],
);

/** A round of watching people use something. A re-test points to the round before it. */
export const studies = pgTable(
  "studies",
  {
    workspaceId: workspaceId(),
    id: uuid().notNull(),
    productId: uuid().notNull(),
    title: text().notNull(),
    /** What is to be found out, and what was, in Markdown. */
    body: text().notNull().default(""),
    designId: uuid(),
    /** Which version of the design people saw. */
    revision: integer(),
    /** The segment that its participants stand for. */
    segmentId: uuid(),
    state: text({ enum: STUDY_STATES }).notNull().default("draft"),
    /** The round before this one. */
    previousId: uuid(),
    ownerId: uuid(),
    /** When its results were called analysed. */
    analysedAt: instant(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.id], foreignColumns: [records.workspaceId, records.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.productId], foreignColumns: [products.workspaceId, products.id] }),
    foreignKey({ columns: [t.workspaceId, t.ownerId], foreignColumns: [members.workspaceId, members.id] }),
    foreignKey({ columns: [t.workspaceId, t.designId], foreignColumns: [designs.workspaceId, designs.id] }),
    foreignKey({ columns: [t.workspaceId, t.previousId], foreignColumns: [t.workspaceId, t.id] }),
    // Only the reference is emptied, by the migration: drizzle-kit would empty the workspace too.
    foreignKey({ columns: [t.workspaceId, t.segmentId], foreignColumns: [records.workspaceId, records.id] }).onDelete("set null"),
    index("studies_of_segment").on(t.workspaceId, t.segmentId),
    unique("studies_one_next_round").on(t.workspaceId, t.previousId),
    index("studies_of_design").on(t.workspaceId, t.designId),
    index("studies_updated").on(t.workspaceId, t.updatedAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
    ownWorkspace(t.workspaceId),
  ],
);

export const studyTasks = pgTable(
  "study_tasks",
  {
    workspaceId: workspaceId(),
    id: recordId(),
    studyId: uuid().notNull(),
    place: integer().notNull(),
    title: text().notNull(),
    /** The same in every round that repeats the task. */
    origin: uuid().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.studyId], foreignColumns: [studies.workspaceId, studies.id] }).onDelete("cascade"),
    index("study_tasks_of_study").on(t.workspaceId, t.studyId, t.place),
    ownWorkspace(t.workspaceId),
  ],
);

export const studyParticipants = pgTable(
  "study_participants",
  {
    workspaceId: workspaceId(),
    id: recordId(),
    studyId: uuid().notNull(),
    place: integer().notNull(),
    name: text().notNull(),
    /** The ten answers of the System Usability Scale, 1 to 5; null is one that was left out. */
    sus: jsonb().$type<readonly (number | null)[]>().notNull(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.studyId], foreignColumns: [studies.workspaceId, studies.id] }).onDelete("cascade"),
    unique("study_participants_name").on(t.workspaceId, t.studyId, t.name),
    ownWorkspace(t.workspaceId),
  ],
);

/** What one participant did in one task. */
export const studyOutcomes = pgTable(
  "study_outcomes",
  {
    workspaceId: workspaceId(),
    participantId: uuid().notNull(),
    taskId: uuid().notNull(),
    completed: boolean(),
    seconds: real(),
    /** The Single Ease Question, 1 to 7. */
    ease: smallint(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.participantId, t.taskId] }),
    foreignKey({
      columns: [t.workspaceId, t.participantId],
      foreignColumns: [studyParticipants.workspaceId, studyParticipants.id],
    }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.taskId], foreignColumns: [studyTasks.workspaceId, studyTasks.id] }).onDelete("cascade"),
    index("study_outcomes_of_task").on(t.workspaceId, t.taskId),
    check("study_outcomes_seconds", sql`${t.seconds} > 0`),
    check("study_outcomes_ease", sql`${t.ease} between 1 and 7`),
    ownWorkspace(t.workspaceId),
  ],
);

/** What people stumbled over. */
export const usabilityProblems = pgTable(
  "usability_problems",
  {
    workspaceId: workspaceId(),
    id: recordId(),
    studyId: uuid().notNull(),
    /** In which task; null when in none alone. */
    taskId: uuid(),
    title: text().notNull(),
    /** 0 to 4, after Nielsen. */
    severity: smallint().notNull(),
    /** How many of the participants met it. */
    affected: integer().notNull(),
    /** What one of them said. */
    quote: text().notNull().default(""),
    state: text({ enum: PROBLEM_STATES }).notNull().default("open"),
    /** The version of the design that mends it. */
    fixedIn: integer(),
    notedBy: uuid(),
    notedAt: instant().notNull(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.studyId], foreignColumns: [studies.workspaceId, studies.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.taskId], foreignColumns: [studyTasks.workspaceId, studyTasks.id] }),
    foreignKey({ columns: [t.workspaceId, t.notedBy], foreignColumns: [members.workspaceId, members.id] }),
    index("usability_problems_of_study").on(t.workspaceId, t.studyId),
    check("usability_problems_severity", sql`${t.severity} between 0 and 4`),
    check("usability_problems_affected", sql`${t.affected} >= 0`),
    ownWorkspace(t.workspaceId),
  ],
);

/** What the team holds every design to, at most seven. */
export const designPrinciples = pgTable(
  "design_principles",
  { workspaceId: workspaceId(), id: recordId(), place: integer().notNull(), statement: text().notNull() },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), ownWorkspace(t.workspaceId)],
);

/** What somebody found when they held a feature's design to a principle. */
export const designReviews = pgTable(
  "design_reviews",
  {
    workspaceId: workspaceId(),
    featureId: uuid().notNull(),
    principleId: uuid().notNull(),
    verdict: text({ enum: VERDICTS }).notNull(),
    note: text().notNull().default(""),
    reviewedBy: uuid(),
    reviewedAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.featureId, t.principleId] }),
    foreignKey({ columns: [t.workspaceId, t.featureId], foreignColumns: [features.workspaceId, features.id] }).onDelete("cascade"),
    foreignKey({
      columns: [t.workspaceId, t.principleId],
      foreignColumns: [designPrinciples.workspaceId, designPrinciples.id],
    }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.reviewedBy], foreignColumns: [members.workspaceId, members.id] }),
    ownWorkspace(t.workspaceId),
  ],
);
