import type { SegmentRule } from "../launches/condition-rules.ts";
import type { Who } from "./people.ts";

const plan = (value: string): SegmentRule => ({ join: "and", conditions: [{ about: "plan", is: "any-of", values: [value] }] });

export const SEGMENTS: readonly { name: string; description: string; rule: SegmentRule; state: "draft" | "live"; made: number }[] = [
  {
    name: "Mid-size",
    rule: plan("Mid-size"),
    state: "live",
    made: 395,
    description: "Twelve firms, four fifths of the revenue. A CFO signs, a controller uses, an auditor asks.",
  },
  {
    name: "Small",
    rule: plan("Small"),
    state: "live",
    made: 395,
    description: "Twenty-eight firms. One person, on Sunday evenings. Buys in a week, leaves in one too.",
  },
  {
    name: "Audited firms",
    rule: { join: "and", conditions: [{ about: "attribute", name: "Audited", is: "any-of", values: ["yes"] }] },
    state: "live",
    made: 96,
    description: "Whoever has auditors in the house once a year, whatever their size. Charities among them.",
  },
  {
    name: "Food and drink",
    rule: { join: "and", conditions: [{ about: "attribute", name: "Industry", is: "any-of", values: ["Food", "Hospitality"] }] },
    state: "draft",
    made: 22,
    description: "For the templates: those who ask what one of a thing costs them.",
  },
];

/** Which features are for whom. */
export const FOR: readonly (readonly [feature: string, segments: readonly string[], ago: number])[] = [
  ["guided", ["Small"], 326],
  ["currency", ["Mid-size"], 54],
  ["history", ["Mid-size", "Audited firms"], 52],
  ["links", ["Audited firms", "Mid-size"], 36],
  ["guests", ["Small"], 32],
  ["templates", ["Small"], 24],
];

type Line = readonly [words: string, cites: string];
export type MessageFacts = {
  segment: string;
  promise: string;
  call: string;
  features: readonly string[];
  claims: readonly Line[];
  state: "draft" | "live";
  made: number;
  by: Who;
};

export const MESSAGES: readonly MessageFacts[] = [
  {
    segment: "Small",
    promise: "Your first report before the kettle boils: answer five questions, change what you like.",
    call: "Try it with your own month",
    features: ["guided"],
    claims: [
      ["New accounts that share a report on their first day went from 38 to 44 in a hundred", "guided"],
      ["Asked for by fifteen of our own accounts", "N-4"],
    ],
    state: "live",
    made: 308,
    by: "pau",
  },
  {
    segment: "Mid-size",
    promise: "Send the export without opening it first. Every amount carries its currency, every total says how it was reached.",
    call: "Bring last quarter's file; we export it beside yours",
    features: ["currency"],
    claims: [
      ["Screen and file round alike since the autumn", "rounding"],
      ["A head of finance got a day a month back", "story:Tidewater Energy"],
    ],
    state: "live",
    made: 20,
    by: "pau",
  },
  {
    segment: "Audited firms",
    promise: "See who changed a number, when, and what it was before. Nobody else you are looking at can show you that.",
    call: "Ask for the history of your own report",
    features: ["history"],
    claims: [
      ["Paperfort cannot show who changed a figure", "trail"],
      ["Nine of our accounts asked for it in their own words", "N-2"],
    ],
    state: "live",
    made: 40,
    by: "pau",
  },
  {
    segment: "Audited firms",
    promise: "Give your auditor a key for three weeks and get it back on Friday.",
    call: "See what the auditor sees",
    features: ["links"],
    claims: [["Auditors of mid-size firms no longer accept files", "auditors"]],
    state: "draft",
    made: 15,
    by: "pau",
  },
  {
    segment: "Small",
    promise: "Let your accountant in for the two days a year that it takes. No seat, no shared password.",
    call: "Invite your accountant",
    features: ["guests"],
    claims: [["Gridwell takes four dollars a month for it", "seats"]],
    state: "draft",
    made: 13,
    by: "dana",
  },
];

export type AssetFacts = {
  name: string;
  kind: "battlecard" | "one-pager" | "faq" | "demo-script";
  title: string;
  body: string;
  audience: string;
  rival?: string;
  features: readonly string[];
  claims: readonly Line[];
  state: "draft" | "live" | "retired";
  made: number;
  by: Who;
  /** Days from now until which it is fresh. */
  freshFor: number;
  readBy: readonly (readonly [who: Who, ago: number])[];
  /** Who used it besides its author. */
  comment?: readonly [who: Who, ago: number, words: string];
};

export const ASSETS: readonly AssetFacts[] = [
  {
    name: "paperfort",
    kind: "battlecard",
    title: "Against Paperfort",
    rival: "Paperfort",
    audience: "Mid-size, when the CFO has seen both",
    made: 55,
    by: "pau",
    freshFor: 60,
    state: "live",
    body: "**When they come up:** six of ten mid-size deals, mostly through an auditor.\n\n**Let them have:** size, and the name.\n\n**Ask:** “When did you last recheck a total?” Then be quiet.",
    features: ["history", "currency"],
    claims: [
      ["Paperfort cannot show who changed a figure; with us it stands beside it", "trail"],
      ["Their list price rose by 12 % this autumn", "price"],
      ["Our screen and our file round alike", "rounding"],
      ["Two of six decided deals against them are ours; the last one for speed", "deal:Quillon Robotics: first year"],
    ],
    readBy: [
      ["dana", 50],
      ["leila", 44],
    ],
    comment: ["dana", 50, "Used it at Quillon. The question about rechecking works every time."],
  },
  {
    name: "onepager",
    kind: "one-pager",
    title: "An export you can forward",
    audience: "CFOs before the winter release",
    made: 19,
    by: "pau",
    freshFor: 90,
    state: "live",
    body: "What the file holds is what you saw. Amounts with their currency, totals with their sum, and a line that any sheet can recompute.",
    features: ["currency"],
    claims: [
      ["Repeated exports fell when rounding was mended; currencies are the rest", "rounding"],
      ["Eighteen quotes from fourteen accounts ask for it", "N-1"],
    ],
    readBy: [
      ["dana", 14],
      ["leila", 10],
    ],
    comment: ["leila", 10, "Support will send this with each ticket about totals."],
  },
  {
    name: "faq",
    kind: "faq",
    title: "Why did my total change by a cent?",
    audience: "Support, and everybody with an old export",
    made: 48,
    by: "leila",
    freshFor: 75,
    state: "live",
    body: "*Old files keep their cents; new ones round once, at the end.* The difference is at most half a cent a line, and it is the last one.",
    features: ["rounding"],
    claims: [["One rounding on the page, in the file and in the mail", "rounding"]],
    readBy: [
      ["pau", 46],
      ["dana", 41],
    ],
    comment: ["dana", 41, "Answered three calls with it today."],
  },
  {
    name: "script",
    kind: "demo-script",
    title: "A report while they talk",
    audience: "First calls with small firms",
    made: 290,
    by: "dana",
    freshFor: 40,
    state: "live",
    body: "1. Ask what they would like to know on Monday.\n2. Open the guided start and let *them* answer.\n3. Stop talking when the report appears.\n4. Share it with them before the call ends.",
    features: ["guided"],
    claims: [["Five questions build a finished report", "guided"]],
    readBy: [
      ["pau", 280],
      ["leila", 275],
    ],
    comment: ["leila", 275, "Step three is the hard one."],
  },
  {
    name: "sumlight",
    kind: "battlecard",
    title: "Against Sumlight",
    rival: "Sumlight",
    audience: "Small, when somebody says “app”",
    made: 44,
    by: "dana",
    freshFor: 50,
    state: "live",
    body: "Do not argue about the app. Ask which figure they would look at on the way, and show it in the browser of their phone.",
    features: [],
    claims: [["Four in a hundred of their customers open the app in a month", "app"]],
    readBy: [["leila", 30]],
  },
  {
    name: "mail",
    kind: "one-pager",
    title: "Monday, in three figures",
    audience: "All accounts",
    made: 128,
    by: "pau",
    freshFor: -30,
    state: "retired",
    body: "The weekly summary mail, and what it is good for.",
    features: ["summary"],
    claims: [],
    readBy: [["dana", 126]],
  },
];

export type LaunchFacts = {
  name: string;
  title: string;
  tier: 1 | 2 | 3;
  inDays: number;
  positioning: string;
  price: string;
  channels: string;
  features: readonly string[];
  planned: number;
  by: Who;
  /** Titles of the checklist that were never done. */
  leftOpen: readonly string[];
  /** What was done before its day. */
  early?: readonly (readonly [title: string, ago: number, who: Who])[];
  states: readonly (readonly [state: "ready" | "live" | "reviewed", ago: number, reason?: string])[];
};

export const LAUNCHES: readonly LaunchFacts[] = [
  {
    name: "A",
    title: "Guided first report",
    tier: 2,
    inDays: -300,
    planned: 340,
    by: "pau",
    features: ["guided"],
    positioning:
      "**For** people who keep a small firm's books beside another job, **who** have an evening and no patience: five questions instead of forty fields.\n\n*Unlike* a template it is theirs at once.",
    price: "In every plan.",
    channels: "Sign-up page, mail to trials of the last quarter, two bookkeepers' forums.",
    leftOpen: ["Those who asked are told"],
    states: [
      ["ready", 301],
      ["live", 300],
      ["reviewed", 250, "Everything but the replies; Leila takes them over."],
    ],
  },
  {
    name: "B",
    title: "Weekly summary mail",
    tier: 2,
    inDays: -120,
    planned: 150,
    by: "pau",
    features: ["summary"],
    positioning: "**For** everybody with a seat: what moved last week, before the first coffee.",
    price: "In every plan.",
    channels: "The mail itself.",
    leftOpen: [],
    states: [
      ["ready", 121],
      ["live", 120],
      ["reviewed", 55],
    ],
  },
  {
    name: "currency",
    title: "Exports you can forward",
    tier: 2,
    inDays: 24,
    planned: 42,
    by: "pau",
    features: ["currency"],
    positioning:
      "**For** CFOs who recompute what we computed: an export that says which currency, which total and how it came about.\n\n*Unlike* Paperfort's, the file checks itself.",
    price: "In every plan; the check line from Mid-size.",
    channels: "Mail to mid-size accounts, webinar with Kestrel Logistics, help pages.",
    leftOpen: [],
    early: [
      ["Positioning written", 36, "pau"],
      ["A message for each segment it is for", 19, "pau"],
      ["One-pager or battlecard live", 18, "pau"],
      ["Measures and their baseline in place", 9, "jun"],
    ],
    states: [],
  },
  {
    name: "links",
    title: "A key for the auditor",
    tier: 1,
    inDays: 110,
    planned: 25,
    by: "dana",
    features: ["links", "locked"],
    positioning: "",
    price: "",
    channels: "Three auditing firms, by name.",
    leftOpen: [],
    states: [],
  },
];

/** Who asked for launch A and has been told: the first ones, in the week after. */
export const TOLD_OF_A: readonly string[] = [
  "Copper Kettle Brewing",
  "Lantern Books",
  "Hartley Plumbing",
  "Paragon Tutors",
  "Ridgeway Cycles",
  "Alder Bakery",
];

/** Accounts with auditors in the house. */
export const AUDITED: readonly string[] = [
  "Northgate Foods",
  "Ostrava Mills",
  "Kestrel Logistics",
  "Bluewater Clinics",
  "Havelock Instruments",
  "Tidewater Energy",
  "Castellan Hotels",
  "Brightmoor Schools Trust",
  "Beacon Charity Network",
  "Elm Park Estates",
  "Copper Kettle Brewing",
];
