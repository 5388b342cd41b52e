import { CHECK_STATES, type Check, type CheckState, isWaivable, type Quality, type QualityResult, type Waiver } from "./rules.ts";

/** What the sum of what counts makes of a check that asks for `needed` of it. */
export function standingOf(sum: number, needed: number): { state: CheckState; progress: number } {
  if (sum >= needed) return { state: "met", progress: 1 };
  return sum > 0 ? { state: "partly", progress: sum / needed } : { state: "not-yet", progress: 0 };
}

/** A check whose source this workspace has not: it is not asked, and says what it would take. */
export function notApplicable(check: Pick<Check, "id" | "name" | "group" | "reason">): Check {
  return { ...check, state: "not-applicable", progress: 0, action: null, counted: [] };
}

/** A quality from its checks: nothing is averaged, the weakest decides. */
export function qualityOf(quality: Quality, checks: Check[], coloured: boolean): QualityResult {
  const applicable = checks.filter(({ state }) => state !== "not-applicable");
  const asked = applicable.filter(({ state }) => state !== "waived");
  return {
    quality,
    coloured,
    value: asked.length > 0 ? Math.min(...asked.map(({ progress }) => progress)) : null,
    met: applicable.filter(({ state }) => state === "met").length,
    applicable: applicable.length,
    checks,
  };
}

/** The same qualities with the gaps that are accepted; what is met needs no waiver. */
export function withWaivers(qualities: readonly QualityResult[], waivers: readonly Waiver[]): QualityResult[] {
  if (waivers.length === 0) return [...qualities];
  return qualities.map(({ quality, coloured, checks }) =>
    qualityOf(
      quality,
      checks.map((check) => {
        const waived = isWaivable(check) ? waivers.find(({ checkId }) => checkId === check.id) : undefined;
        if (!waived) return check;
        const { reason, until, waivedBy } = waived;
        return { ...check, state: "waived", waiver: { reason, until, waivedBy } };
      }),
      coloured,
    ),
  );
}

/** Worse first: by state, then by progress. */
export function byWeakness(one: Pick<Check, "state" | "progress">, other: Pick<Check, "state" | "progress">): number {
  return CHECK_STATES.indexOf(one.state) - CHECK_STATES.indexOf(other.state) || one.progress - other.progress;
}

type Gap = Pick<Check, "state" | "progress">;
/** What is missing, the weakest first. */
export function gapsOf(qualities: readonly QualityResult[]): Gap[] {
  return qualities
    .flatMap(({ checks }) => checks)
    .filter(isWaivable)
    .toSorted(byWeakness);
}

/** Worse first: by the weakest gap, then by the next; of two that are alike as far as they go the one with more of them. */
export function byGaps(one: readonly Gap[], other: readonly Gap[]): number {
  for (const [place, gap] of one.entries()) {
    const against = other[place];
    if (!against) return -1;
    const difference = byWeakness(gap, against);
    if (difference !== 0) return difference;
  }
  return other.length > one.length ? 1 : 0;
}

/** The check to mend first, with its quality; undefined when all that is asked is met or waived. */
export function weakestCheck(qualities: readonly QualityResult[]): { quality: Quality; check: Check } | undefined {
  return qualities
    .flatMap(({ quality, checks }) => checks.map((check) => ({ quality, check })))
    .filter(({ check: { state } }) => state === "failed" || state === "not-yet" || state === "partly")
    .toSorted((one, other) => byWeakness(one.check, other.check))[0];
}

type Judged = { id: string; key: string; qualities: readonly QualityResult[] };

/** A quality of the whole strategy: each check stands as the weakest feature that is asked it stands. */
export function strategyQuality(quality: Quality, judged: readonly Judged[]): QualityResult {
  const answers = new Map<string, { key: string; id: string; check: Check }[]>();
  for (const { id, key, qualities } of judged)
    for (const check of qualities.find((one) => one.quality === quality)?.checks ?? []) {
      const known = answers.get(check.id) ?? [];
      answers.set(check.id, [...known, { key, id, check }]);
    }
  return qualityOf(
    quality,
    [...answers.values()].flatMap((given) => strategyCheck(given) ?? []),
    true,
  );
}

function strategyCheck(given: readonly { key: string; id: string; check: Check }[]): Check | undefined {
  const asked = given.filter(({ check }) => check.state !== "not-applicable").toSorted((one, other) => byWeakness(one.check, other.check));
  const [weakest] = asked;
  if (!weakest) return given[0]?.check;
  const met = asked.filter(({ check }) => check.state === "met");
  const share = `${met.length} of ${asked.length} ${asked.length === 1 ? "feature" : "features"} ${met.length === 1 ? "meets" : "meet"} it`;
  const reason = met.length === asked.length ? `${share}.` : `${share}; weakest is ${weakest.key}: ${weakest.check.reason}`;
  return { ...weakest.check, reason, counted: met.map(({ id }) => id), nearly: undefined };
}
