import { Plus } from "lucide-react";
import { useActor } from "../../../actor.tsx";
import { client, useChange } from "../../../api.tsx";
import { mayUse } from "../../../platform/access.ts";
import { LabelChip } from "../../../ui/marks.tsx";
import { Picker } from "../../../ui/picker.tsx";
import { colourFor } from "../collaboration-rules.ts";
import { labelColour, useLabels } from "./vocabulary.ts";

/** A record's labels as chips: take one off by its cross, add by typing, create what is missing. Guests see them only. */
export function LabelsEditor({ recordId, labels: ids }: { recordId: string; labels: readonly string[] }) {
  const known = useLabels();
  const mayEdit = mayUse(useActor(), "member");
  const set = useChange(client.records.setLabels, { said: ({ labels }) => (labels.length > ids.length ? "Label added" : "Label removed") });
  const create = useChange(client.labels.create, {
    said: ({ name }) => `Created the label ${name}`,
    onSuccess: ({ id }) => set.mutate({ id: recordId, labelIds: [...ids, id] }),
  });
  const carried = known.filter(({ id }) => ids.includes(id));
  const toggle = (id: string) => set.mutate({ id: recordId, labelIds: ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id] });
  if (!mayEdit && carried.length === 0) return <span className="meta">No labels</span>;
  return (
    <div className="labels-editor">
      {carried.map(({ id, name, colour }) => (
        <LabelChip key={id} name={name} colour={labelColour(colour)} {...(mayEdit ? { onRemove: () => toggle(id) } : {})} />
      ))}
      {mayEdit && (
        <Picker
          label="Labels"
          placeholder="Find or create a label"
          options={known.map(({ id, name, colour }) => ({
            value: id,
            label: name,
            mark: <i className="label-dot" style={{ background: labelColour(colour) }} aria-hidden />,
          }))}
          chosen={ids}
          multiple
          onPick={({ value }) => toggle(value)}
          onCreate={(name) => create.mutate({ name: name.slice(0, 60), colour: colourFor(known.length) })}
          createNoun="label"
          width={260}
        >
          <button type="button" className="plain labels-add" aria-label="Add a label">
            <Plus size={13} aria-hidden /> Label
          </button>
        </Picker>
      )}
    </div>
  );
}
