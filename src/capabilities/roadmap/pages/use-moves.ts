import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useActor } from "../../../actor.tsx";
import { api, client, useChange } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { may } from "../../../platform/access.ts";
import { featureAccess } from "../../features/rules.ts";
import { today } from "../../measurement/pages/metric-words.ts";
import { dayAfter, daysBetween } from "../../measurement/rules.ts";
import { MILESTONE_RENEWS } from "../../strategy/pages/renews.ts";
import { milestoneAccess } from "../../strategy/rules.ts";
import { afterMove, endOf, type Move } from "../rules.ts";
import type { Roadmap, RoadmapMilestone } from "../schema.ts";
import { dayWords, type Item } from "./timeline-words.ts";

const RENEWS = [...MILESTONE_RENEWS, api.roadmap.key(), api.launches.key()] as const;
type Dated = RoadmapMilestone & { date: string };

/** Milestones that something can be planned for, in the order of time. */
export function targetsOf(roadmap: Roadmap): Dated[] {
  return roadmap.milestones.flatMap((one) => (one.state === "planned" && one.date !== null ? [{ ...one, date: one.date }] : []));
}

/** What somebody is about to move: drawn before it is kept, kept as one change that can be undone, or returned. */
export function useMoves(roadmap: Roadmap, input: { product?: string }) {
  const actor = useActor();
  const queries = useQueryClient();
  const [move, setMove] = useState<Move>();
  const feature = useChange(client.features.edit, {
    said: ({ key, milestone }) =>
      `${key} is now planned for ${milestone ? `${milestone.key}, ${dayWords(milestone.date)}` : "no milestone"}`,
    renews: RENEWS,
  });
  const milestone = useChange(client.milestones.edit, { said: ({ key, date }) => `${key} is now on ${dayWords(date)}`, renews: RENEWS });

  const mayMove = ({ kind, id }: Item): boolean =>
    kind === "feature"
      ? may(actor, featureAccess, "edit")
      : may(actor, milestoneAccess, "edit") && roadmap.milestones.some((one) => one.id === id && one.state === "planned");

  /** Moving something back to where it stands is not moving it. */
  const propose = (next: Move) => {
    const was = "featureId" in next ? roadmap.features.find(({ id }) => id === next.featureId)?.milestoneId : undefined;
    const stays =
      "featureId" in next
        ? was === next.milestoneId
        : roadmap.milestones.some(({ id, date }) => id === next.milestoneId && date === next.date);
    // A hand that rests on a day draws nothing anew.
    setMove((known) => (stays ? undefined : JSON.stringify(known) === JSON.stringify(next) ? known : next));
  };

  const placeOf = (item: Item): { milestoneId: string | null; date: string | null } => {
    const shown = move ? afterMove(roadmap, move) : roadmap;
    if (item.kind === "milestone") return { milestoneId: item.id, date: shown.milestones.find(({ id }) => id === item.id)?.date ?? null };
    const found = shown.features.find(({ id }) => id === item.id);
    return { milestoneId: found?.milestoneId ?? null, date: found ? endOf(shown, found) : null };
  };

  /** One step in time: of a milestone a day or a week, of a feature to the next milestone, since it has no day of its own. */
  const step = (item: Item, direction: 1 | -1, isLong: boolean) => {
    if (!mayMove(item)) return;
    const { milestoneId, date } = placeOf(item);
    if (item.kind === "milestone") return propose({ milestoneId: item.id, date: dayAfter(date ?? today(), direction * (isLong ? 7 : 1)) });
    const targets = targetsOf(roadmap);
    const at = targets.findIndex(({ id }) => id === milestoneId);
    const from = at >= 0 ? at + direction : direction > 0 ? targets.findIndex((one) => one.date >= today()) : -1;
    const next = targets[from];
    if (next) propose({ featureId: item.id, milestoneId: next.id });
  };

  /** Where a hand has dragged it: a milestone to that day, a feature to the milestone that is nearest. */
  const dragTo = (item: Item, day: string) => {
    if (!mayMove(item)) return;
    if (item.kind === "milestone") return propose({ milestoneId: item.id, date: day });
    const [nearest] = targetsOf(roadmap).toSorted((a, b) => Math.abs(daysBetween(a.date, day)) - Math.abs(daysBetween(b.date, day)));
    if (nearest) propose({ featureId: item.id, milestoneId: nearest.id });
  };

  const keep = () => {
    if (!move) return;
    setMove(undefined);
    // Drawn as it will be; what the server answers comes after it.
    queries.setQueryData<Roadmap>(api.roadmap.get.queryKey({ input }), (known) => known && afterMove(known, move));
    if ("featureId" in move) {
      const found = roadmap.features.find(({ id }) => id === move.featureId);
      if (found) feature.mutate({ params: { id: found.id }, headers: ifMatch(found), body: { milestoneId: move.milestoneId } });
    } else {
      const found = roadmap.milestones.find(({ id }) => id === move.milestoneId);
      if (found) milestone.mutate({ params: { id: found.id }, headers: ifMatch(found), body: { date: move.date } });
    }
  };
  return { move, propose, step, dragTo, keep, cancel: () => setMove(undefined), mayMove };
}
export type Moves = ReturnType<typeof useMoves>;
