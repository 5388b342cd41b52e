import type { PERSONAS } from "./content-needs.ts";
import type { RIVALS } from "./content-research.ts";
import type { Who } from "./people.ts";

export type DealFacts = {
  name: string;
  account?: string;
  /** In thousands of dollars. */
  amount: number;
  state: "open" | "won" | "lost";
  stage: string;
  rival?: (typeof RIVALS)[number]["name"];
  opened: number;
  closed?: number;
  reasons: string;
  about: readonly string[];
};

export const DEALS: readonly DealFacts[] = [
  {
    name: "Harcourt Group: group reporting",
    amount: 90,
    state: "lost",
    stage: "Closed lost",
    rival: "Paperfort",
    opened: 230,
    closed: 150,
    about: ["N-3"],
    reasons: "Their auditor said no to files in week two. Paperfort let him look at the live report in the meeting.",
  },
  {
    name: "Meridian Ferries: finance",
    amount: 72,
    state: "lost",
    stage: "Closed lost",
    rival: "Paperfort",
    opened: 170,
    closed: 98,
    about: ["N-3"],
    reasons: "Liked us better, bought them: the audit committee wanted a look-only access for three outside firms.",
  },
  {
    name: "Oakhurst Council: open books",
    amount: 48,
    state: "lost",
    stage: "Closed lost",
    rival: "Paperfort",
    opened: 110,
    closed: 44,
    about: ["N-3"],
    reasons: "The tender asked for reports that outsiders can open without an account. We had nothing to tick.",
  },
  {
    name: "Sterling Dairy: eleven depots",
    amount: 31,
    state: "lost",
    stage: "Closed lost",
    rival: "Paperfort",
    opened: 190,
    closed: 120,
    about: ["N-2"],
    reasons: "Depots change each other's numbers. “Come back when I can see who it was.”",
  },
  {
    name: "Pocket Parks: franchise",
    amount: 24,
    state: "lost",
    stage: "Closed lost",
    rival: "Sumlight",
    opened: 101,
    closed: 66,
    about: ["N-8"],
    reasons: "Forty franchisees without a desk among them. Went with the app.",
  },
  {
    name: "Northgate Foods: four more plants",
    account: "Northgate Foods",
    amount: 38,
    state: "won",
    stage: "Closed won",
    rival: "Paperfort",
    opened: 175,
    closed: 130,
    about: ["N-1"],
    reasons: "Helena vouched for us to her own board. Condition: one rounding by the autumn.",
  },
  {
    name: "Quillon Robotics: first year",
    account: "Quillon Robotics",
    amount: 38,
    state: "won",
    stage: "Closed won",
    rival: "Paperfort",
    opened: 130,
    closed: 75,
    about: ["N-4"],
    reasons: "Yuki built a report during the call and sent it to her chair. Paperfort needed a week for theirs.",
  },
  {
    name: "Tidewater Energy: renewal",
    account: "Tidewater Energy",
    amount: 78,
    state: "won",
    stage: "Closed won",
    rival: "Sumlight",
    opened: 95,
    closed: 30,
    about: ["N-1"],
    reasons: "Stayed for the rounding fix, and for the promise about currencies.",
  },
  {
    name: "Bluewater Clinics: second region",
    account: "Bluewater Clinics",
    amount: 26,
    state: "won",
    stage: "Closed won",
    rival: "Gridwell",
    opened: 88,
    closed: 36,
    about: [],
    reasons: "Support knew their chart of accounts by heart. That was all it took.",
  },
  {
    name: "Juniper Skincare: two more seats",
    account: "Juniper Skincare",
    amount: 6,
    state: "won",
    stage: "Closed won",
    opened: 34,
    closed: 21,
    about: [],
    reasons: "Hired two people, needed two seats.",
  },
  {
    name: "Ostrava Mills: renewal",
    account: "Ostrava Mills",
    amount: 126,
    state: "open",
    stage: "Negotiation",
    rival: "Paperfort",
    opened: 48,
    about: ["N-3", "N-2"],
    reasons: "Waits for an answer on live access for auditors. Paperfort showed them version 9 last week.",
  },
  {
    name: "Fennel & Stone: renewal",
    account: "Fennel & Stone",
    amount: 58,
    state: "open",
    stage: "Proposal",
    opened: 25,
    about: ["N-6"],
    reasons: "Would sign for three years if the outside accountant got in without a seat.",
  },
];

export type StoryFacts = {
  /** The feedback in which it was heard: whose, and how long ago. */
  heard: readonly [account: string, ago: number];
  title: string;
  persona: (typeof PERSONAS)[number]["name"];
  happened: string;
  instead: string;
  cost: string;
  by: Who;
  told: number;
  consent?: readonly ["yes" | "no" | "asked", ago: number];
  state: "told" | "draft";
};

export const STORIES: readonly StoryFacts[] = [
  {
    heard: ["Tidewater Energy", 35],
    title: "A person for a day a month, to reconcile our file with our screen",
    persona: "CFO",
    happened: "The regulator rejected the quarterly export because lines and total differed by three cents.",
    instead: "A colleague now rebuilds the total in a sheet and types it over ours.",
    cost: "A working day each month, and one late filing.",
    by: "leila",
    told: 33,
    consent: ["yes", 29],
    state: "told",
  },
  {
    heard: ["Havelock Instruments", 149],
    title: "The week in which everybody asked everybody",
    persona: "CFO",
    happened: "A figure in the group report was different on Monday. Nobody had touched it, everybody said.",
    instead: "Since then Simon prints the report on Fridays and compares by eye.",
    cost: "A week of seven people's mornings, once; half an hour of his, every Monday.",
    by: "leila",
    told: 146,
    consent: ["yes", 140],
    state: "told",
  },
  {
    heard: ["Ostrava Mills", 109],
    title: "A renewal that hangs on a link",
    persona: "CFO",
    happened: "The auditors sent the file back unopened and asked to see the page it came from.",
    instead: "Petr sat beside them for two days with his own screen.",
    cost: "Two days of a finance director, and our renewal.",
    by: "dana",
    told: 106,
    consent: ["asked", 12],
    state: "told",
  },
  {
    heard: ["Lantern Books", 48],
    title: "Nine thousand copies that were nine hundred",
    persona: "Bookkeeper",
    happened: "A stock figure had a zero too many and looked like all the others.",
    instead: "Mei now calls each shop before she orders.",
    cost: "An order she had to take back, and her trust in a page that “looked so sure”.",
    by: "ines",
    told: 46,
    consent: ["no", 40],
    state: "told",
  },
  {
    heard: ["Vale Veterinary", 137],
    title: "The password on the yellow note",
    persona: "Bookkeeper",
    happened: "The accountant needed an hour in the books and there was no seat.",
    instead: "Tom sent her his own password, on paper.",
    cost: "",
    by: "leila",
    told: 134,
    state: "draft",
  },
];
