import * as z from "zod";
import { type Database, openDatabase } from "../platform/database.ts";
import { type Installation, openInstallation } from "../platform/installation.ts";
import { openLiveHub } from "../platform/live.ts";
import { OperatorError } from "../platform/operator-error.ts";
import type { Surroundings } from "../platform/work.ts";
import { reactions } from "../reactions.ts";
import type { Invocation } from "./definition.ts";

/**
 * Does something in the installation as its operator, whether a server runs on it or not: beside one its database is used as it is,
 * otherwise it is started, and brought up to date, for as long as the work takes.
 */
export async function withDatabase<T>(
  { config, terminal }: Pick<Invocation, "config" | "terminal">,
  work: (database: Database, installation: Installation) => Promise<T>,
): Promise<T> {
  const installation = await openInstallation(config, { say: terminal.say, join: true });
  try {
    const database = openDatabase(installation.app);
    try {
      return await work(database, installation);
    } finally {
      await database.close();
    }
  } finally {
    await installation.close();
  }
}

/** What work in a workspace needs around it, where no request brings it along: those who watch through a server hear of it. */
export async function surroundings<T>(
  database: Database,
  installation: Installation,
  work: (around: Surroundings) => Promise<T>,
): Promise<T> {
  const live = openLiveHub(installation.app, database.pool);
  try {
    return await work({ database, live, reactions, now: new Date().toISOString(), reply: new Headers() });
  } finally {
    await live.close();
  }
}

const Found = z.object({ id: z.uuid(), slug: z.string(), name: z.string() });
export type FoundWorkspace = z.infer<typeof Found>;

/** The workspace of that name or address. @throws OperatorError when there is none, or several share the name */
export async function workspaceNamed(database: Database, wanted: string): Promise<FoundWorkspace> {
  const { rows } = await database.pool.query("select id, slug, name from workspace_by_name($1)", [wanted]);
  const found = z.array(Found).parse(rows);
  const [exact] = found.filter(({ slug }) => slug === wanted);
  const [first] = found;
  if (exact) return exact;
  if (!first) throw new OperatorError(`There is no workspace "${wanted}".`);
  if (found.length > 1)
    throw new OperatorError(
      `Several workspaces are called "${wanted}": say which by its address, ${found.map(({ slug }) => slug).join(" or ")}.`,
    );
  return first;
}
