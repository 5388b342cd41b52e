/**
 * Which element draws which row while a window slides over a long list: rows that stay keep their element (and so focus), rows that come
 * take over the elements of rows that went. Elements are then changed instead of made, which is most of the cost of fast scrolling.
 */
export class Slots {
  #slotOf = new Map<number, number>();

  /** The slot of each of these rows; asked with all rows that are drawn, each time they change. */
  assign(indexes: readonly number[]): ReadonlyMap<number, number> {
    const wanted = new Set(indexes);
    const kept = new Map([...this.#slotOf].filter(([index]) => wanted.has(index)));
    const taken = new Set(kept.values());
    let next = 0;
    for (const index of indexes) {
      if (kept.has(index)) continue;
      while (taken.has(next)) next++;
      kept.set(index, next);
      taken.add(next);
    }
    this.#slotOf = kept;
    return kept;
  }
}
