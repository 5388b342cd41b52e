import { useState } from "react";
import { useActor, useProduct } from "../../../actor.tsx";
import { api, client, useChange } from "../../../api.tsx";
import { type CallContext, ifMatch } from "../../../client.ts";
import { may } from "../../../platform/access.ts";
import { later } from "../../../ui/later.tsx";
import { KindIcon } from "../../../ui/marks.tsx";
import { type Option, PickerPanel } from "../../../ui/picker.tsx";
import { AskDialog } from "../../delivery/pages/ask-dialog.tsx";
import { metricAccess } from "../../measurement/rules.ts";
import { useFeatureOptions, useNeedOptions, usePersonaOptions } from "../../needs/pages/record-options.tsx";
import { RENEWS } from "../../needs/pages/renews.ts";
import { useManyChanges } from "../../workspace/pages/changes.ts";
import { Dialog } from "../../workspace/pages/dialog.tsx";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import type { Asked, Subject } from "./thread-acts.tsx";
import { WaiverDialog } from "./waiver-dialog.tsx";

const NewDesignDialog = later(async () => (await import("../../design/pages/new-design-dialog.tsx")).NewDesignDialog);
const NewLaunchDialog = later(async () => (await import("../../launches/pages/new-launch-dialog.tsx")).NewLaunchDialog);
const NewMetric = later(async () => (await import("../../measurement/pages/new-metric.tsx")).NewMetric);

/** Asks what an act on the thread wants to be told. */
export function ThreadDialogs({ asked, onConfirm, onClose }: { asked: Asked; onConfirm: () => void; onClose: () => void }) {
  const { about, subject } = asked;
  if (asked.about === "waiver") return <WaiverDialog feature={subject} check={asked.check} onClose={onClose} />;
  if (about === "ask") return <AskDialog feature={subject} onClose={onClose} />;
  if (about === "metric") return <MetricDialog feature={subject} onClose={onClose} />;
  if (about === "launch")
    return <NewLaunchDialog features={[subject.id]} given={subject.title} onDone={() => undefined} onClose={onClose} />;
  if (about === "design") return <NewDesignDialog covers={subject} onDone={() => undefined} onClose={onClose} />;
  if (about === "feature") return <FeatureDialog need={subject} onClose={onClose} />;
  if (about === "need") return <NeedDialog feature={subject} onClose={onClose} />;
  if (about === "persona") return <PersonaDialog need={subject} onClose={onClose} />;
  return <ConfirmDialog subject={subject} onConfirm={onConfirm} onClose={onClose} />;
}

function FeatureDialog({ need, onClose }: { need: Subject; onClose: () => void }) {
  const { product } = useProduct();
  const options = useFeatureOptions([]);
  const serve = useChange(client.features.serve, { said: ({ key }) => `${key} serves ${need.key}`, renews: RENEWS });
  const propose = useChange(client.features.create, { said: ({ key }) => `Proposed ${key} for ${need.key}`, renews: RENEWS });
  return (
    <Dialog isHigh title={`What serves ${need.key}, “${need.title}”?`} onClose={onClose}>
      <PickerPanel
        label="Feature"
        placeholder="Find a feature, or type a new one"
        options={options}
        onPick={({ value }) => {
          serve.mutate({ id: value, needId: need.id });
          onClose();
        }}
        onCreate={(title) => {
          propose.mutate({ title: title.slice(0, 160), needs: [need.id], ...(product ? { productId: product.id } : {}) });
          onClose();
        }}
        createWords={(text) => `Propose “${text}”`}
      />
    </Dialog>
  );
}

/** Which metric says whether a feature works: one that is there, or a new one by the name that was typed. */
function MetricDialog({ feature, onClose }: { feature: Subject; onClose: () => void }) {
  const [naming, setNaming] = useState<string>();
  const mayDefine = may(useActor(), metricAccess, "define");
  const link = useChange(client.links.put, {
    said: () => `A metric says whether ${feature.key} works`,
    renews: [...RENEWS, api.metrics.key(), api.links.key()],
  });
  const measure = (id: string) => {
    link.mutate({ id, kind: "measures", toId: feature.id });
    onClose();
  };
  if (naming !== undefined) return <NewMetric given={naming} open={({ id }) => measure(id)} close={onClose} />;
  return (
    <Dialog isHigh title={`What says whether ${feature.key}, “${feature.title}”, works?`} onClose={onClose}>
      <PickerPanel
        label="Metric"
        placeholder={mayDefine ? "Find a metric, or type a new one" : "Find a metric"}
        options={metricOptions}
        onPick={({ value }) => measure(value)}
        {...(mayDefine ? { onCreate: setNaming, createWords: (text: string) => `Define “${text}”` } : {})}
      />
    </Dialog>
  );
}

async function metricOptions(query: string, signal: AbortSignal): Promise<readonly Option[]> {
  const { items } = await client.metrics.list({ limit: 30, ...(query === "" ? {} : { q: query }) }, { signal });
  return items.map(({ id, key, name }) => ({ value: id, label: name, detail: key, mark: <KindIcon kind="kpi" /> }));
}

function NeedDialog({ feature, onClose }: { feature: Subject; onClose: () => void }) {
  const { product } = useProduct();
  const options = useNeedOptions([]);
  const serve = useChange(client.features.serve, { said: () => `${feature.key} serves another need`, renews: RENEWS });
  const make = useManyChanges(RENEWS);
  /** Writes a need that it serves: both are one change. */
  const create = (statement: string) => {
    let made = "";
    return make(
      [
        async (options) => {
          made = (await client.needs.create({ statement, ...(product ? { productId: product.id } : {}) }, options)).id;
        },
        (options) => client.features.serve({ id: feature.id, needId: made }, options),
      ],
      () => `${feature.key} serves a new need`,
    );
  };
  return (
    <Dialog isHigh title={`Which need does ${feature.key}, “${feature.title}”, serve?`} onClose={onClose}>
      <PickerPanel
        label="Need"
        placeholder="Find a need, or type a new one"
        options={options}
        onPick={({ value }) => {
          serve.mutate({ id: feature.id, needId: value });
          onClose();
        }}
        onCreate={(statement) => {
          void create(statement.slice(0, 300));
          onClose();
        }}
        createNoun="need"
      />
    </Dialog>
  );
}

function PersonaDialog({ need, onClose }: { need: Subject; onClose: () => void }) {
  const options = usePersonaOptions(null);
  const make = useManyChanges(RENEWS);
  const choose = (personaId: string, name: string) => make([edit(() => personaId)], () => `${need.key}: ${name}`);
  const edit = (personaId: () => string) => async (options: { context: CallContext }) => {
    const { version } = await client.needs.get({ id: need.id });
    return client.needs.edit({ params: { id: need.id }, headers: ifMatch({ version }), body: { personaId: personaId() } }, options);
  };
  /** Names a persona whose need it is: both are one change. */
  const create = (name: string) => {
    let made = "";
    onClose();
    return make(
      [
        async (options) => {
          made = (await client.personas.create({ name: name.slice(0, 120) }, options)).id;
        },
        edit(() => made),
      ],
      () => `${need.key}: ${name}`,
    );
  };
  return (
    <Dialog isHigh title={`Whose need is ${need.key}, “${need.title}”?`} onClose={onClose}>
      <PickerPanel
        label="Persona"
        placeholder="Find a persona, or type a new one"
        options={options}
        onPick={({ value, label }) => {
          void choose(value, label);
          onClose();
        }}
        onCreate={(name) => void create(name)}
        createNoun="persona"
      />
    </Dialog>
  );
}
