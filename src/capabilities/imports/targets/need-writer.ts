import type { Context } from "../../../platform/context.ts";
import { byOwnId, bySource, type Column, firstKnown, hold, noteSources, type Settings, type TargetWriter } from "../target-writer.ts";

/** What needs and features have in common: known by their source or our id, and nothing to find out. */
export function plainWriter(of: Pick<TargetWriter, "kind" | "table" | "columns">, complete?: CompleteWith): TargetWriter {
  const { kind, table } = of;
  return {
    ...of,
    inProduct: true,
    beside: () => ({}),
    async start(context: Context, { batchId }: Settings) {
      const completing = complete?.(context);
      return {
        async known(rows) {
          const known = firstKnown(await byOwnId(context, kind, rows), await bySource(context, kind, rows));
          await hold(context, table, known);
          return known;
        },
        complete: async (rows, known) => completing?.(rows, known),
        created: (rows) => noteSources(context, kind, batchId, rows, true),
        recognised: (rows) => noteSources(context, kind, batchId, rows, false),
        finish: async () => undefined,
        accountsCreated: () => 0,
      };
    },
  };
}
type CompleteWith = (context: Context) => Awaited<ReturnType<TargetWriter["start"]>>["complete"];

const columns: readonly Column[] = [
  { name: "statement", type: "text", update: "replace" },
  { name: "detail", type: "text", update: "replace" },
  { name: "state", type: "text", update: "unless-empty" },
  { name: "importance", type: "float8", update: "replace" },
  { name: "satisfaction", type: "float8", update: "replace" },
  { name: "personaId", type: "uuid", update: "unless-empty" },
  { name: "ownerId", type: "uuid", update: "unless-empty" },
];

export const needWriter: TargetWriter = plainWriter({ kind: "need", table: "needs", columns });
