import { join } from "node:path";
import type { PgTable } from "drizzle-orm/pg-core";
import type { PlainRoute } from "../../platform/plain.ts";
import { signedIn } from "../../platform/procedure.ts";
import { progressAnswer } from "../../platform/progress-answer.ts";
import { invalid, Refusal } from "../../platform/refusal.ts";
import { atMost, fileAnswer, received, temporaryFolder } from "../../platform/spooled.ts";
import { WorkspaceDraft } from "../workspace/schema.ts";
import { LIMITS } from "./archive-rules.ts";
import { archiveWorkspace } from "./archiving.ts";
import { loadArchive } from "./loading.ts";
import { rulesOfTables } from "./table-rules.ts";

/** How many archives are written, or read, at once by one process. */
const inTurn = atMost(2);

/** A whole workspace as a file, and back. `tables` are those that our schemas describe. */
export function archiveRoutes(tables: readonly PgTable[]): PlainRoute[] {
  const rules = rulesOfTables(tables);
  return [
    {
      rules: { may: "admin", limit: "heavy", audit: "workspace.exported" },
      method: "GET",
      path: "/api/v1/export",
      operationId: "exportWorkspace",
      summary: "The whole workspace as one zip file: every table as JSON lines, and lists as CSV",
      async handle(_request, context) {
        const { actor } = context;
        if (!actor) throw new Error("An export has an actor.");
        const name = `throughline-${context.now.slice(0, 10)}.zip`;
        return inTurn(() =>
          fileAnswer(async (path) => void (await archiveWorkspace(context, actor, path)), { name, type: "application/zip" }),
        );
      },
    },
    {
      rules: { may: "signed-in", limit: "heavy", audit: "workspace.loaded" },
      method: "POST",
      path: "/api/v1/workspaces/load",
      operationId: "loadWorkspace",
      summary: "A new workspace from an archive, with the caller as its admin: lines of JSON tell the progress, the last one the result",
      takes: ["application/zip", "application/x-zip-compressed", "application/octet-stream"],
      async handle(request, context) {
        const user = signedIn(await context.identify());
        const name = WorkspaceDraft.shape.name.safeParse(new URL(request.url).searchParams.get("name"));
        if (!name.success) throw invalid("name", name.error.issues[0]?.message ?? "Give it a name.");
        const { body } = request;
        if (!body) throw new Refusal(422, "NO_ARCHIVE", "Send the archive as the body.");
        return inTurn(async () => {
          const folder = await temporaryFolder();
          const path = join(folder.path, "archive.zip");
          try {
            await received(body, path, LIMITS.bytes);
            const loader = { userId: user.id, name: user.name, email: user.email };
            return await progressAnswer((onProgress, signal) =>
              loadArchive(context, { path, workspaceName: name.data, loader, rules, onProgress, signal }).finally(folder.remove),
            );
          } catch (error) {
            await folder.remove();
            throw error;
          }
        });
      },
    },
  ];
}
