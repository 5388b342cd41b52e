import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { childEnvironment, projectDirectory } from "../config.ts";

/** A Throughline of its own, as `npm start` runs it: a process that can be killed. */
export type Installed = { url: string; child: ChildProcess; said(): string; stop(): Promise<void>; kill(): Promise<void> };

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (typeof address !== "object" || address === null) throw new Error("There is no free port.");
  return address.port;
}

/** Starts the server in a directory and waits until it answers. */
export async function install(dataDirectory: string, port: number, environment: Record<string, string> = {}): Promise<Installed> {
  const child = spawn(process.execPath, [join(projectDirectory, "src/server.ts")], {
    cwd: projectDirectory,
    env: { ...childEnvironment(), THROUGHLINE_DATA: dataDirectory, PORT: String(port), RATE_LIMIT_FACTOR: "10000", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stdout.on("data", (text) => (said += text));
  child.stderr.on("data", (text) => (said += text));
  const url = `http://127.0.0.1:${port}`;
  const ended = once(child, "exit");
  for (let tries = 0; ; tries++) {
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.ok) break;
    if (child.exitCode !== null || tries > 1200) throw new Error(`The server did not start:\n${said}`);
    await sleep(50);
  }
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await ended;
    }
  };
  return { url, child, said: () => said, stop: () => end("SIGTERM"), kill: () => end("SIGKILL") };
}

const OWNER = { email: "owner@example.test", password: "a long enough password" };

/** Sets a new installation up and gives a key that may write. */
export async function firstKey(url: string): Promise<{ key: string; slug: string }> {
  const json = (cookie: string, body: object): RequestInit => ({
    method: "POST",
    headers: { "content-type": "application/json", origin: url, ...(cookie ? { cookie } : {}) },
    body: JSON.stringify(body),
  });
  const made = await fetch(
    `${url}/api/v1/setup`,
    json("", {
      name: "Owner",
      ...OWNER,
      workspaceName: "Kill loop",
      productName: "Product",
    }),
  );
  if (!made.ok) throw new Error(`Setting up answered ${made.status}: ${await made.text()}`);
  const cookie = made.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  const answer = await fetch(`${url}/api/v1/keys`, json(cookie, { name: "writer", scope: "admin" }));
  if (!answer.ok) throw new Error(`Making a key answered ${answer.status}: ${await answer.text()}`);
  const { key }: { key: string } = await answer.json();
  const { workspace }: { workspace: string } = await made.json();
  return { key, slug: workspace };
}

/** Signs the person in who set the installation up. */
export async function signIn(url: string, password = OWNER.password): Promise<Response> {
  return fetch(`${url}/api/v1/session`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: url },
    body: JSON.stringify({ ...OWNER, password }),
  });
}

/** All feedback: the ids under which each text is found. */
export async function ledgerRows(url: string, key: string): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  let cursor: string | null = null;
  do {
    const search = new URLSearchParams({ limit: "200", ...(cursor ? { cursor } : {}) });
    const answer = await fetch(`${url}/api/v1/feedback?${search}`, { headers: { authorization: `Bearer ${key}` } });
    const page: { items: { id: string; excerpt: string }[]; nextCursor: string | null } = await answer.json();
    for (const { id, excerpt } of page.items) found.set(excerpt, [...(found.get(excerpt) ?? []), id]);
    cursor = page.nextCursor;
  } while (cursor);
  return found;
}
