import { Link2, Plus, X } from "lucide-react";
import { type ReactElement, useState } from "react";
import { client, useChange } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { KindIcon } from "../../../ui/marks.tsx";
import { Picker } from "../../../ui/picker.tsx";
import { TypedValue } from "../../../ui/properties.tsx";
import { WorkspaceLink } from "../../../ui/router.tsx";
import { Section } from "../../../ui/shell/page.tsx";
import { VALUE_HINTS } from "../../measurement/pages/metric-words.ts";
import { typedText, valueIn, valueText } from "../../measurement/value-rules.ts";
import { NameDialog } from "../../workspace/pages/name-dialog.tsx";
import { useRecordOptions } from "../../workspace/pages/record-value.tsx";
import type { KeyResult, KeyResultChange, Objective } from "../schema.ts";
import { DayValue } from "./day-value.tsx";
import { KeyResultBar } from "./key-result-bar.tsx";
import { OBJECTIVE_RENEWS } from "./renews.ts";

/** The numbers that will say whether an objective was achieved. One without a metric says so and offers to bind one. */
export function KeyResults({ objective, mayEdit }: { objective: Objective; mayEdit: boolean }) {
  const [isAdding, setAdding] = useState(false);
  const add = useChange(client.keyResults.create, {
    said: ({ name }) => `Added the key result “${name}”`,
    renews: OBJECTIVE_RENEWS,
    onSuccess: () => setAdding(false),
    onError: () => undefined,
  });
  return (
    <Section
      title="Key results"
      actions={
        mayEdit && (
          <button type="button" className="plain record-add" onClick={() => setAdding(true)}>
            <Plus size={13} aria-hidden /> Key result
          </button>
        )
      }
    >
      {objective.keyResults.length === 0 ? (
        <p className="record-empty">None yet. A key result says how far which number should go, and by when.</p>
      ) : (
        <ul className="key-results">
          {objective.keyResults.map((keyResult) => (
            <Line key={keyResult.id} keyResult={keyResult} mayEdit={mayEdit} />
          ))}
        </ul>
      )}
      {isAdding && (
        <NameDialog
          title="New key result"
          label="What should change?"
          placeholder="Fewer exports are repeated"
          confirm="Add"
          most={200}
          isPending={add.isPending}
          error={add.error}
          onName={(name) => add.mutate({ params: { id: objective.id }, body: { name } })}
          onClose={() => setAdding(false)}
        />
      )}
    </Section>
  );
}

function Line({ keyResult, mayEdit }: { keyResult: KeyResult; mayEdit: boolean }) {
  const edit = useChange(client.keyResults.edit, { said: ({ name }) => `Changed the key result “${name}”`, renews: OBJECTIVE_RENEWS });
  const remove = useChange(client.keyResults.delete, {
    said: () => `Removed the key result “${keyResult.name}”`,
    renews: OBJECTIVE_RENEWS,
  });
  const change = (body: KeyResultChange) => edit.mutate({ params: { id: keyResult.id }, headers: ifMatch(keyResult), body });
  const { metric } = keyResult;
  return (
    <li className="key-result-line" data-missing={metric === null || undefined}>
      <KeyResultBar keyResult={keyResult} />
      {metric ? (
        <Bound keyResult={keyResult} metric={metric} mayEdit={mayEdit} onChange={change} />
      ) : (
        <p className="key-result-facts">
          <span className="muted">It waits on data: the objective cannot become active without a metric.</span>
          {mayEdit && (
            <BindMetric onPick={(metricId) => change({ metricId })}>
              <button type="button" className="plain key-result-bind">
                <Link2 size={13} aria-hidden /> Bind a metric
              </button>
            </BindMetric>
          )}
        </p>
      )}
      {mayEdit && (
        <button
          type="button"
          className="icon-button key-result-remove"
          aria-label={`Remove the key result ${keyResult.name}`}
          onClick={() => remove.mutate({ id: keyResult.id })}
        >
          <X size={14} aria-hidden />
        </button>
      )}
    </li>
  );
}

function Bound({
  keyResult,
  metric,
  mayEdit,
  onChange,
}: {
  keyResult: KeyResult;
  metric: NonNullable<KeyResult["metric"]>;
  mayEdit: boolean;
  onChange: (change: KeyResultChange) => void;
}) {
  const typed = (field: "baselineValue" | "target") => (text: string) => {
    const value = text === "" ? null : valueIn(text, metric.unit);
    if (value === null && text !== "") return `Type it as ${VALUE_HINTS[metric.unit]}.`;
    onChange({ [field]: value, ...(field === "baselineValue" && value === null ? { baselineOn: null } : {}) });
    return undefined;
  };
  const value = (field: "baselineValue" | "target", name: string, none: string) => (
    <span className="key-result-fact">
      <span className="muted">{name}</span>
      <TypedValue
        name={name}
        mayEdit={mayEdit}
        text={keyResult[field] === null ? "" : typedText(keyResult[field], metric)}
        shown={keyResult[field] === null ? null : valueText(keyResult[field], metric)}
        none={none}
        hint={VALUE_HINTS[metric.unit]}
        onType={typed(field)}
      />
    </span>
  );
  return (
    <div className="key-result-facts">
      <span className="key-result-fact key-result-metric">
        <span className="muted">Metric</span>
        <KindIcon kind="kpi" />
        <WorkspaceLink path={`metrics/${metric.key}`}>{metric.name}</WorkspaceLink>
      </span>
      {value("baselineValue", "From", "No baseline")}
      {keyResult.baselineValue !== null && (
        <span className="key-result-fact">
          <span className="muted">on</span>
          <DayValue
            name="Day of the baseline"
            day={keyResult.baselineOn}
            mayEdit={mayEdit}
            onDay={(baselineOn) => onChange({ baselineOn })}
          />
        </span>
      )}
      {value("target", "To", "No target")}
      <span className="key-result-fact">
        <span className="muted">by</span>
        <DayValue name="Reached by" day={keyResult.byOn} mayEdit={mayEdit} onDay={(byOn) => onChange({ byOn })} />
      </span>
    </div>
  );
}

function BindMetric({ onPick, children }: { onPick: (id: string) => void; children: ReactElement }) {
  const options = useRecordOptions("metric");
  return (
    <Picker label="Metric" placeholder="Which metric says it?" options={options} onPick={({ value }) => onPick(value)} width={380}>
      {children}
    </Picker>
  );
}
