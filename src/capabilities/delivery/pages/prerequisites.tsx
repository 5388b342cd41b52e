import { useQuery } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { api, client, useChange } from "../../../api.tsx";
import { Picker } from "../../../ui/picker.tsx";
import { WorkspaceLink } from "../../../ui/router.tsx";
import { useRecordOptions } from "../../workspace/pages/record-value.tsx";

/** The features that have to be there first. */
export function Prerequisites({ featureId, mayEdit }: { featureId: string; mayEdit: boolean }) {
  const { data } = useQuery(api.links.list.queryOptions({ input: { id: featureId } }));
  const options = useRecordOptions("feature");
  const put = useChange(client.links.put, { said: () => "Linked" });
  const remove = useChange(client.links.delete, { said: () => "Unlinked" });
  const required = (data?.items ?? []).filter(({ kind, direction }) => kind === "requires" && direction === "out");
  if (required.length === 0 && !mayEdit) return null;
  return (
    <div className="prerequisites">
      <span className="answer-label">Has to be there first</span>
      {required.map(({ record }) => (
        <span key={record.id} className="prerequisite" data-kind="feature">
          <span className="record-key">{record.key}</span>
          <WorkspaceLink path={`features/${record.key}`}>{record.title}</WorkspaceLink>
          {mayEdit && (
            <button
              type="button"
              className="icon-button"
              aria-label={`${record.key} need not be there first`}
              onClick={() => remove.mutate({ id: featureId, kind: "requires", toId: record.id })}
            >
              <X size={13} aria-hidden />
            </button>
          )}
        </span>
      ))}
      {mayEdit && (
        <Picker
          label="Feature"
          placeholder="Which feature has to be there first?"
          options={options}
          onPick={({ value }) => put.mutate({ id: featureId, kind: "requires", toId: value })}
          width={340}
        >
          <button type="button" className="plain effort-team" data-new>
            <Plus size={13} aria-hidden /> Feature
          </button>
        </Picker>
      )}
    </div>
  );
}
