import { sql } from "drizzle-orm";
import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { activities } from "../../platform/tables.ts";
import { assetReads } from "../launches/schema.ts";
import { members } from "../workspace/schema.ts";

/** So many answers are kept by a process; the one that was asked for longest ago goes first. */
const KEPT = 30;
/** Ids of activities are given in order but committed out of it: a transaction that took longer than this would be overlooked for an hour. */
const LATE_MINUTES = 15;

/**
 * Keeps the answers of one question: each is computed anew only when something happened in its workspace, or an hour has passed by which
 * everything has aged. Every process finds out by itself, from the trail: the newest activity and how many of the last minutes there are.
 * What the trail does not tell, how many read assets and how many are here, is counted beside it.
 */
export function keptAnswers<Answer>() {
  const kept = new Map<string, { stamp: string; answer: Answer }>();
  return async (context: Context, name: string, compute: () => Promise<Answer>): Promise<Answer> => {
    const key = `${context.actor.workspaceId} ${name}`;
    const stamp = await stampOf(context);
    const known = kept.get(key);
    const answer = known?.stamp === stamp ? known.answer : await compute();
    kept.delete(key);
    kept.set(key, { stamp, answer });
    const [oldest] = kept.keys();
    if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
    return answer;
  };
}

const Stamp = z.object({ stamp: z.string() });

async function stampOf({ db, actor, now }: Context): Promise<string> {
  const home = actor.workspaceId;
  const since = `${(Date.parse(now) - LATE_MINUTES * 60_000).toString(16).padStart(12, "0")}70008000000000000000`;
  const { rows } = await db.execute(sql`
    select concat_ws(' ', (select a.id from ${activities} a where a.workspace_id = ${home} order by a.id desc limit 1),
      (select count(*) from ${activities} a where a.workspace_id = ${home} and a.id > ${since}::uuid),
      (select count(*) from ${assetReads} r where r.workspace_id = ${home}),
      (select count(*) from ${members} m where m.workspace_id = ${home} and m.removed_at is null)) as stamp`);
  return `${now.slice(0, 13)} ${Stamp.parse(rows[0]).stamp}`;
}
