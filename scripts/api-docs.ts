/** Writes docs/api.md from the routes themselves; `--check` only says whether it is what the routes say. Usage: node scripts/api-docs.ts */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectDirectory } from "../src/config.ts";
import { plainRoutes } from "../src/plain-routes.ts";
import type { May } from "../src/platform/access.ts";
import { routesOf } from "../src/platform/procedure.ts";
import { router } from "../src/router.ts";

const words = (may: May): string => {
  if (typeof may !== "string") return (may[0][may[1]] ?? []).join(", ");
  return {
    anyone: "anyone",
    "signed-in": "whoever is signed in",
    reader: "every member",
    commenter: "every member, guests too",
    member: "members",
    admin: "admins",
  }[may];
};

export function apiDocs(): string {
  const routes = [
    ...routesOf(router),
    ...plainRoutes.map(({ rules, method, path, operationId, summary }) => ({
      rules,
      method,
      path: path.replace("/api/v1", ""),
      operationId,
      summary,
    })),
  ];
  const groups = Map.groupBy(routes, ({ path }) => path.split(/[/.]/)[1] ?? "");
  const sections = [...groups]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, all]) => {
      const rows = all
        .toSorted((a, b) => a.path.localeCompare(b.path) || a.method.localeCompare(b.method))
        .map(
          ({ method, path, summary, rules }) =>
            `| \`${method} ${path}\` | ${summary} | ${words(rules.may)} | ${[rules.edits && "If-Match", rules.undo && "undo"].filter(Boolean).join(", ")} |`,
        );
      return `## ${name}\n\n| route | what it does | who may | |\n|---|---|---|---|\n${rows.join("\n")}\n`;
    });
  return `# API by resource

Made from the routes by \`node scripts/api-docs.ts\`; a test keeps it true. A running Throughline shows the same with every field at
\`/api/docs\`, and as OpenAPI 3.1 at \`/api/v1/openapi.json\`. Addresses start with \`/api/v1\`.

* **Who you are**: \`Authorization: Bearer <key>\`, made under Settings → API keys or by \`npm run throughline -- key create\`. A key belongs
  to one workspace. *read* may read, *write* may do what a member of every group may, *admin* everything.
* **Ids**: every \`{id}\` takes the uuid or the key that people say, such as \`N-42\`. What is in another workspace is 404, like what never was.
* **Lists** answer \`{items, nextCursor}\` to \`limit\` and \`cursor\` (or \`offset\`, for a scroll bar).
* **If-Match**: an edit sends the ETag that it saw; without it 428, when somebody was faster 412 with the row as it is now in \`current\`.
* **undo**: the answer carries \`x-change\`; \`POST /changes/{id}/undo\` puts it back, and can itself be undone.
* **Idempotency-Key** is honoured on everything that writes: one effect and one answer per key for 24 hours.
* **Errors** are problem documents (RFC 9457): \`{type, title, status, code, issues?}\`; \`code\` is stable, \`issues\` names fields.

${sections.join("\n")}`;
}

if (import.meta.main) {
  const file = join(projectDirectory, "docs/api.md");
  if (!process.argv.includes("--check")) writeFileSync(file, apiDocs());
  else if (readFileSync(file, "utf8") !== apiDocs()) {
    process.stderr.write("docs/api.md is older than the routes: run node scripts/api-docs.ts.\n");
    process.exitCode = 1;
  }
}
