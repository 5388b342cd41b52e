/**
 * Random numbers that are the same for the same seed: chance as a parameter, so that a simulation can be repeated and tested.
 * Good for simulation, not for secrets.
 *
 * @param seed any whole number; its lowest 32 bits count
 * @returns a function that yields the next number in [0, 1)
 * @throws RangeError when the seed is not a whole number
 * @see Ettinger (2017), mulberry32: passes gjrand's tests on 4 GB, a quarter of its period of 2^32
 */
export function randomFrom(seed: number): () => number {
  if (!Number.isInteger(seed)) throw new RangeError("A seed is a whole number.");
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
