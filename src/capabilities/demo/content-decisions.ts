import type { Who } from "./people.ts";

export type DecisionFacts = {
  question: string;
  body: string;
  options: readonly (readonly [name: string, line: string])[];
  asked: number;
  by: Who;
  answers: readonly string[];
  taken?: {
    ago: number;
    chosen: string;
    by: readonly Who[];
    whyNow: string;
  };
  tripwire?: string;
  /** Days from now on which it is looked at again. */
  lookAgainIn?: number;
  dissent?: readonly [who: Who, ago: number, reason: string, proof: string];
  /** Who read it and said so. */
  read?: readonly (readonly [who: Who, ago: number])[];
};

export const DECISIONS: readonly DecisionFacts[] = [
  {
    question: "Adopt strategy v3?",
    body: "**Vision.** Finance people forward what we give them without opening it first.\n\nVersion 3 puts trust before reach: O-1 leads, O-3 becomes a goal of its own, and the phone waits. What changed since version 2: the win/loss of the year (three deals on one sentence), the rounding fix that moved a number, and a mail that moved none.\n\n- **Now:** currencies, change history\n- **Next:** live links, locked periods, accountants as guests\n- **Not this year:** an app",
    options: [
      ["Adopt version 3", "Trust first; the auditor as a goal of its own"],
      ["Keep version 2", "First reports first; the app as the loud wish it is"],
      ["Adopt it without the auditor", "Half the work, and Paperfort keeps the field"],
    ],
    asked: 32,
    by: "mira",
    answers: ["O-1", "O-2", "O-3"],
    taken: {
      ago: 25,
      chosen: "Adopt version 3",
      by: ["mira", "ines", "jun", "leila", "pau"],
      whyNow: "The audit season starts in spring; what is not begun now misses it by a year.",
    },
    tripwire: "Two more mid-size deals lost to Paperfort before the spring release",
    lookAgainIn: 65,
    dissent: [
      "tomasz",
      25,
      "Until spring we have planned 29 to 56 person-weeks of Core and Growth; we have about 38. Something will slip, and I would rather say now what.",
      "The winter release moves by more than two weeks, or the billing move is not begun by its end.",
    ],
    read: [
      ["ines", 24],
      ["jun", 24],
      ["leila", 23],
      ["pau", 23],
    ],
  },
  {
    question: "What do we do about the weekly summary mail?",
    body: "Measured after sixty days: nothing that the trend does not explain. It costs two tickets a week and some goodwill.",
    options: [
      ["Leave it as it is", "It harms little"],
      ["Let accounts turn it off", "A day of work"],
      ["Take it away", "Somebody will miss it"],
    ],
    asked: 55,
    by: "jun",
    answers: ["summary"],
    taken: {
      ago: 53,
      chosen: "Leave it as it is",
      by: ["mira", "pau"],
      whyNow: "Nothing is built on it any more; the hands are needed for exports.",
    },
    tripwire: "An admin of a mid-size account asks to be rid of it",
    lookAgainIn: -1,
    read: [["leila", 52]],
  },
  {
    question: "An app, a page that fits a phone, or neither?",
    body: "The app is infeasible with the people we have. The page is a fifth of it and gives most of those who asked what they asked for: a look at two or three figures.\n\nNeither is honest too, if we say so to the thirteen people.",
    options: [
      ["The app", "40–60 weeks and a team we do not have"],
      ["A phone-friendly page", "8–12 weeks of Growth"],
      ["Neither, and say so", "81 thousand a year listen to the answer"],
    ],
    asked: 22,
    by: "mira",
    answers: ["phone", "A phone-friendly page instead of an app"],
  },
];
