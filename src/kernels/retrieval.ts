/**
 * How often a search finds: the share of queries that have at least one relevant result among the first `k`
 * (the "recall rate at k" of the literature on duplicate reports).
 *
 * @param k         whole, at least 1
 * @param ranked    per query its results, best first
 * @param relevant  per query what should have been found, in the same order; not empty
 * @returns a share in [0, 1]
 * @throws RangeError on another k, no queries, lists of different length, or a query without anything relevant
 * @see Runeson, Alexandersson, Nyholm (2007), Detection of duplicate defect reports using natural language processing, ICSE
 */
export function recallAt<Id>(k: number, ranked: readonly (readonly Id[])[], relevant: readonly ReadonlySet<Id>[]): number {
  if (!Number.isInteger(k) || k < 1) throw new RangeError("k must be a whole number of at least 1.");
  const ranks = firstRelevantRanks(ranked, relevant);
  return ranks.filter((rank) => rank <= k).length / ranks.length;
}

/**
 * Mean reciprocal rank: 1 when the first result is always relevant, 1/2 when it is always the second; a query that finds nothing counts 0.
 *
 * @param ranked,relevant as in {@link recallAt}
 * @returns a share in [0, 1]
 * @throws RangeError on no queries, lists of different length, or a query without anything relevant
 * @see Voorhees (1999), The TREC-8 question answering track report
 */
export function meanReciprocalRank<Id>(ranked: readonly (readonly Id[])[], relevant: readonly ReadonlySet<Id>[]): number {
  const ranks = firstRelevantRanks(ranked, relevant);
  return ranks.reduce((total, rank) => total + 1 / rank, 0) / ranks.length;
}

/** Rank from 1 of each query's first relevant result; Infinity where none was found. */
function firstRelevantRanks<Id>(ranked: readonly (readonly Id[])[], relevant: readonly ReadonlySet<Id>[]): number[] {
  if (ranked.length === 0) throw new RangeError("Without queries there is nothing to measure.");
  if (ranked.length !== relevant.length) throw new RangeError("Every query needs its results and its relevant set.");
  return ranked.map((results, query) => {
    const wanted = relevant[query];
    if (wanted === undefined || wanted.size === 0) throw new RangeError(`Query ${query + 1} has nothing relevant to find.`);
    const index = results.findIndex((id) => wanted.has(id));
    return index === -1 ? Number.POSITIVE_INFINITY : index + 1;
  });
}
