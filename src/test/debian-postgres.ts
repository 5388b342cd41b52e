import { spawnSync } from "node:child_process";
import { chownSync, existsSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "./installed.ts";

const DEBIAN_15 = "/usr/lib/postgresql/15/bin";
/** Debian's programs run under a user of their own, which only root can become. */
export const hasDebianPostgres = existsSync(DEBIAN_15) && process.getuid?.() === 0;

export type DebianPostgres = {
  port: number;
  url(user: string, database: string): string;
  up(): void;
  stop(mode: "fast" | "immediate"): void;
};

/** A PostgreSQL 15 of its own in that folder, running, with the superuser `owner` and the database `postgres`. */
export async function debianPostgres(folder: string): Promise<DebianPostgres> {
  const port = await freePort();
  const id = (flag: string) => Number(spawnSync("id", [flag, "postgres"], { encoding: "utf8" }).stdout);
  const [user, group] = [id("-u"), id("-g")];
  chownSync(folder, user, group);
  const run = (command: string, ...words: string[]) => {
    const done = spawnSync("setpriv", [`--reuid=${user}`, `--regid=${group}`, "--clear-groups", join(DEBIAN_15, command), ...words], {
      encoding: "utf8",
      stdio: ["ignore", "ignore", "pipe"],
      cwd: folder,
    });
    if (done.status !== 0) throw new Error(done.stderr);
  };
  const data = join(folder, "data");
  run("initdb", "-D", data, "-U", "owner", "-A", "trust", "--locale=C.UTF-8", "-E", "UTF8");
  const options = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1`;
  const up = () => run("pg_ctl", "-D", data, "-w", "-l", join(folder, "log"), "-o", options, "start");
  up();
  return {
    port,
    url: (name, database) => `postgres://${name}@127.0.0.1:${port}/${database}`,
    up,
    stop: (mode) => run("pg_ctl", "-D", data, "-m", mode, "stop"),
  };
}
