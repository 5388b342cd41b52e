import type { Db } from "./database.ts";

/** So many shapes of one query are kept on each connection; beyond, they are built anew. */
const MOST_SHAPES = 100;

/**
 * Keeps built queries, so that one that is asked all the time is not put together each time: writing out a select of thirty columns
 * costs more than reading its rows. Values come in as placeholders (`sql.placeholder`); whatever else differs makes another shape.
 *
 * `const pages = keptQueries<ReturnType<typeof build>>()`, then `pages(db, shape, () => build(db, …)).execute({ home, … })`,
 * where `build` ends in `.prepare("page")`.
 */
export function keptQueries<Query>(): (db: Db, shape: string, build: () => Query) => Query {
  const ofConnection = new WeakMap<Db, Map<string, Query>>();
  return (db, shape, build) => {
    const kept = ofConnection.get(db) ?? new Map<string, Query>();
    ofConnection.set(db, kept);
    const known = kept.get(shape);
    if (known) return known;
    const query = build();
    if (kept.size < MOST_SHAPES) kept.set(shape, query);
    return query;
  };
}

/** Whether a list's query asks for nothing but these: then its statement is one of few, and is kept. */
export const asksOnly = (query: object, names: ReadonlySet<string>): boolean =>
  Object.entries(query).every(([name, value]) => value === undefined || names.has(name));
