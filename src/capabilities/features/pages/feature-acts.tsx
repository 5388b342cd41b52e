import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useActor } from "../../../actor.tsx";
import { client } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { may } from "../../../platform/access.ts";
import { counted } from "../../../ui/format.ts";
import { groups } from "../../../ui/kinds.ts";
import type { MenuEntry } from "../../../ui/menu-items.tsx";
import { notify } from "../../../ui/undo.tsx";
import { RENEWS } from "../../needs/pages/renews.ts";
import { useManyChanges } from "../../workspace/pages/changes.ts";
import { ReasonDialog } from "../../workspace/pages/reason-dialog.tsx";
import { useStateName } from "../../workspace/pages/vocabulary.ts";
import {
  blockerSentences,
  FEATURE_STATES,
  type FeatureKind,
  type FeatureState,
  featureAccess,
  reasonSentences,
  transitionBlockers,
  transitionReasons,
} from "../rules.ts";
import type { FeatureItem } from "../schema.ts";
import { FEATURE_KIND_WORDS, FEATURE_STATE_WORDS } from "./feature-words.ts";

/** Shows a change before the server has answered, and what it answered: the versions in it are those of the next change. */
type Draw = { change: (change: Partial<ActOn>, ids: ReadonlySet<string>) => void; answer: (features: readonly FeatureItem[]) => void };
/** As much of a feature as acting on it takes. */
export type ActOn = Pick<FeatureItem, "id" | "key" | "version" | "title" | "state" | "ownerId" | "kind">;
const named = (features: readonly ActOn[]) => (features.length === 1 ? (features[0]?.key ?? "") : counted(features.length, "feature"));
const idsOf = (features: readonly ActOn[]) => new Set(features.map(({ id }) => id));

/**
 * What can be done to one feature or to several: another state, owner, kind, a label. Put `dialogs` once on the page: it asks what a
 * change wants to be told.
 */
export function useFeatureActs(draw?: Draw) {
  const make = useManyChanges(RENEWS);
  const actor = useActor();
  const stateName = useStateName("feature");
  const [asked, setAsked] = useState<{ features: readonly ActOn[]; state: FeatureState; asks: string }>();
  const run = useMutation({ mutationFn: (act: () => Promise<boolean>) => act() });
  const wordOf = (state: FeatureState) => stateName(state, FEATURE_STATE_WORDS[state].word);

  /** Why a feature cannot go to a state, in a sentence. */
  const blocked = (feature: ActOn, to: FeatureState): string | undefined => {
    const [blocker] = transitionBlockers(feature.state, to);
    if (blocker) return blockerSentences[blocker];
    if (may(actor, featureAccess, to)) return undefined;
    const who = featureAccess[to].map((group) => groups[group].word).join(" and ");
    return `Moving there is for ${who}; an admin can add you.`;
  };
  const moveAll = (features: readonly ActOn[], state: FeatureState, reason?: string) => {
    draw?.change({ state }, idsOf(features));
    const body = { state, ...(reason ? { reason } : {}) };
    run.mutate(() =>
      make(
        features.map((feature) => async (options) => {
          const answer = await client.features.move({ params: { id: feature.id }, headers: ifMatch(feature), body }, options);
          draw?.answer([answer]);
        }),
        (made) => `${made === features.length ? named(features) : counted(made, "feature")}: ${wordOf(state).toLowerCase()}`,
      ),
    );
  };
  /** Moves those that can be moved; asks for the reason where the rules want one. */
  const move = (features: readonly ActOn[], state: FeatureState) => {
    const able = features.filter((feature) => blocked(feature, state) === undefined);
    const [first] = features;
    if (able.length === 0) {
      if (first) notify(`${named(features)}: ${blocked(first, state) ?? ""}`);
      return;
    }
    const [reason] = able.flatMap((feature) => transitionReasons(feature.state, state));
    if (reason) setAsked({ features: able, state, asks: reasonSentences[reason] });
    else moveAll(able, state);
  };
  const editAll = (features: readonly ActOn[], change: { ownerId: string | null } | { kind: FeatureKind }, said: string) => {
    draw?.change(change, idsOf(features));
    const rows = features.map(({ id, version }) => ({ id, version, change }));
    run.mutate(() =>
      make(
        [
          async (options) => {
            const { items } = await client.features.batch({ rows }, options);
            draw?.answer(items);
          },
        ],
        () => `${named(features)}: ${said}`,
      ),
    );
  };
  const own = (features: readonly ActOn[], ownerId: string | null) =>
    editAll(features, { ownerId }, ownerId === null ? "no owner" : "new owner");
  const setKind = (features: readonly ActOn[], kind: FeatureKind) => editAll(features, { kind }, FEATURE_KIND_WORDS[kind].toLowerCase());
  const label = (features: readonly ActOn[], labelId: string, name: string) =>
    run.mutate(() =>
      make(
        [(options) => client.labels.onRecords({ id: labelId, add: features.map(({ id }) => id) }, options)],
        () => `${named(features)}: ${name}`,
      ),
    );

  /** The states as a menu, each that cannot be had with its reason. */
  const stateEntries = (features: readonly ActOn[]): MenuEntry[] =>
    FEATURE_STATES.map((state) => {
      const [only] = features;
      const here = features.length === 1 && only?.state === state;
      const able = features.filter((feature) => blocked(feature, state) === undefined);
      const why = able.length === 0 && only && !here ? blocked(only, state) : undefined;
      const asks = able.some((feature) => transitionReasons(feature.state, state).length > 0);
      return {
        label: wordOf(state),
        run: () => move(features, state),
        checked: here,
        ...(why ? { unable: why } : asks ? { detail: "asks why" } : {}),
      };
    });

  const dialogs: ReactNode = asked && (
    <ReasonDialog
      title={`${named(asked.features)}: ${wordOf(asked.state).toLowerCase()}`}
      asks={asked.asks}
      confirm={wordOf(asked.state)}
      onSay={(reason) => {
        setAsked(undefined);
        moveAll(asked.features, asked.state, reason);
      }}
      onClose={() => setAsked(undefined)}
    />
  );
  return { move, own, setKind, label, blocked, stateEntries, dialogs, isOpen: asked !== undefined };
}
