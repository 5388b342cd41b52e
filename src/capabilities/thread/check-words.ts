/** Words that the sentences of checks share. */
export const countOf = (count: number, word: string) => `${count} ${count === 1 ? word : `${word}s`}`;
export const listOf = (words: readonly string[]) => words.join(", ").replace(/, ([^,]*)$/, " and $1");
export const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
/** To one decimal, never rounded up: 1.96 of 2 is not 2 of 2. */
export const rounded = (sum: number) => (Math.floor(sum * 10) / 10).toFixed(1);
/** "today", "3 d ago": how long ago, as the pages say it. */
export const daysAgo = (days: number) => (days < 1 ? "today" : `${Math.floor(days)} d ago`);
/** In a workspace of one nobody else can look; the sentence says so. */
export const withOwnWord = (reason: string, counts: number, members: number) =>
  members <= 1 && counts > 0 ? `${reason} Your own word: nobody else is here to look.` : reason;
/** The sum of what counts, in an order of its own, so that the order of entry does not matter to the last digit. */
export const total = (values: Iterable<number>) => [...values].toSorted((one, other) => other - one).reduce((sum, value) => sum + value, 0);
