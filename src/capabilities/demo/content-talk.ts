import type { Who } from "./people.ts";

type Remark = readonly [about: string, ago: number, who: Who, words: string];

/** What they said to each other. `@who` names somebody, who then hears of it. */
export const REMARKS: readonly Remark[] = [
  [
    "N-1",
    92,
    "jun",
    "I looked at what people do after an export: three in ten export the same thing again within ten minutes. That is a number we can hold against this need.",
  ],
  ["N-1", 91, "mira", "Then let that be our key result. @jun can you take the reading daily?"],
  ["N-3", 99, "dana", "Small list, large names. Oakhurst is about to become the third."],
  ["N-3", 43, "dana", "It did. @mira that makes 210 thousand this year, on one sentence."],
  ["N-5", 32, "ines", "I sat with Grace while she tried. The importer is right and she is right. We have no feature for this; should we?"],
  ["N-7", 29, "jun", "All of this comes from long talks. Before we build, I would like to see it in a survey or in tickets once."],
  ["N-8", 61, "leila", "Loudest by far in my queue. I checked who it is: nine accounts, and the same thirteen people."],
  ["N-8", 60, "mira", "And 81 thousand a year together. @leila let us answer them honestly instead of promising an app."],
  ["N-6", 28, "tomasz", "Not before seats are counted in one place. I wrote it down."],
  ["guided", 60, "jun", "38 to 44, and it held for nine months. We had said plus five. That one worked."],
  [
    "summary",
    56,
    "jun",
    "Before and after look like plus nine per cent. The line was rising just as fast before. Taking the trend out there is nothing left.",
  ],
  ["summary", 55, "pau", "I wrote the nine per cent into the newsletter. I will take it out again."],
  ["summary", 55, "mira", "Thank you for saying it first. Let us keep it running, and stop building on it."],
  ["rounding", 8, "leila", "Tickets about cents: eleven in the month before, two since."],
  ["currency", 24, "ines", "Five of eight got through. The three who did not all missed the currency. Version 2 asks beside the amount."],
  ["currency", 10, "tomasz", "The check line is ready for review."],
  ["history", 35, "mira", "@tomasz does “a year” survive an audit? They look back three."],
  ["history", 34, "tomasz", "An export of the year before it goes, kept by the customer, would."],
  [
    "links",
    30,
    "jun",
    "What would we measure? Links opened is vanity, audits without a file is hard to see. I have no metric that I would sign.",
  ],
  ["guests", 27, "leila", "Oscar asks me every week. Spring, with the billing move in front of it?"],
  ["phone", 25, "mira", "I would rather answer the option than the app. Let me read it properly first."],
  ["alerts", 19, "tomasz", "Three days of spike, any three. Say when."],
  [
    "deal:Ostrava Mills: renewal",
    7,
    "dana",
    "They saw version 9 of Paperfort on Tuesday. @mira I need one honest sentence about changes by Friday.",
  ],
  ["trail", 7, "pau", "This breaks a line on the battlecard and a row of the matrix. I have not rewritten them yet."],
  ["O-3", 78, "sofia", "How will I know in a year that this was right?"],
  ["O-3", 77, "mira", "By deals against Paperfort. For the auditors themselves we do not know yet, so it stays a draft."],
  ["study:currency-2", 9, "mira", "Eight people on Thursday? I will sit in on two of them."],
  ["study:currency", 25, "tomasz", "P7 is me in every new tool."],
  ["study:guided", 355, "mira", "The nursery one should be a film."],
  ["study:history", 16, "mira", "Then the value before goes onto the page. @ines agreed?"],
];
