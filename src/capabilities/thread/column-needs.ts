import { and, count, desc, eq, getTableColumns, isNull, ne, sql } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import { demands } from "../customers/schema.ts";
import { opportunityOf } from "../needs/rules.ts";
import { needs, personas } from "../needs/schema.ts";
import { keyOf } from "../workspace/kind-rules.ts";
import { links, records } from "../workspace/schema.ts";
import type { ColumnProvider } from "./columns.ts";
import type { NeedNode } from "./node-schema.ts";
import type { Hole } from "./schema.ts";
import { isBehindObjective, type Scope } from "./scope.ts";

/** Needs by strength, in the order asked for; of a feature's thread, those that it serves. */
export const needColumn: ColumnProvider = {
  column: "need",
  async gather(context, scope) {
    const [found, [all]] = await Promise.all([
      needRows(context, scope),
      context.db.select({ count: count() }).from(needs).where(inScope(context, scope)),
    ]);
    const nodes = found.map(
      ({ number, personaName, ...need }): NeedNode => ({
        kind: "need",
        ...need,
        key: keyOf("need", number),
        opportunity: opportunityOf(need),
        persona: need.personaId !== null && personaName !== null ? { id: need.personaId, name: personaName } : null,
      }),
    );
    return { nodes, total: all?.count ?? 0, edges: [], holes: nodes.flatMap(holesOf) };
  },
};

function inScope({ actor }: Context, { objectiveId, needId, featureId, product }: Scope) {
  return and(
    eq(needs.workspaceId, actor.workspaceId),
    isNull(needs.mergedIntoId),
    needId ? eq(needs.id, needId) : undefined,
    objectiveId ? isBehindObjective(objectiveId) : undefined,
    featureId
      ? sql`exists (select from ${links} l where l.workspace_id = ${actor.workspaceId} and l.from_id = ${featureId} and l.to_id = ${needs}.id and l.kind = 'serves')`
      : undefined,
    needId || featureId ? undefined : ne(needs.state, "parked"),
    product ? eq(needs.productId, product) : undefined,
  );
}

const strength = {
  money: [demands.revenueMinor, demands.accounts, demands.quotes],
  accounts: [demands.accounts, demands.revenueMinor, demands.quotes],
  quotes: [demands.quotes, demands.accounts, demands.revenueMinor],
} as const;

function needRows(context: Context, scope: Scope) {
  const { workspaceId: _, recordId: _record, kind: _kind, ...demand } = getTableColumns(demands);
  return context.db
    .select({
      id: needs.id,
      title: needs.statement,
      state: needs.state,
      importance: needs.importance,
      satisfaction: needs.satisfaction,
      personaId: needs.personaId,
      ownerId: needs.ownerId,
      number: records.number,
      personaName: personas.name,
      demand,
    })
    .from(needs)
    .innerJoin(demands, and(eq(demands.workspaceId, needs.workspaceId), eq(demands.recordId, needs.id)))
    .innerJoin(records, and(eq(records.workspaceId, needs.workspaceId), eq(records.id, needs.id)))
    .leftJoin(personas, and(eq(personas.workspaceId, needs.workspaceId), eq(personas.id, needs.personaId)))
    .where(inScope(context, scope))
    .orderBy(...strength[scope.order].map((column) => desc(column)), desc(needs.id))
    .limit(scope.needs);
}

function holesOf(need: NeedNode): Hole[] {
  const to = `/needs/${need.key}`;
  const holes: Hole[] = [];
  if (need.demand.quotes === 0)
    holes.push({
      id: `${need.id}:evidence`,
      kind: "need-without-evidence",
      column: "evidence",
      besideId: need.id,
      group: "customer",
      sentence: `No customer's words stand behind ${need.key} yet.`,
      action: { label: "Find quotes", to: "/feedback", act: "quote" },
    });
  if (need.persona === null)
    holes.push({
      id: `${need.id}:persona`,
      kind: "need-without-persona",
      column: "need",
      besideId: need.id,
      group: "design",
      sentence: `Nobody has said whose need ${need.key} is.`,
      action: { label: "Choose a persona", to, act: "choose-persona" },
    });
  return holes;
}
