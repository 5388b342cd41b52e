import { and, eq, inArray, sql } from "drizzle-orm";
import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { keyOf } from "../workspace/kind-rules.ts";
import { links } from "../workspace/schema.ts";
import { assetsWhere } from "./assets.ts";
import type { LaunchState, Tier } from "./launch-rules.ts";
import { launchesWhere } from "./launches.ts";
import { messagesWhere } from "./messages.ts";
import { assets, launches, messages, segments } from "./schema.ts";
import { toldOf } from "./tellings.ts";

/** What the market, and those who sell to it, can know of a feature. */
export type Communication = {
  /** The next launch that brings it out, or the last one; null while there is none. */
  launch: {
    id: string;
    key: string;
    title: string;
    authorId: string | null;
    tier: Tier;
    state: LaunchState;
    launchesOn: string | null;
    hasPositioning: boolean;
    items: number;
    done: number;
    overdue: number;
  } | null;
  /** The segments that it is for, each with a live message about it or none. */
  segments: {
    id: string;
    key: string;
    name: string;
    messageId: string | null;
    messageKey: string | null;
    messageAuthorId: string | null;
    isMessageStale: boolean;
  }[];
  /** Live assets that speak of it, stale ones among them. */
  assets: { id: string; key: string; title: string; authorId: string | null; isFresh: boolean; readers: number; sellers: number }[];
  /** How many asked for it, and how many of them have been told; 0 where that was not to be counted. */
  asked: number;
  told: number;
};

const Pair = z.object({ featureId: z.uuid(), id: z.uuid(), number: z.int(), name: z.string() });

/**
 * How features are communicated, by id; a number of statements that does not grow with them.
 * @param asked of which of them those who asked are counted: what is not out yet nobody is told of, and counting reads every quote
 */
export async function communicationOf(
  context: Context,
  featureIds: readonly string[],
  asked: readonly string[] = featureIds,
): Promise<Map<string, Communication>> {
  if (featureIds.length === 0) return new Map();
  const { db, actor } = context;
  const promising = sql`(select l.from_id from ${links} l where l.workspace_id = ${actor.workspaceId} and l.kind = 'promises' and l.to_id = any(${sql.param(featureIds)}::uuid[]))`;
  const [allLaunches, allMessages, allAssets, wanted, told] = await Promise.all([
    launchesWhere(context, inArray(launches.id, promising)),
    messagesWhere(context, and(inArray(messages.id, promising), eq(messages.state, "live"))),
    assetsWhere(context, and(inArray(assets.id, promising), eq(assets.state, "live"))),
    db.execute(sql`select l.from_id as "featureId", s.id, r.number, s.name from ${links} l
      join ${segments} s on s.workspace_id = l.workspace_id and s.id = l.to_id join records r on r.workspace_id = s.workspace_id and r.id = s.id
      where l.workspace_id = ${actor.workspaceId} and l.kind = 'serves' and l.from_id = any(${sql.param(featureIds)}::uuid[]) order by lower(s.name), s.id`),
    toldOf(context, asked),
  ]);
  const pairs = Map.groupBy(
    wanted.rows.map((row) => Pair.parse(row)),
    ({ featureId }) => featureId,
  );
  const isOf = (featureId: string) => (one: { features: { id: string }[] }) => one.features.some(({ id }) => id === featureId);
  return new Map(
    featureIds.map((featureId): [string, Communication] => {
      const own = allLaunches.filter(isOf(featureId));
      const next = own
        .filter(({ state }) => state !== "reviewed")
        .toSorted((one, other) => (one.launchesOn ?? "9").localeCompare(other.launchesOn ?? "9"))[0];
      const launch = next ?? own.toSorted((one, other) => (other.launchesOn ?? "").localeCompare(one.launchesOn ?? ""))[0];
      const said = allMessages.filter(isOf(featureId));
      const speaking = allAssets.filter(isOf(featureId));
      return [
        featureId,
        {
          launch: launch
            ? {
                id: launch.id,
                key: launch.key,
                title: launch.title,
                authorId: launch.createdBy,
                tier: launch.tier,
                state: launch.state,
                launchesOn: launch.launchesOn,
                hasPositioning: launch.positioning.trim() !== "",
                items: launch.items.length,
                done: launch.items.length - launch.open,
                overdue: launch.overdue,
              }
            : null,
          segments: (pairs.get(featureId) ?? []).map(({ id, number, name }) => {
            const about = said.filter(({ segmentId }) => segmentId === id);
            const message = about.find(({ state }) => state === "live") ?? about[0];
            return {
              id,
              key: keyOf("segment", number),
              name,
              messageId: message?.id ?? null,
              messageKey: message?.key ?? null,
              messageAuthorId: message?.createdBy ?? null,
              isMessageStale: message?.state === "stale",
            };
          }),
          assets: speaking.map(({ id, key, title, createdBy, state, readers, sellers }) => ({
            id,
            key,
            title,
            authorId: createdBy,
            isFresh: state === "live",
            readers,
            sellers,
          })),
          asked: told.get(featureId)?.asked ?? 0,
          told: told.get(featureId)?.told ?? 0,
        },
      ];
    }),
  );
}
