import { Avatar } from "../../../ui/avatar.tsx";
import { Picker } from "../../../ui/picker.tsx";
import { useOwnerOptions } from "../../workspace/pages/people.tsx";
import { useMemberName } from "../../workspace/pages/vocabulary.ts";

/** The people who take a decision: any number of them, ticked in a list. */
export function DecidersField({ ids, onIds }: { ids: readonly string[]; onIds: (ids: string[]) => void }) {
  const options = useOwnerOptions().filter(({ value }) => value !== "");
  return (
    <div className="decision-labelled">
      <span className="decision-label">Decided by</span>
      <Picker
        label="Decided by"
        placeholder="Who decided?"
        options={options}
        chosen={ids}
        multiple
        onPick={({ value }) => onIds(ids.includes(value) ? ids.filter((id) => id !== value) : [...ids, value])}
        width={280}
      >
        <button type="button" className="plain property-value">
          <span className="sr">Decided by: </span>
          {ids.length === 0 ? <span className="property-none">Choose</span> : <People ids={ids} />}
        </button>
      </Picker>
    </div>
  );
}

/** People by face and name. */
export function People({ ids }: { ids: readonly string[] }) {
  const memberName = useMemberName();
  return (
    <span className="decision-people">
      {ids.map((id) => {
        const name = memberName(id) ?? "Somebody who left";
        return (
          <span key={id} className="decision-person">
            <Avatar name={name} label={false} />
            {name}
          </span>
        );
      })}
    </span>
  );
}
