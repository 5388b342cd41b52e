import { and, eq, isNull } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import { invalid } from "../../platform/refusal.ts";
import { notify } from "./notifications.ts";
import { mustBeRecords } from "./records.ts";
import { members } from "./schema.ts";

type Named = {
  personaId?: string | null;
  ownerId?: string | null;
  milestoneId?: string | null;
  segmentId?: string | null;
  competitorId?: string | null;
};

/** Refuses a persona, a milestone, a segment, a competitor or an owner that this workspace does not have, naming the field. */
export async function mustRefer(
  context: Pick<Context, "db" | "actor">,
  { personaId, ownerId, milestoneId, segmentId, competitorId }: Named,
): Promise<void> {
  await Promise.all([
    personaId && mustBeRecords(context, "personaId", [personaId], ["persona"]),
    milestoneId && mustBeRecords(context, "milestoneId", [milestoneId], ["milestone"]),
    segmentId && mustBeRecords(context, "segmentId", [segmentId], ["segment"]),
    competitorId && mustBeRecords(context, "competitorId", [competitorId], ["competitor"]),
    ownerId && mustBeMember(context, "ownerId", ownerId),
  ]);
}

/** Refuses an id that is no present member's, naming the field that it came in. */
export async function mustBeMember({ db, actor }: Pick<Context, "db" | "actor">, field: string, id: string): Promise<void> {
  const [found] = await db
    .select({ id: members.id })
    .from(members)
    .where(and(eq(members.workspaceId, actor.workspaceId), eq(members.id, id), isNull(members.removedAt)));
  if (!found) throw invalid(field, "There is no such member in this workspace.");
}

/** Tells a record's new owner. */
export async function tellOwner(context: Context, recordId: string, ownerId: string | null | undefined): Promise<void> {
  if (ownerId) await notify(context, { kind: "assigned", memberIds: [ownerId], recordId });
}
