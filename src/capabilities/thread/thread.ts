import type { Context } from "../../platform/context.ts";
import { featureById } from "../features/queries.ts";
import { needById } from "../needs/queries.ts";
import { objectiveById } from "../strategy/objectives.ts";
import { type Gathered, providers } from "./columns.ts";
import { COLUMNS } from "./rules.ts";
import type { Thread, ThroughlineQuery } from "./schema.ts";
import type { Scope } from "./scope.ts";

type One = { id: string } & Pick<ThroughlineQuery, "evidence" | "order">;
/** A feature that serves more needs than these is cut into several first. */
const NEEDS_OF_A_FEATURE = 50;
const NEEDS_OF_AN_OBJECTIVE = 20;

export function strategyThread(context: Context, scope: ThroughlineQuery): Promise<Thread> {
  return threadOf(context, scope);
}

/** The thread through one need; of one that was merged, through the need that took it in. */
export async function needThread(context: Context, { id, ...size }: One): Promise<Thread> {
  const need = await needById(context, id);
  return threadOf(context, { ...size, needId: need.mergedInto?.id ?? need.id, needs: 1 });
}

export async function featureThread(context: Context, { id, ...size }: One): Promise<Thread> {
  const feature = await featureById(context, id);
  return threadOf(context, { ...size, featureId: feature.id, needs: NEEDS_OF_A_FEATURE });
}

/** The thread of an objective: the features that serve it, the needs behind them, and what comes of them. */
export async function objectiveThread(context: Context, { id, ...size }: One): Promise<Thread> {
  const objective = await objectiveById(context, id);
  return threadOf(context, { ...size, objectiveId: objective.id, needs: NEEDS_OF_AN_OBJECTIVE });
}

async function threadOf(context: Context, scope: Scope): Promise<Thread> {
  const gathered: Gathered = {};
  for (const { column, gather } of providers) gathered[column] = await gather(context, scope, gathered);
  const parts = COLUMNS.flatMap((kind) => {
    const part = gathered[kind];
    return part ? [{ kind, ...part }] : [];
  });
  return {
    columns: parts.map(({ kind, nodes, total }) => ({ kind, shown: nodes.length, total })),
    nodes: parts.flatMap((part) => part.nodes),
    edges: parts.flatMap((part) => part.edges),
    holes: parts.flatMap((part) => part.holes),
    behind: parts.find(({ behind }) => behind)?.behind ?? { quotes: 0, accounts: 0, revenueMinor: 0, otherRevenue: {} },
  };
}
