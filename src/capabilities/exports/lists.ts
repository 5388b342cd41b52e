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
import { featuresPage } from "../features/queries.ts";
import { FeatureQuery, features } from "../features/schema.ts";
import { personasPage } from "../needs/personas.ts";
import { needsPage } from "../needs/queries.ts";
import { NeedQuery, needs, PersonaQuery } from "../needs/schema.ts";
import { fieldValuesOf, labelIdsOf } from "../workspace/extras.ts";
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

export const lists: readonly List[] = [
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
