import { Properties, Property } from "../../../ui/properties.tsx";
import { OwnerValue } from "../../workspace/pages/people.tsx";
import { StateValue } from "../../workspace/pages/state-value.tsx";
import { activationBlockers, moveBlocker, moveSentences, OBJECTIVE_STATES, type ObjectiveState } from "../rules.ts";
import type { Objective, ObjectiveChange } from "../schema.ts";
import { DayValue } from "./day-value.tsx";
import { OBJECTIVE_STATE_WORDS } from "./objective-words.ts";

const NAMES = { fromOn: "From", byOn: "By" };

/** The state, period and owner of an objective, under the title of its page. */
export function ObjectiveProperties({
  objective,
  mayEdit,
  mayMove,
  onEdit,
  onMove,
}: {
  objective: Objective;
  mayEdit: boolean;
  mayMove: boolean;
  onEdit: (change: ObjectiveChange) => void;
  onMove: (state: ObjectiveState) => void;
}) {
  const blockers = activationBlockers(objective.keyResults);
  const unable = (to: ObjectiveState) => {
    const blocker = moveBlocker(objective.state, to);
    return blocker ? moveSentences[blocker] : to === "active" ? blockers[0]?.sentence : undefined;
  };
  return (
    <Properties strip>
      <Property name="State">
        <StateValue
          kind="objective"
          state={objective.state}
          words={OBJECTIVE_STATE_WORDS}
          states={OBJECTIVE_STATES}
          unable={unable}
          mayMove={mayMove}
          onMove={onMove}
        />
      </Property>
      {(["fromOn", "byOn"] as const).map((field) => (
        <Property key={field} name={NAMES[field]}>
          <DayValue name={NAMES[field]} day={objective[field]} mayEdit={mayEdit} onDay={(day) => onEdit({ [field]: day })} />
        </Property>
      ))}
      <Property name="Owner">
        <OwnerValue ownerId={objective.ownerId} mayEdit={mayEdit} onPick={(ownerId) => onEdit({ ownerId })} />
      </Property>
    </Properties>
  );
}
