import type { Who } from "./people.ts";

export const PERSONAS = [
  {
    name: "CFO",
    description:
      "Signs what leaves the house: board packs, covenants, tax. Reads reports on Thursday evenings and answers for each number on Friday.\n\nTrusts a system as far as it explains itself. Would rather have ten figures that hold than a hundred that sparkle.",
  },
  {
    name: "Auditor",
    description:
      "Comes from outside, for three weeks a year, with a list. Has no account and wants none; asks for sources, not for pictures.\n\nWrites a finding for everything that was changed after it was sent.",
  },
  {
    name: "Bookkeeper",
    description:
      "Keeps the numbers of a small firm, often alone, often beside another job. Came from a spreadsheet and misses it a little.\n\nNever attends a webinar. If the first hour does not end in something useful there is no second.",
  },
] as const;

export type NeedFacts = {
  statement: string;
  detail: string;
  persona: (typeof PERSONAS)[number]["name"];
  importance: number;
  satisfaction: number;
  /** What satisfaction was before, and when that was asked again. */
  before?: { satisfaction: number; ago: number };
  state: "open" | "exploring" | "served";
  owner: Who;
};

/** N-1 to N-8, in the order of their keys. */
export const NEEDS: readonly NeedFacts[] = [
  {
    statement: "Trust exported totals without rechecking",
    detail:
      "People sum what we have summed. The screen and the file round at different places, currencies lose their sign, and one wrong cent makes the whole file suspect.\n\nIt is met when somebody forwards an export **without opening it first**.",
    persona: "CFO",
    importance: 8.6,
    satisfaction: 3.1,
    state: "exploring",
    owner: "mira",
  },
  {
    statement: "See who changed a number, and when",
    detail:
      "Several people edit one report. When a figure differs from yesterday, nobody can say who, when, or what it was before. They ask around, keep screenshots, print.\n\nNot about blame: most changes turn out to be right.",
    persona: "CFO",
    importance: 7.9,
    satisfaction: 2.4,
    state: "exploring",
    owner: "mira",
  },
  {
    statement: "Hand a report to an auditor without sending a file",
    detail:
      "A file is out of date when it arrives. Auditors ask for the live report, read only, for as long as the audit lasts, and without an account.\n\nSmall in voices, large in money: three deals were lost on it this year.",
    persona: "Auditor",
    importance: 6.2,
    satisfaction: 4.8,
    state: "exploring",
    owner: "mira",
  },
  {
    statement: "Build the first report without help",
    detail:
      "The empty page asks for measures and dimensions before it has shown anything. People wait for a colleague, copy a video, or leave on the second Sunday.\n\nAsked again after the guided start: much better for new accounts, unchanged for those who came before.",
    persona: "Bookkeeper",
    importance: 8.1,
    satisfaction: 5.9,
    before: { satisfaction: 3.5, ago: 241 },
    state: "exploring",
    owner: "mira",
  },
  {
    statement: "Bring in last year's spreadsheet as it is",
    detail:
      "Merged cells, four header rows, subtotals in between, colours that mean something. The importer wants a table; a workbook is a diary.\n\nNothing serves this yet.",
    persona: "Bookkeeper",
    importance: 7,
    satisfaction: 3,
    state: "open",
    owner: "mira",
  },
  {
    statement: "Let an outside accountant in without a seat",
    detail:
      "Accountants and tax advisers look in for hours a year. A seat costs twelve months, so passwords are shared and forgotten accesses stay open.",
    persona: "Bookkeeper",
    importance: 6.6,
    satisfaction: 2.9,
    state: "exploring",
    owner: "mira",
  },
  {
    statement: "Be told when a number looks wrong",
    detail:
      "A zero too many, thousands for units, an invoice paid twice. People hunt for such things with their eyes, for hours, and find one in three.\n\nWe know this from long talks only. Nobody has asked for it in writing.",
    persona: "CFO",
    importance: 7.4,
    satisfaction: 2.2,
    state: "exploring",
    owner: "jun",
  },
  {
    statement: "Use it on the phone",
    detail:
      "The loudest wish we have. It comes from a handful of small accounts, several people in each, several times.\n\nMost want to *look*, between two other things, at two or three figures. Hardly anybody wants to edit.",
    persona: "Bookkeeper",
    importance: 5.1,
    satisfaction: 4,
    state: "open",
    owner: "mira",
  },
];
