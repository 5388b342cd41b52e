import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, expect, test, vi } from "vitest";
import { childEnvironment, projectDirectory } from "./config.ts";
import { runningCluster } from "./platform/postgres.ts";
import { freePort, install } from "./test/installed.ts";

vi.setConfig({ testTimeout: 180_000 });
const root = mkdtempSync(join(tmpdir(), "throughline-server-"));
afterAll(() => {
  vi.resetConfig();
  rmSync(root, { recursive: true, force: true });
});

type Ran = { code: number | null; out: string; err: string; ms: number };

/** Runs one of our programs to its end. */
function ran(program: "server" | "command", words: string[], environment: Record<string, string>, input = ""): Promise<Ran> {
  const started = performance.now();
  const child = spawn(process.execPath, [join(projectDirectory, `src/${program}.ts`), ...words], {
    cwd: projectDirectory,
    env: { ...childEnvironment(), ...environment },
  });
  let out = "";
  let err = "";
  child.stdout.on("data", (text) => (out += text));
  child.stderr.on("data", (text) => (err += text));
  child.stdin.end(input);
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, out, err, ms: performance.now() - started })));
}

test("a server says one line, refuses a second one on its data and one on its port, and stops cleanly", async () => {
  const data = join(root, "served");
  const port = await freePort();
  const server = await install(data, port);
  expect(server.said().replace("Building the web app …\n", "")).toBe(`Throughline is at http://127.0.0.1:${port}\n`);

  const second = await ran("server", [], { THROUGHLINE_DATA: data, PORT: String(await freePort()) });
  expect(second).toMatchObject({
    code: 1,
    out: "",
    err: expect.stringMatching(/^Another Throughline is using .*: stop it first, or .*\n$/),
  });
  const again = await ran("server", [], { THROUGHLINE_DATA: data, PORT: "0" });
  expect(again.code).toBe(1);
  // Of two, the quicker one: the machine may be busy with other tests.
  expect(Math.min(second.ms, again.ms)).toBeLessThan(2000);
  const onPort = await ran("server", [], { THROUGHLINE_DATA: join(root, "elsewhere"), PORT: String(port) });
  expect(onPort).toMatchObject({ code: 1, err: `Port ${port} on 127.0.0.1 is taken: stop what uses it, or set PORT to another one.\n` });
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);

  server.child.kill("SIGTERM");
  const code = await new Promise((resolve) => server.child.once("exit", resolve));
  expect(code).toBe(0);
  expect(await runningCluster(data)).toBeUndefined();
});

test("a database of a newer version, and a folder that is none, are refused in a sentence", async () => {
  const data = join(root, "newer");
  const server = await install(data, await freePort());
  const owner = await runningCluster(data);
  const client = new pg.Client(owner);
  await client.connect();
  await client.query("insert into throughline.migrations (name, hash) values ('9999_future.sql', 'x')");
  await client.end();
  await server.stop();
  expect(await ran("server", [], { THROUGHLINE_DATA: data, PORT: "0" })).toMatchObject({
    code: 1,
    err: "The database was made by a newer Throughline (it has 9999_future.sql): start that version, or restore an older copy.\n",
  });
  expect(await ran("server", [], { THROUGHLINE_DATA: "/dev/null/data", PORT: "0" })).toMatchObject({
    code: 1,
    err: "/dev/null/data is not a folder: set THROUGHLINE_DATA to one.\n",
  });
  expect(await ran("server", [], { PORT: "many" })).toMatchObject({
    code: 1,
    err: 'PORT must be a whole number from 0 to 65535; it is "many".\n',
  });
});

test("an installation is set up and given keys from the command line, beside a server and without one", async () => {
  const environment = { THROUGHLINE_DATA: join(root, "commanded"), PORT: String(await freePort()) };
  const init = ["init", "--workspace", "Acme Reports", "--email", "ada@acme.example"];
  expect(await ran("command", init, environment, "short\n")).toMatchObject({ code: 1, out: "", err: expect.stringContaining("password:") });
  expect(await ran("command", init, environment, "a long enough password\n")).toMatchObject({
    code: 0,
    out: "The workspace Acme Reports is set up; ada@acme.example is its admin.\n",
  });
  expect(await ran("command", [...init, "--json"], environment, "a long enough password\n")).toMatchObject({
    code: 1,
    err: expect.stringContaining('"code":"ALREADY_SET_UP"'),
  });

  const server = await install(environment.THROUGHLINE_DATA, Number(environment.PORT));
  const made = await ran("command", ["key", "create", "--workspace", "Acme Reports", "--scope", "read", "--json"], environment);
  const { key, scope } = JSON.parse(made.out);
  expect(scope).toBe("read");
  const ask = (method: string) => fetch(`${server.url}/api/v1/products`, { method, headers: { authorization: `Bearer ${key}` } });
  expect((await ask("GET")).status).toBe(200);
  expect((await ask("POST")).status).toBeGreaterThanOrEqual(400);
  const doctor = await ran("command", ["doctor", "--json"], environment);
  expect(JSON.parse(doctor.out)).toMatchObject({ ok: true });
  expect(doctor.code).toBe(0);
  await server.stop();
});

test("doctor names what is wrong and what to do, and answers 1", async () => {
  const environment = { THROUGHLINE_DATA: join(root, "doctored"), DATABASE_URL: "postgres://owner@127.0.0.1:9/none" };
  const { code, out } = await ran("command", ["doctor"], environment);
  expect(code).toBe(1);
  expect(out).toContain(
    "✗ Database        The database in DATABASE_URL cannot be reached (connect ECONNREFUSED 127.0.0.1:9): start it, or correct the address.",
  );
});

test("a command that does not exist, and an option that does not, are errors with usage", async () => {
  expect(await ran("command", ["fly"], {})).toMatchObject({
    code: 1,
    out: "",
    err: 'There is no command "fly"; "throughline help" lists them.\n',
  });
  expect(await ran("command", ["doctor", "--wings"], {})).toMatchObject({
    code: 1,
    err: expect.stringContaining("Usage: throughline doctor"),
  });
  expect(await ran("command", ["key", "create", "--scope", "read"], {})).toMatchObject({
    code: 1,
    err: expect.stringContaining("--workspace is missing"),
  });
  expect(await ran("command", ["help"], {})).toMatchObject({ code: 0, out: expect.stringContaining("Usage: throughline <command>") });
});
