/** One part of a list: what it holds from `offset` on, at most `limit` rows. */
type Part<Row> = (limit: number, offset: number) => Promise<Row[]>;

/**
 * A stretch of a list whose rows without a value come last: they are asked for only once the others are used up, so that each
 * part is read in the order of its own index.
 *
 * @param valued  rows with a value; null when the list is already past them
 * @param counted how many rows with a value there are; asked only when the offset lies beyond them
 */
export async function valuedFirst<Row>(
  { limit, offset }: { limit: number; offset: number },
  valued: Part<Row> | null,
  unvalued: Part<Row>,
  counted: () => Promise<number>,
): Promise<Row[]> {
  const first = valued ? await valued(limit, offset) : [];
  if (first.length === limit) return first;
  const passed = valued && offset > 0 && first.length === 0 ? Math.min(await counted(), offset) : valued ? offset : 0;
  return [...first, ...(await unvalued(limit - first.length, offset - passed))];
}
