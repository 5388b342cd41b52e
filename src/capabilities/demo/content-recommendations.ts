import type { Group } from "../../platform/access.ts";
import type { Who } from "./people.ts";

export type RecommendationFacts = {
  proposal: string;
  observation: string;
  expectedEffect: string;
  askedGroup: Group;
  made: number;
  by: Who;
  /** The metric whose chart it was taken from, and the days on it. */
  metric: string;
  days: readonly [from: number, to: number];
  informs: readonly string[];
  dueIn?: number;
  accepted?: { ago: number; by: Who; into: string };
  rejected?: { ago: number; by: Who; reason: string };
};

export const RECOMMENDATIONS: readonly RecommendationFacts[] = [
  {
    proposal: "Build nothing more on the weekly summary mail",
    observation:
      "Sixty days after it lie nine per cent above sixty days before. So does every earlier pair of sixty days: the line rises by a third of a person a day, before the mail as after it. With the trend taken out nothing is left.",
    expectedEffect: "None on the number. About two weeks of Growth a quarter are free for something that moves one.",
    askedGroup: "product",
    made: 56,
    by: "jun",
    metric: "readers",
    days: [180, 61],
    informs: ["summary", "O-2"],
    accepted: { ago: 54, by: "mira", into: "What do we do about the weekly summary mail?" },
  },
  {
    proposal: "Tell those who ask for an app what the numbers say, and offer a page",
    observation:
      "Fewer than four in a hundred reports are opened on a phone, and the share has hardly moved in a year in which the wish was voiced twenty-six times.",
    expectedEffect: "Thirteen people hear an honest answer; the share of phone readers may double from little.",
    askedGroup: "customer",
    made: 24,
    by: "jun",
    metric: "phone",
    days: [365, 26],
    informs: ["N-8", "phone"],
    rejected: { ago: 20, by: "leila", reason: "Not before the decision is taken: I will not write to them twice." },
  },
  {
    proposal: "Let nothing else touch the export until currencies are out",
    observation:
      "Repeats fell from 31.0 to 26.8 on the day of the fix and have stood there since. Of what is still repeated, two of three exports have two currencies in them.",
    expectedEffect: "From 26.8 to below 20 % by spring, if currencies are what is left.",
    askedGroup: "product",
    made: 8.5,
    by: "jun",
    metric: "repeats",
    days: [110, 10],
    informs: ["currency", "O-1"],
    dueIn: 6,
  },
];
