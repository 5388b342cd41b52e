import type { RecordKind } from "./kind-rules.ts";

export const LINK_KINDS = ["serves", "supports", "contradicts", "requires", "answers", "promises", "measures", "informs"] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

type LinkRule = {
  from: RecordKind;
  kind: LinkKind;
  to: RecordKind;
  /** The sentence read from the one end and from the other: "F-2 requires F-1", "F-1 is required by F-2". */
  says: string;
  back: string;
  /** Following it never leads back to where one began. */
  acyclic?: boolean;
};

/**
 * Which records may be linked how. A feature's needs are not here: serving a need moves its demand and has routes of its own.
 * A capability adds the lines of its records.
 */
export const LINK_RULES: readonly LinkRule[] = [
  { from: "feature", kind: "requires", to: "feature", says: "requires", back: "is required by", acyclic: true },
  { from: "design", kind: "serves", to: "need", says: "serves", back: "is served by" },
  { from: "design", kind: "serves", to: "feature", says: "covers", back: "is covered by" },
  { from: "study", kind: "informs", to: "feature", says: "tests", back: "is tested by" },
  { from: "study", kind: "informs", to: "need", says: "tests", back: "is tested by" },
  { from: "finding", kind: "supports", to: "need", says: "supports", back: "is supported by" },
  { from: "finding", kind: "supports", to: "feature", says: "supports", back: "is supported by" },
  { from: "finding", kind: "supports", to: "objective", says: "supports", back: "is supported by" },
  { from: "finding", kind: "contradicts", to: "need", says: "contradicts", back: "is contradicted by" },
  { from: "finding", kind: "contradicts", to: "feature", says: "contradicts", back: "is contradicted by" },
  { from: "finding", kind: "contradicts", to: "objective", says: "contradicts", back: "is contradicted by" },
  { from: "deal", kind: "informs", to: "need", says: "was decided by", back: "decided" },
  { from: "deal", kind: "informs", to: "feature", says: "was decided by", back: "decided" },
  { from: "customer-story", kind: "supports", to: "need", says: "tells why it matters", back: "is told in" },
  { from: "customer-story", kind: "supports", to: "feature", says: "tells why it matters", back: "is told in" },
  { from: "feature", kind: "serves", to: "objective", says: "serves", back: "is served by" },
  { from: "need", kind: "serves", to: "objective", says: "serves", back: "is served by" },
  { from: "metric", kind: "measures", to: "objective", says: "measures", back: "is measured by" },
  { from: "metric", kind: "measures", to: "feature", says: "measures", back: "is measured by" },
  { from: "metric", kind: "measures", to: "need", says: "measures", back: "is measured by" },
  { from: "feature", kind: "serves", to: "segment", says: "is for", back: "is served by" },
  { from: "tech-note", kind: "informs", to: "feature", says: "informs", back: "is informed by" },
  { from: "tech-note", kind: "informs", to: "objective", says: "informs", back: "is informed by" },
  { from: "message", kind: "promises", to: "feature", says: "promises", back: "is promised by" },
  { from: "launch", kind: "promises", to: "feature", says: "brings out", back: "is brought out by" },
  { from: "asset", kind: "promises", to: "feature", says: "speaks of", back: "is spoken of in" },
  { from: "decision", kind: "answers", to: "feature", says: "answers", back: "is answered by" },
  { from: "decision", kind: "answers", to: "objective", says: "answers", back: "is answered by" },
  { from: "decision", kind: "answers", to: "need", says: "answers", back: "is answered by" },
  { from: "decision", kind: "answers", to: "tech-note", says: "answers", back: "is answered by" },
  { from: "decision", kind: "answers", to: "recommendation", says: "answers", back: "is answered by" },
  { from: "recommendation", kind: "informs", to: "feature", says: "informs", back: "is informed by" },
  { from: "recommendation", kind: "informs", to: "objective", says: "informs", back: "is informed by" },
  { from: "recommendation", kind: "informs", to: "need", says: "informs", back: "is informed by" },
];

export const linkRule = (from: RecordKind, kind: LinkKind, to: RecordKind): LinkRule | undefined =>
  LINK_RULES.find((rule) => rule.from === from && rule.kind === kind && rule.to === to);

export type LinkChoice = { kind: LinkKind; direction: "out" | "in"; other: RecordKind; words: string };

/** Every way in which a record of a kind can be linked, seen from it. */
export function linkChoices(of: RecordKind): LinkChoice[] {
  return [
    ...LINK_RULES.filter(({ from }) => from === of).map(
      ({ kind, to, says }): LinkChoice => ({ kind, direction: "out", other: to, words: says }),
    ),
    ...LINK_RULES.filter(({ to }) => to === of).map(
      ({ kind, from, back }): LinkChoice => ({ kind, direction: "in", other: from, words: back }),
    ),
  ];
}
