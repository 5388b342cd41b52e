import { and, eq, isNotNull, sql } from "drizzle-orm";
import * as z from "zod";
import type { Context, Reactions } from "../../platform/context.ts";
import { quotes } from "../customers/schema.ts";
import { needs } from "./schema.ts";

const Quoted = z.object({ quoteId: z.uuid() });

/** Words quoted for a need that was merged away a moment ago go to the need that took it in. */
async function followMerge({ db, actor }: Context, { detail }: { detail: Record<string, unknown> }): Promise<void> {
  const { quoteId } = Quoted.parse(detail);
  await db
    .update(quotes)
    .set({ targetId: sql`${needs.mergedIntoId}` })
    .from(needs)
    .where(
      and(
        eq(quotes.workspaceId, actor.workspaceId),
        eq(quotes.id, quoteId),
        eq(needs.workspaceId, quotes.workspaceId),
        eq(needs.id, quotes.targetId),
        isNotNull(needs.mergedIntoId),
      ),
    );
}

export const needReactions: Reactions = { "feedback.quoted": [followMerge], "feedback.quote-edited": [followMerge] };
