import { MenuButton } from "../../../ui/menu-items.tsx";
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
        <Choice
          name="Kind"
          value={milestone.kind}
          options={MILESTONE_KINDS}
          words={MILESTONE_KIND_WORDS}
          mayEdit={mayEdit}
          onPick={(kind) => onEdit({ kind })}
        />
      </Property>
      <Property name="For whom">
        <Choice
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

function Choice<Value extends string>({
  name,
  value,
  words,
  options,
  mayEdit,
  onPick,
}: {
  name: string;
  value: Value;
  words: Readonly<Record<Value, string>>;
  options: readonly Value[];
  mayEdit: boolean;
  onPick: (value: Value) => void;
}) {
  if (!mayEdit) return <span className="property-plain">{words[value]}</span>;
  return (
    <MenuButton
      entries={options.map((option) => ({
        label: words[option],
        checked: option === value,
        run: () => option !== value && onPick(option),
      }))}
    >
      <button type="button" className="plain property-value">
        <span className="sr">{name}: </span>
        {words[value]}
      </button>
    </MenuButton>
  );
}
