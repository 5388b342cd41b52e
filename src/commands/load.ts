import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { resolve } from "node:path";
import { eq } from "drizzle-orm";
import { loadArchive } from "../capabilities/exports/loading.ts";
import { rulesOfTables } from "../capabilities/exports/table-rules.ts";
import { WorkspaceDraft } from "../capabilities/workspace/schema.ts";
import { users } from "../platform/auth-tables.ts";
import type { Database } from "../platform/database.ts";
import { OperatorError } from "../platform/operator-error.ts";
import { tables } from "../tables.ts";
import { type Command, count, optional, required } from "./definition.ts";
import { surroundings, withDatabase } from "./operator.ts";

export const load: Command = {
  summary: "Make a new workspace from an archive that export wrote",
  usage: "load ARCHIVE.zip --workspace NEW-NAME [--admin EMAIL]",
  options: { workspace: { type: "string" }, admin: { type: "string" } },
  async run(invocation) {
    const { terminal, positionals } = invocation;
    const [file, ...more] = positionals;
    if (!file || more.length > 0) throw new OperatorError(`Name one archive. Usage: throughline ${load.usage}`);
    const path = resolve(file);
    await access(path, constants.R_OK).catch(() => {
      throw new OperatorError(`The file ${file} cannot be read.`);
    });
    const name = WorkspaceDraft.shape.name.safeParse(required(invocation, "workspace"));
    if (!name.success) throw new OperatorError(`--workspace: ${name.error.issues[0]?.message ?? "give it a name."}`);
    const email = optional(invocation, "admin");
    const loaded = await withDatabase(invocation, async (database, installation) => {
      const loader = email === undefined ? null : await personOf(database, email);
      return surroundings(database, installation, (around) =>
        loadArchive(around, {
          path,
          workspaceName: name.data,
          loader,
          rules: rulesOfTables(tables),
          onProgress: ({ table, rows, of }) => {
            if (rows === of && of > 0) terminal.say(`${table}: ${count(of)} rows`);
          },
        }),
      );
    });
    const who = email
      ? `${email} is its admin.`
      : "Nobody is in it yet: make a key for it with throughline key create, or load it again with --admin EMAIL.";
    terminal.print(
      `Loaded ${count(loaded.rows)} rows into the workspace ${loaded.slug}. ${who}\nContent hash ${loaded.contentHash}`,
      loaded,
    );
    return 0;
  },
};

async function personOf(database: Database, email: string) {
  const [found] = await database.transaction({ workspaceId: null, actorId: null, changeId: null, writes: false }, (db) =>
    db.select({ userId: users.id, name: users.name, email: users.email }).from(users).where(eq(users.email, email.toLowerCase())),
  );
  if (!found) throw new OperatorError(`Nobody has an account with the address ${email}.`);
  return found;
}
