/**
 * What a request costs: CPU of our process and its PostgreSQL, and how long it takes at 16 connections, on a full workspace.
 * Usage: node bench/api.ts [seconds per line, default 10]. The request shapes are those that the peers in docs/benchmarks.md were asked.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import autocannon from "autocannon";
import pg from "pg";
import { readConfig } from "../src/config.ts";
import { openInstallation } from "../src/platform/installation.ts";
import { firstKey, freePort, install } from "../src/test/installed.ts";
import { cpuSeconds, ownCpuSeconds } from "./cpu.ts";
import { FULL, seed } from "./seed.ts";

const seconds = Number(process.argv[2] ?? 10);
const CONNECTIONS = 16;
const say = (line: string) => process.stderr.write(`${line}\n`);
const dataDirectory = mkdtempSync(join(tmpdir(), "throughline-bench-"));
const port = await freePort();
const server = await install(dataDirectory, port);
try {
  const { key } = await firstKey(server.url);
  const installation = await openInstallation(readConfig({ THROUGHLINE_DATA: dataDirectory }), { join: true });
  const owner = new pg.Client(installation.owner);
  await owner.connect();
  const [home] = (await owner.query("select w.id, p.id as product from workspaces w join products p on p.workspace_id = w.id")).rows;
  await seed(owner, home.id, home.product, FULL, say);
  const ids = async (text: string): Promise<string[]> => (await owner.query(text, [home.id])).rows.map(({ id }) => String(id));
  const feedback = await ids("select id from feedback where workspace_id = $1 and state <> 'declined' order by id limit 5000");
  const needs = await ids("select id from needs where workspace_id = $1 order by id");
  await owner.query(
    "update quotes set target_id = $2 where workspace_id = $1 and id in (select id from quotes where workspace_id = $1 order by id limit 10000)",
    [home.id, needs.at(-1)],
  );
  await owner.end();
  await installation.close();

  const at = (list: readonly string[], i: number) => list[i % list.length] ?? "";
  let turn = 0;
  const json = { "content-type": "application/json" };
  const quote = (target: () => string): autocannon.Request[] => [
    {
      method: "POST",
      headers: json,
      setupRequest: (request) => {
        turn += 1;
        return {
          ...request,
          path: `/api/v1/feedback/${at(feedback, turn)}/quotes`,
          body: JSON.stringify({ startsAt: 0, endsAt: 20, importance: turn % 4, targetId: target() }),
        };
      },
    },
  ];
  const get = (path: string) => ({ method: "GET" as const, path: `/api/v1${path}` });
  const lines: [string, autocannon.Request[]][] = [
    ["feedback list, newest 20", [get("/feedback?limit=20&sort=received")]],
    ["feedback list, state new, 20", [get("/feedback?limit=20&state=new")]],
    ["feedback list, longest untouched 20", [get("/feedback?limit=20&sort=updated&direction=asc")]],
    ["feedback search “dark mode”, 20", [get("/feedback?limit=20&q=dark%20mode")]],
    ["feedback search “webhok archve” (misspelt), 20", [get("/feedback?limit=20&q=webhok%20archve")]],
    ["one item", feedback.slice(0, 500).map((id) => get(`/feedback/${id}`))],
    ["features by demand, 20", [get("/features?limit=20&sort=money")]],
    ["needs by money, 20", [get("/needs?limit=20&sort=money")]],
    [
      "create feedback",
      [
        {
          method: "POST",
          path: "/api/v1/feedback",
          headers: json,
          body: JSON.stringify({ title: "Bench dark mode export", text: "We would like this because it saves us a lot of time a day." }),
        },
      ],
    ],
    ["link a quote", quote(() => at(needs, turn * 31))],
    ["link a quote to a need with 10,000 quotes", quote(() => at(needs, needs.length - 1))],
  ];
  // A search that finds nothing would measure nothing.
  for (const [name, [request]] of lines) {
    if (request?.method !== "GET" || !request.path?.includes("q=")) continue;
    const answer = await fetch(`${server.url}${request.path}`, { headers: { authorization: `Bearer ${key}` } });
    if (!(await answer.text()).includes('"title"')) throw new Error(`${name} finds nothing.`);
  }
  process.stdout.write("| operation | req/s | p50 ms | p99 ms | CPU app + PostgreSQL, ms/request | not 2xx |\n|---|---|---|---|---|---|\n");
  for (const [name, requests] of lines) {
    const options = { url: server.url, connections: CONNECTIONS, headers: { authorization: `Bearer ${key}` }, requests };
    await autocannon({ ...options, duration: 2 });
    const pid = server.child.pid ?? 0;
    const before = { all: cpuSeconds(pid), own: ownCpuSeconds(pid) };
    const result = await autocannon({ ...options, duration: seconds });
    const [all, own] = [cpuSeconds(pid) - before.all, ownCpuSeconds(pid) - before.own];
    const done = result["2xx"] + result.non2xx;
    const perRequest = (spent: number) => ((spent * 1000) / done).toFixed(2);
    process.stdout.write(
      `| ${name} | ${Math.round(done / result.duration)} | ${result.latency.p50} | ${result.latency.p99} | ${perRequest(own)} + ${perRequest(all - own)} | ${result.non2xx} |\n`,
    );
  }
} finally {
  await server.stop();
  rmSync(dataDirectory, { recursive: true, force: true });
}
