import { useActor } from "../../../actor.tsx";
import { client } from "../../../api.tsx";
import { may } from "../../../platform/access.ts";
import { dateOnly } from "../../../ui/format.ts";
import { later } from "../../../ui/later.tsx";
import { StatePip } from "../../../ui/marks.tsx";
import { RecordRow, RecordsPage } from "../../workspace/pages/records-page.tsx";
import { useStateName } from "../../workspace/pages/vocabulary.ts";
import type { Launch } from "../launch-answers.ts";
import { launchAccess } from "../launch-rules.ts";
import { LAUNCH_STATE_WORDS } from "./launch-words.ts";
import "./market.css";

const NewLaunchDialog = later(async () => (await import("./new-launch-dialog.tsx")).NewLaunchDialog);
const SORTS = [
  { value: "date", label: "By date" },
  { value: "newest", label: "Newest first" },
] as const;

/** How features are brought to the market, the next first. */
export function LaunchesPage() {
  return (
    <RecordsPage
      kind="launch"
      sentence="How features are brought to the market, and what is still to do"
      list={client.launches.list}
      count={client.launches.count}
      states={LAUNCH_STATE_WORDS}
      sorts={SORTS}
      row={(launch: Launch) => <LaunchRow launch={launch} />}
      mayCreate={may(useActor(), launchAccess, "plan")}
      creates="New launch"
      create={({ open, close }) => <NewLaunchDialog onDone={open} onClose={close} />}
      empty={{
        title: "No launches yet",
        text: "A launch brings features out: a brief, a checklist with dates that comes with its size, and those who asked to be told.",
        action: "Plan the first launch",
      }}
    />
  );
}

function LaunchRow({ launch }: { launch: Launch }) {
  const stateName = useStateName("launch");
  const { word, shape } = LAUNCH_STATE_WORDS[launch.state];
  const next = launch.items.find(({ doneAt }) => doneAt === null);
  return (
    <RecordRow kind="launch" record={launch} title={launch.title} line={next ? `Next: ${next.title}` : "Everything is done"}>
      {launch.overdue > 0 && <span className="line-late">{launch.overdue} late</span>}
      <StatePip shape={shape}>{stateName(launch.state, word)}</StatePip>
      <span>
        {launch.items.length - launch.open} of {launch.items.length} done
      </span>
      <span>Tier {launch.tier}</span>
      <span>{launch.launchesOn ? dateOnly(launch.launchesOn) : "no date"}</span>
    </RecordRow>
  );
}
