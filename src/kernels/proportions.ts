import { betaQuantile, logGamma, normalQuantile } from "./distributions.ts";

/** How many of how many: whole numbers, `0 <= successes <= trials`, `trials >= 1`. */
export type Trials = { readonly successes: number; readonly trials: number };
/** An estimate with the bounds of its interval. */
export type Interval = { readonly value: number; readonly low: number; readonly high: number };

/**
 * How many of all people would succeed: the adjusted-Wald interval around the observed share, as usability studies report it.
 * Half of z² successes and as many failures are added, so it holds from five people on and at 0 % or 100 %, where the textbook
 * interval collapses. It is a little wider than it need be: over all true shares a 95 % interval covers 96–97 % of the time with 5 to 20
 * people, 97 % and more below a tenth and above nine tenths from eight people on, and at the worst single share 89 % with five, 91 % with eight.
 *
 * @param confidence in (0, 1)
 * @returns `value` the observed share; `low`, `high` clipped to [0, 1]
 * @throws RangeError when counts are not whole or lie outside their range
 * @see Agresti & Coull (1998), The American Statistician 52:119–126; Sauro & Lewis (2005), HFES 49:2100–2104
 */
export function adjustedWald({ successes, trials }: Trials, confidence = 0.95): Interval {
  checkTrials({ successes, trials });
  const z = twoSided(confidence);
  const all = trials + z * z;
  const middle = (successes + (z * z) / 2) / all;
  const reach = z * Math.sqrt((middle * (1 - middle)) / all);
  return { value: successes / trials, low: Math.max(0, middle - reach), high: Math.min(1, middle + reach) };
}

/**
 * Wilson's score interval: as close to `confidence` as an interval for counts comes on average, and shorter than the exact one.
 *
 * @throws RangeError as {@link adjustedWald}
 * @see Wilson (1927), Journal of the American Statistical Association 22:209–212
 */
export function wilsonInterval({ successes, trials }: Trials, confidence = 0.95): Interval {
  checkTrials({ successes, trials });
  const z = twoSided(confidence);
  const share = successes / trials;
  const middle = (share + (z * z) / (2 * trials)) / (1 + (z * z) / trials);
  const reach = (z / (1 + (z * z) / trials)) * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  // At the ends the bound is the end itself; computing it would leave a rest of the last digit.
  return {
    value: share,
    low: successes === 0 ? 0 : Math.max(0, middle - reach),
    high: successes === trials ? 1 : Math.min(1, middle + reach),
  };
}

/**
 * The exact interval of Clopper and Pearson: it covers at least as often as `confidence` says, whatever the true share.
 *
 * @throws RangeError as {@link adjustedWald}
 * @see Clopper & Pearson (1934), Biometrika 26:404–413; R's `binom.test`
 */
export function exactInterval({ successes, trials }: Trials, confidence = 0.95): Interval {
  checkTrials({ successes, trials });
  checkConfidence(confidence);
  const outside = (1 - confidence) / 2;
  return {
    value: successes / trials,
    low: successes === 0 ? 0 : betaQuantile(outside, successes, trials - successes + 1),
    high: successes === trials ? 1 : betaQuantile(1 - outside, successes + 1, trials - successes),
  };
}

/**
 * How likely a difference at least as improbable as the one between two independent groups is when there is none: Fisher's exact test,
 * two-sided, all tables with the same margins that are no likelier than the observed one, as R's `fisher.test` takes it.
 *
 * @returns the p value in (0, 1]
 * @throws RangeError when counts are not whole or lie outside their range
 * @see Fisher (1935), Journal of the Royal Statistical Society 98:39–82
 */
export function fisherExact(before: Trials, after: Trials): number {
  checkTrials(before);
  checkTrials(after);
  const all = before.trials + after.trials;
  const successes = before.successes + after.successes;
  const chanceOf = (inBefore: number) =>
    Math.exp(logChoose(before.trials, inBefore) + logChoose(after.trials, successes - inBefore) - logChoose(all, successes));
  const observed = chanceOf(before.successes);
  let sum = 0;
  for (let count = Math.max(0, successes - after.trials); count <= Math.min(before.trials, successes); count += 1) {
    const chance = chanceOf(count);
    // Tables of one likelihood differ in their last digits; R allows the same margin.
    if (chance <= observed * (1 + 1e-7)) sum += chance;
  }
  return Math.min(1, sum);
}

/**
 * How likely a split at least as uneven as this one is among people who have no preference: the exact sign test, two-sided.
 *
 * @param first,second how many preferred which; whole, not both 0
 * @returns the p value in (0, 1]
 * @throws RangeError otherwise
 */
export function signTest(first: number, second: number): number {
  const trials = first + second;
  checkTrials({ successes: first, trials });
  const fewer = Math.min(first, second);
  let tail = 0;
  for (let count = 0; count <= fewer; count += 1) tail += Math.exp(logChoose(trials, count) - trials * Math.LN2);
  return Math.min(1, 2 * tail);
}

/** The standard-normal quantile of a two-sided interval: 1.96 for 0.95. */
export function twoSided(confidence: number): number {
  checkConfidence(confidence);
  return normalQuantile(0.5 + confidence / 2);
}

/** @throws RangeError unless it lies inside (0, 1) */
export function checkConfidence(confidence: number): void {
  if (!(confidence > 0 && confidence < 1)) throw new RangeError("A confidence lies between 0 and 1.");
}

function checkTrials({ successes, trials }: Trials): void {
  if (!Number.isSafeInteger(trials) || trials < 1) throw new RangeError("A share is of one trial or more, in whole numbers.");
  if (!Number.isSafeInteger(successes) || successes < 0 || successes > trials) {
    throw new RangeError("The successes are a whole number from 0 to the trials.");
  }
}

const logChoose = (n: number, k: number) => logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
