import type { Actor } from "../../platform/access.ts";
import type { Context } from "../../platform/context.ts";
import { recordNumbers } from "../../platform/tables.ts";
import type { Who } from "./people.ts";

const DAY_MS = 86_400_000;

/** Where the demo's past is played: acts of its people, each at its time. */
export type Stage = {
  /** Somebody does something so many days before the loading. Acts are played in the order of their time, whatever order they were planned in. */
  plan(ago: number, who: Who, act: (context: Context) => Promise<unknown>): void;
  /** Remembers a record under a name of the demo's own. */
  keep(name: string, record: { id: string }): void;
  /** The id of what was made under that name. */
  id(name: string): string;
  /** The day so many days before the loading, as YYYY-MM-DD; negative is still to come. */
  day(ago: number): string;
  instant(ago: number): string;
  memberId(who: Who): string;
};

export type Played = Stage & { play(): Promise<void> };

/**
 * A stage in a new workspace, within one transaction. Commands take who acts and when from their context, so the past is made by the
 * same commands as the present: with the trail, the search and the counts that come with them.
 */
export function openStage(context: Context, actors: Readonly<Record<Who, Actor>>): Played {
  const now = Date.parse(context.now);
  const acts: { ago: number; who: Who; act: (context: Context) => Promise<unknown> }[] = [];
  const made = new Map<string, string>();
  const given = new Map<string, number>();
  // The workspace is not there for others yet, so its numbers cannot come from a transaction of their own.
  const numbers = (kind: string, count = 1) => {
    const last = given.get(kind) ?? 0;
    given.set(kind, last + count);
    return Promise.resolve(last + 1);
  };
  const instant = (ago: number) => new Date(now - ago * DAY_MS).toISOString();

  return {
    plan: (ago, who, act) => void acts.push({ ago, who, act }),
    keep(name, { id }) {
      if (made.has(name)) throw new Error(`The demo has two of “${name}”.`);
      made.set(name, id);
    },
    id(name) {
      const id = made.get(name);
      if (id === undefined) throw new Error(`The demo speaks of “${name}” before it is there.`);
      return id;
    },
    day: (ago) => instant(ago).slice(0, 10),
    instant,
    memberId: (who) => actors[who].id,
    async play() {
      for (const { ago, who, act } of acts.toSorted((one, other) => other.ago - one.ago))
        await act({ ...context, actor: actors[who], now: instant(ago), numbers, news: [] });
      const { workspaceId } = context.actor;
      await context.db.insert(recordNumbers).values([...given].map(([kind, last]) => ({ workspaceId, kind, last })));
    },
  };
}

/** Numbers in [0, 1) that are the same for the same seed: a linear congruential generator (Numerical Recipes, chapter 7). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
