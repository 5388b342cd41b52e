import { and, eq, inArray } from "drizzle-orm";
import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { quotes } from "../customers/schema.ts";
import { RECORD_KINDS } from "../workspace/kind-rules.ts";
import { namedRecords } from "../workspace/record-names.ts";
import { COUNTED_LIMIT } from "./schema.ts";

const ids = z.array(z.uuid()).min(1).max(COUNTED_LIMIT);
export const CountedQuery = z.object({ ids: z.union([ids, z.uuid().transform((id) => [id])]) });
export const Counted = z.object({
  items: z.array(
    z.object({
      id: z.uuid(),
      kind: z.enum(RECORD_KINDS).describe("Of the record that it leads to: a quote leads to its feedback."),
      key: z.string(),
      title: z.string().describe("A quote's words, or the record's title."),
      isQuote: z.boolean(),
    }),
  ),
});

/** The records and quotes that a check counted, as people name them, in the order given; what is gone meanwhile is left out. */
export async function countedRecords(context: Context, wanted: readonly string[]): Promise<z.infer<typeof Counted>> {
  const said = await context.db
    .select({ id: quotes.id, words: quotes.words, feedbackId: quotes.feedbackId })
    .from(quotes)
    .where(and(eq(quotes.workspaceId, context.actor.workspaceId), inArray(quotes.id, [...wanted])));
  const byQuote = new Map(said.map((quote) => [quote.id, quote]));
  const names = await namedRecords(context, [...wanted, ...said.map(({ feedbackId }) => feedbackId)]);
  return {
    items: wanted.flatMap((id) => {
      const quote = byQuote.get(id);
      const record = names.get(quote?.feedbackId ?? id);
      return record ? [{ id, kind: record.kind, key: record.key, title: quote?.words ?? record.title, isQuote: quote !== undefined }] : [];
    }),
  };
}
