import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Archive, Printer, RefreshCw, Trash2, Undo2 } from "lucide-react";
import { useEffect } from "react";
import { useActor } from "../../../actor.tsx";
import { api, client, useChange } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { may, mayUse } from "../../../platform/access.ts";
import { dateOnly } from "../../../ui/format.ts";
import { KeyHint, useShortcuts } from "../../../ui/keyboard.tsx";
import { StatePip } from "../../../ui/marks.tsx";
import { Properties, Property, TypedValue } from "../../../ui/properties.tsx";
import { useGo } from "../../../ui/router.tsx";
import { RecordFrame, RecordLoad, useKindEdits } from "../../workspace/pages/record-frame.tsx";
import { RecordValue } from "../../workspace/pages/record-value.tsx";
import { rowsOf } from "../../workspace/pages/rows-key.ts";
import { TextBlock } from "../../workspace/pages/text-block.tsx";
import { useStateName } from "../../workspace/pages/vocabulary.ts";
import type { Asset, AssetChange } from "../asset-answers.ts";
import { ASSET_KIND_WORDS, type AssetChoice, assetAccess } from "../asset-rules.ts";
import { ClaimLines } from "./claim-lines.tsx";
import { ASSET_STATE_WORDS } from "./launch-words.ts";
import { StaleWhy } from "./stale-why.tsx";

const LIMITS = { least: 3, most: 160 };

/** An asset: what it says, what that rests on, until when it is fresh, and how many of those who sell have read it. */
export function AssetPage() {
  const { id = "" } = useParams({ strict: false });
  const query = useQuery(api.assets.get.queryOptions({ input: { id } }));
  return <RecordLoad query={query}>{(asset) => <Shown key={asset.id} id={id} asset={asset} />}</RecordLoad>;
}

/** Opening it is reading it; only the count is kept in sight. */
function useReading(id: string, isMember: boolean) {
  useEffect(() => {
    if (isMember) client.assets.read({ id }).catch(() => undefined);
  }, [id, isMember]);
}

function Shown({ id, asset }: { id: string; asset: Asset }) {
  const go = useGo();
  const actor = useActor();
  const stateName = useStateName("asset");
  const mayEdit = may(actor, assetAccess, "write");
  useReading(asset.id, mayUse(actor, "member"));
  const edits = useKindEdits<Asset, AssetChange>({
    id,
    kind: "asset",
    queryKey: api.assets.get.queryKey({ input: { id } }),
    save: client.assets.edit,
    load: (ref) => client.assets.get({ id: ref }),
    renews: [api.assets.key()],
  });
  const renews = [api.assets.key(), rowsOf("asset"), api.market.key(), api.records.key()];
  const move = useChange(client.assets.move, {
    said: ({ key, state }) => `${key}: ${stateName(state, ASSET_STATE_WORDS[state].word).toLowerCase()}`,
    renews,
  });
  const remove = useChange(client.assets.delete, { said: () => `Deleted ${asset.key}`, renews, onSuccess: () => go("assets") });
  const confirm = useChange(client.confirmations.put, { said: () => null, renews });
  const moveTo = (state: AssetChoice) => move.mutate({ params: { id: asset.id }, headers: ifMatch(asset), body: { state } });
  const stillTrue = () => confirm.mutate({ id: asset.id });
  useShortcuts("Asset", [{ keys: "y", label: "Still true", run: stillTrue }], { active: mayUse(actor, "member") });
  const { word, shape } = ASSET_STATE_WORDS[asset.state];
  const audience = (
    <Property name="For whom">
      <TypedValue
        name="For whom"
        shown={asset.audience === "" ? null : asset.audience}
        none="anybody"
        text={asset.audience}
        mayEdit={mayEdit}
        onType={(audience) => {
          edits.edit({ audience });
          return undefined;
        }}
      />
    </Property>
  );
  return (
    <RecordFrame
      kind="asset"
      record={asset}
      title={asset.title}
      titleField={{ name: "title", label: "Title" }}
      onTitle={(title) => edits.keep({ title })}
      limits={LIMITS}
      mayEdit={mayEdit}
      edits={edits}
      texts={["body"]}
      fieldNames={{ body: "What it says", audience: "For whom", competitorId: "Against", freshUntil: "Fresh until" }}
      mark={<StatePip shape={shape}>{stateName(asset.state, word)}</StatePip>}
      sentence={`${ASSET_KIND_WORDS[asset.kind]}, read by ${asset.readers} of ${asset.sellers} who sell; fresh until ${dateOnly(asset.freshUntil)}.`}
      hints={<KeyHint keys={["y"]}>still true</KeyHint>}
      actions={
        <>
          <button type="button" className="icon-button" aria-label="Print" onClick={() => window.print()}>
            <Printer size={16} aria-hidden />
          </button>
          {mayEdit && asset.state === "draft" && <Button onClick={() => moveTo("live")}>Put to use</Button>}
        </>
      }
      menu={
        mayEdit
          ? [
              { label: "Still true", icon: RefreshCw, run: stillTrue },
              ...(asset.state === "draft" ? [] : [{ label: "Back to draft", icon: Undo2, run: () => moveTo("draft") }]),
              ...(asset.state === "retired" ? [] : [{ label: "Retire", icon: Archive, run: () => moveTo("retired") }]),
              { label: "Delete", icon: Trash2, danger: true, run: () => remove.mutate({ id: asset.id }) },
            ]
          : []
      }
      strip={
        <Properties strip>
          {audience}
          <Property name="Against">
            <RecordValue
              kind="competitor"
              record={asset.competitor}
              mayEdit={mayEdit}
              onPick={(competitorId) => edits.edit({ competitorId })}
            />
          </Property>
          <Property name="Fresh until">
            <span className="property-plain">{dateOnly(asset.freshUntil)}</span>
          </Property>
        </Properties>
      }
      above={<StaleWhy why={asset.stale} />}
    >
      <ClaimLines ownerId={asset.id} title="Claims" claims={asset.claims} mayEdit={mayEdit} />
      <TextBlock
        title="What it says"
        value={asset.body}
        offer="Write it"
        mayEdit={mayEdit}
        most={100_000}
        onBegin={edits.begin}
        onKeep={(body) => edits.keep({ body })}
      />
    </RecordFrame>
  );
}
