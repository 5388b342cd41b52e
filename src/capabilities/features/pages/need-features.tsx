import { useQuery } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { useProduct } from "../../../actor.tsx";
import { api, client, useChange } from "../../../api.tsx";
import { Avatar } from "../../../ui/avatar.tsx";
import { counted } from "../../../ui/format.ts";
import { KindIcon } from "../../../ui/marks.tsx";
import { Picker } from "../../../ui/picker.tsx";
import { WorkspaceLink } from "../../../ui/router.tsx";
import { Section } from "../../../ui/shell/page.tsx";
import { ErrorState, Skeleton } from "../../../ui/states.tsx";
import { useFeatureOptions } from "../../needs/pages/record-options.tsx";
import { RENEWS } from "../../needs/pages/renews.ts";
import { useMemberName, useStateName } from "../../workspace/pages/vocabulary.ts";
import type { FeatureItem } from "../schema.ts";
import { effortText, FEATURE_STATE_WORDS } from "./feature-words.ts";
import "../../workspace/pages/linked-records.css";

const MOST = 100;

/** The features that serve a need: found or proposed in place, taken off again, all of it undoable. */
export function NeedFeatures({ need, mayEdit }: { need: { id: string; key: string; productId: string }; mayEdit: boolean }) {
  const { product } = useProduct();
  const { data, error, refetch } = useQuery(api.features.list.queryOptions({ input: { need: need.id, limit: MOST } }));
  const items = data?.items ?? [];
  const options = useFeatureOptions(items.map(({ id }) => id));
  const serve = useChange(client.features.serve, { said: ({ key }) => `${key} serves ${need.key}`, renews: RENEWS });
  const propose = useChange(client.features.create, { said: ({ key }) => `Proposed ${key} for ${need.key}`, renews: RENEWS });
  const stop = useChange(client.features.stopServing, { said: ({ key }) => `${key} no longer serves ${need.key}`, renews: RENEWS });
  const add = mayEdit && (
    <Picker
      label="Feature"
      placeholder="Find a feature, or type a new one"
      options={options}
      onPick={({ value }) => serve.mutate({ id: value, needId: need.id })}
      onCreate={(title) => propose.mutate({ title: title.slice(0, 160), needs: [need.id], productId: product?.id ?? need.productId })}
      createWords={(text) => `Propose “${text}”`}
      position="bottom-end"
      width={380}
    >
      <button type="button" className="plain record-add">
        <Plus size={13} aria-hidden /> Feature
      </button>
    </Picker>
  );
  return (
    <Section title="Features that serve it" note={items.length > 0 && counted(items.length, "feature")} actions={add}>
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton lines={2} height={22} />
      ) : items.length === 0 ? (
        <p className="linked-none">No feature serves it yet.</p>
      ) : (
        <ul className="linked">
          {items.map((feature) => (
            <FeatureLine
              key={feature.id}
              feature={feature}
              {...(mayEdit ? { onRemove: () => stop.mutate({ id: feature.id, needId: need.id }) } : {})}
            />
          ))}
        </ul>
      )}
    </Section>
  );
}

function FeatureLine({ feature, onRemove }: { feature: FeatureItem; onRemove?: () => void }) {
  const stateName = useStateName("feature");
  const owner = useMemberName()(feature.ownerId);
  const { word, shape } = FEATURE_STATE_WORDS[feature.state];
  return (
    <li className="linked-line" data-kind="feature">
      <KindIcon kind="feature" />
      <span className="record-key">{feature.key}</span>
      <WorkspaceLink path={`features/${feature.key}`} className="linked-title">
        {feature.title}
      </WorkspaceLink>
      <span className="linked-facts">
        {effortText(feature) !== "" && <span>{effortText(feature)}</span>}
        <span className="state">
          <i className="pip" data-shape={shape} aria-hidden />
          {stateName(feature.state, word)}
        </span>
        {owner && <Avatar name={owner} />}
      </span>
      {onRemove && (
        <button type="button" className="icon-button linked-remove" aria-label={`${feature.key} does not serve it`} onClick={onRemove}>
          <X size={14} aria-hidden />
        </button>
      )}
    </li>
  );
}
