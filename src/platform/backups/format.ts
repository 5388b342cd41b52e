import * as z from "zod";

export const BACKUP_FORMAT = "throughline-backup";
/** Goes up when an older Throughline could not read what a newer one writes. */
export const BACKUP_VERSION = 1;
export const MANIFEST = "manifest.json";
export const SECRET = "auth-secret";

const Name = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/);
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
export const BackedUpTable = z.strictObject({
  schema: Name,
  name: Name,
  /** As they stand in each row. */
  columns: z.array(z.string().min(1).max(63)).min(1),
  rows: z.int().min(0),
  bytes: z.int().min(0),
  sha256: Sha256,
});
export type BackedUpTable = z.infer<typeof BackedUpTable>;

export const Manifest = z.strictObject({
  format: z.literal(BACKUP_FORMAT),
  version: z.int().min(1),
  /** The version of Throughline that wrote it. */
  product: z.string(),
  takenAt: z.iso.datetime(),
  /** Of the database that it was taken of. */
  postgres: z.string(),
  /** The last migration that the tables had seen. */
  schema: z.string(),
  migrations: z.array(z.strictObject({ name: z.string(), hash: z.string() })).min(1),
  tables: z.array(BackedUpTable).min(1).max(1_000),
  sequences: z.array(z.strictObject({ schema: Name, name: Name, value: z.string().regex(/^-?\d{1,19}$/), called: z.boolean() })),
  /** The part that signs sessions and share links, and keys webhooks. */
  secret: z.strictObject({ bytes: z.int().min(1), sha256: Sha256 }),
  contentHash: Sha256,
});
export type Manifest = z.infer<typeof Manifest>;

export const partOf = ({ schema, name }: Pick<BackedUpTable, "schema" | "name">): string => `tables/${schema}.${name}.copy`;
export const called = ({ schema, name }: Pick<BackedUpTable, "schema" | "name">): string =>
  schema === "public" ? name : `${schema}.${name}`;

/** What the content hash is taken of: every table with rows, by name. A table without rows says nothing, so that a later version, which knows more tables, finds the same hash. */
export function contentText(tables: readonly BackedUpTable[]): string {
  return tables
    .filter(({ rows }) => rows > 0)
    .map((table) => `${called(table)} ${table.rows} ${table.sha256}\n`)
    .sort()
    .join("");
}
