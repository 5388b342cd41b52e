import { useActor } from "../../../actor.tsx";
import { client } from "../../../api.tsx";
import { may } from "../../../platform/access.ts";
import { later } from "../../../ui/later.tsx";
import { StatePip } from "../../../ui/marks.tsx";
import { RecordRow, RecordsPage } from "../../workspace/pages/records-page.tsx";
import { useStateName } from "../../workspace/pages/vocabulary.ts";
import type { Asset } from "../asset-answers.ts";
import { ASSET_KIND_WORDS, assetAccess } from "../asset-rules.ts";
import { ASSET_STATE_WORDS } from "./launch-words.ts";
import "./market.css";

const NewAssetDialog = later(async () => (await import("./new-asset-dialog.tsx")).NewAssetDialog);
const SORTS = [
  { value: "newest", label: "Newest first" },
  { value: "title", label: "By title" },
  { value: "kind", label: "By kind" },
] as const;

/** What sellers sell with, and whether it still holds. */
export function AssetsPage() {
  return (
    <RecordsPage
      kind="asset"
      title="Sales library"
      sentence="What sellers sell with; a line goes stale with the record that it rests on"
      list={client.assets.list}
      count={client.assets.count}
      states={ASSET_STATE_WORDS}
      sorts={SORTS}
      row={(asset: Asset) => <AssetLine asset={asset} />}
      mayCreate={may(useActor(), assetAccess, "write")}
      creates="New asset"
      create={({ open, close }) => <NewAssetDialog onDone={open} onClose={close} />}
      empty={{
        title: "Nothing to sell with yet",
        text: "A battlecard, a one-pager, an FAQ or a demo script. Each of its claims rests on a record, and says so when that record changes.",
        action: "Write the first one",
      }}
    />
  );
}

function AssetLine({ asset }: { asset: Asset }) {
  const stateName = useStateName("asset");
  const { word, shape } = ASSET_STATE_WORDS[asset.state];
  const [why] = asset.stale;
  return (
    <RecordRow
      kind="asset"
      record={asset}
      title={asset.title}
      line={
        why ??
        `${ASSET_KIND_WORDS[asset.kind]}${asset.competitor ? ` against ${asset.competitor.title}` : ""}${asset.audience ? ` for ${asset.audience}` : ""}`
      }
    >
      <StatePip shape={shape}>{stateName(asset.state, word)}</StatePip>
      <span>
        read by {asset.readers} of {asset.sellers}
      </span>
    </RecordRow>
  );
}
