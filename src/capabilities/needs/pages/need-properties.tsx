import { ArrowUpRight } from "lucide-react";
import { KindIcon, RangeBar } from "../../../ui/marks.tsx";
import { MenuButton } from "../../../ui/menu-items.tsx";
import { Properties, Property, TypedValue } from "../../../ui/properties.tsx";
import { WorkspaceLink } from "../../../ui/router.tsx";
import { FieldsEditor } from "../../workspace/pages/fields-editor.tsx";
import { LabelsEditor } from "../../workspace/pages/labels-editor.tsx";
import { OwnerValue } from "../../workspace/pages/people.tsx";
import { useStateName } from "../../workspace/pages/vocabulary.ts";
import type { NeedChange, NeedDetail } from "../schema.ts";
import type { useNeedActs } from "./need-acts.tsx";
import { barWords, NEED_STATE_WORDS, rating, ratingOf } from "./need-words.ts";
import { PersonaPicker } from "./persona-picker.tsx";

/** What a need has, at the side of its page. */
export function NeedProperties({
  need,
  mayEdit,
  onEdit,
  acts,
  strip = false,
}: {
  need: NeedDetail;
  mayEdit: boolean;
  onEdit: (change: NeedChange) => void;
  acts: ReturnType<typeof useNeedActs>;
  strip?: boolean;
}) {
  const type = (field: "importance" | "satisfaction") => (typed: string) => {
    const read = ratingOf(typed);
    if ("objection" in read) return read.objection;
    onEdit({ [field]: read.value });
    return undefined;
  };
  return (
    <>
      <Properties strip={strip}>
        <Property name="State">
          <NeedStateValue need={need} mayEdit={mayEdit} acts={acts} />
        </Property>
        <Property name="Persona">
          <PersonaValue need={need} mayEdit={mayEdit} onPick={(personaId) => onEdit({ personaId })} />
        </Property>
        <Property name="Importance">
          <Rated name="Importance" value={need.importance} mayEdit={mayEdit} onType={type("importance")} />
        </Property>
        <Property name="Satisfaction">
          <Rated name="Satisfaction" value={need.satisfaction} mayEdit={mayEdit} onType={type("satisfaction")} />
        </Property>
        {need.opportunity !== null && need.importance !== null && (
          <Property name="Opportunity">
            <span className="property-plain" title="Importance, and what satisfaction lacks of it; at most 20">
              <b>{rating(need.opportunity)}</b>
              <span className="need-gap" data-kind="need">
                <RangeBar max={10} base={need.importance} value={need.satisfaction ?? 0} label={barWords(need)} kind="need" />
              </span>
            </span>
          </Property>
        )}
        <Property name="Owner">
          <OwnerValue ownerId={need.ownerId} mayEdit={mayEdit} onPick={(ownerId) => onEdit({ ownerId })} />
        </Property>
        <Property name="Labels">
          <LabelsEditor recordId={need.id} labels={need.labels} />
        </Property>
        {need.mergedKeys.length > 0 && (
          <Property name="Took in">
            <span className="property-plain">{need.mergedKeys.join(", ")}</span>
          </Property>
        )}
      </Properties>
      {!strip && <FieldsEditor recordId={need.id} kind="need" fields={need.fields} />}
    </>
  );
}

function Rated({
  name,
  value,
  mayEdit,
  onType,
}: {
  name: string;
  value: number | null;
  mayEdit: boolean;
  onType: (typed: string) => string | undefined;
}) {
  return (
    <TypedValue
      name={name}
      mayEdit={mayEdit}
      text={value === null ? "" : rating(value)}
      hint="0 to 10"
      inputMode="decimal"
      onType={onType}
      shown={value === null ? null : `${rating(value)} of 10`}
      none="Not rated"
    />
  );
}

/** The state as a menu of where it can go, each with its reason where it cannot. */
export function NeedStateValue({ need, mayEdit, acts }: { need: NeedDetail; mayEdit: boolean; acts: ReturnType<typeof useNeedActs> }) {
  const stateName = useStateName("need");
  const { word, shape } = NEED_STATE_WORDS[need.state];
  const shown = (
    <span className="state" data-kind="need">
      <i className="pip" data-shape={shape} aria-hidden />
      {stateName(need.state, word)}
    </span>
  );
  if (!mayEdit) return <span className="property-plain">{shown}</span>;
  return (
    <MenuButton entries={acts.stateEntries([need])}>
      <button type="button" className="plain property-value">
        <span className="sr">State: </span>
        {shown}
      </button>
    </MenuButton>
  );
}

function PersonaValue({ need, mayEdit, onPick }: { need: NeedDetail; mayEdit: boolean; onPick: (id: string | null) => void }) {
  const { persona } = need;
  const shown = persona ? (
    <>
      <KindIcon kind="persona" />
      <span className="truncate">{persona.name}</span>
    </>
  ) : (
    <span className="property-none">{mayEdit ? "Choose a persona" : "None"}</span>
  );
  if (!mayEdit)
    return persona ? (
      <span className="property-plain">
        <WorkspaceLink path={`personas/${persona.key}`}>{persona.name}</WorkspaceLink>
      </span>
    ) : (
      <span className="property-plain">{shown}</span>
    );
  return (
    <>
      <PersonaPicker chosen={persona?.id ?? null} onPick={(picked) => onPick(picked?.id ?? null)}>
        <button type="button" className="plain property-value">
          {shown}
        </button>
      </PersonaPicker>
      {persona && (
        <WorkspaceLink path={`personas/${persona.key}`} className="icon-button property-open" aria-label={`Open ${persona.name}`}>
          <ArrowUpRight size={14} aria-hidden />
        </WorkspaceLink>
      )}
    </>
  );
}
