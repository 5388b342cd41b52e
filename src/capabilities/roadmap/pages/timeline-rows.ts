import { type Lane, type LaneOf, lanesOf } from "../rules.ts";
import type { Roadmap, RoadmapFeature } from "../schema.ts";

export const ROW = 32;
export const HEAD = 34;

export type Row = { top: number } & (
  | { kind: "lane"; id: string; title: string; key: string | null; count: number }
  /** `id` tells the bar from that of the same feature in another lane. */
  | { kind: "bar"; id: string; feature: RoadmapFeature; lane: string }
);

/** Lanes with their features one under the other, each with where it stands. */
export function rowsOf(roadmap: Roadmap, lane: Lane): { rows: Row[]; height: number } {
  let top = 0;
  const rows = lanesOf(roadmap, lane).flatMap((one: LaneOf<RoadmapFeature>): Row[] => {
    const id = one.id ?? "none";
    const head: Row = { kind: "lane", id, title: one.title, key: one.key, count: one.features.length, top };
    top += HEAD;
    const bars = one.features.map((feature): Row => {
      const bar: Row = { kind: "bar", id: `${id} ${feature.id}`, feature, lane: one.title, top };
      top += ROW;
      return bar;
    });
    return [head, ...bars];
  });
  return { rows, height: top };
}
