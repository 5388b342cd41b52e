import type { Context } from "../../platform/context.ts";
import { evidenceColumn } from "./column-evidence.ts";
import { featureColumn } from "./column-features.ts";
import { needColumn } from "./column-needs.ts";
import { outcomeColumn } from "./column-outcomes.ts";
import type { ThreadNode } from "./node-schema.ts";
import type { Column } from "./rules.ts";
import type { Hole, Thread, ThreadEdge } from "./schema.ts";
import type { Scope } from "./scope.ts";

/** What a column brings to the thread. `total` is how many nodes there would be without a limit. */
export type Part = {
  nodes: ThreadNode[];
  total: number;
  edges: ThreadEdge[];
  holes: Hole[];
  /** What stands behind all that is shown; the column that knows says it. */
  behind?: Thread["behind"];
};

/** What the columns before it brought, by column. */
export type Gathered = Partial<Record<Column, Part>>;

export type ColumnProvider = { column: Column; gather(context: Context, scope: Scope, gathered: Gathered): Promise<Part> };

/**
 * Every column of the thread, in the order in which they are gathered: a provider sees the nodes of those before it, brings its own,
 * the edges between both, and a hole for each link that it finds missing. To add a column: name it in `COLUMNS` (rules.ts, which is
 * the order of reading), add its node to `ThreadNode` (node-schema.ts), and list its provider here.
 */
export const providers: readonly ColumnProvider[] = [needColumn, featureColumn, evidenceColumn, outcomeColumn];
