import { ChoiceValue } from "../../../ui/choice-value.tsx";
import { Properties, Property } from "../../../ui/properties.tsx";
import { OwnerValue } from "../../workspace/pages/people.tsx";
import { StateValue } from "../../workspace/pages/state-value.tsx";
import { AUDIENCES, MILESTONE_KINDS, MILESTONE_STATES, type MilestoneState } from "../rules.ts";
import type { Milestone, MilestoneChange } from "../schema.ts";
import { DayValue } from "./day-value.tsx";
import { AUDIENCE_WORDS, MILESTONE_KIND_WORDS, MILESTONE_STATE_WORDS } from "./milestone-words.ts";

/** What a milestone is, under the title of its page. */
export function MilestoneProperties({
  milestone,
  mayEdit,
  mayMove,
  onEdit,
  onMove,
}: {
  milestone: Milestone;
  mayEdit: boolean;
  mayMove: boolean;
  onEdit: (change: MilestoneChange) => void;
  onMove: (state: MilestoneState) => void;
}) {
  return (
    <Properties strip>
      <Property name="State">
        <StateValue
          kind="milestone"
          state={milestone.state}
          words={MILESTONE_STATE_WORDS}
          states={MILESTONE_STATES}
          mayMove={mayMove}
          onMove={onMove}
        />
      </Property>
      <Property name="Date">
        <DayValue name="Date" day={milestone.date} mayEdit={mayEdit} onDay={(date) => onEdit({ date })} />
      </Property>
      <Property name="Kind">
        <ChoiceValue
          name="Kind"
          value={milestone.kind}
          options={MILESTONE_KINDS}
          words={MILESTONE_KIND_WORDS}
          mayEdit={mayEdit}
          onPick={(kind) => onEdit({ kind })}
        />
      </Property>
      <Property name="For whom">
        <ChoiceValue
          name="For whom"
          value={milestone.audience}
          options={AUDIENCES}
          words={AUDIENCE_WORDS}
          mayEdit={mayEdit}
          onPick={(audience) => onEdit({ audience })}
        />
      </Property>
      <Property name="Owner">
        <OwnerValue ownerId={milestone.ownerId} mayEdit={mayEdit} onPick={(ownerId) => onEdit({ ownerId })} />
      </Property>
    </Properties>
  );
}
