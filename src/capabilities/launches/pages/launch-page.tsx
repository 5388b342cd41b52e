import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { ChevronDown, Trash2 } from "lucide-react";
import { useState } from "react";
import { useActor } from "../../../actor.tsx";
import { api, client, useChange } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { may } from "../../../platform/access.ts";
import { counted, dateOnly } from "../../../ui/format.ts";
import { StatePip } from "../../../ui/marks.tsx";
import { MenuButton } from "../../../ui/menu-items.tsx";
import { Properties, Property, TypedValue } from "../../../ui/properties.tsx";
import { useGo } from "../../../ui/router.tsx";
import { ReasonDialog } from "../../workspace/pages/reason-dialog.tsx";
import { RecordFrame, RecordLoad, useKindEdits } from "../../workspace/pages/record-frame.tsx";
import { RecordValue } from "../../workspace/pages/record-value.tsx";
import { rowsOf } from "../../workspace/pages/rows-key.ts";
import { TextBlock } from "../../workspace/pages/text-block.tsx";
import { useStateName } from "../../workspace/pages/vocabulary.ts";
import type { Launch, LaunchChange } from "../launch-answers.ts";
import { LAUNCH_STATES, type LaunchState, launchAccess, launchReasonSentences, launchReasons } from "../launch-rules.ts";
import { AskerLines } from "./asker-lines.tsx";
import { Checklist } from "./checklist.tsx";
import { LAUNCH_STATE_WORDS } from "./launch-words.ts";

const LIMITS = { least: 3, most: 160 };

/** A launch: what blocks it first, its brief, its checklist, and those who asked. */
export function LaunchPage() {
  const { id = "" } = useParams({ strict: false });
  const query = useQuery(api.launches.get.queryOptions({ input: { id } }));
  return <RecordLoad query={query}>{(launch) => <Shown key={launch.id} id={id} launch={launch} />}</RecordLoad>;
}

function Shown({ id, launch }: { id: string; launch: Launch }) {
  const go = useGo();
  const actor = useActor();
  const stateName = useStateName("launch");
  const mayEdit = may(actor, launchAccess, "plan");
  const [asked, setAsked] = useState<{ state: LaunchState; asks: string }>();
  const edits = useKindEdits<Launch, LaunchChange>({
    id,
    kind: "launch",
    queryKey: api.launches.get.queryKey({ input: { id } }),
    save: client.launches.edit,
    load: (ref) => client.launches.get({ id: ref }),
    renews: [api.launches.key(), api.market.key()],
  });
  const renews = [api.launches.key(), rowsOf("launch"), api.market.key(), api.records.key()];
  const wordOf = (state: LaunchState) => stateName(state, LAUNCH_STATE_WORDS[state].word);
  const move = useChange(client.launches.move, { said: ({ key, state }) => `${key}: ${wordOf(state).toLowerCase()}`, renews });
  const remove = useChange(client.launches.delete, { said: () => `Deleted ${launch.key}`, renews, onSuccess: () => go("launches") });
  const moveTo = (state: LaunchState, reason?: string) =>
    move.mutate({ params: { id: launch.id }, headers: ifMatch(launch), body: { state, ...(reason ? { reason } : {}) } });
  const choose = (state: LaunchState) => {
    const [reason] = launchReasons(launch, state);
    if (reason) setAsked({ state, asks: launchReasonSentences[reason] });
    else moveTo(state);
  };
  const late = launch.items.filter(({ isOverdue }) => isOverdue);
  return (
    <RecordFrame
      kind="launch"
      record={launch}
      title={launch.title}
      titleField={{ name: "title", label: "Title" }}
      onTitle={(title) => edits.keep({ title })}
      limits={LIMITS}
      mayEdit={mayEdit}
      edits={edits}
      texts={["positioning", "price", "channels"]}
      fieldNames={{ positioning: "Positioning", price: "Price", channels: "Channels", launchesOn: "Date", milestoneId: "Milestone" }}
      mark={<StatePip shape={LAUNCH_STATE_WORDS[launch.state].shape}>{wordOf(launch.state)}</StatePip>}
      sentence={
        late.length > 0 ? (
          <>
            <b>
              {counted(late.length, "thing")} {late.length === 1 ? "is" : "are"} late
            </b>
            , first “{late[0]?.title}”; {launch.items.length - launch.open} of {launch.items.length} done.
          </>
        ) : (
          `${launch.items.length - launch.open} of ${launch.items.length} done, nothing is late.`
        )
      }
      actions={
        mayEdit && (
          <MenuButton
            position="bottom-end"
            entries={LAUNCH_STATES.map((state) => ({
              label: wordOf(state),
              checked: state === launch.state,
              run: () => state !== launch.state && choose(state),
            }))}
          >
            <Button variant="default" rightSection={<ChevronDown size={14} aria-hidden />}>
              {wordOf(launch.state)}
            </Button>
          </MenuButton>
        )
      }
      menu={mayEdit ? [{ label: "Delete", icon: Trash2, danger: true, run: () => remove.mutate({ id: launch.id }) }] : []}
      strip={
        <Properties strip>
          <Property name="Tier">
            <span className="property-plain">{launch.tier}</span>
          </Property>
          <Property name="Milestone">
            <RecordValue
              kind="milestone"
              record={launch.milestone}
              mayEdit={mayEdit}
              onPick={(milestoneId) => edits.edit({ milestoneId })}
            />
          </Property>
          <Property name="Launches on">
            <TypedValue
              name="Launches on"
              shown={launch.launchesOn ? dateOnly(launch.launchesOn) : null}
              none="no date"
              text={launch.launchesOn ?? ""}
              hint="2026-12-08"
              mayEdit={mayEdit}
              onType={(text) => {
                if (text !== "" && !/^\d{4}-\d\d-\d\d$/.test(text)) return "Give a day, such as 2026-12-08.";
                edits.edit({ launchesOn: text === "" ? null : text });
                return undefined;
              }}
            />
          </Property>
        </Properties>
      }
    >
      <TextBlock
        title="Positioning"
        value={launch.positioning}
        offer="Say what it is, for whom, and why it is better than what they have"
        mayEdit={mayEdit}
        most={5000}
        onBegin={edits.begin}
        onKeep={(positioning) => edits.keep({ positioning })}
      />
      <TextBlock
        title="Price"
        value={launch.price}
        offer="Say what it costs, and who gets it"
        mayEdit={mayEdit}
        most={1000}
        onBegin={edits.begin}
        onKeep={(price) => edits.keep({ price })}
      />
      <TextBlock
        title="Channels"
        value={launch.channels}
        offer="Say where people hear of it"
        mayEdit={mayEdit}
        most={1000}
        onBegin={edits.begin}
        onKeep={(channels) => edits.keep({ channels })}
      />
      <Checklist launch={launch} mayPlan={mayEdit} mayDo={may(actor, launchAccess, "do")} />
      <AskerLines kind="launch" id={launch.id} mayTell={may(actor, launchAccess, "tell")} />
      {asked && (
        <ReasonDialog
          title={`${launch.key}: ${wordOf(asked.state).toLowerCase()}`}
          asks={asked.asks}
          confirm={wordOf(asked.state)}
          onSay={(reason) => {
            setAsked(undefined);
            moveTo(asked.state, reason);
          }}
          onClose={() => setAsked(undefined)}
        />
      )}
    </RecordFrame>
  );
}
