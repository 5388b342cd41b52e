import { Plus, X } from "lucide-react";
import { client, useChange } from "../../../api.tsx";
import { counted } from "../../../ui/format.ts";
import { KindIcon } from "../../../ui/marks.tsx";
import { Picker } from "../../../ui/picker.tsx";
import { WorkspaceLink } from "../../../ui/router.tsx";
import { Section } from "../../../ui/shell/page.tsx";
import { useNeedOptions } from "../../needs/pages/record-options.tsx";
import { RENEWS } from "../../needs/pages/renews.ts";
import { useManyChanges } from "../../workspace/pages/changes.ts";
import type { FeatureDetail } from "../schema.ts";
import "../../workspace/pages/linked-records.css";

/** The needs that a feature serves: found or written in place, taken off again, all of it undoable. */
export function FeatureNeeds({ feature, mayEdit }: { feature: FeatureDetail; mayEdit: boolean }) {
  const { id, key, needs, productId } = feature;
  const options = useNeedOptions(needs.map((need) => need.id));
  const serve = useChange(client.features.serve, { said: () => `${key} serves another need`, renews: RENEWS });
  const stop = useChange(client.features.stopServing, { said: () => `${key} no longer serves that need`, renews: RENEWS });
  const make = useManyChanges(RENEWS);
  /** Writes a need that it serves: both are one change. */
  const create = (statement: string) => {
    let made = "";
    return make(
      [
        async (options) => {
          made = (await client.needs.create({ statement, productId }, options)).id;
        },
        (options) => client.features.serve({ id, needId: made }, options),
      ],
      () => `${key} serves a new need`,
    );
  };
  const add = mayEdit && (
    <Picker
      label="Need"
      placeholder="Find a need, or type a new one"
      options={options}
      onPick={({ value }) => serve.mutate({ id, needId: value })}
      onCreate={(statement) => void create(statement.slice(0, 300))}
      createNoun="need"
      position="bottom-end"
      width={380}
    >
      <button type="button" className="plain record-add">
        <Plus size={13} aria-hidden /> Need
      </button>
    </Picker>
  );
  return (
    <Section title="Needs it serves" note={needs.length > 0 && counted(needs.length, "need")} actions={add}>
      {needs.length === 0 ? (
        <p className="linked-none">It serves no need yet: nobody can see whom it is for.</p>
      ) : (
        <ul className="linked">
          {needs.map((need) => (
            <li key={need.id} className="linked-line" data-kind="need">
              <KindIcon kind="need" />
              <span className="record-key">{need.key}</span>
              <WorkspaceLink path={`needs/${need.key}`} className="linked-title">
                {need.statement}
              </WorkspaceLink>
              {mayEdit && (
                <button
                  type="button"
                  className="icon-button linked-remove"
                  aria-label={`It does not serve ${need.key}`}
                  onClick={() => stop.mutate({ id, needId: need.id })}
                >
                  <X size={14} aria-hidden />
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
