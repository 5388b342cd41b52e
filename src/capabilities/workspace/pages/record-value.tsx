import { ArrowUpRight } from "lucide-react";
import { useCallback } from "react";
import { client } from "../../../api.tsx";
import { KindIcon } from "../../../ui/marks.tsx";
import { type Option, Picker } from "../../../ui/picker.tsx";
import { WorkspaceLink } from "../../../ui/router.tsx";
import { KINDS, type RecordKind, recordPath } from "../kind-rules.ts";

type Named = { id: string; kind: RecordKind; key: string; title: string };

/** Finds records of a kind for what is typed; before that the newest. `none` offers to choose nothing. */
export function useRecordOptions(kind: RecordKind, none?: string) {
  return useCallback(
    async (query: string, signal: AbortSignal): Promise<readonly Option[]> => {
      const { items } = await client.search.find({ q: query, kind, limit: 30 }, { signal });
      const found = items.map(({ id, key, title }) => ({
        value: id,
        label: title,
        detail: key,
        mark: <KindIcon kind={KINDS[kind].mark} />,
      }));
      return query === "" && none ? [...found, { value: "", label: none }] : found;
    },
    [kind, none],
  );
}

/** A field of a form that names another record, or none. */
export function RecordField({
  kind,
  label,
  chosen,
  onChoose,
}: {
  kind: RecordKind;
  label: string;
  chosen: { id: string; title: string } | null;
  onChoose: (record: { id: string; title: string } | null) => void;
}) {
  const { one, mark } = KINDS[kind];
  const options = useRecordOptions(kind, chosen ? `No ${one}` : undefined);
  return (
    <Picker
      label={label}
      placeholder={`Find a ${one}`}
      options={options}
      chosen={chosen ? [chosen.id] : []}
      onPick={({ value, label: title }) => onChoose(value === "" ? null : { id: value, title })}
      width={400}
    >
      <button type="button" className="plain property-value record-field">
        <KindIcon kind={mark} />
        <span className="truncate">{chosen?.title ?? <span className="muted">{label}</span>}</span>
      </button>
    </Picker>
  );
}

/** A property that names another record: chosen by words, opened by its arrow. */
export function RecordValue({
  kind,
  record,
  mayEdit,
  onPick,
}: {
  kind: RecordKind;
  record: Named | null;
  mayEdit: boolean;
  onPick: (id: string | null) => void;
}) {
  const { one, mark } = KINDS[kind];
  const options = useRecordOptions(kind, record ? `No ${one}` : undefined);
  if (!mayEdit)
    return (
      <span className="property-plain">
        {record ? (
          <WorkspaceLink path={recordPath(kind, record.key)}>{record.title}</WorkspaceLink>
        ) : (
          <span className="property-none">None</span>
        )}
      </span>
    );
  return (
    <>
      <Picker
        label={one}
        placeholder={`Find a ${one}`}
        options={options}
        chosen={record ? [record.id] : []}
        onPick={({ value }) => onPick(value === "" ? null : value)}
      >
        <button type="button" className="plain property-value">
          <span className="sr">{one}: </span>
          {record ? (
            <>
              <KindIcon kind={mark} />
              <span className="truncate">{record.title}</span>
            </>
          ) : (
            <span className="property-none">Choose</span>
          )}
        </button>
      </Picker>
      {record && (
        <WorkspaceLink path={recordPath(kind, record.key)} className="icon-button property-open" aria-label={`Open ${record.title}`}>
          <ArrowUpRight size={14} aria-hidden />
        </WorkspaceLink>
      )}
    </>
  );
}
