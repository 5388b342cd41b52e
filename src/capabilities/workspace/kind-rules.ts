/** Every kind of record, in the order in which menus and lists name them. */
export const RECORD_KINDS = [
  "feedback",
  "account",
  "contact",
  "persona",
  "need",
  "objective",
  "milestone",
  "feature",
  "design",
  "study",
  "metric",
  "segment",
  "feasibility",
  "tech-note",
  "finding",
  "competitor",
  "deal",
  "customer-story",
  "message",
  "launch",
  "asset",
  "decision",
  "recommendation",
] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

type KindFacts = {
  /** What stands before the number in a key: at most three letters, unlike any other kind's. */
  prefix: string;
  /** The page on which its records are shown, by key. */
  place: string;
  /** The colour and icon it is drawn with (ui/kinds.ts). */
  mark:
    | "evidence"
    | "account"
    | "persona"
    | "need"
    | "story"
    | "objective"
    | "milestone"
    | "feature"
    | "kpi"
    | "design"
    | "study"
    | "segment"
    | "feasibility"
    | "tech-note"
    | "finding"
    | "competitor"
    | "message"
    | "launch"
    | "asset"
    | "deal"
    | "decision"
    | "recommendation";
  /** What people call it, one and many. */
  one: string;
  many: string;
  /** Its table in the database. */
  table: string;
};

/** All that the house asks about a kind of record: a new kind is a name above and a line here. */
export const KINDS = {
  feedback: { prefix: "FB", place: "feedback", mark: "evidence", one: "feedback", many: "Feedback", table: "feedback" },
  account: { prefix: "A", place: "accounts", mark: "account", one: "account", many: "Accounts", table: "accounts" },
  contact: { prefix: "C", place: "contacts", mark: "account", one: "contact", many: "Contacts", table: "contacts" },
  persona: { prefix: "P", place: "personas", mark: "persona", one: "persona", many: "Personas", table: "personas" },
  need: { prefix: "N", place: "needs", mark: "need", one: "need", many: "Needs", table: "needs" },
  feature: { prefix: "F", place: "features", mark: "feature", one: "feature", many: "Features", table: "features" },
  design: { prefix: "DS", place: "designs", mark: "design", one: "design", many: "Designs", table: "designs" },
  study: { prefix: "S", place: "studies", mark: "study", one: "study", many: "Studies", table: "studies" },
  finding: { prefix: "FI", place: "findings", mark: "finding", one: "finding", many: "Findings", table: "findings" },
  competitor: { prefix: "R", place: "competitors", mark: "competitor", one: "competitor", many: "Competitors", table: "competitors" },
  deal: { prefix: "DL", place: "deals", mark: "deal", one: "deal", many: "Deals", table: "deals" },
  "customer-story": {
    prefix: "ST",
    place: "customer-stories",
    mark: "story",
    one: "customer story",
    many: "Customer stories",
    table: "customer_stories",
  },
  milestone: { prefix: "M", place: "milestones", mark: "milestone", one: "milestone", many: "Milestones", table: "milestones" },
  objective: { prefix: "O", place: "objectives", mark: "objective", one: "objective", many: "Objectives", table: "objectives" },
  metric: { prefix: "K", place: "metrics", mark: "kpi", one: "metric", many: "Metrics", table: "metrics" },
  segment: { prefix: "SG", place: "segments", mark: "segment", one: "segment", many: "Segments", table: "segments" },
  feasibility: { prefix: "FS", place: "feasibility", mark: "feasibility", one: "feasibility", many: "Feasibility", table: "feasibilities" },
  "tech-note": { prefix: "T", place: "tech-notes", mark: "tech-note", one: "tech note", many: "Tech notes", table: "tech_notes" },
  message: { prefix: "MG", place: "messaging", mark: "message", one: "message", many: "Segment messages", table: "messages" },
  launch: { prefix: "L", place: "launches", mark: "launch", one: "launch", many: "Launches", table: "launches" },
  asset: { prefix: "AS", place: "assets", mark: "asset", one: "asset", many: "Assets", table: "assets" },
  decision: { prefix: "D", place: "decisions", mark: "decision", one: "decision", many: "Decisions", table: "decisions" },
  recommendation: {
    prefix: "RE",
    place: "recommendations",
    mark: "recommendation",
    one: "recommendation",
    many: "Recommendations",
    table: "recommendations",
  },
} as const satisfies Record<RecordKind, KindFacts>;

/** The key by which people speak of a record, such as `N-42`. Keys are unique in a workspace, across its products. */
export const keyOf = (kind: RecordKind, number: number): string => `${KINDS[kind].prefix}-${number}`;

/** The kind that a key speaks of, or null when it is no key. */
export function kindOfKey(key: string): RecordKind | null {
  const prefix = /^([A-Z]{1,3})-[1-9]\d*$/i.exec(key)?.[1]?.toUpperCase();
  return RECORD_KINDS.find((kind) => KINDS[kind].prefix === prefix) ?? null;
}

/** Where a record lives in its workspace: `needs/N-42`. */
export const recordPath = (kind: RecordKind, key: string): string => `${KINDS[kind].place}/${key}`;

/** How the API calls the list of a kind, in its addresses: `customer-stories`. */
export const listName = (kind: RecordKind): string => KINDS[kind].table.replaceAll("_", "-");
