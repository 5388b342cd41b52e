import * as z from "zod";
import { DecisionOption } from "../decisions/option-rules.ts";
import { SegmentRule } from "../launches/condition-rules.ts";
import { Basis } from "../recommendations/basis-rules.ts";
import { FindingSource } from "../research/finding-source-rules.ts";

export const ARCHIVE_FORMAT = "throughline-archive";
/** Goes up when an older Throughline could not read what a newer one writes. Tables and columns that are added do not count: they are named. */
export const ARCHIVE_VERSION = 1;

/** Tables of a workspace that its archive leaves out, each with the reason. Everything else goes along. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  api_keys: "Keys belong to an installation, and only their hashes are kept.",
  share_links: "Whoever has one reads this installation; an archive opens nothing.",
  metric_pulls: "Their addresses may hold keys, and a copy would fetch the same again.",
  webhooks: "A copy that told the same receivers would tell them everything twice.",
  webhook_deliveries: "Messages to those receivers.",
  intake_deliveries: "What programs sent, kept for a month; what became of it goes along.",
  invitations: "Their links are secrets, and they are for this installation.",
  idempotency_keys: "Answers to requests, kept for a day.",
  change_rows: "Before-images for undo, kept for 30 days: what was changed away stays away.",
  import_changes: "What imports changed as it was before, for taking them back: what was changed away stays away.",
  file_usage: "Counted from the files by the database.",
  readiness_days: "Judged from the records by this installation, day by day; a copy begins its own.",
  demands: "Counted from the quotes by the database.",
  search: "Made from the records by the database.",
  search_vocabulary: "Made from the records by the database.",
};

/** Tables that go along but are outside the content hash: loading and exporting themselves add to them. */
export const BESIDE_CONTENT: Readonly<Record<string, string>> = {
  members: "Whoever loads an archive joins the workspace.",
  activities: "Exporting and loading are recorded.",
};

/** Columns that stay at home: what belongs to an installation, opens something, or is sent to. */
export const LEFT_OUT_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  members: ["user_id"],
  intake_sources: ["address", "sender_secret"],
};

/** What the columns of the type jsonb hold; the database takes anything. */
export const JSON_SHAPES: Readonly<Record<string, z.ZodType>> = {
  "accounts.attributes": z.record(z.string(), z.string()),
  "import_batches.mapping": z.record(z.string(), z.string()),
  "intake_sources.mapping": z.record(z.string(), z.string()),
  "import_mappings.mapping": z.record(z.string(), z.string()),
  "study_participants.sus": z.array(z.int().min(1).max(5).nullable()).length(10),
  "segments.rule": SegmentRule,
  "decisions.options": z.array(DecisionOption),
  "recommendations.basis": Basis,
  "findings.sources": z.array(FindingSource),
  "activities.detail": z.record(z.string(), z.unknown()),
};

/** What an archive may be at most, before anything of it is believed. */
export const LIMITS = {
  /** As it is sent. */
  bytes: 5_000_000_000,
  /** Unpacked. */
  unpacked: 20_000_000_000,
  parts: 500,
  manifest: 2_000_000,
  /** One row: the largest text, or a file as hexadecimal digits. */
  line: 64_000_000,
  /**
   * How many times larger a part may be than it is packed. Rows reach 30; a bomb needs 1,000. The contents of files may be anything, also
   * a PDF that is nearly empty; they are read line by line like the rest.
   */
  ratio: 250,
  /** Parts below this size are too small to be bombs. */
  harmless: 4_000_000,
} as const;

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
export const ArchivedTable = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]{0,62}$/),
  columns: z.array(z.string().max(63)).max(1_600),
  rows: z.int().min(0),
  sha256: Sha256,
});
export type ArchivedTable = z.infer<typeof ArchivedTable>;

export const Manifest = z.strictObject({
  format: z.literal(ARCHIVE_FORMAT),
  version: z.int().min(1),
  madeAt: z.iso.datetime(),
  workspace: z.strictObject({
    name: z.string().max(200),
    slug: z.string().max(200),
    currency: z.string().regex(/^[A-Z]{3}$/),
    valueUnit: z.enum(["points", "money"]),
    createdAt: z.iso.datetime(),
  }),
  tables: z.array(ArchivedTable).max(400),
  readable: z.array(z.strictObject({ name: z.string().max(80), rows: z.int().min(0), sha256: Sha256 })).max(100),
  leftOut: z.record(z.string(), z.string()),
  contentHash: Sha256,
});
export type Manifest = z.infer<typeof Manifest>;

export const tablePath = (name: string): string => `tables/${name}.jsonl`;
/** Parts that may be packed as tightly as anything can be. */
export const HOLD_FILES: readonly string[] = [tablePath("file_contents")];
export const readablePath = (name: string): string => `readable/${name}.csv`;

/**
 * What the content hash is taken of: how the workspace counts, then every table with rows, by name. A table without rows says nothing, so
 * that a later version, which knows more tables, finds the same hash.
 */
export function contentText({ workspace, tables }: Pick<Manifest, "workspace" | "tables">): string {
  const told = tables
    .filter(({ name, rows }) => rows > 0 && !Object.hasOwn(BESIDE_CONTENT, name))
    .map(({ name, rows, sha256 }) => `${name} ${rows} ${sha256}\n`)
    .sort();
  return `${workspace.currency} ${workspace.valueUnit} ${workspace.createdAt}\n${told.join("")}`;
}
