import { desc, eq } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import { type ImportMappingItem, importMappings } from "./schema.ts";

/** Keeps what the columns of a source meant, for its next file. */
export async function saveMapping(context: Context, { mapping, ...about }: Omit<ImportMappingItem, "savedAt">): Promise<void> {
  const { db, actor, now } = context;
  const { target, sourceSystem, ...rest } = about;
  const saved = { ...rest, mapping: { ...mapping }, savedAt: now };
  await db
    .insert(importMappings)
    .values({ workspaceId: actor.workspaceId, target, sourceSystem, ...saved })
    .onConflictDoUpdate({ target: [importMappings.workspaceId, importMappings.target, importMappings.sourceSystem], set: saved });
}

const MOST = 200;

/** What columns meant before, of the sources whose mapped columns this file has, the latest first. */
export async function savedMappingsFor({ db, actor }: Context, columns: readonly string[]): Promise<ImportMappingItem[]> {
  const shown = {
    target: importMappings.target,
    sourceSystem: importMappings.sourceSystem,
    format: importMappings.format,
    mapping: importMappings.mapping,
    dateOrder: importMappings.dateOrder,
    savedAt: importMappings.savedAt,
  };
  const saved = await db
    .select(shown)
    .from(importMappings)
    .where(eq(importMappings.workspaceId, actor.workspaceId))
    .orderBy(desc(importMappings.savedAt))
    .limit(MOST);
  return saved.filter(({ mapping }) => Object.keys(mapping).every((column) => columns.includes(column)));
}
