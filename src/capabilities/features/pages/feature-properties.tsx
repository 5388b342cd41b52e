import { Suspense } from "react";
import { EffortSource } from "../../../feature-parts.tsx";
import { MenuButton } from "../../../ui/menu-items.tsx";
import { Properties, Property, TypedValue } from "../../../ui/properties.tsx";
import { useUnits } from "../../needs/pages/demand.ts";
import { FieldsEditor } from "../../workspace/pages/fields-editor.tsx";
import { LabelsEditor } from "../../workspace/pages/labels-editor.tsx";
import { OwnerValue } from "../../workspace/pages/people.tsx";
import { RecordValue } from "../../workspace/pages/record-value.tsx";
import { useStateName } from "../../workspace/pages/vocabulary.ts";
import { FEATURE_KINDS } from "../rules.ts";
import type { FeatureChange, FeatureDetail } from "../schema.ts";
import type { useFeatureActs } from "./feature-acts.tsx";
import { effortText, FEATURE_KIND_WORDS, FEATURE_STATE_WORDS, typedEffort, typedValue, valueText } from "./feature-words.ts";

/** What a feature has, at the top of its page or in its preview. */
export function FeatureProperties({
  feature,
  mayEdit,
  onEdit,
  acts,
  strip = false,
}: {
  feature: FeatureDetail;
  mayEdit: boolean;
  onEdit: (change: FeatureChange) => void;
  acts: ReturnType<typeof useFeatureActs>;
  strip?: boolean;
}) {
  const units = useUnits();
  /** Takes a typed range, or answers why it cannot be read. */
  const range = (read: (typed: string) => FeatureChange) => (typed: string) => {
    try {
      onEdit(read(typed));
      return undefined;
    } catch (error) {
      if (error instanceof RangeError) return error.message;
      throw error;
    }
  };
  const [value, effort] = [valueText(feature, units), effortText(feature)];
  return (
    <>
      <Properties strip={strip}>
        <Property name="State">
          <StateValue feature={feature} mayEdit={mayEdit} acts={acts} />
        </Property>
        <Property name="Kind">
          <KindValue feature={feature} mayEdit={mayEdit} onEdit={onEdit} />
        </Property>
        <Property name={units.valueUnit === "money" ? `Value, ${units.currency}` : "Value, points"}>
          <TypedValue
            name="Value"
            mayEdit={mayEdit}
            text={value}
            shown={value === "" ? null : value}
            none="Not estimated"
            hint={units.valueUnit === "money" ? "10k–25k" : "120–400"}
            onType={range((typed) => typedValue(typed, units))}
          />
        </Property>
        <Property name="Effort">
          <TypedValue
            name="Effort"
            mayEdit={mayEdit}
            text={effort}
            shown={effort === "" ? null : effort}
            none="Not estimated"
            hint="3–6 weeks, or M"
            onType={range(typedEffort)}
          />
          <Suspense>
            <EffortSource id={feature.id} effortLow={feature.effortLow} effortHigh={feature.effortHigh} />
          </Suspense>
        </Property>
        <Property name="Milestone">
          <RecordValue
            kind="milestone"
            record={feature.milestone && { ...feature.milestone, kind: "milestone" }}
            mayEdit={mayEdit}
            onPick={(milestoneId) => onEdit({ milestoneId })}
          />
        </Property>
        <Property name="Owner">
          <OwnerValue ownerId={feature.ownerId} mayEdit={mayEdit} onPick={(ownerId) => onEdit({ ownerId })} />
        </Property>
        <Property name="Labels">
          <LabelsEditor recordId={feature.id} labels={feature.labels} />
        </Property>
      </Properties>
      {!strip && <FieldsEditor recordId={feature.id} kind="feature" fields={feature.fields} />}
    </>
  );
}

/** The state as a menu of where it can go, each with its reason where it cannot. */
function StateValue({ feature, mayEdit, acts }: { feature: FeatureDetail; mayEdit: boolean; acts: ReturnType<typeof useFeatureActs> }) {
  const stateName = useStateName("feature");
  const { word, shape } = FEATURE_STATE_WORDS[feature.state];
  const shown = (
    <span className="state" data-kind="feature">
      <i className="pip" data-shape={shape} aria-hidden />
      {stateName(feature.state, word)}
    </span>
  );
  if (!mayEdit) return <span className="property-plain">{shown}</span>;
  return (
    <MenuButton entries={acts.stateEntries([feature])} width={300}>
      <button type="button" className="plain property-value">
        <span className="sr">State: </span>
        {shown}
      </button>
    </MenuButton>
  );
}

function KindValue({ feature, mayEdit, onEdit }: { feature: FeatureDetail; mayEdit: boolean; onEdit: (change: FeatureChange) => void }) {
  const word = FEATURE_KIND_WORDS[feature.kind];
  if (!mayEdit) return <span className="property-plain">{word}</span>;
  return (
    <MenuButton
      entries={FEATURE_KINDS.map((kind) => ({
        label: FEATURE_KIND_WORDS[kind],
        checked: kind === feature.kind,
        run: () => kind !== feature.kind && onEdit({ kind }),
      }))}
    >
      <button type="button" className="plain property-value">
        <span className="sr">Kind: </span>
        {word}
      </button>
    </MenuButton>
  );
}
