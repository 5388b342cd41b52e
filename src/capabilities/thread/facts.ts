import { and, eq, inArray } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import { type FeasibilityOf, feasibilityOf } from "../delivery/feasibility-of.ts";
import { usabilityOf } from "../design/usability.ts";
import { features } from "../features/schema.ts";
import { type Communication, communicationOf } from "../launches/communication.ts";
import { metricsOf } from "../measurement/evidence.ts";
import { needs } from "../needs/schema.ts";
import { type MarketFinding, marketOf } from "../research/market.ts";
import { milestones } from "../strategy/schema.ts";
import { keyOf } from "../workspace/kind-rules.ts";
import { records } from "../workspace/schema.ts";
import type { Standing } from "../workspace/standing-rules.ts";
import { standingsOf } from "../workspace/standings.ts";
import type { Standing as Targets } from "./evidence-queries.ts";
import type { CommunicationFacts } from "./quality-communicated.ts";
import type { FeasibleFacts } from "./quality-feasible.ts";
import type { InformedFacts } from "./quality-informed.ts";
import type { UserFacts } from "./quality-user-centric.ts";

/** What the capabilities know of a feature, beside the customers' words. */
export type Facts = { informed: InformedFacts; feasible: FeasibleFacts; user: UserFacts; communication: CommunicationFacts };

/**
 * What is known of these features: each capability is asked once for all of them.
 * @param out those that are out, of which it is asked whether the people who asked for them know
 */
export async function factsOf(context: Context, standings: readonly Targets[], out: readonly string[]): Promise<Map<string, Facts>> {
  const ids = standings.map(({ id }) => id);
  const [usability, feasibility, market, measured, communication, served] = await Promise.all([
    usabilityOf(context, ids),
    feasibilityOf(context, ids),
    marketOf(context, ids),
    metricsOf(context, ids),
    communicationOf(context, ids, out),
    servedNeeds(context, standings),
  ]);
  const said = [...feasibility.values()].flatMap(({ answer, debts }) => [...(answer ? [answer.id] : []), ...debts.map((debt) => debt.id)]);
  const assets = [...communication.values()].flatMap((known) => known.assets.map(({ id }) => id));
  const used = await standingsOf(context, [...said, ...market.map(({ id }) => id), ...assets]);
  const planned = await plannedDays(context, [
    ...ids,
    ...[...feasibility.values()].flatMap(({ prerequisites }) => prerequisites.map((required) => required.id)),
  ]);
  const metrics = Map.groupBy(measured, ({ ofId }) => ofId);
  const findings = Map.groupBy(market, ({ featureId }) => featureId);
  return new Map(
    standings.map(({ id, targets }) => {
      const known = usability.get(id);
      const user: UserFacts = {
        needs: targets.flatMap((target) => served.get(target) ?? []),
        designs: (known?.designs ?? []).flatMap(({ id: designId, key, title, standing }) => named(standing, { id: designId, key, title })),
        studies: (known?.studies ?? []).flatMap(({ id: studyId, key, title, standing, segment, people, isOlderThanDesign }) =>
          named(standing, { id: studyId, key, title, segment, participants: people, isOlderThanDesign }),
        ),
        problems: known?.severe ?? [],
        review: known?.review ?? { principles: 0, answered: 0, blockers: [] },
      };
      const engineering = feasibility.get(id);
      const told = communication.get(id);
      const costs = (engineering?.debts ?? []).flatMap(({ id: noteId, key, cost }) =>
        named(used.get(noteId) ?? null, { id: noteId, key, cost }),
      );
      const informed: InformedFacts = {
        findings: findingsOf(findings.get(id) ?? [], used),
        metrics: (metrics.get(id) ?? []).map(({ metricId, key, name, ageDays, stale }) => ({
          id: metricId,
          key,
          name,
          lastReadingDaysAgo: ageDays,
          isFresh: !stale,
        })),
        costs,
        tier: told?.launch?.tier ?? null,
      };
      return [id, { informed, feasible: feasibleOf(id, engineering, used, planned), user, communication: communicationFacts(told, used) }];
    }),
  );
}

/** What the market says, each finding once: what speaks against it does so however it also speaks for it. */
function findingsOf(found: readonly MarketFinding[], used: ReadonlyMap<string, Standing>): NonNullable<InformedFacts["findings"]> {
  const byId = Map.groupBy(found, ({ id }) => id);
  return [...byId.values()].flatMap((ways) => {
    const [way] = ways.toSorted((one, other) => one.stance.localeCompare(other.stance));
    const standing = way && used.get(way.id);
    if (!way || !standing) return [];
    const { key, stance, answered, hasSource, ageDays } = way;
    return [{ ...standing, ageDays, key, stance, isAnswered: answered, hasSource }];
  });
}

/** What engineering said. Who asked has used the answer, unless they gave it themselves. */
function feasibleOf(
  featureId: string,
  said: FeasibilityOf | undefined,
  used: ReadonlyMap<string, Standing>,
  planned: ReadonlyMap<string, string>,
): FeasibleFacts {
  const { answer = null, ask = null, blockers = [], prerequisites = [] } = said ?? {};
  const standing = answer && used.get(answer.id);
  return {
    answer:
      answer && standing
        ? {
            ...standing,
            key: answer.key,
            authorId: answer.authorId,
            userIds: [...standing.userIds, ...(standing.authorId === null ? [] : [standing.authorId])],
            ageDays: answer.answeredDaysAgo,
            verdict: answer.verdict,
            conditions: answer.line,
            isDisputed: answer.disputed,
            isScopeChanged: answer.scopeChangedSince,
            efforts: answer.efforts.length,
          }
        : null,
    ask: ask && { id: ask.id, daysAgo: ask.askedDaysAgo },
    blockers,
    prerequisites: prerequisites.map((one) => ({ ...one, on: planned.get(one.id) ?? null })),
    on: planned.get(featureId) ?? null,
  };
}

/** What can be known of it outside. */
function communicationFacts(told: Communication | undefined, used: ReadonlyMap<string, Standing>): CommunicationFacts {
  return {
    launch: told?.launch ?? null,
    segments: told?.segments ?? [],
    assets: (told?.assets ?? []).flatMap(({ id, key, isFresh, readers, sellers }) =>
      named(used.get(id) ?? null, { id, key, isFresh, readers, sellers }),
    ),
    asked: told?.asked ?? 0,
    told: told?.told ?? 0,
  };
}

/** A record with how it stands; one that was deleted meanwhile stands nowhere. */
const named = <More extends { id: string }>(standing: Standing | null, more: More): (Standing & More)[] =>
  standing ? [{ ...standing, ...more }] : [];

/** By which day features are planned: the date of the milestone that each belongs to. */
async function plannedDays({ db, actor }: Context, featureIds: readonly string[]): Promise<Map<string, string>> {
  if (featureIds.length === 0) return new Map();
  const rows = await db
    .select({ id: features.id, on: milestones.date })
    .from(features)
    .innerJoin(milestones, and(eq(milestones.workspaceId, features.workspaceId), eq(milestones.id, features.milestoneId)))
    .where(and(eq(features.workspaceId, actor.workspaceId), inArray(features.id, [...new Set(featureIds)])));
  return new Map(rows.flatMap(({ id, on }) => (on === null ? [] : [[id, on]])));
}

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
