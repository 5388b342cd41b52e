import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import * as z from "zod";
import { commandLine } from "../test/command-line.ts";
import { freePort, install } from "../test/installed.ts";

const folder = mkdtempSync(join(tmpdir(), "throughline-demo-command-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const throughline = commandLine(folder);

const Printed = z.strictObject({
  workspace: z.literal("acme-reports-demo"),
  apiKey: z.string(),
  users: z.array(z.object({ group: z.string(), name: z.string(), email: z.string(), password: z.string().min(16) })).length(8),
});

test("the demo is loaded and removed from the command line, with the server stopped or running; what it prints opens it", {
  timeout: 180_000,
}, async () => {
  const stopped = await throughline(["demo", "--json"]);
  expect(stopped, stopped.told).toMatchObject({ code: 0 });
  const first = Printed.parse(JSON.parse(stopped.out));
  expect(new Set(first.users.map(({ password }) => password)).size).toBe(8);
  expect(await throughline(["demo", "--json"])).toMatchObject({ code: 1, told: expect.stringContaining('"code":"ALREADY_THERE"') });

  const server = await install(join(folder, "data"), await freePort());
  try {
    const opens = async ({ apiKey, users, workspace }: z.infer<typeof Printed>) => {
      const needs = await fetch(`${server.url}/api/v1/needs?limit=1&sort=quotes`, { headers: { authorization: `Bearer ${apiKey}` } });
      const engineer = users.find(({ group }) => group === "engineering");
      const session = await fetch(`${server.url}/api/v1/session`, {
        method: "POST",
        headers: { "content-type": "application/json", origin: server.url },
        body: JSON.stringify({ email: engineer?.email, password: engineer?.password }),
      });
      return [needs.status, session.status, session.ok ? await session.json() : null, workspace];
    };
    const inside = [200, 200, { workspace: first.workspace }, first.workspace];
    expect(await opens(first)).toEqual(inside);
    expect(await throughline(["demo", "--remove", "--json"])).toMatchObject({ code: 0, out: '{"removed":true}\n' });
    expect((await opens(first)).slice(0, 2)).toEqual([401, 401]);
    expect(await throughline(["demo", "--remove"])).toMatchObject({ code: 1, told: "The demo is not loaded.\n" });

    const running = await throughline(["demo", "--json"]);
    expect(running, running.told).toMatchObject({ code: 0 });
    expect(await opens(Printed.parse(JSON.parse(running.out)))).toEqual(inside);
  } finally {
    await server.stop();
  }
});
