/** Runs a step and prints its time, and the peak of this process's memory above what it held before. Start node with --expose-gc. */
export async function measured(what: string, work: () => Promise<string>): Promise<void> {
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  let peak = before;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 20);
  const started = performance.now();
  const told = await work();
  clearInterval(watch);
  console.log(
    `${what}: ${((performance.now() - started) / 1000).toFixed(1)} s, ${Math.round((peak - before) / 1e6)} MB above idle, ${told}`,
  );
}
