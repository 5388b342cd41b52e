import { date, doublePrecision, foreignKey, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import * as z from "zod";
import { GROUPS } from "../../platform/access.ts";
import { Instant, instant, ownWorkspace, workspaceId } from "../../platform/columns.ts";
import { FeatureState } from "../features/schema.ts";
import { NeedState } from "../needs/schema.ts";
import { ObjectiveState } from "../strategy/schema.ts";
import { members, records, workspaces } from "../workspace/schema.ts";
import { Behind, Mark, ThreadNode } from "./node-schema.ts";
import { ACTS, CHECK_STATES, COLUMNS, HOLE_KINDS, type QualityResult as Judged, QUALITIES } from "./rules.ts";

/** Gaps that somebody accepted until a day. */
export const checkWaivers = pgTable(
  "check_waivers",
  {
    workspaceId: workspaceId(),
    recordId: uuid().notNull(),
    checkId: text().notNull(),
    reason: text().notNull(),
    /** The last day on which it holds, as YYYY-MM-DD. */
    until: text().notNull(),
    waivedBy: uuid(),
    waivedAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.recordId, t.checkId] }),
    foreignKey({ columns: [t.workspaceId, t.recordId], foreignColumns: [records.workspaceId, records.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.waivedBy], foreignColumns: [members.workspaceId, members.id] }),
    ownWorkspace(t.workspaceId),
  ],
);

/** How ready the strategy, each active objective and each judged feature were on a day: one row a quality. */
export const readinessDays = pgTable(
  "readiness_days",
  {
    workspaceId: workspaceId(),
    /** The objective or feature; the workspace itself stands for its strategy. */
    subjectId: uuid().notNull(),
    on: date().notNull(),
    quality: text({ enum: QUALITIES }).notNull(),
    met: integer().notNull(),
    applicable: integer().notNull(),
    value: doublePrecision(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.subjectId, t.on, t.quality] }),
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
    index("readiness_days_on").on(t.workspaceId, t.on),
    ownWorkspace(t.workspaceId),
  ],
);

export const Action = z.object({
  label: z.string(),
  to: z.string().describe("An address inside the workspace."),
  act: z.enum(ACTS).optional().describe("What to do there."),
});

const ids = z.array(z.uuid());
/** So many ids of counted records are answered; `countedTotal` says how many there are. */
export const COUNTED_LIMIT = 50;
export const Check = z.object({
  id: z.string(),
  name: z.string(),
  group: z.enum(GROUPS).describe("Who is waited on."),
  state: z.enum(CHECK_STATES),
  progress: z.number().min(0).max(1),
  reason: z.string(),
  action: Action.nullable(),
  counted: ids.describe(`The records that counted, at most ${COUNTED_LIMIT}.`),
  countedTotal: z.int(),
  nearly: z
    .object({ ids, total: z.int(), reason: z.string() })
    .optional()
    .describe("Records that are there but do not count yet, and why."),
  waiver: z
    .object({ reason: z.string(), until: z.iso.date(), waivedBy: z.uuid().nullable() })
    .optional()
    .describe("Why the gap is accepted, and until when."),
});
export const WaiverDraft = z.strictObject({
  reason: z.string().trim().min(3, "Say why, in a line.").max(500),
  until: z.iso.date().describe("The last day on which the gap is accepted."),
});
export type WaiverDraft = z.infer<typeof WaiverDraft>;

export const QualityResult = z.object({
  quality: z.enum(QUALITIES),
  coloured: z.boolean().describe("False for an idea: it is not judged yet."),
  value: z.number().nullable().describe("The smallest progress over the applicable checks; null when none applies."),
  met: z.int(),
  applicable: z.int(),
  checks: z.array(Check),
});

export type Answered = z.infer<typeof QualityResult>;

/** A quality as it is answered: thousands of ids stay here, their number goes along. */
export function answered({ checks, ...quality }: Judged): Answered {
  return {
    ...quality,
    checks: checks.map(({ counted, nearly, ...check }) => ({
      ...check,
      counted: counted.slice(0, COUNTED_LIMIT),
      countedTotal: counted.length,
      ...(nearly && { nearly: { ids: nearly.ids.slice(0, COUNTED_LIMIT), total: nearly.ids.length, reason: nearly.reason } }),
    })),
  };
}

/** What to do next: the action that mends the weakest check. */
export const NextStep = z.object({
  record: Mark.extend({ kind: z.enum(["need", "feature"]) }),
  quality: z.enum(QUALITIES),
  check: z.string(),
  group: z.enum(GROUPS),
  reason: z.string(),
  action: Action.nullable(),
});
export const ReadinessHistory = z.object({
  items: z.array(
    z.object({
      on: z.iso.date(),
      qualities: z.array(z.object({ quality: z.enum(QUALITIES), met: z.int(), applicable: z.int(), value: z.number().nullable() })),
    }),
  ),
});
export type ReadinessHistory = z.infer<typeof ReadinessHistory>;
const subject = Mark.extend({ kind: z.enum(["need", "feature"]), qualities: z.array(QualityResult) });
export type NextStep = z.infer<typeof NextStep>;
export const Readiness = subject.extend({
  state: z.union([FeatureState, NeedState]),
  note: z.string().nullable().describe("Why no quality is asked, when none is."),
  next: NextStep.nullable(),
  /** Who said that the quotes behind it still hold, each with the last time. */
  confirmations: z.array(z.object({ memberId: z.uuid(), at: Instant })),
});
export type Readiness = z.infer<typeof Readiness>;
export const StrategyReadiness = z.object({
  qualities: z.array(QualityResult).describe("Each check stands as its weakest feature stands."),
  items: z.array(subject.extend({ state: FeatureState })).describe("Features that are judged, weakest first."),
  total: z.int().describe("How many features were judged: the highest ranked in play, at most 200."),
  next: z.array(NextStep),
});
export type StrategyReadiness = z.infer<typeof StrategyReadiness>;
export const ObjectiveReadiness = Mark.extend({
  kind: z.literal("objective"),
  state: ObjectiveState,
  note: z.string().nullable().describe("Why no quality is asked, when none is."),
  ...StrategyReadiness.shape,
});
export type ObjectiveReadiness = z.infer<typeof ObjectiveReadiness>;

export const ThreadEdge = z.object({
  from: z.uuid(),
  to: z.uuid(),
  kind: z.enum(["quoted", "serves", "supports", "contradicts", "informs", "measures", "promises"]),
  /** How strong the support is, from 1 to 3: drawn as thickness. */
  strength: z.int().min(1).max(3),
});
export type ThreadEdge = z.infer<typeof ThreadEdge>;

export const Hole = z.object({
  id: z.string(),
  kind: z.enum(HOLE_KINDS),
  column: z.enum(COLUMNS).describe("Where the missing card would stand."),
  besideId: z.uuid().describe("The node whose link is missing."),
  group: z.enum(GROUPS).describe("Who is waited on."),
  sentence: z.string(),
  action: Action,
});
export type Hole = z.infer<typeof Hole>;

export const Thread = z.object({
  columns: z.array(z.object({ kind: z.enum(COLUMNS), shown: z.int(), total: z.int() })),
  /** In reading order: column by column, strongest first. */
  nodes: z.array(ThreadNode),
  edges: z.array(ThreadEdge),
  holes: z.array(Hole),
  /** What stands behind all needs and features shown; nobody is counted twice. */
  behind: Behind,
});
export type Thread = z.infer<typeof Thread>;

export const THREAD_ORDERS = ["money", "accounts", "quotes"] as const;
const size = {
  evidence: z.coerce.number().int().min(1).max(50).default(5),
  order: z.enum(THREAD_ORDERS).default("money").describe("By what the strongest needs are chosen."),
};
export const ThroughlineQuery = z.object({
  product: z.uuid().optional(),
  needs: z.coerce.number().int().min(1).max(50).default(6).describe("How many needs to show."),
  ...size,
});
export type ThroughlineQuery = z.infer<typeof ThroughlineQuery>;
export const ThreadQuery = size;
