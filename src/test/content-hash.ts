import { createHash } from "node:crypto";
import type { World } from "./world.ts";

/** Everything that people see of a workspace, by table. What counts changes (versions, times of change) is no content, and the trail only grows. */
const TABLES = [
  ...["records", "feedback", "accounts", "contacts", "personas", "needs", "features", "quotes", "links", "comments", "demands"],
  ...["labels", "record_labels", "fields", "field_values", "record_sources", "products", "members", "files", "file_contents"],
];

/** A digest of a workspace's content: the same before and after what leaves no trace. */
export async function contentHash({ rows, workspaceId }: Pick<World, "rows" | "workspaceId">): Promise<string> {
  const digest = createHash("sha256");
  for (const table of TABLES) {
    const found = await rows(
      `select md5(coalesce(string_agg(t::text, E'\\n' order by t::text), '')) as sum from (select to_jsonb(x) - 'version' - 'updated_at' as t from ${table} x where x.workspace_id = $1) y`,
      [workspaceId],
    );
    digest.update(`${table} ${String(found[0]?.sum)}\n`);
  }
  return digest.digest("hex");
}
