import { meanReciprocalRank, recallAt } from "../src/kernels/retrieval.ts";
import { corpusOf } from "../src/kernels/text-similarity.ts";
import { seamonkeyIsPresent, seamonkeyReports } from "./seamonkey.ts";

/** Prints how well similar feedback is found, against the labels of a public set of bug reports. */
if (!seamonkeyIsPresent) {
  console.error("The data set gitbugs-seamonkey is not beside this checkout.");
  process.exit(1);
}

/** TF-IDF cosine, summary three times beside the description. */
const BASELINE = { "R@1": 0.4667, "R@5": 0.76, "R@10": 0.8267, MRR: 0.5971 };

const reports = await seamonkeyReports();
const startedAt = performance.now();
const corpus = corpusOf(reports);
const indexedAt = performance.now();
const queries = reports.map((report, place) => ({ ...report, place })).filter((report) => report.duplicates.size > 0);
const ranked = queries.map((query) =>
  corpus
    .nearest(query, reports.length)
    .map(({ index }) => index)
    .filter((index) => index !== query.place),
);
const finishedAt = performance.now();

const relevant = queries.map((query) => query.duplicates);
const share = (value: number) => Number(value.toFixed(4));
console.log(`${queries.length} queries among ${reports.length} reports`);
console.table({
  "TF-IDF cosine": BASELINE,
  "text-similarity": {
    "R@1": share(recallAt(1, ranked, relevant)),
    "R@5": share(recallAt(5, ranked, relevant)),
    "R@10": share(recallAt(10, ranked, relevant)),
    MRR: share(meanReciprocalRank(ranked, relevant)),
  },
});
console.log(`indexed in ${(indexedAt - startedAt).toFixed(0)} ms, ${((finishedAt - indexedAt) / queries.length).toFixed(1)} ms a query`);
