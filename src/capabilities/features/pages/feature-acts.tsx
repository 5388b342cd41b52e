import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ComponentProps, type ReactNode, Suspense, useState } from "react";
import { useActor } from "../../../actor.tsx";
import { api, client } from "../../../api.tsx";
import { type CallContext, ifMatch } from "../../../client.ts";
import { may } from "../../../platform/access.ts";
import { WhyNow } from "../../../record-parts.tsx";
import { counted } from "../../../ui/format.ts";
import { groups } from "../../../ui/kinds.ts";
import type { MenuEntry } from "../../../ui/menu-items.tsx";
import { notify } from "../../../ui/undo.tsx";
import { RENEWS } from "../../needs/pages/renews.ts";
import { useManyChanges } from "../../workspace/pages/changes.ts";
import { ReasonDialog } from "../../workspace/pages/reason-dialog.tsx";
import { useStateName } from "../../workspace/pages/vocabulary.ts";
import {
  asksWhyNow,
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
/** Checked before a move: what several features lack at once is no longer read. */
const MOST_ASKED = 20;
const FRESH_MS = 30_000;
type WhyNowProps = ComponentProps<typeof WhyNow>;
type Said = Parameters<WhyNowProps["onGo"]>[0];
const idsOf = (features: readonly ActOn[]) => new Set(features.map(({ id }) => id));

/**
 * What can be done to one feature or to several: another state, owner, kind, a label. Put `dialogs` once on the page: it asks what a
 * change wants to be told.
 */
export function useFeatureActs(draw?: Draw) {
  const make = useManyChanges(RENEWS);
  const actor = useActor();
  const stateName = useStateName("feature");
  const [asked, setAsked] = useState<{
    features: readonly ActOn[];
    state: FeatureState;
    asks: string | undefined;
    gaps: WhyNowProps["gaps"];
  }>();
  const gapsOf = useGaps();
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
  const moveAll = (features: readonly ActOn[], state: FeatureState, reason?: string, decision?: NonNullable<Said>["decision"]) => {
    draw?.change({ state }, idsOf(features));
    const body = { state, ...(reason ? { reason } : {}) };
    const moves = features.map((feature) => async (options: { context: CallContext }) => {
      const answer = await client.features.move({ params: { id: feature.id }, headers: ifMatch(feature), body }, options);
      draw?.answer([answer]);
    });
    // The decision is of the same change: undoing takes both back.
    const kept = decision && ((options: { context: CallContext }) => client.decisions.create(decision, options));
    run.mutate(() =>
      make([...moves, ...(kept ? [kept] : [])], (made) => {
        const whole = made >= features.length;
        return `${whole ? named(features) : counted(made, "feature")}: ${wordOf(state).toLowerCase()}${kept && made > features.length ? ", with why now" : ""}`;
      }),
    );
  };
  /** Moves those that can be moved; asks for the reason where the rules want one, and offers a line where something is still open. */
  const move = (features: readonly ActOn[], state: FeatureState): void => {
    const able = features.filter((feature) => blocked(feature, state) === undefined);
    const [first] = features;
    if (able.length === 0) {
      if (first) notify(`${named(features)}: ${blocked(first, state) ?? ""}`);
      return;
    }
    const [reason] = able.flatMap((feature) => transitionReasons(feature.state, state));
    const go = (gaps: WhyNowProps["gaps"]) => {
      if (reason || gaps.length > 0) setAsked({ features: able, state, asks: reason && reasonSentences[reason], gaps });
      else moveAll(able, state);
    };
    if (asksWhyNow(able, state)) void gapsOf(able).then(go);
    else go([]);
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

  const go = (said?: Said) => {
    if (!asked) return;
    setAsked(undefined);
    moveAll(asked.features, asked.state, said?.reason, said?.decision);
  };
  const title = asked && `${named(asked.features)}: ${wordOf(asked.state).toLowerCase()}`;
  const dialogs: ReactNode = asked && title && (
    <Suspense>
      {asked.gaps.length > 0 ? (
        <WhyNow
          title={title}
          gaps={asked.gaps}
          features={asked.features}
          word={wordOf(asked.state)}
          needed={asked.asks}
          onGo={go}
          onClose={() => setAsked(undefined)}
        />
      ) : (
        <ReasonDialog
          title={title}
          asks={asked.asks ?? ""}
          confirm={wordOf(asked.state)}
          onSay={(reason) => {
            setAsked(undefined);
            moveAll(asked.features, asked.state, reason);
          }}
          onClose={() => setAsked(undefined)}
        />
      )}
    </Suspense>
  );
  return { move, own, setKind, label, blocked, stateEntries, dialogs, isOpen: asked !== undefined };
}

/** What features that move on still lack: what failed, and what nobody has looked at yet. */
function useGaps() {
  const queries = useQueryClient();
  const gaps = async ({ id, key }: ActOn): Promise<WhyNowProps["gaps"]> => {
    const { qualities } = await queries.fetchQuery(api.readiness.feature.queryOptions({ input: { id }, staleTime: FRESH_MS }));
    return qualities
      .flatMap(({ checks }) => checks)
      .flatMap(({ name, reason, state }) => (state === "failed" || state === "not-yet" ? [{ key, name, reason, state }] : []));
  };
  return async (features: readonly ActOn[]): Promise<WhyNowProps["gaps"]> => {
    try {
      return (await Promise.all(features.slice(0, MOST_ASKED).map(gaps))).flat();
    } catch {
      // What cannot be read holds nothing up.
      return [];
    }
  };
}
