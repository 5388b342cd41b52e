import { KINDS } from "../kind-rules.ts";

/** One change of a field, before and after. */
export type FieldChange = { name: string; before: unknown; after: unknown };

/** What an activity says: "linked a quote to N-4 because …", and what it changed. */
export type ActivityWords = {
  words: string;
  /** A record that the sentence ends with. */
  recordId?: string;
  reason?: string;
  changes: FieldChange[];
};

const NOUNS: Readonly<Record<string, string>> = Object.fromEntries(Object.entries(KINDS).map(([kind, { one }]) => [kind, `this ${one}`]));
const ACTS: Readonly<Record<string, string>> = {
  "change.undone": "undid a change",
  "comment.added": "commented",
  "comment.edited": "edited a comment",
  "comment.deleted": "deleted a comment",
  "record.changed": "edited",
  "need.split": "gave some of its quotes",
  "feedback.quoted": "linked a quote",
  "feedback.quote-edited": "edited a quote",
  "feedback.quote-removed": "removed a quote",
  "feedback.done": "marked this feedback as done",
  "capability.added": "added this feature to what is compared",
  "capability.removed": "took this feature out of what is compared",
  "competitor.compared": "compared what they can do",
  "design.revised": "made a new version of this design",
  "study.results-entered": "wrote down results",
  "study.tasks-set": "changed the tasks",
  "study.participant-removed": "took a participant out",
  "study.problem-noted": "noted a problem",
  "study.problem-edited": "edited a problem",
  "study.problem-fixed": "called a problem fixed",
  "study.problem-reopened": "opened a problem again",
  "study.problem-removed": "deleted a problem",
  "feature.design-reviewed": "reviewed the design",
  "feature.design-review-withdrawn": "took back an answer of the design review",
  "asset.claim-added": "added a claim",
  "asset.claim-edited": "edited a claim",
  "asset.claim-renewed": "said that a claim is still true",
  "asset.claim-removed": "took a claim out",
  "message.claim-added": "added a proof",
  "message.claim-edited": "edited a proof",
  "message.claim-renewed": "said that a proof is still true",
  "message.claim-removed": "took a proof out",
  "launch.item-added": "added to the checklist",
  "launch.item-edited": "edited the checklist",
  "launch.item-done": "did something of the checklist",
  "launch.item-reopened": "opened something of the checklist again",
  "launch.item-removed": "took something off the checklist",
  "decision.dissent-recorded": "wrote down who disagrees",
  "decision.dissent-withdrawn": "took a disagreement out",
  "recommendation.taken-up": "gave it",
  "feature.told": "told somebody who asked",
  "feature.untold": "took back that somebody was told",
  "view.saved": "saved a view",
  "metric.reading-removed": "removed a reading of this metric",
  "metric.pull-set": "set from where this metric is pulled",
  "metric.pull-stopped": "stopped pulling this metric",
  "objective.key-result-added": "added a key result",
  "objective.key-result-edited": "changed a key result",
  "objective.key-result-removed": "removed a key result",
  "import.undone": "undid an import",
  "feature.asked": "asked for feasibility",
  "feature.estimated": "estimated it",
  "feasibility.asked": "asked",
  "feasibility.answered": "answered",
  "feasibility.withdrawn": "withdrew the answer",
};
/** How a record that is named beside joins the sentence; the first that is not the one whose trail it is. */
const PLACES = [
  ["intoId", "into"],
  ["fromId", "with"],
  ["newId", "to"],
  ["needId", "to"],
  ["featureId", "to"],
  ["targetId", "to"],
  ["feedbackId", "from"],
  ["feasibilityId", "from"],
  ["askId", "in"],
  ["aboutId", "about"],
  ["toId", "to"],
] as const;
const isAway = (kind: string) => kind.endsWith(".unlinked") || kind === "feedback.quote-removed";

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const textsIn = (value: unknown): string[] => (Array.isArray(value) ? value.filter((one) => typeof one === "string") : []);

/** An activity in words. What is not known by name is told by its own: `feature.committed` becomes "committed this feature". */
export function activityWords({
  kind,
  recordId,
  detail,
}: {
  kind: string;
  recordId: string | null;
  detail: Record<string, unknown>;
}): ActivityWords {
  const [noun = "", act = ""] = kind.split(".");
  if (kind === "record.labelled") return { words: labelled(textsIn(detail.added), textsIn(detail.removed)), changes: [] };
  if (noun === "file") return { words: `${act} ${typeof detail.name === "string" ? detail.name : "a file"}`, changes: [] };
  const changes = changesIn(detail, act);
  const merged = textsIn(detail.merged);
  if (merged.length > 0) return { words: `merged ${merged.join(", ")} into ${NOUNS[noun] ?? "this"}`, changes };
  if (act === "ranked") return { words: ranked(detail), changes };
  const words =
    ACTS[kind] ??
    (act === "linked" || act === "unlinked" ? `${act} it` : undefined) ??
    `${act.replaceAll("-", " ")} ${NOUNS[noun] ?? nameIn(noun, detail)}`;
  const [place] = PLACES.flatMap(([name, word]) => {
    const id = detail[name];
    return typeof id === "string" && id !== recordId ? [{ id, word: isAway(kind) ? "from" : word }] : [];
  });
  return {
    words: place ? `${words} ${place.word}` : words,
    changes,
    ...(place ? { recordId: place.id } : {}),
    ...(typeof detail.reason === "string" && detail.reason !== "" ? { reason: detail.reason } : {}),
  };
}

function changesIn(detail: Record<string, unknown>, act: string): FieldChange[] {
  if (isObject(detail.changes))
    return Object.entries(detail.changes).flatMap(([name, change]) =>
      isObject(change) && ("before" in change || "after" in change) ? [{ name, before: change.before, after: change.after }] : [],
    );
  if (!("before" in detail && "after" in detail)) return [];
  return [{ name: act === "assigned" ? "assigneeId" : "state", before: detail.before, after: detail.after }];
}

function ranked({ above, below }: Record<string, unknown>): string {
  if (isObject(above) && typeof above.key === "string") return `ranked it below ${above.key}`;
  return isObject(below) && typeof below.key === "string" ? `ranked it above ${below.key}` : "ranked it";
}

const nameIn = (noun: string, { name, email }: Record<string, unknown>): string =>
  typeof name === "string" ? `the ${noun} ${name}` : typeof email === "string" ? `the ${noun} of ${email}` : `the ${noun}`;

function labelled(added: readonly string[], removed: readonly string[]): string {
  const labels = (names: readonly string[]) => `the ${names.length === 1 ? "label" : "labels"} ${names.join(", ")}`;
  return [added.length > 0 ? `added ${labels(added)}` : "", removed.length > 0 ? `removed ${labels(removed)}` : ""]
    .filter((part) => part !== "")
    .join(" and ");
}

const FIELD_NAMES: Readonly<Record<string, string>> = {
  ownerId: "Owner",
  assigneeId: "Assigned to",
  mergedIntoId: "Merged into",
  valueLow: "Value, low",
  valueHigh: "Value, high",
  effortLow: "Effort, low",
  effortHigh: "Effort, high",
  revenueMinor: "Revenue",
  sourceAddress: "Source",
  receivedAt: "Received",
  revision: "Version",
};

/** `personaId` as people call it: "Persona". Names that are words already stay. */
export function fieldName(name: string): string {
  const known = FIELD_NAMES[name];
  if (known) return known;
  if (!/^[a-z]+([A-Z][a-z]*)*$/.test(name)) return name;
  const words = name.replace(/(Id|Minor)$/, "").replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** One of several things that a field holds, by what it is called: "Paperfort 9: release notes". */
export function partWords(part: unknown): string {
  if (typeof part !== "object" || part === null) return String(part);
  const named = ["title", "name", "text", "address"].map((key) => Object.entries(part).find(([own]) => own === key)?.[1]);
  return String(named.find((one) => typeof one === "string" && one !== "") ?? "something");
}
