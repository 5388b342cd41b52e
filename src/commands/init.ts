import { setUpInstallation } from "../capabilities/workspace/people-setup.ts";
import { type Command, optional, required } from "./definition.ts";
import { withDatabase } from "./operator.ts";

export const init: Command = {
  summary: "Set up a new installation without a browser; the password comes from standard input",
  usage: "init --workspace NAME --email EMAIL [--name PERSON] [--product NAME]",
  options: { workspace: { type: "string" }, email: { type: "string" }, name: { type: "string" }, product: { type: "string" } },
  async run(invocation) {
    const workspaceName = required(invocation, "workspace");
    const email = required(invocation, "email");
    const name = optional(invocation, "name") ?? email.split("@")[0] ?? email;
    const productName = optional(invocation, "product") ?? workspaceName;
    const password = await invocation.terminal.secret("Password: ");
    const founded = await withDatabase(invocation, (database) =>
      setUpInstallation({ database }, { name, email, password, workspaceName, productName }),
    );
    invocation.terminal.print(`The workspace ${workspaceName} is set up; ${email} is its admin.`, founded);
    return 0;
  },
};
