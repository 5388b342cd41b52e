import { Modal } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useProduct } from "../../../actor.tsx";
import { client, useChange } from "../../../api.tsx";
import { type CallContext, ifMatch } from "../../../client.ts";
import { PickerPanel } from "../../../ui/picker.tsx";
import { useGo } from "../../../ui/router.tsx";
import { didChange, notifyError, type Reverse } from "../../../ui/undo.tsx";
import { useFeatureOptions, useNeedOptions, usePersonaOptions } from "../../needs/pages/record-options.tsx";
import { RENEWS } from "../../needs/pages/renews.ts";
import { recordPath } from "../../workspace/record-rules.ts";
import type { Action, Column } from "../rules.ts";

/** The record that an act is about. */
export type Subject = { id: string; key: string; title: string; kind: "need" | "feature" };
type Asked = { about: "need" | "feature" | "persona"; subject: Subject };

/** Where a card leads: a customer's words to their feedback, the others to their pages. */
export const pathOfNode = (kind: Column, key: string) => recordPath(kind === "evidence" ? "feedback" : kind, key);

/**
 * What mends a check or a hole, done where it is seen. Put `dialogs` once beside the drawing. An act that this page does not know opens
 * its address.
 */
export function useThreadActs() {
  const go = useGo();
  const [asked, setAsked] = useState<Asked>();
  const confirm = useConfirming();
  const open = (to: string) => {
    const [path = "", query] = to.replace(/^\//, "").split("?");
    go(path, query ? { search: Object.fromEntries(new URLSearchParams(query)) } : {});
  };
  const run = (action: Action, subject: Subject | undefined) => {
    if (subject?.kind === "need" && action.act === "propose-feature") setAsked({ about: "feature", subject });
    else if (subject?.kind === "need" && action.act === "choose-persona") setAsked({ about: "persona", subject });
    else if (subject?.kind === "feature" && action.act === "link-need") setAsked({ about: "need", subject });
    else if (subject && action.act === "confirm") confirm(subject);
    else open(action.to);
  };
  /** Links a need with a feature, or a feature with a need. */
  const link = (subject: Subject) => setAsked({ about: subject.kind === "need" ? "feature" : "need", subject });
  const close = () => setAsked(undefined);
  const dialogs: ReactNode = !asked ? null : asked.about === "feature" ? (
    <FeatureDialog need={asked.subject} onClose={close} />
  ) : asked.about === "need" ? (
    <NeedDialog feature={asked.subject} onClose={close} />
  ) : (
    <PersonaDialog need={asked.subject} onClose={close} />
  );
  return { run, link, open, dialogs };
}

function Dialog({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  return (
    <Modal opened onClose={onClose} title={title} size={520} centered={false} yOffset="12vh">
      {children}
    </Modal>
  );
}

function FeatureDialog({ need, onClose }: { need: Subject; onClose: () => void }) {
  const { product } = useProduct();
  const options = useFeatureOptions([]);
  const serve = useChange(client.features.serve, { said: ({ key }) => `${key} serves ${need.key}`, renews: RENEWS });
  const propose = useChange(client.features.create, { said: ({ key }) => `Proposed ${key} for ${need.key}`, renews: RENEWS });
  return (
    <Dialog title={`What serves ${need.key}, “${need.title}”?`} onClose={onClose}>
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
  const options = useNeedOptions([]);
  const serve = useChange(client.features.serve, { said: () => `${feature.key} serves another need`, renews: RENEWS });
  const create = useChange(
    async (statement: string, given: { context: CallContext }) => {
      const need = await client.needs.create({ statement });
      return client.features.serve({ id: feature.id, needId: need.id }, given);
    },
    { said: () => `${feature.key} serves a new need`, renews: RENEWS },
  );
  return (
    <Dialog title={`Which need does ${feature.key}, “${feature.title}”, serve?`} onClose={onClose}>
      <PickerPanel
        label="Need"
        placeholder="Find a need, or type a new one"
        options={options}
        onPick={({ value }) => {
          serve.mutate({ id: feature.id, needId: value });
          onClose();
        }}
        onCreate={(statement) => {
          create.mutate(statement.slice(0, 300));
          onClose();
        }}
        createNoun="need"
      />
    </Dialog>
  );
}

function PersonaDialog({ need, onClose }: { need: Subject; onClose: () => void }) {
  const options = usePersonaOptions(null);
  const choose = useChange(
    async (personaId: string, given: { context: CallContext }) => {
      const { version } = await client.needs.get({ id: need.id });
      return client.needs.edit({ params: { id: need.id }, headers: ifMatch({ version }), body: { personaId } }, given);
    },
    { said: ({ persona }) => `${need.key}: ${persona?.name ?? "a persona"}`, renews: RENEWS },
  );
  const create = (name: string) => {
    client.personas.create({ name: name.slice(0, 120) }).then(({ id }) => choose.mutate(id), notifyError);
    onClose();
  };
  return (
    <Dialog title={`Whose need is ${need.key}, “${need.title}”?`} onClose={onClose}>
      <PickerPanel
        label="Persona"
        placeholder="Find a persona, or type a new one"
        options={options}
        onPick={({ value }) => {
          choose.mutate(value);
          onClose();
        }}
        onCreate={create}
        createNoun="persona"
      />
    </Dialog>
  );
}

/** Says that one looked and that the quotes still hold; taking it back is the undo. */
function useConfirming() {
  const queries = useQueryClient();
  return (subject: Subject) => {
    const renew = () => Promise.all(RENEWS.map((queryKey) => queries.invalidateQueries({ queryKey })));
    const input = { id: subject.id };
    const give = () =>
      (subject.kind === "need" ? client.readiness.confirmNeed(input) : client.readiness.confirmFeature(input)).finally(renew);
    const take = () =>
      (subject.kind === "need" ? client.readiness.withdrawNeed(input) : client.readiness.withdrawFeature(input)).finally(renew);
    const back: Reverse = async () => {
      await take();
      return async () => {
        await give();
        return back;
      };
    };
    give().then(() => didChange({ message: `${subject.key}: you looked, and it still holds`, undo: back }), notifyError);
  };
}
