import * as z from "zod";
import { rowSchema } from "../../platform/columns.ts";
import { RecordRef } from "../../platform/procedure.ts";
import { Beside, ListQuery } from "../workspace/record-store.ts";
import { RecordName } from "../workspace/search.ts";
import { ASSET_CHOICES, ASSET_KINDS, ASSET_STATES } from "./asset-rules.ts";
import { Claim } from "./claims.ts";
import { ClaimDraft } from "./message-answers.ts";
import { Promised } from "./promises.ts";
import { assets } from "./schema.ts";

export const AssetRow = rowSchema(assets).omit({ workspaceId: true }).extend(Beside).extend({ competitor: RecordName.nullable() });
export type AssetRow = z.infer<typeof AssetRow>;
/** An asset as it is answered: what it promises and claims, who read it as a count, and why it is stale when it is. */
export const Asset = AssetRow.extend({
  state: z.enum(ASSET_STATES),
  freshUntil: z.iso.date().describe("Its own date, or a period after somebody last said that it still holds."),
  features: z.array(Promised),
  claims: z.array(Claim),
  stale: z.array(z.string()),
  readers: z.int().describe("How many of those who sell opened it, without its author. Who they are is told to nobody."),
  sellers: z.int().describe("How many sell, without its author."),
});
export type Asset = z.infer<typeof Asset>;

const kind = z.enum(ASSET_KINDS);
export const AssetDraft = z.strictObject({
  kind: kind.default("battlecard"),
  title: z.string().trim().min(3, "Give it a title.").max(160),
  body: z.string().max(100_000).optional(),
  audience: z.string().trim().max(200).optional(),
  competitorId: z.uuid().nullish().describe("The competitor that it is held against."),
  freshUntil: z.iso.date("Give a day, such as 2026-12-31.").optional(),
  state: z.enum(ASSET_CHOICES).optional(),
  features: z.array(RecordRef).max(20).default([]).describe("The features that it speaks of."),
  claims: z.array(ClaimDraft).max(50).default([]),
});
export type AssetDraft = z.infer<typeof AssetDraft>;
export const AssetChange = AssetDraft.pick({ title: true, body: true, audience: true, competitorId: true, freshUntil: true })
  .extend({ kind })
  .partial();
export type AssetChange = z.infer<typeof AssetChange>;
export const AssetMove = z.strictObject({ state: z.enum(ASSET_CHOICES) });

const many = <Item extends z.ZodType>(item: Item) => z.union([item, z.array(item).min(1).max(10)]).optional();
export const AssetQuery = z.object({
  ...ListQuery,
  state: many(z.enum(ASSET_STATES)),
  kind: many(kind),
  competitor: many(z.uuid()),
  product: z.uuid().optional(),
  sort: z.enum(["newest", "title", "kind"]).default("newest"),
});
export type AssetQuery = z.infer<typeof AssetQuery>;
export const AssetFilter = AssetQuery.omit({ limit: true, cursor: true, offset: true, sort: true, direction: true });
export type AssetFilter = z.infer<typeof AssetFilter>;
