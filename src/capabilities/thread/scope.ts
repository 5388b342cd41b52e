import { type SQL, sql } from "drizzle-orm";
import { features } from "../features/schema.ts";
import { needs } from "../needs/schema.ts";
import { links } from "../workspace/schema.ts";
import type { ThroughlineQuery } from "./schema.ts";

/** What a thread is about: the strategy (of a product, or all), an objective, one need, or one feature. */
export type Scope = Pick<ThroughlineQuery, "evidence" | "order"> & {
  product?: string;
  objectiveId?: string;
  needId?: string;
  featureId?: string;
  /** How many needs to show. */
  needs: number;
};

/** Whether the thread is of one record: then all that hangs on it is shown, of a strategy only the strongest. */
export const isOfOne = ({ needId, featureId }: Scope): boolean => needId !== undefined || featureId !== undefined;

/** Features that serve an objective: itself, or by a need that serves it. */
export const isForObjective = (objectiveId: string): SQL => sql`exists (
  select from ${links} l left join ${links} m on m.workspace_id = l.workspace_id and m.from_id = l.to_id and m.kind = 'serves' and m.to_id = ${objectiveId}
  where l.workspace_id = ${features.workspaceId} and l.from_id = ${features.id} and l.kind = 'serves' and (l.to_id = ${objectiveId} or m.to_id is not null))`;

/** Needs behind an objective: those that serve it, and those that the features serve which serve it. */
export const isBehindObjective = (objectiveId: string): SQL => sql`(exists (
  select from ${links} l where l.workspace_id = ${needs.workspaceId} and l.from_id = ${needs.id} and l.to_id = ${objectiveId} and l.kind = 'serves')
  or exists (select from ${links} l join ${links} m on m.workspace_id = l.workspace_id and m.from_id = l.from_id and m.kind = 'serves' and m.to_id = ${objectiveId}
    where l.workspace_id = ${needs.workspaceId} and l.to_id = ${needs.id} and l.kind = 'serves'))`;
