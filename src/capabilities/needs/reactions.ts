import { and, eq, isNotNull, sql } from "drizzle-orm";
import * as z from "zod";
import type { Activity, Context, Reactions } from "../../platform/context.ts";
import { quotes } from "../customers/schema.ts";
import { needs } from "./schema.ts";

const Quoted = z.object({ quoteId: z.uuid() });

/** Words quoted for a need that was merged away a moment ago go to the need that took it in. */
async function followMerge({ db, actor }: Context, { detail }: Pick<Activity, "detail">): Promise<void> {
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

const ForTarget = Quoted.extend({ targetId: z.uuid() });

/** The same for a new quote: it is told of both its feedback and its target, and seldom is the target merged away. */
async function followMergeOfTarget(context: Context, { recordId, detail }: Activity): Promise<void> {
  const { targetId } = ForTarget.parse(detail);
  if (recordId !== targetId) return;
  const { db, actor } = context;
  const gone = await db
    .select({ id: needs.id })
    .from(needs)
    .where(and(eq(needs.workspaceId, actor.workspaceId), eq(needs.id, targetId), isNotNull(needs.mergedIntoId)));
  if (gone.length > 0) await followMerge(context, { detail });
}

export const needReactions: Reactions = { "feedback.quoted": [followMergeOfTarget], "feedback.quote-edited": [followMerge] };
