import { POLICY } from "../workspace/policy-rules.ts";
import { heldDaysAgo, isSeen, type Standing, weightOfRecord } from "../workspace/standing-rules.ts";
import { capital, countOf, daysAgo, listOf, withOwnWord } from "./check-words.ts";
import { notApplicable, standingOf } from "./quality.ts";
import type { InformedFacts, Subject, Surroundings } from "./quality-informed.ts";
import type { Check } from "./rules.ts";

/** The strongest of records of one purpose: what it weighs by its age and whether a second person used it. */
function strongest<Record_ extends Standing>(records: readonly Record_[], members: number, periodDays: number) {
  return records
    .map((record) => ({ record, weight: weightOfRecord(record, members, periodDays) }))
    .toSorted((one, other) => other.weight - one.weight || one.record.id.localeCompare(other.record.id))[0];
}

type Waiting = Pick<Check, "nearly">;
function nearlySeen(records: readonly (Standing & { key: string })[], members: number): Waiting {
  const unseen = records.filter((record) => !isSeen(record, members));
  return unseen.length === 0
    ? {}
    : {
        nearly: {
          ids: unseen.map(({ id }) => id),
          reason: `${listOf(unseen.map(({ key }) => key))} ${unseen.length === 1 ? "waits" : "wait"} for a second person to look.`,
        },
      };
}

/** Somebody looked at the market and at the competition. */
export function marketCheck({ key }: Subject, { findings }: InformedFacts, { members }: Surroundings): Check {
  const check = { id: "market", name: "Market and competition", group: "product" as const };
  if (findings === null)
    return notApplicable({ ...check, reason: "Asked once findings about the market and rivals are recorded; this workspace has none." });
  const standing = strongest(findings, members, POLICY.marketFreshDays);
  const counted = findings.filter((finding) => isSeen(finding, members)).map(({ id }) => id);
  if (!standing || standing.weight === 0)
    return {
      ...check,
      state: "not-yet",
      progress: 0,
      reason:
        findings.length === 0 ? "Nobody has recorded what the market says about it." : `${countOf(findings.length, "finding")} about it.`,
      action: findings[0]
        ? { label: `Look at ${findings[0].key}`, to: `/findings/${findings[0].key}` }
        : { label: "Record a finding", to: `/features/${key}`, act: "record-finding" },
      counted: [],
      ...nearlySeen(findings, members),
    };
  const { state, progress } = standingOf(standing.weight, 1);
  return {
    ...check,
    state,
    progress,
    reason: withOwnWord(
      `${standing.record.key} is of ${daysAgo(heldDaysAgo(standing.record))}${state === "met" ? "" : `; older than ${POLICY.marketFreshDays} days it counts less`}.`,
      1,
      members,
    ),
    action: state === "met" ? null : { label: "Say that it still holds", to: `/findings/${standing.record.key}` },
    counted,
    ...nearlySeen(findings, members),
  };
}

/** Whom it reaches is measured, and lately. */
export function reachCheck({ key }: Subject, { metrics }: InformedFacts): Check {
  const check = { id: "reach", name: "Reach measured", group: "data" as const };
  if (metrics === null)
    return notApplicable({ ...check, reason: "Asked once a metric with readings is connected; this workspace has none." });
  const [first] = metrics;
  if (!first)
    return {
      ...check,
      state: "not-yet",
      progress: 0,
      reason: "No metric measures it yet.",
      action: { label: "Link a metric", to: `/features/${key}`, act: "link-metric" },
      counted: [],
    };
  const fresh = metrics.filter(({ isFresh }) => isFresh);
  if (fresh.length > 0)
    return {
      ...check,
      state: "met",
      progress: 1,
      reason: `${listOf(fresh.map(({ key: metric, name }) => `${metric} ${name}`))} ${fresh.length === 1 ? "measures" : "measure"} it.`,
      action: null,
      counted: fresh.map(({ id }) => id),
    };
  const read = metrics.find(({ lastReadingDaysAgo }) => lastReadingDaysAgo !== null);
  const asked = read ?? first;
  return {
    ...check,
    state: "partly",
    progress: 0.5,
    reason: read
      ? `${asked.key} was read ${daysAgo(read.lastReadingDaysAgo ?? 0)}, longer ago than its interval asks.`
      : `${asked.key} has no reading yet.`,
    action: { label: `Add a reading of ${asked.key}`, to: `/metrics/${asked.key}` },
    counted: [asked.id],
  };
}

/** What speaks against it was answered. */
export function contradictionCheck({ findings }: InformedFacts): Check {
  const check = { id: "contradictions", name: "Contradictions answered", group: "product" as const };
  if (findings === null)
    return notApplicable({ ...check, reason: "Asked once evidence that contradicts it is recorded; this workspace has none." });
  const against = findings.filter(({ stance }) => stance === "contradicts");
  if (against.length === 0) return notApplicable({ ...check, reason: "Nothing that is recorded contradicts it." });
  const open = against.filter(({ isAnswered }) => !isAnswered);
  const [first] = open;
  return {
    ...check,
    state: first ? "failed" : "met",
    progress: (against.length - open.length) / against.length,
    reason: first
      ? `${listOf(open.map(({ key }) => key))} ${open.length === 1 ? "speaks" : "speak"} against it, without an answer.`
      : `${capital(countOf(against.length, "contradiction"))} answered.`,
    action: first ? { label: `Answer ${first.key}`, to: `/findings/${first.key}` } : null,
    counted: against.filter(({ isAnswered }) => isAnswered).map(({ id }) => id),
  };
}

/** A debt stands on what it costs us to leave it. */
export function costCheck({ key }: Subject, { costs }: InformedFacts, { members }: Surroundings): Check {
  const check = { id: "cost", name: "What it costs us", group: "engineering" as const };
  if (costs === null)
    return notApplicable({ ...check, reason: "Debt stands on a tech note with what it costs us; this workspace has none." });
  const told = costs.filter(({ cost }) => cost.trim() !== "");
  const seen = told.filter((note) => isSeen(note, members));
  const [first] = seen;
  if (first)
    return {
      ...check,
      state: "met",
      progress: 1,
      reason: withOwnWord(`${first.key} tells what it costs.`, 1, members),
      action: null,
      counted: seen.map(({ id }) => id),
    };
  const [note] = costs;
  return {
    ...check,
    state: "not-yet",
    progress: 0,
    reason: note
      ? `${note.key} ${told.length > 0 ? "tells what it costs" : "does not tell what it costs"}.`
      : "No tech note tells what it costs us to leave it.",
    action: note
      ? { label: told.length > 0 ? `Look at ${note.key}` : `Say what ${note.key} costs`, to: `/tech-notes/${note.key}` }
      : { label: "Raise a tech note", to: `/features/${key}`, act: "raise-note" },
    counted: [],
    ...nearlySeen(told, members),
  };
}

/** Compliance stands on the source of its rule. */
export function ruleCheck({ key }: Subject, { findings }: InformedFacts, { members }: Surroundings): Check {
  const check = { id: "rule", name: "Source of the rule", group: "product" as const };
  if (findings === null)
    return notApplicable({ ...check, reason: "Compliance stands on a finding with the source of the rule; this workspace has none." });
  const sourced = findings.filter(({ hasSource, stance }) => hasSource && stance === "supports");
  const seen = sourced.filter((finding) => isSeen(finding, members));
  const [first] = seen;
  if (first)
    return {
      ...check,
      state: "met",
      progress: 1,
      reason: withOwnWord(`${first.key} names the source.`, 1, members),
      action: null,
      counted: seen.map(({ id }) => id),
    };
  return {
    ...check,
    state: "not-yet",
    progress: 0,
    reason: "No finding names the source of the rule.",
    action: sourced[0]
      ? { label: `Look at ${sourced[0].key}`, to: `/findings/${sourced[0].key}` }
      : { label: "Record the rule", to: `/features/${key}`, act: "record-finding" },
    counted: [],
    ...nearlySeen(sourced, members),
  };
}
