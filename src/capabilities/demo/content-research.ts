import type { Stance } from "../research/capability-rules.ts";
import type { Who } from "./people.ts";

export const RIVALS = [
  {
    name: "Paperfort",
    address: "https://paperfort.example",
    position: "The safe pair of hands for audited firms",
    note: "Sells to the CFO, through auditors. Slow to change, and proud of it. We meet them in six of ten mid-size deals.",
  },
  {
    name: "Sumlight",
    address: "https://sumlight.example",
    position: "Reports in your pocket",
    note: "Began as an app. Cheap, pretty, and thin as soon as there are two currencies.",
  },
  {
    name: "Gridwell",
    address: "https://gridwell.example",
    position: "For accountants, and for those who pay them",
    note: "Grows through accounting firms, which get a free seat for every ten they bring.",
  },
] as const;

type Source = readonly [address: string, title: string, ago: number];
export type FindingFacts = {
  name: string;
  kind: "trend" | "competition" | "sizing";
  statement: string;
  detail?: string;
  segment?: string;
  strength: 1 | 2 | 3;
  sources: readonly Source[];
  rival?: (typeof RIVALS)[number]["name"];
  ago: number;
  by: Who;
  /** Names of needs, features and objectives. */
  supports?: readonly string[];
  contradicts?: readonly string[];
  /** Who said that it still holds. */
  seen?: readonly [who: Who, ago: number];
  checked?: boolean;
  answer?: readonly [who: Who, ago: number, words: string];
};

export const FINDINGS: readonly FindingFacts[] = [
  {
    name: "auditors",
    kind: "trend",
    statement: "Auditors of mid-size firms no longer accept reports as files",
    ago: 100,
    by: "dana",
    strength: 3,
    segment: "Mid-size",
    checked: true,
    detail: "Four of the six firms that audit our accounts have it in their terms since the summer.",
    sources: [
      ["https://audit-weekly.example/no-more-attachments", "Audit Weekly: no more attachments", 102],
      ["https://chamber.example/terms", "Model terms of the chamber of auditors", 118],
    ],
    supports: ["N-3", "links"],
    seen: ["mira", 95],
  },
  {
    name: "trail",
    kind: "competition",
    rival: "Paperfort",
    statement: "Paperfort keeps no record of who changed a figure",
    ago: 75,
    by: "dana",
    strength: 2,
    segment: "Mid-size",
    checked: true,
    detail: "Asked in a demo, and confirmed by two of their customers.",
    sources: [["https://paperfort.example/help/editing", "Paperfort help: editing", 76]],
    supports: ["N-2", "history"],
    seen: ["mira", 60],
  },
  {
    name: "price",
    kind: "competition",
    rival: "Paperfort",
    statement: "Paperfort raised its list price for mid-size firms by 12 %",
    ago: 57,
    by: "dana",
    strength: 3,
    segment: "Mid-size",
    checked: true,
    sources: [["https://paperfort.example/pricing", "Paperfort pricing", 57]],
    supports: ["O-3"],
    seen: ["pau", 56],
  },
  {
    name: "market",
    kind: "sizing",
    statement: "About 1,900 firms of 50 to 500 people in our region change their reporting tool within two years",
    ago: 85,
    by: "pau",
    strength: 2,
    segment: "Mid-size",
    checked: true,
    detail: "Counted from the register by size and trade, times the share that told the yearly survey they would change.",
    sources: [
      ["https://register.example/firms", "Register of firms, by size", 90],
      ["https://finance-survey.example/tools", "Yearly survey of finance tools", 110],
    ],
    supports: ["O-3", "N-1"],
    seen: ["mira", 83],
  },
  {
    name: "app",
    kind: "competition",
    rival: "Sumlight",
    statement: "Four in a hundred of Sumlight's customers open its app in a month",
    ago: 46,
    by: "pau",
    strength: 2,
    segment: "Small",
    checked: true,
    detail: "From their own investor letter. Of those who do, nine in ten look at one page and leave.",
    sources: [["https://sumlight.example/investors/autumn", "Sumlight: letter to investors", 48]],
    contradicts: ["phone"],
    seen: ["mira", 20],
  },
  {
    name: "imports",
    kind: "trend",
    statement: "Reviewers try to bring in a spreadsheet before anything else",
    ago: 70,
    by: "leila",
    strength: 1,
    segment: "Small",
    sources: [["https://toolreviews.example/reporting", "Tool Reviews: reporting, all of this year", 71]],
    supports: ["N-5"],
    seen: ["ines", 64],
  },
  {
    name: "seats",
    kind: "competition",
    rival: "Gridwell",
    statement: "Gridwell sells a look-only accountant seat for 4 dollars a month",
    ago: 52,
    by: "dana",
    strength: 2,
    segment: "Small",
    checked: true,
    sources: [["https://gridwell.example/plans", "Gridwell plans", 52]],
    supports: ["N-6", "guests"],
    seen: ["leila", 49],
  },
  {
    name: "rule",
    kind: "trend",
    statement: "From next January closed periods may only be reopened with a trace",
    ago: 68,
    by: "dana",
    strength: 3,
    segment: "Audited firms",
    checked: true,
    detail: "Rule 14 on electronic books, second draft. It names a fine, and it names reports.",
    sources: [["https://ministry.example/rules/14-draft-2", "Rule 14, second draft", 69]],
    supports: ["locked", "O-3"],
    seen: ["tomasz", 58],
  },
  {
    name: "hints",
    kind: "trend",
    statement: "Finance teams switch warnings off that are wrong more than once a week",
    ago: 33,
    by: "jun",
    strength: 2,
    checked: true,
    sources: [["https://finops-notes.example/alert-fatigue", "Notes on alert fatigue in finance teams", 36]],
    supports: ["N-7", "alerts"],
    seen: ["mira", 30],
  },
  {
    name: "trials",
    kind: "sizing",
    statement: "Two thirds of trials of small reporting tools end on their second day",
    ago: 172,
    by: "pau",
    strength: 2,
    segment: "Small",
    checked: true,
    sources: [["https://trial-numbers.example/reporting", "Trial numbers by category", 180]],
    supports: ["N-4"],
    seen: ["mira", 168],
  },
  {
    name: "bigger",
    kind: "trend",
    statement: "Mid-size buyers say that they choose by price first",
    ago: 78,
    by: "dana",
    strength: 1,
    segment: "Mid-size",
    sources: [["https://finance-survey.example/tools", "Yearly survey of finance tools", 110]],
    contradicts: ["N-1"],
    seen: ["mira", 74],
    answer: [
      "mira",
      73,
      "They say so before. Of our ten decided deals one was about price, and six were about what the auditor or the CFO can trust.",
    ],
  },
  {
    name: "comments",
    kind: "trend",
    statement: "Remarks beside cells are expected since office suites have them",
    ago: 62,
    by: "ines",
    strength: 1,
    sources: [["https://office-habits.example/remarks", "Office habits, chapter 4", 63]],
    supports: ["remarks"],
    seen: ["mira", 55],
  },
  {
    name: "hiring",
    kind: "competition",
    rival: "Paperfort",
    statement: "Paperfort is looking for three people who know phones",
    ago: 4,
    by: "leila",
    strength: 1,
    sources: [["https://paperfort.example/jobs", "Paperfort jobs", 4]],
  },
];

/** What became of the rival's missing trail: the same finding, as it is since the release. */
export const RELEASE = {
  ago: 8,
  by: "dana",
  statement: "Paperfort released an audit trail: every change with name, time and the value before",
  detail:
    "Version 9, for all plans from Mid-size. Shown to Ostrava Mills in the same week. No export of the trail yet, and nothing before the update.",
  source: ["https://paperfort.example/releases/9", "Paperfort 9: release notes", 8],
} as const satisfies { ago: number; by: Who; statement: string; detail: string; source: Source };

type Stands = Readonly<Partial<Record<"us" | (typeof RIVALS)[number]["name"], Stance>>>;
/** What customers compare: features of ours by name, and what is none, in its own words. How we stand with a feature follows from its state. */
export const COMPARED: readonly {
  feature?: string;
  words?: string;
  ago: number;
  stands: Stands;
  since?: readonly [rival: (typeof RIVALS)[number]["name"], ago: number, stance: Stance];
}[] = [
  { feature: "rounding", ago: 74, stands: { Paperfort: "has", Sumlight: "has-not", Gridwell: "has" } },
  { feature: "currency", ago: 74, stands: { Paperfort: "partly", Sumlight: "has-not", Gridwell: "partly" } },
  {
    feature: "history",
    ago: 74,
    stands: { Paperfort: "has-not", Sumlight: "has-not", Gridwell: "partly" },
    since: ["Paperfort", 8, "has"],
  },
  { feature: "links", ago: 74, stands: { Paperfort: "has", Sumlight: "has-not", Gridwell: "partly" } },
  { feature: "guests", ago: 51, stands: { Paperfort: "has-not", Gridwell: "has" } },
  { feature: "guided", ago: 74, stands: { Paperfort: "has-not", Sumlight: "partly", Gridwell: "has-not" } },
  { feature: "phone", ago: 45, stands: { Paperfort: "has-not", Sumlight: "has" } },
  { words: "Somebody answers within the hour", ago: 74, stands: { us: "has", Paperfort: "has-not", Sumlight: "partly" } },
  {
    words: "Reads last year's spreadsheet as it is",
    ago: 63,
    stands: { us: "has-not", Paperfort: "has-not", Sumlight: "partly", Gridwell: "has-not" },
  },
];
