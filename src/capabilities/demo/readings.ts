import { seeded } from "./stage.ts";

/** A value for each day, the oldest first; `ago` counts back from the day of the loading. */
export type Series = readonly { ago: number; value: number; n: number | null }[];

type Stretch = { from: number; to: number; value: number };

const rounded = (value: number) => Math.round(value * 10) / 10;

/**
 * A daily share in percent that stays at a level for each stretch of days: noise of a week and of chance, taken out of each stretch, so that
 * its mean is the level and its last day says so too.
 */
function levels(seed: number, stretches: readonly Stretch[], { noise, n }: { noise: number; n: number }): Series {
  const random = seeded(seed);
  return stretches.flatMap(({ from, to, value }) => {
    const days = Array.from({ length: from - to + 1 }, (_, place) => from - place);
    const raw = days.map(() => (random() + random() + random() - 1.5) * noise);
    // The last day lies on the level; the others balance each other.
    raw[raw.length - 1] = 0;
    const mean = raw.reduce((sum, one) => sum + one, 0) / Math.max(1, raw.length - 1);
    return days.map((ago, place) => ({
      ago,
      value: rounded(place === days.length - 1 ? value : value + (raw[place] ?? 0) - mean),
      n: Math.round(n * (0.85 + random() * 0.3)),
    }));
  });
}

const HISTORY = 420;
export const LAUNCH_A = 300;
export const LAUNCH_B = 120;
export const FIX = 50;

/** Launch A: truly six points, over the week after it. */
const sharing = (): Series =>
  levels(
    2,
    [
      { from: HISTORY, to: LAUNCH_A + 1, value: 38 },
      { from: LAUNCH_A, to: LAUNCH_A - 2, value: 40 },
      { from: LAUNCH_A - 3, to: LAUNCH_A - 6, value: 42.3 },
      { from: LAUNCH_A - 7, to: 0, value: 44 },
    ],
    { noise: 2.4, n: 22 },
  );

/** The fix: repeats fall from 31.0 to 26.8 from one day to the next. */
const repeats = (): Series =>
  levels(
    1,
    [
      { from: HISTORY, to: FIX + 1, value: 31 },
      { from: FIX, to: 0, value: 26.8 },
    ],
    { noise: 1.6, n: 640 },
  );

/** Use grows by the same number of people every day; launch B changes nothing about it. Sixty days after against sixty before look like +9 %. */
function readers(): Series {
  const random = seeded(3);
  const [middle, perDay] = [236, (236 * 0.09) / 60];
  return Array.from({ length: HISTORY + 1 }, (_, place) => {
    const ago = HISTORY - place;
    const week = Math.sin((ago / 7) * 2 * Math.PI) * 1.2;
    return { ago, value: Math.round(middle + perDay * (LAUNCH_B + 30 - ago) + week + (random() - 0.5) * 2), n: null };
  });
}

const winrate = (): Series => [
  { ago: 270, value: 33.3, n: 9 },
  { ago: 240, value: 33.3, n: 9 },
  { ago: 210, value: 30, n: 10 },
  { ago: 180, value: 30, n: 10 },
  { ago: 150, value: 27.3, n: 11 },
  { ago: 120, value: 33.3, n: 9 },
  { ago: 90, value: 30, n: 10 },
  { ago: 60, value: 37.5, n: 8 },
  { ago: 30, value: 33.3, n: 6 },
  { ago: 2, value: 33.3, n: 6 },
];

const weekly = (seed: number, value: (ago: number, chance: number) => number, n: number): Series => {
  const random = seeded(seed);
  return Array.from({ length: 60 }, (_, place) => {
    const ago = (59 - place) * 7 + 1;
    return { ago, value: value(ago, random() - 0.5), n: Math.round(n * (0.85 + random() * 0.3)) };
  });
};

/** The readings of each metric, by its name in the demo. */
export const READINGS: Readonly<Record<string, () => Series>> = {
  sharing,
  repeats,
  readers,
  winrate,
  /** Loud as the wish is, few look. */
  phone: () => weekly(4, (ago, chance) => rounded(3.4 + (420 - ago) / 700 + chance * 0.5), 5200),
  firsttime: () => weekly(5, (ago, chance) => Math.round((ago > LAUNCH_A ? 54 * 60 : 19 * 60) * (1 + chance * 0.18)), 20),
};
