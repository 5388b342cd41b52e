import { createReadStream, existsSync } from "node:fs";
import type { Text } from "../src/kernels/text-similarity.ts";
import { readRows } from "../src/platform/csv.ts";

const folder = new URL("../../shared/data/gitbugs-seamonkey/", import.meta.url);

/** The reports themselves. */
export const seamonkeyFile = new URL("SeaMonkey_bugs.csv", folder);

/** Whether the data lies beside this checkout. */
export const seamonkeyIsPresent = existsSync(folder);

/** A report, and the places in the list of those that people marked as saying the same. */
export type Report = Text & { id: string; title: string; duplicates: ReadonlySet<number> };

/** The 1,076 reports of GitBugs' SeaMonkey; 75 of them have at least one duplicate in the file (Patil 2025, CC BY 4.0). */
export async function seamonkeyReports(): Promise<Report[]> {
  const rows = await Array.fromAsync(readRows(createReadStream(seamonkeyFile)));
  const places = new Map(rows.map(({ cells }, place) => [cells["Issue id"], place]));
  const duplicatesOf = new Map<string | undefined, Set<number>>();
  for await (const { cells } of readRows(createReadStream(new URL("SeaMonkey_bugs-combined.csv", folder)))) {
    const others = (cells["Duplicate id"] ?? "").split(",").map((id) => places.get(id.trim()));
    duplicatesOf.set(cells["Issue id"], new Set(others.filter((place) => place !== undefined)));
  }
  return rows.map(({ cells }, place) => {
    const id = cells["Issue id"] ?? "";
    const duplicates = (duplicatesOf.get(id) ?? new Set()).difference(new Set([place]));
    return { id, title: cells.Summary ?? "", text: cells.Description ?? "", duplicates };
  });
}
