import { setPassword } from "../capabilities/workspace/people-setup.ts";
import { type Command, required } from "./definition.ts";
import { withDatabase } from "./operator.ts";

export const password: Command = {
  summary: "Set a new password for somebody who has forgotten theirs; it comes from standard input",
  usage: "password --email EMAIL",
  options: { email: { type: "string" } },
  async run(invocation) {
    const email = required(invocation, "email");
    const chosen = await invocation.terminal.secret("New password: ");
    await withDatabase(invocation, (database) => setPassword({ database }, { email, password: chosen }));
    invocation.terminal.print(`${email} has a new password and is signed out everywhere.`, { email });
    return 0;
  },
};
