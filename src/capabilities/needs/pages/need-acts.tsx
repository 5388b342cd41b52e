import { useMutation } from "@tanstack/react-query";
import { type ReactNode, Suspense, useState } from "react";
import { client } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { counted } from "../../../ui/format.ts";
import { later } from "../../../ui/later.tsx";
import type { MenuEntry } from "../../../ui/menu-items.tsx";
import { notify } from "../../../ui/undo.tsx";
import { useManyChanges } from "../../workspace/pages/changes.ts";
import { ReasonDialog } from "../../workspace/pages/reason-dialog.tsx";
import { useStateName } from "../../workspace/pages/vocabulary.ts";
import { NEED_STATES, type NeedState, needBlockerSentences, needReasonSentences, transitionBlockers, transitionReasons } from "../rules.ts";
import type { NeedItem } from "../schema.ts";
import { NEED_STATE_WORDS } from "./need-words.ts";
import { RENEWS } from "./renews.ts";

const MergeDialog = later(async () => (await import("./merge-dialog.tsx")).MergeDialog);

/** As much of a need as acting on it takes. */
export type ActOn = Pick<NeedItem, "id" | "key" | "version" | "statement" | "state" | "featureCount" | "ownerId" | "demand">;
type Asked = { kind: "reason"; needs: readonly ActOn[]; state: NeedState; asks: string } | { kind: "merge"; needs: readonly ActOn[] };

const named = (needs: readonly ActOn[]) => (needs.length === 1 ? (needs[0]?.key ?? "") : counted(needs.length, "need"));

/**
 * What can be done to one need or to several: another state, another owner, a merge. Put `dialogs` once on the page: it asks what a
 * change wants to be told.
 */
export function useNeedActs({
  draw,
  onMerged,
}: {
  /** Shows a change before the server has answered, and what it answered: the versions in it are those of the next change. */
  draw?: { change: (change: Partial<ActOn>, ids: ReadonlySet<string>) => void; answer: (need: NeedItem) => void };
  onMerged?: (into: string) => void;
}) {
  const make = useManyChanges(RENEWS);
  const stateName = useStateName("need");
  const [asked, setAsked] = useState<Asked>();
  const run = useMutation({ mutationFn: (act: () => Promise<boolean>) => act() });
  const wordOf = (state: NeedState) => stateName(state, NEED_STATE_WORDS[state].word);

  const moveAll = (needs: readonly ActOn[], state: NeedState, reason?: string) => {
    draw?.change({ state }, new Set(needs.map(({ id }) => id)));
    const body = { state, ...(reason ? { reason } : {}) };
    run.mutate(() =>
      make(
        needs.map((need) => async (options) => {
          const answer = await client.needs.move({ params: { id: need.id }, headers: ifMatch(need), body }, options);
          draw?.answer(answer);
        }),
        (made) => `${made === needs.length ? named(needs) : counted(made, "need")}: ${wordOf(state).toLowerCase()}`,
      ),
    );
  };
  /** Moves those that can be moved; asks for the reason where the rules want one. */
  const move = (needs: readonly ActOn[], state: NeedState) => {
    const able = needs.filter((need) => transitionBlockers(standingOf(need), state).length === 0);
    const [blocker] = needs.flatMap((need) => transitionBlockers(standingOf(need), state));
    if (able.length === 0) {
      if (blocker) notify(`${named(needs)}: ${needBlockerSentences[blocker]}`);
      return;
    }
    const [reason] = able.flatMap((need) => transitionReasons(standingOf(need), state));
    if (reason) setAsked({ kind: "reason", needs: able, state, asks: needReasonSentences[reason] });
    else moveAll(able, state);
  };
  const own = (needs: readonly ActOn[], ownerId: string | null) => {
    draw?.change({ ownerId }, new Set(needs.map(({ id }) => id)));
    run.mutate(() =>
      make(
        needs.map((need) => async (options) => {
          const answer = await client.needs.edit({ params: { id: need.id }, headers: ifMatch(need), body: { ownerId } }, options);
          draw?.answer(answer);
        }),
        () => (ownerId === null ? `${named(needs)}: no owner` : `${named(needs)}: new owner`),
      ),
    );
  };
  const mergeInto = (needs: readonly ActOn[], into: { id: string; key: string }) => {
    setAsked(undefined);
    run.mutate(
      () =>
        make(
          needs.map((need) => (options) => client.needs.merge({ id: need.id, intoId: into.id }, options)),
          () => `Merged ${named(needs)} into ${into.key}`,
        ),
      { onSuccess: (made) => made && onMerged?.(into.key) },
    );
  };
  const label = (needs: readonly ActOn[], labelId: string, name: string) =>
    run.mutate(() =>
      make(
        [(options) => client.labels.onRecords({ id: labelId, add: needs.map(({ id }) => id) }, options)],
        () => `${named(needs)}: ${name}`,
      ),
    );

  /** The states as a menu, each that cannot be had with its reason. */
  const stateEntries = (needs: readonly ActOn[]): MenuEntry[] =>
    NEED_STATES.map((state) => {
      const blockers = needs.map((need) => transitionBlockers(standingOf(need), state));
      const [only] = needs;
      const here = needs.length === 1 && only?.state === state;
      const [blocker] = blockers.every((some) => some.length > 0) ? (blockers[0] ?? []) : [];
      const [reason] = here || !only ? [] : transitionReasons(standingOf(only), state);
      return {
        label: wordOf(state),
        run: () => move(needs, state),
        checked: here,
        ...(here ? {} : blocker ? { unable: needBlockerSentences[blocker] } : reason ? { detail: "asks why" } : {}),
      };
    });

  const dialogs: ReactNode =
    asked?.kind === "reason" ? (
      <ReasonDialog
        title={`${named(asked.needs)}: ${wordOf(asked.state).toLowerCase()}`}
        asks={asked.asks}
        confirm={wordOf(asked.state)}
        onSay={(reason) => {
          setAsked(undefined);
          moveAll(asked.needs, asked.state, reason);
        }}
        onClose={() => setAsked(undefined)}
      />
    ) : asked?.kind === "merge" ? (
      <Suspense>
        <MergeDialog needs={asked.needs} onMerge={(into) => mergeInto(asked.needs, into)} onClose={() => setAsked(undefined)} />
      </Suspense>
    ) : null;
  return {
    move,
    own,
    label,
    merge: (needs: readonly ActOn[]) => setAsked({ kind: "merge", needs }),
    stateEntries,
    dialogs,
    isOpen: asked !== undefined,
  };
}

const standingOf = ({ state, featureCount }: ActOn) => ({ state, featureCount, mergedIntoId: null });
