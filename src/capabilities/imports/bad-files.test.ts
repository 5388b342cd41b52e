import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { contentHash } from "../../test/content-hash.ts";
import { HOSTILE_FILES } from "../../test/hostile-files.ts";
import { type Person, type World, world } from "../../test/world.ts";

let home: World;
let admin: Person;
beforeAll(async () => {
  home = await world();
  ({ admin } = home);
});

const query = new URLSearchParams({ as: "feedback", mapping: JSON.stringify({ id: "sourceId", text: "text" }), source: "bad" });
/** Sent as it is made; what was taken of it so far is counted. */
function sending(bytes: AsyncIterable<Uint8Array<ArrayBuffer>>) {
  const taken = { bytes: 0 };
  const pieces = bytes[Symbol.asyncIterator]();
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const next = await pieces.next();
      // As from a network: a megabyte takes its time.
      if (taken.bytes > 0 && next.value?.length >= 1_000_000) await sleep(4);
      if (next.done) return controller.close();
      taken.bytes += next.value.length;
      controller.enqueue(next.value);
    },
  });
  const init: RequestInit & { duplex: "half" } = {
    method: "POST",
    headers: { "content-type": "application/octet-stream" },
    body,
    duplex: "half",
  };
  return { answer: admin.fetch(`/api/v1/imports?${query}`, init), taken };
}

/** What is refused by its first megabytes is not waited for: the answer is there before half of the largest file was sent. */
const MOST_TAKEN = 250_000_000;
/** However large it would be, refusing it takes little memory: with making it, and with all that the process has not given back. */
const MOST_MEMORY = 300_000_000;

/** How far the memory of this process has risen at most since, looked at a hundred times a second and at the end. */
function memoryRise() {
  const before = process.memoryUsage.rss();
  let most = before;
  const look = () => {
    most = Math.max(most, process.memoryUsage.rss());
  };
  const looking = setInterval(look, 10);
  return {
    peak() {
      clearInterval(looking);
      look();
      return most - before;
    },
  };
}

test.each(HOSTILE_FILES.map((file) => [file.name, file] as const))(
  "%s is refused in a sentence, and changes nothing",
  {
    timeout: 60_000,
  },
  async (_, { bytes, says, line, column }) => {
    const before = await contentHash(home);
    const memory = memoryRise();
    const { answer, taken } = sending(bytes());
    const response = await answer;
    expect(memory.peak()).toBeLessThan(MOST_MEMORY);
    expect(taken.bytes).toBeLessThan(MOST_TAKEN);
    const problem = z
      .object({ title: z.string(), line: z.int().optional(), column: z.union([z.int(), z.string()]).optional() })
      .parse(await response.json());
    expect(response.status).toBe(422);
    expect(problem.title).toMatch(says);
    expect([problem.line, line === undefined ? undefined : line]).toEqual([line === undefined ? problem.line : line, line]);
    if (column !== undefined) expect(problem.column).toBe(column);
    expect(await contentHash(home)).toBe(before);
    expect((await admin.imports.list({})).items).toEqual([]);
  },
);

test("checking tells how far it is, and whoever stops it has changed nothing", { timeout: 30_000 }, async () => {
  const before = await contentHash(home);
  const stopped = Promise.withResolvers<void>();
  const rows = (from: number) => Buffer.from(Array.from({ length: 10_000 }, (_, i) => `${from + i},Row ${from + i}\n`).join(""));
  async function* slowly() {
    yield new Uint8Array(Buffer.from("id,text\n"));
    yield new Uint8Array(rows(0));
    // Then nothing until it was stopped.
    await stopped.promise;
    for (let part = 1; part < 5; part += 1) yield new Uint8Array(rows(part * 10_000));
  }
  const { answer, taken } = sending(slowly());
  const response = await answer;
  expect(response.status).toBe(200);
  const reader = response.body?.getReader();
  const first = await reader?.read();
  const [line = ""] = Buffer.from(first?.value ?? new Uint8Array())
    .toString()
    .split("\n");
  expect(JSON.parse(line)).toEqual({ progress: { phase: "checking", rows: 1_000, of: null } });
  await reader?.cancel();
  stopped.resolve();
  // What is still being sent is taken, and not looked at any more.
  await expect
    .poll(() => taken.bytes, { timeout: 10_000 })
    .toBe(8 + [0, 1, 2, 3, 4].reduce((sum, part) => sum + rows(part * 10_000).length, 0));
  expect(await contentHash(home)).toBe(before);
  expect((await admin.imports.list({})).items).toEqual([]);
});
