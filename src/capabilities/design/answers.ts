import * as z from "zod";
import { Instant, rowSchema } from "../../platform/columns.ts";
import { RecordRef } from "../../platform/procedure.ts";
import { Beside, ListQuery } from "../workspace/record-store.ts";
import { RecordName } from "../workspace/search.ts";
import { MOST_PARTICIPANTS, MOST_TASKS } from "./grid-rules.ts";
import { DESIGN_STATES, MOST_PRINCIPLES, PROBLEM_STATES, REVIEW_BLOCKERS, VERDICTS } from "./rules.ts";
import { designRevisions, designs, studies, usabilityProblems } from "./schema.ts";
import { STUDY_STATES } from "./study-rules.ts";

const many = <Item extends z.ZodType>(item: Item) => z.union([item, z.array(item).min(1).max(100)]).optional();
const Named = z.object({ id: z.uuid(), key: z.string(), title: z.string() });
const address = z.url({ protocol: /^https?$/, error: "Give an address that starts with https://." }).max(2000);
const title = z.string().trim().min(3).max(160);
const body = z.string().max(50_000);

export const DesignState = z.enum(DESIGN_STATES);
export const DesignDraft = z.strictObject({
  title,
  address: address.nullish(),
  body: body.optional(),
  ownerId: z.uuid().nullish(),
  productId: z.uuid().optional(),
  serves: z.array(RecordRef).max(50).optional().describe("Needs that it serves and features that it covers."),
});
export type DesignDraft = z.infer<typeof DesignDraft>;
export const DesignChange = DesignDraft.omit({ serves: true, productId: true }).partial();
export type DesignChange = z.infer<typeof DesignChange>;
export const DesignItem = rowSchema(designs)
  .omit({ workspaceId: true })
  .extend({ ...Beside, studyCount: z.int(), openSevere: z.int().describe("Open problems of severity 3 and 4 in studies of it.") });
export type DesignItem = z.infer<typeof DesignItem>;
export const DesignRevision = rowSchema(designRevisions).omit({ workspaceId: true, designId: true });
export const DesignDetail = DesignItem.extend({
  revisions: z.array(DesignRevision).describe("Newest first."),
  studies: z.array(Named.extend({ state: z.enum(STUDY_STATES), revision: z.int().nullable(), people: z.int() })),
});
export type DesignDetail = z.infer<typeof DesignDetail>;
export const DesignFilter = z.object({ ...ListQuery, state: many(DesignState), product: z.uuid().optional() }).omit({
  limit: true,
  cursor: true,
  offset: true,
});
export const DesignQuery = z.object({
  ...ListQuery,
  state: many(DesignState),
  product: z.uuid().optional(),
  sort: z.enum(["updated", "title"]).default("updated"),
});
export type DesignQuery = z.infer<typeof DesignQuery>;
export const NewRevision = z.strictObject({
  changed: z.string().trim().min(1).max(1000).describe("What is different from the version before."),
  address: address.nullish().describe("Where it is drawn now; left out, it stays where it was."),
});
export type NewRevision = z.infer<typeof NewRevision>;

export const StudyState = z.enum(STUDY_STATES);
const taskTitle = z.string().trim().min(1).max(300);
export const StudyDraft = z.strictObject({
  title,
  body: body.optional(),
  designId: RecordRef.nullish(),
  segmentId: z.uuid().nullish().describe("Whom its participants stand for."),
  ownerId: z.uuid().nullish(),
  productId: z.uuid().optional(),
  tasks: z.array(taskTitle).max(MOST_TASKS).optional(),
  tests: z.array(RecordRef).max(50).optional().describe("Features and needs that it is about."),
});
export type StudyDraft = z.infer<typeof StudyDraft>;
export const StudyChange = StudyDraft.omit({ tasks: true, tests: true, productId: true })
  .extend({ revision: z.int().min(1).nullable() })
  .partial();
export type StudyChange = z.infer<typeof StudyChange>;

const Estimate = z.object({ value: z.number(), low: z.number(), high: z.number() });
const Estimated = z.object({ value: z.number(), n: z.int(), interval: Estimate.nullable() }).nullable();
const Share = Estimate.extend({ successes: z.int(), trials: z.int() }).nullable();
/** What the results say, computed from them. Intervals hold with 95 %. */
export const Figures = z.object({
  sentence: z.string(),
  completion: Share.describe("People who completed every task; adjusted Wald."),
  tasks: z.array(
    z.object({
      taskId: z.uuid(),
      completion: Share,
      time: Estimated.describe("Geometric mean of those who completed it, in seconds."),
      ease: Estimated,
    }),
  ),
  sus: z.object({ value: z.number(), n: z.int(), interval: Estimate.nullable(), grade: z.string(), percentile: z.number() }).nullable(),
});
export type Figures = z.infer<typeof Figures>;

export const StudyItem = rowSchema(studies)
  .omit({ workspaceId: true })
  .extend({
    ...Beside,
    design: Named.extend({ revision: z.int() }).nullable(),
    segment: RecordName.nullable(),
    people: z.int(),
    taskCount: z.int(),
    openProblems: z.int(),
    openSevere: z.int().describe("Open problems of severity 3 and 4."),
  });
export type StudyItem = z.infer<typeof StudyItem>;
export const StudyTask = z.object({ id: z.uuid(), title: z.string(), origin: z.uuid() });
export type StudyTask = z.infer<typeof StudyTask>;
export const Outcome = z.strictObject({
  completed: z.boolean().nullable(),
  seconds: z.number().positive().max(86_400).nullable(),
  ease: z.int().min(1).max(7).nullable(),
});
const susAnswers = z.array(z.int().min(1).max(5).nullable()).length(10);
export const Participant = z.object({
  id: z.uuid(),
  version: z.int(),
  name: z.string(),
  outcomes: z.record(z.uuid(), Outcome).describe("By the task's id."),
  sus: susAnswers,
});
export type Participant = z.infer<typeof Participant>;
export const UsabilityProblem = rowSchema(usabilityProblems).omit({ workspaceId: true });
export type UsabilityProblem = z.infer<typeof UsabilityProblem>;
export const Round = Named.extend({
  state: StudyState,
  revision: z.int().nullable(),
  people: z.int(),
  tasks: z.array(StudyTask),
  figures: Figures,
  comparison: z
    .object({ p: z.number(), verdict: z.enum(["better", "worse", "not-proven", "same"]), wouldProve: z.string().nullable() })
    .nullable()
    .describe("With the round before, by Fisher's exact test."),
});
export type Round = z.infer<typeof Round>;
export const StudyDetail = StudyItem.extend({
  tasks: z.array(StudyTask),
  participants: z.array(Participant),
  problems: z.array(UsabilityProblem).describe("The worst first."),
  figures: Figures,
  rounds: z.array(Round).describe("All rounds of this study, the first first; itself among them."),
});
export type StudyDetail = z.infer<typeof StudyDetail>;
const studyFilters = { state: many(StudyState), product: z.uuid().optional(), design: RecordRef.optional() };
export const StudyFilter = z.object({ ...ListQuery, ...studyFilters }).omit({ limit: true, cursor: true, offset: true });
export const StudyQuery = z.object({ ...ListQuery, ...studyFilters, sort: z.enum(["updated", "title"]).default("updated") });
export type StudyQuery = z.infer<typeof StudyQuery>;

export const StudyTasks = z.strictObject({
  tasks: z
    .array(z.strictObject({ id: z.uuid().optional(), title: taskTitle }))
    .max(MOST_TASKS)
    .describe("All of them in their order; one that is left out goes, with its results."),
});
export type StudyTasks = z.infer<typeof StudyTasks>;
const name = z.string().trim().max(80);
export const Results = z.strictObject({
  rows: z
    .array(
      z.strictObject({
        id: z.uuid().optional().describe("Left out for somebody new."),
        version: z.int().min(1).optional().describe("The version that was seen."),
        name: name.default("").describe("Empty, it becomes P1, P2, …"),
        outcomes: z.record(z.uuid(), Outcome),
        sus: susAnswers,
      }),
    )
    .min(1)
    .max(MOST_PARTICIPANTS),
});
export type Results = z.infer<typeof Results>;
export const Sheet = z.strictObject({
  text: z.string().min(1).max(500_000).describe("CSV with a header: Participant, Task 1, Task 1 time, Task 1 ease, …, SUS 1 … SUS 10."),
});
export const SheetRead = z.object({ study: StudyDetail, ignored: z.array(z.string()).describe("Columns that are not of this study.") });
export const ProblemDraft = z.strictObject({
  title,
  severity: z.int().min(0).max(4),
  affected: z.int().min(0).max(MOST_PARTICIPANTS).default(1),
  taskId: z.uuid().nullish(),
  quote: z.string().trim().max(2000).default(""),
});
export type ProblemDraft = z.infer<typeof ProblemDraft>;
export const ProblemChange = z
  .strictObject({
    title,
    severity: ProblemDraft.shape.severity,
    affected: ProblemDraft.shape.affected.removeDefault(),
    taskId: z.uuid().nullish(),
    quote: ProblemDraft.shape.quote.removeDefault(),
    state: z.enum(PROBLEM_STATES),
  })
  .partial();
export type ProblemChange = z.infer<typeof ProblemChange>;

export const Principle = z.object({ id: z.uuid(), statement: z.string() });
export type Principle = z.infer<typeof Principle>;
export const Principles = z.strictObject({
  principles: z
    .array(z.strictObject({ id: z.uuid().optional(), statement: z.string().trim().min(3).max(200) }))
    .max(MOST_PRINCIPLES)
    .describe("All of them in their order; one that is left out goes, with what was reviewed by it."),
});
export type Principles = z.infer<typeof Principles>;
export const ReviewLine = z.object({
  principle: Principle,
  verdict: z.enum(VERDICTS).nullable(),
  note: z.string(),
  reviewedBy: z.uuid().nullable(),
  reviewedAt: Instant.nullable(),
});
export type ReviewLine = z.infer<typeof ReviewLine>;
export const DesignReview = z.object({ sentence: z.string(), passed: z.boolean(), lines: z.array(ReviewLine) });
export type DesignReview = z.infer<typeof DesignReview>;
export const ReviewVerdict = z.strictObject({ verdict: z.enum(VERDICTS), note: z.string().trim().max(500).default("") });
export type ReviewVerdict = z.infer<typeof ReviewVerdict>;

const Standing = z
  .object({
    id: z.uuid(),
    authorId: z.uuid().nullable(),
    userIds: z.array(z.uuid()),
    ageDays: z.number(),
    confirmedDaysAgo: z.number().nullable(),
  })
  .nullable()
  .describe("Who made it, who used it since, how old it is.");
/** What the design group has shown of one feature; plain rows that readiness judges. */
export const Usability = z.object({
  designs: z.array(Named.extend({ state: DesignState, revision: z.int(), standing: Standing })).describe("Those that cover it."),
  studies: z
    .array(
      Named.extend({
        segment: z.string().nullable().describe("The name of the segment that its participants stand for."),
        state: StudyState,
        people: z.int().describe("Whose outcome is written down."),
        completed: z.int(),
        low: z.number().nullable(),
        high: z.number().nullable(),
        isOlderThanDesign: z.boolean(),
        standing: Standing,
      }),
    )
    .describe("Of each segment the newest study that has results; without any, the newest one that was begun."),
  severe: z
    .array(z.object({ id: z.uuid(), studyId: z.uuid(), studyKey: z.string(), title: z.string(), severity: z.int() }))
    .describe("Open problems of severity 3 and 4, in every round."),
  review: z.object({ blockers: z.array(z.enum(REVIEW_BLOCKERS)), answered: z.int(), principles: z.int() }),
});
export type Usability = z.infer<typeof Usability>;
