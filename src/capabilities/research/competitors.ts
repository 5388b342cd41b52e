import { and, eq, ne, sql } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import { nameTaken, qualified } from "../workspace/names.ts";
import { byName, newestFirst, recordStore } from "../workspace/record-store.ts";
import { recordIdOf } from "../workspace/records.ts";
import {
  Competitor,
  type CompetitorChange,
  type CompetitorDraft,
  type CompetitorFilter,
  type CompetitorQuery,
} from "./competitor-answers.ts";
import { findings, competitors as table } from "./schema.ts";

const store = recordStore({
  kind: "competitor",
  table,
  Item: Competitor,
  beside: ({ actor }) => ({
    findings: sql`(select count(*)::int from ${findings} f where f.workspace_id = ${actor.workspaceId}
      and f.competitor_id = ${qualified(table.id)} and f.state <> 'withdrawn')`,
  }),
});
const sorts = { name: byName(table.name), updated: newestFirst(table.updatedAt) };

export const competitorsPage = (context: Context, query: CompetitorQuery) => store.page(context, query, sorts[query.sort]);
export const competitorTotal = (context: Context, query: CompetitorFilter) => store.total(context, query);
export const competitorById = store.byId;

export async function createCompetitor(context: Context, draft: CompetitorDraft) {
  await mustBeFree(context, draft.name, null);
  const said = Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined));
  return store.create(context, said, { productId: null, activity: "competitor.created", detail: { name: draft.name } });
}

export async function editCompetitor(context: Context, ref: string, version: number, change: CompetitorChange) {
  if (change.name) await mustBeFree(context, change.name, await recordIdOf(context, ref, "competitor"));
  return store.edit(context, ref, version, change);
}

export const deleteCompetitor = (context: Context, ref: string) => store.remove(context, ref, ({ name }) => ({ name }));

/** The index in the table settles a race. */
async function mustBeFree({ db, actor }: Context, name: string, except: string | null): Promise<void> {
  const taken = await db.$count(
    table,
    and(eq(table.workspaceId, actor.workspaceId), sql`lower(${table.name}) = lower(${name})`, except ? ne(table.id, except) : undefined),
  );
  if (taken > 0) throw nameTaken("competitor");
}
