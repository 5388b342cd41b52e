import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { debianPostgres, hasDebianPostgres } from "./debian-postgres.ts";
import { firstKey, freePort, type Installed, install, ledgerRows } from "./installed.ts";

const KILLS = 20;
const WRITERS = 4;

/** What the server acknowledged, kept in this process, which is never killed: the id it answered, by what we wrote. */
type Ledger = { acknowledged: Map<string, string>; unanswered: Set<string> };

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});
function folder(name: string): string {
  const path = mkdtempSync(join(tmpdir(), `throughline-${name}-`));
  cleanups.push(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Writes until told to stop. What was not answered is sent again with the same Idempotency-Key, as a careful client would. */
async function write(url: string, key: string, ledger: Ledger, name: string, running: () => boolean): Promise<void> {
  for (let i = 0; running(); i++) {
    const text = `${name}-${i}`;
    ledger.unanswered.add(text);
    if (!(await send(url, key, ledger, text))) return;
  }
}

async function send(url: string, key: string, ledger: Ledger, text: string): Promise<boolean> {
  const answer = await fetch(`${url}/api/v1/feedback`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json", "idempotency-key": text },
    body: JSON.stringify({ text }),
  }).catch(() => null);
  if (!answer?.ok) return false;
  const body: { id: string } | null = await answer.json().catch(() => null);
  if (!body) return false;
  ledger.acknowledged.set(text, body.id);
  ledger.unanswered.delete(text);
  return true;
}

async function killLoop(start: () => Promise<Installed>, alsoKill: (round: number) => void): Promise<void> {
  let server = await start();
  cleanups.push(() => server.stop());
  const { key } = await firstKey(server.url);
  const ledger: Ledger = { acknowledged: new Map(), unanswered: new Set() };
  for (let round = 0; round < KILLS; round++) {
    let running = true;
    const writers = Array.from({ length: WRITERS }, (_, i) => write(server.url, key, ledger, `${round}-${i}`, () => running));
    await sleep(50 + ((round * 379) % 900));
    await server.kill();
    alsoKill(round);
    running = false;
    await Promise.all(writers);
    server = await start();
    for (const text of ledger.unanswered) await send(server.url, key, ledger, text);
  }
  const found = await ledgerRows(server.url, key);
  const lost = [...ledger.acknowledged].filter(([text, id]) => !found.get(text)?.includes(id));
  const doubled = [...found].filter(([, ids]) => ids.length > 1);
  expect(ledger.acknowledged.size).toBeGreaterThan(KILLS);
  expect({ lost, doubled, unanswered: [...ledger.unanswered] }).toEqual({ lost: [], doubled: [], unanswered: [] });
  await server.stop();
}

test(`${KILLS} kills under ${WRITERS} writers lose nothing that was acknowledged and do nothing twice`, { timeout: 300_000 }, async () => {
  const data = folder("kill");
  const port = await freePort();
  await killLoop(
    () => install(data, port),
    (round) => {
      // Every third time the database dies with us, without a moment to say good-bye.
      if (round % 3 === 0) spawnSync("pkill", ["-9", "-f", join(data, "postgres")]);
    },
  );
});

test.skipIf(!hasDebianPostgres)("the same on a PostgreSQL 15 of its own", { timeout: 300_000 }, async () => {
  const server = await debianPostgres(folder("pg15"));
  cleanups.push(() => server.stop("immediate"));
  const home = folder("kill15");
  const listen = await freePort();
  await killLoop(
    () => install(home, listen, { DATABASE_URL: server.url("owner", "postgres") }),
    (round) => {
      if (round % 5 !== 0) return;
      server.stop("immediate");
      server.up();
    },
  );
});
