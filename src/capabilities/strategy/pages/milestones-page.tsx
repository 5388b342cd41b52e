import { useActor } from "../../../actor.tsx";
import { client } from "../../../api.tsx";
import { may } from "../../../platform/access.ts";
import { StatePip } from "../../../ui/marks.tsx";
import { WorkspaceLink } from "../../../ui/router.tsx";
import { today } from "../../measurement/pages/metric-words.ts";
import { RecordRow, RecordsPage } from "../../workspace/pages/records-page.tsx";
import { milestoneAccess } from "../rules.ts";
import type { Milestone } from "../schema.ts";
import { AUDIENCE_WORDS, MILESTONE_KIND_WORDS, MILESTONE_STATE_WORDS, whenWords } from "./milestone-words.ts";
import { NewMilestone } from "./new-milestone.tsx";

const SORTS = [
  { value: "date", label: "Date" },
  { value: "title", label: "Title" },
  { value: "newest", label: "Newest" },
] as const;

/** Milestones and releases: what is when. */
export function MilestonesPage() {
  return (
    <RecordsPage
      kind="milestone"
      sentence="What comes out when, and for whom"
      list={client.milestones.list}
      count={client.milestones.count}
      row={milestoneRow}
      states={MILESTONE_STATE_WORDS}
      sorts={SORTS}
      mayCreate={may(useActor(), milestoneAccess, "create")}
      creates="New milestone"
      create={(dialog) => <NewMilestone {...dialog} />}
      actions={<WorkspaceLink path="roadmap">Roadmap</WorkspaceLink>}
      empty={{
        title: "No milestones yet",
        text: "A milestone is a day by which something is there; a release is one that comes out. Features are planned for it, and its date stands in one place.",
        action: "Plan the first milestone",
      }}
    />
  );
}

const milestoneRow = (milestone: Milestone) => (
  <RecordRow
    kind="milestone"
    record={milestone}
    title={milestone.title}
    line={`${MILESTONE_KIND_WORDS[milestone.kind]} · ${AUDIENCE_WORDS[milestone.audience].toLowerCase()}`}
  >
    <span>{whenWords(milestone, today())}</span>
    <StatePip shape={MILESTONE_STATE_WORDS[milestone.state].shape} kind="milestone">
      {MILESTONE_STATE_WORDS[milestone.state].word}
    </StatePip>
  </RecordRow>
);
