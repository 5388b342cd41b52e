import { and, eq, sql } from "drizzle-orm";
import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import type { Cell } from "../../platform/csv-writing.ts";
import { Paging } from "../../platform/cursor.ts";
import { RecordRef } from "../../platform/procedure.ts";
import { accountsPage } from "../customers/account-queries.ts";
import { AccountQuery, FeedbackQuery } from "../customers/answers.ts";
import { contactsPage } from "../customers/contacts.ts";
import { feedbackPage } from "../customers/feedback-queries.ts";
import { accounts, contacts, feedback } from "../customers/schema.ts";
import { Decision, DecisionQuery } from "../decisions/answers.ts";
import { decisionsPage } from "../decisions/decisions.ts";
import { feasibilitiesPage } from "../delivery/feasibilities.ts";
import { Feasibility, FeasibilityQuery } from "../delivery/feasibility-schema.ts";
import { TechNote, TechNoteQuery } from "../delivery/tech-note-schema.ts";
import { techNotesPage } from "../delivery/tech-notes.ts";
import { DesignItem, DesignQuery, StudyItem, StudyQuery } from "../design/answers.ts";
import { designsPage } from "../design/designs.ts";
import { studiesPage } from "../design/studies.ts";
import { featuresPage } from "../features/queries.ts";
import { FeatureQuery, features } from "../features/schema.ts";
import { Asset, AssetQuery } from "../launches/asset-answers.ts";
import { assetsPage } from "../launches/assets.ts";
import { Launch, LaunchQuery } from "../launches/launch-answers.ts";
import { launchesPage } from "../launches/launches.ts";
import { Message, MessageQuery } from "../launches/message-answers.ts";
import { messagesPage } from "../launches/messages.ts";
import { Segment, SegmentQuery } from "../launches/segment-answers.ts";
import { segmentsPage } from "../launches/segments.ts";
import { metricsPage } from "../measurement/metrics.ts";
import { Metric, MetricQuery } from "../measurement/schema.ts";
import { personasPage } from "../needs/personas.ts";
import { needsPage } from "../needs/queries.ts";
import { NeedQuery, needs, PersonaQuery } from "../needs/schema.ts";
import { Recommendation, RecommendationQuery } from "../recommendations/answers.ts";
import { recommendationsPage } from "../recommendations/recommendations.ts";
import { Competitor, CompetitorQuery } from "../research/competitor-answers.ts";
import { competitorsPage } from "../research/competitors.ts";
import { Deal, DealQuery } from "../research/deal-answers.ts";
import { dealsPage } from "../research/deals.ts";
import { Finding, FindingQuery } from "../research/finding-answers.ts";
import { findingsPage } from "../research/findings.ts";
import { storiesPage } from "../research/stories.ts";
import { CustomerStory, CustomerStoryQuery } from "../research/story-answers.ts";
import { milestonesPage } from "../strategy/milestones.ts";
import { objectivesPage } from "../strategy/objectives.ts";
import { Milestone, MilestoneQuery, Objective, ObjectiveQuery } from "../strategy/schema.ts";
import { fieldValuesOf, labelIdsOf } from "../workspace/extras.ts";
import { listName } from "../workspace/kind-rules.ts";
import type { RecordKind } from "../workspace/schema.ts";
import {
  accountColumns,
  type Column,
  contactColumns,
  extraColumns,
  featureColumns,
  feedbackColumns,
  needColumns,
  personaColumns,
  type Vocabulary,
  vocabularyOf,
} from "./list-columns.ts";
import { recordColumns } from "./record-columns.ts";

/** A list that can leave as a file. `records` begins with the names of the columns. */
export type List = {
  name: string;
  kind: RecordKind;
  /** @throws Refusal 422 naming the parameter, as the list itself does */
  records(context: Context, search: unknown): AsyncGenerator<readonly Cell[], void>;
};

const ROWS_AT_ONCE = 500;
const ContactQuery = z.object({ account: RecordRef.optional(), q: z.string().trim().max(300).optional(), ...Paging });

type Paged = { limit: number; cursor?: string; offset?: number };
type Listed = { id: string; labels: readonly string[]; fields: Readonly<Record<string, string | number>> };

/** A list by its own query, page after page, so that a file holds what the list shows under the same filters, in the same order. */
function list<Query extends Paged, Item extends { id: string }, Full extends Item & Listed>(of: {
  name: string;
  kind: RecordKind;
  query: z.ZodType<Query>;
  page: (context: Context, query: Query) => Promise<{ items: Item[]; nextCursor: string | null }>;
  /** Adds what the list leaves to a record's own page. */
  filled: (context: Context, items: Item[]) => Promise<Full[]>;
  columns: readonly Column<Full>[];
}): List {
  const { name, kind, query, page, filled, columns } = of;
  return {
    name,
    kind,
    async *records(context, search) {
      const asked = query.parse(search);
      const words: Vocabulary = await vocabularyOf(context);
      const all: readonly Column<Full>[] = [...columns, ...extraColumns(kind, words)];
      yield all.map((column) => column.name);
      let cursor: string | null | undefined;
      do {
        const { items, nextCursor } = await page(context, { ...asked, limit: ROWS_AT_ONCE, offset: undefined, cursor });
        for (const item of await filled(context, items)) yield all.map((column) => column.cell(item, words));
        cursor = nextCursor;
      } while (cursor !== null);
    },
  };
}

/** Puts what is found by id beside each item. */
function beside<Item extends { id: string }, More extends { id: string }>(items: Item[], found: More[]): (Item & More)[] {
  const byId = new Map(found.map((more) => [more.id, more]));
  return items.flatMap((item) => {
    const more = byId.get(item.id);
    return more ? [{ ...item, ...more }] : [];
  });
}
const ids = (items: readonly { id: string }[]) => sql`${sql.param(items.map(({ id }) => id))}::uuid[]`;

/** The lists that grew before there was a kit, each with columns of its own. */
const early = [
  list({
    name: "feedback",
    kind: "feedback",
    query: FeedbackQuery,
    page: feedbackPage,
    columns: feedbackColumns,
    filled: async ({ db, actor }, items) =>
      beside(
        items,
        await db
          .select({
            id: feedback.id,
            text: feedback.text,
            sourceAddress: feedback.sourceAddress,
            sourceSystem: feedback.sourceSystem,
            sourceId: feedback.sourceId,
            declineReason: feedback.declineReason,
          })
          .from(feedback)
          .where(and(eq(feedback.workspaceId, actor.workspaceId), sql`${feedback.id} = any(${ids(items)})`)),
      ),
  }),
  list({
    name: "needs",
    kind: "need",
    query: NeedQuery,
    page: needsPage,
    columns: needColumns,
    filled: async ({ db, actor }, items) =>
      beside(
        items,
        await db
          .select({ id: needs.id, detail: needs.detail })
          .from(needs)
          .where(and(eq(needs.workspaceId, actor.workspaceId), sql`${needs.id} = any(${ids(items)})`)),
      ),
  }),
  list({
    name: "features",
    kind: "feature",
    query: FeatureQuery,
    page: featuresPage,
    columns: featureColumns,
    filled: async ({ db, actor }, items) =>
      beside(
        items,
        await db
          .select({ id: features.id, body: features.body })
          .from(features)
          .where(and(eq(features.workspaceId, actor.workspaceId), sql`${features.id} = any(${ids(items)})`)),
      ),
  }),
  list({
    name: "accounts",
    kind: "account",
    query: AccountQuery,
    page: accountsPage,
    columns: accountColumns,
    filled: async ({ db, actor }, items) =>
      beside(
        items,
        await db
          .select({ id: accounts.id, sourceSystem: accounts.sourceSystem, sourceId: accounts.sourceId })
          .from(accounts)
          .where(and(eq(accounts.workspaceId, actor.workspaceId), sql`${accounts.id} = any(${ids(items)})`)),
      ),
  }),
  list({
    name: "contacts",
    kind: "contact",
    query: ContactQuery,
    page: contactsPage,
    columns: contactColumns,
    filled: async (context, items) =>
      beside(
        items,
        await context.db
          .select({ id: contacts.id, labels: labelIdsOf(context, contacts.id), fields: fieldValuesOf(context, contacts.id) })
          .from(contacts)
          .where(and(eq(contacts.workspaceId, context.actor.workspaceId), sql`${contacts.id} = any(${ids(items)})`)),
      ),
  }),
  list({
    name: "personas",
    kind: "persona",
    query: PersonaQuery,
    page: personasPage,
    columns: personaColumns,
    filled: (_, items) => Promise.resolve(items),
  }),
];

/**
 * A list of the kit: its columns follow from what is answered of each record.
 * @param also columns for what the schema cannot tell, such as what is computed of a record that was read
 */
function kept<Query extends Paged, Item extends Listed & { key: string }>(
  kind: RecordKind,
  query: z.ZodType<Query>,
  page: (context: Context, query: Query) => Promise<{ items: Item[]; nextCursor: string | null }>,
  item: z.ZodType<Item>,
  also: readonly Column<Item>[] = [],
): List {
  const columns: readonly Column<Item>[] = [...recordColumns(kind, item), ...also];
  return list({ name: listName(kind), kind, query, page, columns, filled: (_, items) => Promise.resolve(items) });
}

type EarlyKind = "feedback" | "need" | "feature" | "account" | "contact" | "persona";
/** One line a kind, and none can be left out. */
const recordLists: Readonly<Record<Exclude<RecordKind, EarlyKind>, List>> = {
  objective: kept("objective", ObjectiveQuery, objectivesPage, Objective),
  milestone: kept("milestone", MilestoneQuery, milestonesPage, Milestone),
  metric: kept("metric", MetricQuery, metricsPage, Metric),
  finding: kept("finding", FindingQuery, findingsPage, Finding, [{ name: "Fresh until", cell: ({ freshUntil }) => freshUntil }]),
  competitor: kept("competitor", CompetitorQuery, competitorsPage, Competitor),
  deal: kept("deal", DealQuery, dealsPage, Deal),
  "customer-story": kept("customer-story", CustomerStoryQuery, storiesPage, CustomerStory),
  feasibility: kept("feasibility", FeasibilityQuery, feasibilitiesPage, Feasibility),
  "tech-note": kept("tech-note", TechNoteQuery, techNotesPage, TechNote),
  design: kept("design", DesignQuery, designsPage, DesignItem),
  study: kept("study", StudyQuery, studiesPage, StudyItem),
  segment: kept("segment", SegmentQuery, segmentsPage, Segment),
  message: kept("message", MessageQuery, messagesPage, Message),
  launch: kept("launch", LaunchQuery, launchesPage, Launch),
  asset: kept("asset", AssetQuery, assetsPage, Asset),
  recommendation: kept("recommendation", RecommendationQuery, recommendationsPage, Recommendation),
  decision: kept("decision", DecisionQuery, decisionsPage, Decision),
};

/** Every list of records. */
export const lists: readonly List[] = [...early, ...Object.values(recordLists)];
