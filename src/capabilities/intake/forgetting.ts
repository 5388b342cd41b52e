import type { Database } from "../../platform/database.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** Deliveries older than 30 days go, also of sources that fell silent, at once and then every day, until the returned function is called. */
export function keepForgettingDeliveries(database: Pick<Database, "pool">, log: (error: unknown) => void): () => void {
  const forget = () => database.pool.query("select forget_old_intake()").then(() => undefined, log);
  void forget();
  const timer = setInterval(forget, DAY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
