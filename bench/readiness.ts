/**
 * What judging a strategy costs: its readiness after a change and when nothing changed, and the thread of a feature on 10,000 quotes, over
 * HTTP on the real product. Usage: node bench/readiness.ts [rounds, default 15]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { readConfig } from "../src/config.ts";
import { openInstallation } from "../src/platform/installation.ts";
import { firstKey, freePort, install } from "../src/test/installed.ts";
import { cpuSeconds } from "./cpu.ts";
import { FULL, seed } from "./seed.ts";

const rounds = Number(process.argv[2] ?? 15);
const QUOTES_OF_ONE_NEED = 10_000;
const say = (line: string) => process.stderr.write(`${line}\n`);
const dataDirectory = mkdtempSync(join(tmpdir(), "throughline-bench-"));
const server = await install(dataDirectory, await freePort());
try {
  const { key } = await firstKey(server.url);
  const installation = await openInstallation(readConfig({ THROUGHLINE_DATA: dataDirectory }), { join: true });
  const owner = new pg.Client(installation.owner);
  await owner.connect();
  const [home] = (await owner.query("select w.id, p.id as product from workspaces w join products p on p.workspace_id = w.id")).rows;
  await seed(owner, home.id, home.product, { ...FULL, quotes: 100_000 }, say);
  const [need] = (
    await owner.query("select target_id as id from quotes where workspace_id = $1 group by 1 order by count(*) desc limit 1", [home.id])
  ).rows;
  await owner.query(
    `insert into quotes (workspace_id, id, feedback_id, target_id, starts_at, ends_at, words, importance, quoted_at)
    select $1, uuidv7(), f.id, $2, 0, 57, 'We would like this because it saves us a lot of time a day', 1, now() from (
      select f.id from feedback f where f.workspace_id = $1 and not exists (select from quotes q where q.workspace_id = $1 and q.feedback_id = f.id and q.target_id = $2)
      limit greatest(0, $3 - (select count(*) from quotes q where q.workspace_id = $1 and q.target_id = $2))) f`,
    [home.id, need.id, QUOTES_OF_ONE_NEED],
  );
  const [feature] = (
    await owner.query("select from_id as id from links where workspace_id = $1 and to_id = $2 limit 1", [home.id, need.id])
  ).rows;
  await owner.query("vacuum analyze");
  await owner.end();
  await installation.close();

  const ask = async (method: string, path: string, body?: object) => {
    const answer = await fetch(`${server.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, ...(body ? { "content-type": "application/json" } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text}`);
    return JSON.parse(text);
  };
  const timed = async (path: string, before?: () => Promise<unknown>) => {
    const durations: number[] = [];
    let cpu = 0;
    for (let round = 0; round < rounds; round++) {
      await before?.();
      const [started, used] = [performance.now(), cpuSeconds(server.child.pid ?? 0)];
      await ask("GET", path);
      durations.push(performance.now() - started);
      cpu += cpuSeconds(server.child.pid ?? 0) - used;
    }
    const sorted = durations.toSorted((one, other) => one - other);
    return `${(sorted[Math.floor(rounds / 2)] ?? 0).toFixed(0)} ms | ${(sorted.at(-1) ?? 0).toFixed(0)} ms | ${((1000 * cpu) / rounds).toFixed(0)} ms`;
  };
  // Anything that is written may change what is judged.
  const change = () => ask("POST", "/needs", { statement: "Something that changed meanwhile" });
  const { total } = await ask("GET", "/readiness");
  const thread = await ask("GET", `/features/${feature.id}/thread`);
  say(`${total} features judged; a feature on ${thread.behind.quotes} quotes; load average ${loadavg()[0]?.toFixed(1)}`);
  const rows = [
    ["readiness of the strategy, after a change", await timed("/readiness", change)],
    ["readiness of the strategy, nothing changed", await timed("/readiness")],
    ["readiness of one feature on 10,000 quotes", await timed(`/features/${feature.id}/readiness`)],
    ["thread of one feature on 10,000 quotes", await timed(`/features/${feature.id}/thread`)],
    ["the Throughline of the strategy", await timed("/throughline")],
    ["coverage of the last 90 days", await timed("/coverage")],
  ];
  process.stdout.write(
    `| asked | median of ${rounds} | slowest | CPU, app + PostgreSQL |\n|---|---|---|---|\n${rows.map((row) => `| ${row.join(" | ")} |\n`).join("")}`,
  );
} finally {
  await server.stop();
  rmSync(dataDirectory, { recursive: true, force: true });
}
