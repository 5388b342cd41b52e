import { sql } from "drizzle-orm";
import type { Actor } from "../../platform/access.ts";
import type { Database } from "../../platform/database.ts";
import type { ImportRow } from "../intake/mapping-rules.ts";

/** What stands between blanks, without the punctuation around it: the search's own parser takes it apart further. */
const BLANKS = /\s+/;
const ENDS = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu;
const LONGEST_RUN = 200;
const MOST_RUNS = 500_000;
/** So many runs go into one text, and so many texts into one short transaction. */
const RUNS_PER_TEXT = 500;
const TEXTS_AT_ONCE = 4;
/** The values that search reads. */
const SEARCHED = [
  "text",
  "title",
  "authorName",
  "authorEmail",
  "name",
  "email",
  "domain",
  "plan",
  "statement",
  "detail",
  "why",
  "body",
  "stage",
  "reasons",
];

/** Gathers the distinct words of many rows, as texts to learn from. */
export function wordsToLearn() {
  const met = new Set<string>();
  const runs = new Set<string>();
  const add = (text: unknown) => {
    if (typeof text !== "string") return;
    for (const run of text.toLowerCase().split(BLANKS)) {
      // Most have been met before; looking closer at each would cost more than reading the file.
      if (met.has(run) || run.length > LONGEST_RUN || met.size >= MOST_RUNS) continue;
      met.add(run);
      const bare = run.replace(ENDS, "");
      if (bare.length >= 3) runs.add(bare);
    }
  };
  return {
    add({ values }: ImportRow) {
      for (const name of SEARCHED) add(values[name]);
    },
    texts(): string[] {
      const all = [...runs].sort();
      const count = Math.ceil(all.length / RUNS_PER_TEXT);
      return Array.from({ length: count }, (_, at) => all.slice(at * RUNS_PER_TEXT, (at + 1) * RUNS_PER_TEXT).join(" "));
    },
  };
}

/**
 * Puts words into the search's vocabulary before a long transaction uses them. Whoever writes a new word waits for everybody else
 * who is just writing the same one: an import of a minute would hold up every new message that shares a new word with it.
 */
export async function learnWords(database: Database, actor: Actor, texts: readonly string[]): Promise<void> {
  for (let from = 0; from < texts.length; from += TEXTS_AT_ONCE) {
    const some = texts.slice(from, from + TEXTS_AT_ONCE);
    await database.aside({ workspaceId: actor.workspaceId, actorId: null, changeId: null, writes: true }, (db) =>
      db.execute(sql`select search_learn(${sql.param(some)}::text[])`),
    );
  }
}
