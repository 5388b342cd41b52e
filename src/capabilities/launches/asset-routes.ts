import * as z from "zod";
import { Edit, Page, RecordRef, route, tag, versionOf } from "../../platform/procedure.ts";
import { Total } from "../customers/answers.ts";
import { Asset, AssetChange, AssetDraft, AssetFilter, AssetMove, AssetQuery } from "./asset-answers.ts";
import { assetAccess } from "./asset-rules.ts";
import { assetById, assetsPage, assetTotal, createAsset, deleteAsset, editAsset, moveAsset, readAsset } from "./assets.ts";

const Ref = z.object({ id: RecordRef });
const read = { may: "reader", limit: "read", audit: false } as const;
const write = { may: [assetAccess, "write"], limit: "write", undo: true } as const;

export const assetRoutes = {
  list: route(read, { method: "GET", path: "/assets", operationId: "listAssets", summary: "What sellers sell with" })
    .input(AssetQuery)
    .output(Page(Asset))
    .handler(({ context, input }) => assetsPage(context, input)),
  count: route(read, { method: "GET", path: "/assets/count", operationId: "countAssets", summary: "How many assets a filter finds" })
    .input(AssetFilter)
    .output(Total)
    .handler(({ context, input }) => assetTotal(context, input)),
  get: route(read, { method: "GET", path: "/assets/{id}", operationId: "getAsset", summary: "An asset with its claims" })
    .input(Ref)
    .output(Asset)
    .handler(async ({ context, input }) => tag(context, await assetById(context, input.id))),
  create: route(
    { ...write, audit: "asset.created" },
    { method: "POST", path: "/assets", operationId: "createAsset", summary: "Write an asset", successStatus: 201 },
  )
    .input(AssetDraft)
    .output(Asset)
    .handler(async ({ context, input }) => tag(context, await createAsset(context, input))),
  edit: route(
    { ...write, audit: "asset.edited", edits: true },
    { method: "PATCH", path: "/assets/{id}", operationId: "editAsset", summary: "Change an asset" },
  )
    .input(Edit(AssetChange))
    .output(Asset)
    .handler(async ({ context, input }) => tag(context, await editAsset(context, input.params.id, versionOf(input.headers), input.body))),
  move: route(
    { ...write, audit: "asset.moved", edits: true },
    { method: "PUT", path: "/assets/{id}/state", operationId: "moveAsset", summary: "Put an asset to use, take it back, or retire it" },
  )
    .input(Edit(AssetMove))
    .output(Asset)
    .handler(async ({ context, input }) =>
      tag(context, await moveAsset(context, input.params.id, versionOf(input.headers), input.body.state)),
    ),
  read: route(
    { may: "member", limit: "write", audit: false },
    {
      method: "PUT",
      path: "/assets/{id}/reading",
      operationId: "readAsset",
      summary: "Note that one opened an asset",
      description: "Only how many did is ever shown, never who.",
    },
  )
    .input(Ref)
    .output(z.object({ readers: z.int(), sellers: z.int() }))
    .handler(({ context, input }) => readAsset(context, input.id)),
  delete: route(
    { ...write, audit: "asset.deleted" },
    { method: "DELETE", path: "/assets/{id}", operationId: "deleteAsset", summary: "Delete an asset", successStatus: 204 },
  )
    .input(Ref)
    .handler(({ context, input }) => deleteAsset(context, input.id)),
};
