/**
 * How well similar feedback is found, against the labels of a public set of bug reports: by the kernel over the whole corpus, and by
 * the product, into which the file was imported and which was asked over HTTP. Usage: node bench/duplicates.ts
 */
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { meanReciprocalRank, recallAt } from "../src/kernels/retrieval.ts";
import { corpusOf } from "../src/kernels/text-similarity.ts";
import { firstKey, freePort, install } from "../src/test/installed.ts";
import { type Report, seamonkeyFile, seamonkeyIsPresent, seamonkeyReports } from "./seamonkey.ts";

if (!seamonkeyIsPresent) {
  console.error("The data set gitbugs-seamonkey is not beside this checkout.");
  process.exit(1);
}

/** TF-IDF cosine, summary three times beside the description. */
const BASELINE = { "R@1": 0.4667, "R@5": 0.76, "R@10": 0.8267, MRR: 0.5971 };
/** As many as the route gives at most. */
const ASKED = 20;

const reports = await seamonkeyReports();
const queries = reports.map((report, place) => ({ ...report, place })).filter((report) => report.duplicates.size > 0);
const relevant = queries.map((query) => query.duplicates);
type Query = (typeof queries)[number];

const share = (value: number) => Number(value.toFixed(4));
const quality = (ranked: number[][]) => ({
  "R@1": share(recallAt(1, ranked, relevant)),
  "R@5": share(recallAt(5, ranked, relevant)),
  "R@10": share(recallAt(10, ranked, relevant)),
  MRR: share(meanReciprocalRank(ranked, relevant)),
});

const startedAt = performance.now();
const corpus = corpusOf(reports);
const indexedAt = performance.now();
const byKernel = queries.map((query) => {
  const nearest = corpus.nearest(query, ASKED + 1).map(({ index }) => index);
  return nearest.filter((index) => index !== query.place).slice(0, ASKED);
});
const finishedAt = performance.now();
const { ranked: byProduct, durations } = await askedOfProduct(reports, queries);

console.log(`${queries.length} queries among ${reports.length} reports; ${ASKED} asked for`);
console.table({ "TF-IDF cosine": BASELINE, "text-similarity": quality(byKernel), "GET /feedback/{id}/similar": quality(byProduct) });
console.log(
  `kernel: indexed in ${(indexedAt - startedAt).toFixed(0)} ms, ${((finishedAt - indexedAt) / queries.length).toFixed(1)} ms a query`,
);
const sorted = durations.toSorted((a, b) => a - b);
const quantile = (q: number) => (sorted[Math.ceil(q * sorted.length) - 1] ?? 0).toFixed(1);
console.log(
  `product: ${quantile(0.5)} ms a request (median), ${quantile(0.95)} ms (95 %), ${quantile(1)} ms (slowest), one after the other`,
);

/** The places of what the product suggests for each query, and how long each answer took. */
async function askedOfProduct(all: readonly Report[], asked: readonly Query[]) {
  const dataDirectory = await mkdtemp(join(tmpdir(), "throughline-bench-"));
  const server = await install(dataDirectory, await freePort());
  try {
    const { key } = await firstKey(server.url);
    const get = async (path: string, init: RequestInit = {}) => {
      const answer = await fetch(`${server.url}/api/v1${path}`, { ...init, headers: { authorization: `Bearer ${key}`, ...init.headers } });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text}`);
      return text;
    };
    const columns = { Summary: "title", Description: "text", "Issue id": "sourceId", Created: "receivedAt" };
    const options = new URLSearchParams({ mapping: JSON.stringify(columns) });
    const lines = await get(`/imports?${options}`, {
      method: "POST",
      headers: { "content-type": "text/csv" },
      body: readFileSync(seamonkeyFile),
    });
    const { report } = JSON.parse(lines.trim().split("\n").at(-1) ?? "");
    if (report?.created !== all.length) throw new Error(`The import brought ${JSON.stringify(report)} of ${all.length} reports.`);

    const places = new Map(all.map(({ id }, place) => [id, place]));
    const placeOf = new Map<string, number>();
    const ids: string[] = [];
    for (let cursor: string | null = null; cursor !== null || ids.length === 0; ) {
      const page: { items: { id: string }[]; nextCursor: string | null } = JSON.parse(
        await get(`/feedback?limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`),
      );
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    for (const id of ids) placeOf.set(id, places.get(JSON.parse(await get(`/feedback/${id}`)).sourceId) ?? -1);
    const idAt = new Map([...placeOf].map(([id, place]) => [place, id]));

    const durations: number[] = [];
    const ranked: number[][] = [];
    for (const { place } of asked) {
      const before = performance.now();
      const text = await get(`/feedback/${idAt.get(place)}/similar?limit=${ASKED}`);
      durations.push(performance.now() - before);
      const { items }: { items: { feedback: { id: string } }[] } = JSON.parse(text);
      ranked.push(items.map(({ feedback }) => placeOf.get(feedback.id) ?? -1));
    }
    return { ranked, durations };
  } finally {
    await server.stop();
    await rm(dataDirectory, { recursive: true, force: true });
  }
}
