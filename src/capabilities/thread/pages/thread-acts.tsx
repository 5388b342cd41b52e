import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useProduct } from "../../../actor.tsx";
import { client, useChange } from "../../../api.tsx";
import { type CallContext, ifMatch } from "../../../client.ts";
import { PickerPanel } from "../../../ui/picker.tsx";
import { useGo } from "../../../ui/router.tsx";
import { didChange, notifyError, type Reverse } from "../../../ui/undo.tsx";
import { useManyChanges } from "../../needs/pages/changes.ts";
import { Dialog } from "../../needs/pages/dialog.tsx";
import { useFeatureOptions, useNeedOptions, usePersonaOptions } from "../../needs/pages/record-options.tsx";
import { RENEWS } from "../../needs/pages/renews.ts";
import { recordPath } from "../../workspace/record-rules.ts";
import type { Action, Column } from "../rules.ts";
import { ConfirmDialog } from "./confirm-dialog.tsx";

/** The record that an act is about. */
export type Subject = { id: string; key: string; title: string; kind: "need" | "feature" };
type Asked = { about: "need" | "feature" | "persona" | "confirm"; subject: Subject };

/** Where a card leads: a customer's words to their feedback, the others to their pages. */
export const pathOfNode = (kind: Column, key: string) => recordPath(kind === "evidence" ? "feedback" : kind, key);

/**
 * What mends a check or a hole, done where it is seen. Put `dialogs` once beside the drawing. An act that this page does not know opens
 * its address.
 */
export function useThreadActs() {
  const go = useGo();
  const [asked, setAsked] = useState<Asked>();
  const { confirm, takeBack } = useConfirming();
  const open = (to: string) => {
    const [path = "", query] = to.replace(/^\//, "").split("?");
    go(path, query ? { search: Object.fromEntries(new URLSearchParams(query)) } : {});
  };
  const run = (action: Action, subject: Subject | undefined) => {
    if (subject?.kind === "need" && action.act === "propose-feature") setAsked({ about: "feature", subject });
    else if (subject?.kind === "need" && action.act === "choose-persona") setAsked({ about: "persona", subject });
    else if (subject?.kind === "feature" && action.act === "link-need") setAsked({ about: "need", subject });
    else if (subject && action.act === "confirm") setAsked({ about: "confirm", subject });
    else open(action.to);
  };
  /** Links a need with a feature, or a feature with a need. */
  const link = (subject: Subject) => setAsked({ about: subject.kind === "need" ? "feature" : "need", subject });
  const close = () => setAsked(undefined);
  const dialogs: ReactNode = !asked ? null : asked.about === "feature" ? (
    <FeatureDialog need={asked.subject} onClose={close} />
  ) : asked.about === "need" ? (
    <NeedDialog feature={asked.subject} onClose={close} />
  ) : asked.about === "persona" ? (
    <PersonaDialog need={asked.subject} onClose={close} />
  ) : (
    <ConfirmDialog
      subject={asked.subject}
      onConfirm={() => {
        close();
        void confirm(asked.subject);
      }}
      onClose={close}
    />
  );
  return { run, link, open, takeBack, look: (subject: Subject) => setAsked({ about: "confirm", subject }), dialogs };
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

/** Says that one looked and that the quotes still hold, or takes it back; each is the other's undo. */
function useConfirming() {
  const queries = useQueryClient();
  const renew = () => Promise.all(RENEWS.map((queryKey) => queries.invalidateQueries({ queryKey })));
  const give = ({ kind, id }: Subject) =>
    (kind === "need" ? client.readiness.confirmNeed({ id }) : client.readiness.confirmFeature({ id })).finally(renew);
  const take = ({ kind, id }: Subject) =>
    (kind === "need" ? client.readiness.withdrawNeed({ id }) : client.readiness.withdrawFeature({ id })).finally(renew);
  const reverseOf = (subject: Subject, act: typeof give, back: typeof give): Reverse => {
    return async () => {
      await act(subject);
      return reverseOf(subject, back, act);
    };
  };
  return {
    confirm: (subject: Subject) =>
      give(subject).then(
        () => didChange({ message: `${subject.key}: you looked, and it still holds`, undo: reverseOf(subject, take, give) }),
        notifyError,
      ),
    takeBack: (subject: Subject) =>
      take(subject).then(
        () => didChange({ message: `${subject.key}: your word is taken back`, undo: reverseOf(subject, give, take) }),
        notifyError,
      ),
  };
}
