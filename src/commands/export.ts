import { rename, rm, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { archiveWorkspace } from "../capabilities/exports/archiving.ts";
import { commandLine } from "../capabilities/workspace/people-setup.ts";
import { OperatorError } from "../platform/operator-error.ts";
import { type Command, count, optional, required } from "./definition.ts";
import { surroundings, withDatabase, workspaceNamed } from "./operator.ts";

export const exportWorkspace: Command = {
  summary: "Write a whole workspace into one zip file",
  usage: "export --workspace NAME [--out FILE]",
  options: { workspace: { type: "string" }, out: { type: "string" } },
  async run(invocation) {
    const { terminal } = invocation;
    const wanted = required(invocation, "workspace");
    const given = optional(invocation, "out");
    const made = await withDatabase(invocation, async (database, installation) => {
      const { id: workspaceId, slug } = await workspaceNamed(database, wanted);
      const path = resolve(given ?? `${slug}-${new Date().toISOString().slice(0, 10)}.zip`);
      if (await exists(path)) throw new OperatorError(`There is a file ${path} already.`);
      // Nobody takes half an archive for one: it gets its name when it is whole.
      const part = `${path}.part`;
      await rm(part, { force: true });
      return surroundings(database, installation, async (around) => {
        const { manifest, rows } = await archiveWorkspace(around, { ...commandLine, workspaceId }, part, ({ table, rows: written }) => {
          if (written > 0) terminal.say(`${table}: ${count(written)} rows`);
        }).catch(async (error: unknown) => {
          await rm(part, { force: true });
          throw error;
        });
        await rename(part, path);
        return { file: path, bytes: (await stat(path)).size, rows, contentHash: manifest.contentHash };
      });
    });
    terminal.print(`Wrote ${count(made.rows)} rows to ${made.file} (${count(made.bytes)} bytes).\nContent hash ${made.contentHash}`, made);
    return 0;
  },
};

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );
