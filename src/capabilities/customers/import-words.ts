import { sql } from "drizzle-orm";
import { folded } from "../../kernels/words.ts";
import type { Actor } from "../../platform/access.ts";
import type { Database } from "../../platform/database.ts";
import type { ImportRow } from "./import-rules.ts";

const WORD = /[\p{L}\p{N}]+/gu;
const MOST_WORDS = 200_000;
const AT_ONCE = 10_000;

/** Gathers the distinct words of many rows. */
export function wordsToLearn() {
  const words = new Set<string>();
  const add = (text: string) => {
    for (const [word] of folded(text).matchAll(WORD)) if (word.length >= 3 && word.length <= 40 && words.size < MOST_WORDS) words.add(word);
  };
  return {
    add({ text, title, authorName }: ImportRow) {
      add(text);
      if (title) add(title);
      if (authorName) add(authorName);
    },
    all: () => [...words].sort(),
  };
}

/**
 * Puts words into the search's vocabulary before a long transaction uses them. Whoever writes a new word waits for everybody else
 * who is just writing the same one: an import of a minute would hold up every new message that shares a new word with it.
 */
export async function learnWords(database: Database, actor: Actor, words: readonly string[]): Promise<void> {
  for (let from = 0; from < words.length; from += AT_ONCE) {
    const some = words.slice(from, from + AT_ONCE);
    await database.aside({ workspaceId: actor.workspaceId, actorId: null, changeId: null, writes: true }, (db) =>
      db.execute(sql`select search_learn(${sql.param(some)}::text[])`),
    );
  }
}
