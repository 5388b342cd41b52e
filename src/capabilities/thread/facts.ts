import { and, eq, inArray } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import { usabilityOf } from "../design/usability.ts";
import { needs } from "../needs/schema.ts";
import { keyOf } from "../workspace/kind-rules.ts";
import { records } from "../workspace/schema.ts";
import type { Standing } from "../workspace/standing-rules.ts";
import type { Standing as Targets } from "./evidence-queries.ts";
import type { UserFacts } from "./quality-user-centric.ts";

/** What the capabilities know of a feature, beside the customers' words. */
export type Facts = { user: UserFacts };

/** What is known of these features: each capability is asked once for all of them. */
export async function factsOf(context: Context, standings: readonly Targets[]): Promise<Map<string, Facts>> {
  const ids = standings.map(({ id }) => id);
  const [usability, served] = await Promise.all([usabilityOf(context, ids), servedNeeds(context, standings)]);
  return new Map(
    standings.map(({ id, targets }) => {
      const known = usability.get(id);
      const user: UserFacts = {
        needs: targets.flatMap((target) => served.get(target) ?? []),
        designs: (known?.designs ?? []).flatMap(({ id: designId, key, title, standing }) => named(standing, { id: designId, key, title })),
        studies: (known?.studies ?? []).flatMap(({ id: studyId, key, title, standing, segment, people, isOlderThanDesign }) =>
          named(standing, { id: studyId, key, title, segment: segment || null, participants: people, isOlderThanDesign }),
        ),
        problems: known?.severe ?? [],
        review: known?.review ?? { principles: 0, answered: 0, blockers: [] },
      };
      return [id, { user }];
    }),
  );
}

/** A record with how it stands; one that was deleted meanwhile stands nowhere. */
const named = <More extends { id: string }>(standing: Standing | null, more: More): (Standing & More)[] =>
  standing ? [{ ...standing, ...more }] : [];

/** The needs among these targets, each with its key and whether anybody said whose it is. */
async function servedNeeds({ db, actor }: Context, standings: readonly Targets[]): Promise<Map<string, UserFacts["needs"][number]>> {
  const targets = [...new Set(standings.flatMap(({ id, targets: all }) => all.filter((target) => target !== id)))];
  if (targets.length === 0) return new Map();
  const rows = await db
    .select({ id: needs.id, personaId: needs.personaId, number: records.number })
    .from(needs)
    .innerJoin(records, and(eq(records.workspaceId, needs.workspaceId), eq(records.id, needs.id)))
    .where(and(eq(needs.workspaceId, actor.workspaceId), inArray(needs.id, targets)));
  return new Map(rows.map(({ id, personaId, number }) => [id, { id, key: keyOf("need", number), hasPersona: personaId !== null }]));
}
