import { keysBetween } from "../../../kernels/rank-keys.ts";
import { lastRank } from "../../features/ranking.ts";
import type { Column, TargetWriter } from "../target-writer.ts";
import { plainWriter } from "./need-writer.ts";

const columns: readonly Column[] = [
  { name: "title", type: "text", update: "replace" },
  { name: "why", type: "text", update: "replace" },
  { name: "body", type: "text", update: "replace" },
  { name: "kind", type: "text", update: "unless-empty" },
  { name: "state", type: "text", update: "unless-empty" },
  { name: "ownerId", type: "uuid", update: "unless-empty" },
  { name: "valueLow", type: "float8", update: "replace" },
  { name: "valueHigh", type: "float8", update: "replace" },
  { name: "effortLow", type: "float8", update: "replace" },
  { name: "effortHigh", type: "float8", update: "replace" },
  { name: "rank", type: "text", update: "never" },
];

/** New features go below all others, in the order of the file. */
export const featureWriter: TargetWriter = plainWriter(
  { kind: "feature", table: "features", columns },
  (context) => async (rows, known) => {
    const fresh = rows.filter((_, place) => known[place] === null);
    const [first] = fresh;
    if (!first) return;
    const rank = await lastRank(context);
    const ranks = [rank, ...keysBetween(rank, null, fresh.length - 1)];
    fresh.forEach((row, place) => {
      row.values.rank = ranks[place] ?? rank;
    });
  },
);
