import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { Suspense, useState } from "react";
import { useActor } from "../../../actor.tsx";
import { api } from "../../../api.tsx";
import { may } from "../../../platform/access.ts";
import { dateOnly } from "../../../ui/format.ts";
import { later } from "../../../ui/later.tsx";
import { MenuButton } from "../../../ui/menu-items.tsx";
import { useGo, WorkspaceLink } from "../../../ui/router.tsx";
import { Section } from "../../../ui/shell/page.tsx";
import { launchAccess } from "../launch-rules.ts";
import { LAUNCH_STATE_WORDS } from "./launch-words.ts";
import "./market.css";

const NewLaunchDialog = later(async () => (await import("./new-launch-dialog.tsx")).NewLaunchDialog);
const NewMessageDialog = later(async () => (await import("./new-message-dialog.tsx")).NewMessageDialog);
const NewAssetDialog = later(async () => (await import("./new-asset-dialog.tsx")).NewAssetDialog);
type Making = "launch" | "message" | "asset";

/** How a feature goes to market, on its page: its launch, whom it is for and what they are told, what sellers read, who has been told. */
export function FeatureMarket({ id, title }: { id: string; title: string }) {
  const go = useGo();
  const mayPlan = may(useActor(), launchAccess, "plan");
  const { data } = useQuery(api.market.ofFeature.queryOptions({ input: { id } }));
  const [making, setMaking] = useState<Making>();
  if (!data) return null;
  const { launch, segments, assets, asked, told } = data;
  const isEmpty = !launch && segments.length === 0 && assets.length === 0 && asked === 0;
  const close = () => setMaking(undefined);
  return (
    <Section
      title="Go to market"
      actions={
        mayPlan && (
          <MenuButton
            position="bottom-end"
            entries={[
              { label: "Plan a launch", run: () => setMaking("launch") },
              { label: "Write a message", run: () => setMaking("message") },
              { label: "Write an asset", run: () => setMaking("asset") },
            ]}
          >
            <button type="button" className="plain record-add">
              <Plus size={13} aria-hidden /> Add
            </button>
          </MenuButton>
        )
      }
    >
      {isEmpty ? (
        <p className="muted">No launch, message or asset speaks of it yet.</p>
      ) : (
        <ul className="lines">
          {launch && (
            <li className="line">
              <WorkspaceLink path={`launches/${launch.key}`} className="line-words">
                {launch.title}
              </WorkspaceLink>
              {launch.overdue > 0 && <span className="line-late">{launch.overdue} late</span>}
              <span className="line-quiet">
                {LAUNCH_STATE_WORDS[launch.state].word}
                {launch.launchesOn ? `, ${dateOnly(launch.launchesOn)}` : ""}, {launch.done} of {launch.items} done
              </span>
            </li>
          )}
          {segments.map((segment) => (
            <li key={segment.id} className="line">
              <WorkspaceLink
                path={segment.messageKey ? `messaging/${segment.messageKey}` : `segments/${segment.key}`}
                className="line-words"
              >
                For {segment.name}
              </WorkspaceLink>
              <span className={segment.messageKey && !segment.isMessageStale ? "line-quiet" : "line-why"} style={{ flex: "none" }}>
                {segment.messageKey === null ? "no live message" : segment.isMessageStale ? "message is stale" : "message is live"}
              </span>
            </li>
          ))}
          {assets.map((asset) => (
            <li key={asset.id} className="line">
              <WorkspaceLink path={`assets/${asset.key}`} className="line-words">
                {asset.title}
              </WorkspaceLink>
              <span className="line-quiet">
                {asset.isFresh ? "" : "stale, "}read by {asset.readers} of {asset.sellers}
              </span>
            </li>
          ))}
          {asked > 0 && (
            <li className="line">
              <span className="line-words">
                {told} of {asked} who asked have been told
              </span>
            </li>
          )}
        </ul>
      )}
      <Suspense>
        {making === "launch" && (
          <NewLaunchDialog features={[id]} given={title} onDone={({ key }) => go(`launches/${key}`)} onClose={close} />
        )}
        {making === "message" && (
          <NewMessageDialog feature={{ id, label: title }} onDone={({ key }) => go(`messaging/${key}`)} onClose={close} />
        )}
        {making === "asset" && <NewAssetDialog features={[id]} onDone={({ key }) => go(`assets/${key}`)} onClose={close} />}
      </Suspense>
    </Section>
  );
}
