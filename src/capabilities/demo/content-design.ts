import type { Verdict } from "../design/rules.ts";

export const PRINCIPLES = [
  "Says where a number comes from",
  "Never loses what was typed",
  "Speaks the reader's trade, not ours",
  "Works without a mouse",
  "Shows what it is not sure of",
] as const;

export type DesignFacts = {
  name: string;
  title: string;
  body: string;
  state: "sketch" | "prototype" | "ready" | "built";
  made: number;
  serves: readonly string[];
  revised?: readonly [ago: number, changed: string];
  /** Who besides its author looked at it, and what they said. */
  comment: readonly [ago: number, who: "mira" | "tomasz" | "jun" | "leila", words: string];
};

export const DESIGNS: readonly DesignFacts[] = [
  {
    name: "guided",
    title: "Five questions to a report",
    state: "built",
    made: 372,
    serves: ["guided", "N-4"],
    body: "One question a page, an answer a tap, the report grows on the right while they answer.",
    comment: [370, "mira", "The third question is two questions. Otherwise: this is it."],
  },
  {
    name: "currency",
    title: "Totals as the file will hold them",
    state: "ready",
    made: 58,
    serves: ["currency", "N-1"],
    body: "The preview *is* the file: what stands there is written, cell for cell, with its currency. Under each total a line tells how it came about.",
    revised: [
      12,
      "The currency is chosen beside the amount, not before the columns; the preview shows two totals where there are two currencies.",
    ],
    comment: [56, "tomasz", "The preview can be made by the writer of the file itself. Then the two cannot differ."],
  },
  {
    name: "history",
    title: "A name beside each figure",
    state: "prototype",
    made: 66,
    serves: ["history", "N-2"],
    body: "A hair line under figures that were changed; on it, name and time; behind it, the list. Nothing moves while one reads.",
    comment: [63, "mira", "Show the value before as well. It is the first thing they ask."],
  },
  {
    name: "links",
    title: "A window, not a file",
    state: "prototype",
    made: 34,
    serves: ["links", "N-3"],
    body: "What the auditor sees: the report, its date, who shares it and until when. No menu, no sign-in, no way further.",
    comment: [30, "tomasz", "I like that the end date is the largest thing on the page."],
  },
  {
    name: "templates",
    title: "Reports with names of questions",
    state: "sketch",
    made: 23,
    serves: ["templates"],
    body: "A shelf by trade. Each cover is the finished report, small, with numbers that could be theirs.",
    comment: [21, "leila", "Ask the bakers. I have three who would look at it tomorrow."],
  },
  {
    name: "alerts",
    title: "A mark that can be wrong",
    state: "sketch",
    made: 18,
    serves: ["alerts", "N-7"],
    body: "A small hollow dot; filled once somebody looked. “Unlike its last twelve Decembers”, and one press to say that it is right.",
    comment: [16, "jun", "Hollow is good: it does not claim to know."],
  },
];

/** Per participant: name, whether each task was completed, seconds and ease of each, and the ten answers of the SUS. */
export type Row = readonly [
  name: string,
  tasks: readonly (readonly [completed: boolean, seconds: number, ease: number])[],
  sus: readonly number[],
];
export type StudyFacts = {
  name: string;
  title: string;
  design: string;
  tests: string;
  segment: string;
  body: string;
  made: number;
  analysed: number;
  tasks: readonly string[];
  rows: readonly Row[];
  problems: readonly { title: string; severity: number; affected: number; task: number; quote: string; fixed?: number }[];
};

export const STUDIES: readonly StudyFacts[] = [
  {
    name: "guided",
    title: "Do five questions make a report?",
    design: "guided",
    tests: "guided",
    segment: "Small",
    made: 362,
    analysed: 356,
    body: "Six people who had never seen Acme Reports. In their kitchens and back offices, on their own machines.",
    tasks: ["Make a report of last month", "Share it with somebody"],
    rows: [
      [
        "Bakery",
        [
          [true, 264, 6],
          [true, 31, 7],
        ],
        [4, 2, 4, 2, 4, 2, 5, 1, 4, 2],
      ],
      [
        "Dentist",
        [
          [true, 311, 5],
          [true, 44, 6],
        ],
        [4, 2, 4, 2, 3, 2, 4, 2, 4, 2],
      ],
      [
        "Bookshop",
        [
          [true, 228, 6],
          [true, 26, 7],
        ],
        [5, 1, 5, 1, 4, 2, 5, 1, 4, 1],
      ],
      [
        "Garage",
        [
          [true, 402, 4],
          [true, 63, 5],
        ],
        [3, 2, 4, 2, 3, 2, 4, 2, 3, 3],
      ],
      [
        "Nursery",
        [
          [true, 251, 6],
          [true, 38, 6],
        ],
        [4, 1, 4, 1, 4, 2, 5, 2, 4, 2],
      ],
      [
        "Plumber",
        [
          [true, 287, 6],
          [false, 120, 3],
        ],
        [4, 2, 4, 2, 4, 2, 4, 2, 3, 2],
      ],
    ],
    problems: [
      {
        title: "“Share” was looked for in the mail program",
        severity: 2,
        affected: 1,
        task: 1,
        quote: "I would just attach it, no?",
        fixed: 341,
      },
    ],
  },
  {
    name: "currency",
    title: "Does the export say which total is right?",
    design: "currency",
    tests: "currency",
    segment: "Mid-size",
    made: 31,
    analysed: 26,
    body: "Eight CFOs and controllers, remote, forty minutes each, with a quarter of made-up figures in euros and dollars.\n\n**What we wanted to know:** can they export it, and say without help which total goes to the board?",
    tasks: ["Export the quarter with both currencies", "Say which total goes to the board, and why"],
    rows: [
      [
        "P1",
        [
          [true, 118, 6],
          [true, 40, 6],
        ],
        [4, 2, 4, 2, 4, 2, 4, 2, 4, 2],
      ],
      [
        "P2",
        [
          [false, 260, 3],
          [false, 95, 2],
        ],
        [3, 3, 3, 2, 3, 3, 3, 3, 2, 3],
      ],
      [
        "P3",
        [
          [true, 96, 6],
          [true, 33, 6],
        ],
        [5, 1, 4, 2, 4, 2, 4, 1, 4, 2],
      ],
      [
        "P4",
        [
          [true, 151, 5],
          [true, 58, 5],
        ],
        [4, 2, 4, 2, 4, 2, 4, 2, 3, 2],
      ],
      [
        "P5",
        [
          [false, 240, 3],
          [true, 71, 4],
        ],
        [3, 3, 3, 2, 3, 3, 4, 3, 3, 3],
      ],
      [
        "P6",
        [
          [true, 104, 6],
          [true, 36, 7],
        ],
        [4, 1, 5, 1, 4, 2, 5, 1, 4, 2],
      ],
      [
        "P7",
        [
          [false, 281, 2],
          [false, 110, 2],
        ],
        [2, 4, 3, 3, 3, 3, 3, 4, 2, 3],
      ],
      [
        "P8",
        [
          [true, 133, 5],
          [true, 49, 6],
        ],
        [4, 2, 4, 2, 4, 2, 4, 2, 4, 2],
      ],
    ],
    problems: [
      {
        title: "The currency is asked for before the columns, and missed",
        severity: 3,
        affected: 3,
        task: 0,
        quote: "I never chose dollars. It must have chosen for me.",
        fixed: 12,
      },
      {
        title: "“Net” and “gross” stand too far from their totals",
        severity: 2,
        affected: 2,
        task: 1,
        quote: "Which of these two is the one I signed?",
      },
      { title: "The check line reads like an error", severity: 1, affected: 4, task: 1, quote: "Is it unhappy with me?" },
    ],
  },
  {
    name: "history",
    title: "Is the last change found where it is looked for?",
    design: "history",
    tests: "history",
    segment: "Mid-size",
    made: 22,
    analysed: 17,
    body: "Six people at four accounts, in a prototype with their own report in it.",
    tasks: ["Find out who changed the March figure", "Say what it was before"],
    rows: [
      [
        "P1",
        [
          [true, 22, 6],
          [true, 12, 6],
        ],
        [4, 2, 4, 1, 4, 2, 4, 2, 4, 2],
      ],
      [
        "P2",
        [
          [true, 31, 6],
          [true, 9, 7],
        ],
        [4, 1, 5, 1, 4, 2, 5, 1, 4, 1],
      ],
      [
        "P3",
        [
          [true, 19, 7],
          [true, 14, 6],
        ],
        [5, 1, 4, 2, 4, 1, 4, 2, 5, 2],
      ],
      [
        "P4",
        [
          [true, 27, 6],
          [false, 60, 3],
        ],
        [4, 2, 4, 2, 3, 2, 4, 2, 4, 2],
      ],
      [
        "P5",
        [
          [true, 25, 6],
          [true, 16, 6],
        ],
        [4, 2, 4, 2, 4, 2, 4, 1, 4, 2],
      ],
      [
        "P6",
        [
          [true, 34, 5],
          [true, 18, 5],
        ],
        [4, 2, 4, 2, 4, 2, 4, 2, 3, 2],
      ],
    ],
    problems: [
      {
        title: "The value before is hidden behind a second press",
        severity: 2,
        affected: 2,
        task: 1,
        quote: "So it was changed. From what?",
      },
    ],
  },
];

/** The second round of the currency study: noted down by hand, ready to be entered. It reads as the sheet that the study's page takes. */
export const SECOND_ROUND = [
  "Participant,Task 1,Task 1 time,Task 1 ease,Task 2,Task 2 time,Task 2 ease",
  "P1,yes,71,7,yes,24,7",
  "P2,yes,88,6,yes,31,6",
  "P3,yes,64,7,yes,22,7",
  "P4,yes,93,6,yes,35,6",
  "P5,yes,102,6,yes,41,5",
  "P6,yes,69,7,yes,27,7",
  "P7,yes,117,5,yes,38,6",
  "P8,yes,80,6,yes,29,6",
].join("\n");

type Reviewed = readonly [feature: string, ago: number, lines: readonly (readonly [principle: number, verdict: Verdict, note?: string])[]];
export const REVIEWS: readonly Reviewed[] = [
  [
    "currency",
    11,
    [
      [0, "pass", "The line under the total is the whole idea."],
      [1, "pass"],
      [2, "pass"],
      [3, "pass", "Tab order follows the preview."],
      [4, "pass", "Says so when a rate is missing."],
    ],
  ],
  [
    "history",
    15,
    [
      [0, "pass"],
      [1, "pass"],
      [2, "pass"],
      [3, "fail", "The list opens on hover only."],
      [4, "not-applicable"],
    ],
  ],
  [
    "links",
    29,
    [
      [0, "pass"],
      [2, "pass", "“Until 14 March”, in words."],
    ],
  ],
];
