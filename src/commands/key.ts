import * as z from "zod";
import { createKey } from "../capabilities/workspace/people-setup.ts";
import { KEY_SCOPES } from "../platform/access.ts";
import { OperatorError } from "../platform/operator-error.ts";
import { type Command, optional, required } from "./definition.ts";
import { withDatabase, workspaceNamed } from "./operator.ts";

const Scope = z.enum(KEY_SCOPES);

export const key: Command = {
  summary: "Create an API key and print it, this once",
  usage: "key create --workspace NAME --scope read|write|admin [--name NAME]",
  options: { workspace: { type: "string" }, scope: { type: "string" }, name: { type: "string" } },
  async run(invocation) {
    if (invocation.positionals[0] !== "create") throw new OperatorError(`Usage: throughline ${key.usage}`);
    const wanted = required(invocation, "workspace");
    const scope = Scope.safeParse(required(invocation, "scope"));
    if (!scope.success) throw new OperatorError(`--scope is one of ${KEY_SCOPES.join(", ")}.`);
    const name = optional(invocation, "name") ?? "command line";
    const made = await withDatabase(invocation, async (database) => {
      const { id: workspaceId, slug } = await workspaceNamed(database, wanted);
      return { ...(await createKey({ database }, { workspaceId, name, scope: scope.data })), workspace: slug, scope: scope.data };
    });
    invocation.terminal.print(made.key, made);
    return 0;
  },
};
