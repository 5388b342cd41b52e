import type { TechNoteAnswer, TechNoteKind, Verdict } from "../delivery/rules.ts";
import type { Who } from "./people.ts";

export const TEAMS = ["Core", "Growth"] as const;
type Team = (typeof TEAMS)[number];

export type FeasibilityFacts = {
  feature: string;
  asked: readonly [ago: number, who: Who];
  question?: string;
  /** Days from now; negative is past. */
  dueIn?: number;
  answered?: {
    ago: number;
    verdict: Verdict;
    line: string;
    conditions?: string;
    spike?: string;
    /** In person-weeks. */
    efforts?: readonly (readonly [team: Team, low: number, high: number])[];
  };
};

export const FEASIBILITIES: readonly FeasibilityFacts[] = [
  {
    feature: "guided",
    asked: [379, "mira"],
    answered: {
      ago: 371,
      verdict: "feasible",
      line: "All of it stands on what the report builder can do already.",
      efforts: [["Growth", 4, 8]],
    },
  },
  {
    feature: "summary",
    asked: [189, "mira"],
    answered: { ago: 182, verdict: "feasible", line: "The mailer is there; the three figures are the work.", efforts: [["Growth", 3, 6]] },
  },
  {
    feature: "rounding",
    asked: [103, "mira"],
    answered: { ago: 99, verdict: "feasible", line: "One library, three callers. Old files keep their cents.", efforts: [["Core", 2, 4]] },
  },
  {
    feature: "currency",
    asked: [48, "mira"],
    question: "The export is the last place where currencies lose their sign. What does it take to carry them through?",
    answered: {
      ago: 43,
      verdict: "feasible",
      line: "The shared library of the rounding fix does half of it.",
      efforts: [
        ["Core", 3, 5],
        ["Growth", 1, 2],
      ],
    },
  },
  {
    feature: "history",
    asked: [45, "mira"],
    answered: {
      ago: 39,
      verdict: "conditions",
      line: "The changes are all in the log; reading them back quickly is the work.",
      conditions: "If we keep them for a year and not for ever: beyond that the tables double.",
      efforts: [["Core", 5, 9]],
    },
  },
  {
    feature: "links",
    asked: [41, "mira"],
    question: "Read only, no account, until a day: can a link do that without opening anything else?",
    answered: {
      ago: 36,
      verdict: "feasible",
      line: "As a separate reader that knows one report and nothing else.",
      efforts: [
        ["Growth", 4, 8],
        ["Core", 1, 3],
      ],
    },
  },
  {
    feature: "guests",
    asked: [37, "leila"],
    answered: {
      ago: 29,
      verdict: "conditions",
      line: "Easy once seats are counted in one place, a mess before.",
      conditions: "The billing move comes first.",
      efforts: [["Growth", 3, 5]],
    },
  },
  {
    feature: "locked",
    asked: [39, "mira"],
    answered: {
      ago: 34,
      verdict: "feasible",
      line: "Follows from the change history: a lock is a change like others.",
      efforts: [["Core", 2, 5]],
    },
  },
  {
    feature: "remarks",
    asked: [94, "ines"],
    answered: {
      ago: 88,
      verdict: "feasible",
      line: "On the page, yes; in the export the library has no notes yet.",
      efforts: [["Growth", 4, 8]],
    },
  },
  {
    feature: "clock",
    asked: [27, "leila"],
    answered: {
      ago: 24,
      verdict: "feasible",
      line: "Store the day beside the instant. The migration runs over a weekend.",
      efforts: [["Core", 1, 2]],
    },
  },
  {
    feature: "billing",
    asked: [70, "mira"],
    answered: {
      ago: 31,
      verdict: "feasible",
      line: "Nothing hard, much of it. Best in one go between two invoices runs.",
      efforts: [["Core", 5, 9]],
    },
  },
  {
    feature: "phone",
    asked: [76, "mira"],
    question: "An app for both systems, offline: could we, and when?",
    answered: { ago: 28, verdict: "infeasible", line: "Two apps need a team that we do not have; with ours not within two years." },
  },
  {
    feature: "alerts",
    asked: [30, "jun"],
    answered: {
      ago: 20,
      verdict: "unknown",
      line: "Depends on how many figures have enough past.",
      spike: "Run last year's data of five accounts through a seasonal median and count false alarms: three days.",
    },
  },
  {
    feature: "templates",
    asked: [5, "mira"],
    question: "A dozen reports by trade, changeable afterwards: what does it take beyond writing them?",
    dueIn: 4,
  },
  {
    feature: "checklist",
    asked: [2, "jun"],
    question: "Can half of new accounts see a checklist and the other half not, without the two meeting?",
    dueIn: 9,
  },
];

export type TechNoteFacts = {
  title: string;
  kind: TechNoteKind;
  body: string;
  cost?: string;
  informs: readonly string[];
  raised: readonly [ago: number, who: Who];
  answered?: readonly [ago: number, answer: TechNoteAnswer, reason?: string];
  /** Who looked at it besides its author. */
  comment?: readonly [ago: number, who: Who, words: string];
};

export const TECH_NOTES: readonly TechNoteFacts[] = [
  {
    title: "A phone-friendly page instead of an app",
    kind: "option",
    informs: ["phone"],
    raised: [26, "tomasz"],
    body: "Most of the twenty-six quotes ask to *look* at two or three figures. A page that fits a small screen, opened from a bookmark, gives them that; no store, no second code base, no offline.\n\nWhat it does not give: editing, notifications.",
    cost: "8–12 weeks of Growth: a fifth of the app",
  },
  {
    title: "Seats are counted in three places",
    kind: "debt",
    informs: ["billing", "guests"],
    raised: [106, "tomasz"],
    body: "Billing, sign-in and the admin page each keep a number, and a job at night makes them agree. It fails about twice a month.",
    cost: "Two days of repairs a month, and nobody can be let in without a seat as long as it lasts",
    answered: [72, "accepted", "We see what it blocks. It goes before the guests, not after."],
    comment: [71, "mira", "This is the third wish it stands in the way of. Let us plan it as work of its own and not hide it in another."],
  },
  {
    title: "One library for amounts",
    kind: "improvement",
    informs: ["currency", "rounding"],
    raised: [98, "tomasz"],
    body: "Page, export and mail each had their own idea of a cent. With one library the currency work is half done.",
    answered: [94, "planned"],
    comment: [93, "jun", "Then the reading for repeated exports can be taken in one place too."],
  },
  {
    title: "Everything that was ever changed is in the log already",
    kind: "possibility",
    informs: ["history"],
    raised: [117, "tomasz"],
    body: "We keep it for recovery. Nobody outside engineering has ever seen it; a year of it is 40 GB.",
    answered: [112, "accepted", "Good news that changes the estimate. Thank you."],
    comment: [111, "mira", "So the history could begin in the past and not on the day of the release?"],
  },
  {
    title: "The export library cannot write notes",
    kind: "blocker",
    informs: ["remarks"],
    raised: [27, "tomasz"],
    body: "Remarks would be lost on the way out. Either we change the library (and lose the fast path), or remarks stay on the page in the first version.",
    cost: "Three weeks for another library",
  },
  {
    title: "A link must not show more than its report",
    kind: "constraint",
    informs: ["links"],
    raised: [35, "tomasz"],
    body: "Reports link to reports. A reader from outside must get a wall there, not a sign-in page that says what is behind it.",
    answered: [32, "accepted"],
    comment: [31, "ines", "Drawn: the word stays, the link goes."],
  },
];

export const MILESTONES = [
  {
    name: "autumn",
    title: "Autumn release",
    kind: "release",
    audience: "customers",
    inDays: -50,
    body: "One rounding, on the page and in the file.",
    owner: "tomasz",
    features: ["rounding"],
    planned: 95,
  },
  {
    name: "winter",
    title: "Winter release",
    kind: "release",
    audience: "customers",
    inDays: 24,
    body: "What leaves the house can be trusted: currencies keep their sign, days keep their day, and changes have names.",
    owner: "tomasz",
    features: ["currency", "history", "clock"],
    planned: 43,
  },
  {
    name: "guests",
    title: "Accountants in",
    kind: "milestone",
    audience: "internal",
    inDays: 70,
    body: "The first ten accountants work as guests; the next ten templates are live.",
    owner: "mira",
    features: ["guests", "templates"],
    planned: 30,
  },
  {
    name: "spring",
    title: "Spring release: ready for the auditor",
    kind: "release",
    audience: "customers",
    inDays: 110,
    body: "Live links, locked periods, remarks. In time for the audit season.",
    owner: "mira",
    features: ["links", "locked", "remarks"],
    planned: 27,
  },
  {
    name: "summer",
    title: "Summer: numbers that speak up",
    kind: "milestone",
    audience: "internal",
    inDays: 205,
    body: "Hints that are wrong less than once a week, at ten accounts that asked in long talks.",
    owner: "jun",
    features: ["alerts"],
    planned: 21,
  },
] as const;

/** Work that is kept in a tracker. */
export const WORK_ITEMS = [
  {
    feature: "currency",
    address: "https://tracker.acme-reports.example/browse/REP-412",
    title: "REP-412 Currency in the cell, not in the head",
    state: "done",
    ago: 40,
  },
  {
    feature: "currency",
    address: "https://tracker.acme-reports.example/browse/REP-415",
    title: "REP-415 A total per currency",
    state: "doing",
    ago: 38,
  },
  {
    feature: "currency",
    address: "https://tracker.acme-reports.example/browse/REP-421",
    title: "REP-421 Check line that a sheet recomputes",
    state: "todo",
    ago: 30,
  },
  {
    feature: "history",
    address: "https://tracker.acme-reports.example/browse/REP-398",
    title: "REP-398 Read the log back by figure",
    state: "doing",
    ago: 34,
  },
  {
    feature: "history",
    address: "https://tracker.acme-reports.example/browse/REP-430",
    title: "REP-430 Throw away after a year",
    state: "todo",
    ago: 20,
  },
] as const;
