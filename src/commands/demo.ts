import { loadDemo } from "../capabilities/demo/loading.ts";
import { removeLoadedDemo } from "../capabilities/demo/removing.ts";
import { openPasswords } from "../platform/passwords.ts";
import type { Command } from "./definition.ts";
import { surroundings, withDatabase } from "./operator.ts";

export const demo: Command = {
  summary: "Load the demo workspace and print who is in it, with passwords that are shown this once",
  usage: "demo [--remove]",
  options: { remove: { type: "boolean" } },
  async run(invocation) {
    if (invocation.values.remove) {
      await withDatabase(invocation, (database, installation) => surroundings(database, installation, removeLoadedDemo));
      invocation.terminal.print("The demo is gone, with its people.", { removed: true });
      return 0;
    }
    const { workspace, apiKey, users } = await withDatabase(invocation, (database, installation) => {
      invocation.terminal.say("Loading the demo: some ten seconds …");
      return surroundings(database, installation, (around) => loadDemo(around, openPasswords()));
    });
    const width = Math.max(...users.map(({ email }) => email.length));
    const people = users.map(({ group, email, password }) => `  ${group.padEnd(11)}  ${email.padEnd(width)}  ${password}`);
    invocation.terminal.print(
      `The demo is loaded as ${workspace}. Sign in as one of these; the passwords are shown this once:\n\n${people.join("\n")}\n\nAPI key: ${apiKey}`,
      { workspace, apiKey, users },
    );
    return 0;
  },
};
