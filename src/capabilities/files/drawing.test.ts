import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { projectDirectory } from "../../config.ts";
import { plainPicture } from "../../test/pictures.ts";
import { type Person, world } from "../../test/world.ts";
import { drawingProcessId } from "./drawing-elsewhere.ts";

let admin: Person;
let large: Buffer;
beforeAll(async () => {
  ({ admin } = await world());
  // Takes the library a second or so.
  large = await plainPicture(6000, 6000).png().toBuffer();
});

const Told = z.looseObject({ code: z.string().optional() });

async function send(bytes: Uint8Array): Promise<{ status: number; code: unknown }> {
  const answer = await admin.fetch("/api/v1/files?name=picture.png", {
    method: "POST",
    headers: { "content-type": "application/octet-stream" },
    body: new Uint8Array(bytes),
  });
  return { status: answer.status, code: Told.parse(await answer.json()).code };
}
const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !holds(); i++) await sleep(25);
  expect(holds()).toBe(true);
}

test("a picture whose reading dies is refused, and the next one is read, by another process that is not the server", {
  timeout: 30_000,
}, async () => {
  const small = await plainPicture().png().toBuffer();
  expect(await send(small)).toMatchObject({ status: 201 });
  const first = drawingProcessId();
  if (first === undefined) throw new Error("Nobody draws.");
  expect(first).not.toBe(process.pid);
  expect(await send(small), "it stays for the next").toMatchObject({ status: 201 });
  expect(drawingProcessId()).toBe(first);

  // It stands still, so that it is surely in the middle when it is killed.
  process.kill(first, "SIGSTOP");
  const outcome = send(large);
  await sleep(300);
  process.kill(first, "SIGKILL");
  const after = send(small);
  expect(await outcome).toEqual({ status: 422, code: "READING_BROKE_OFF" });
  expect(await after).toMatchObject({ status: 201 });
  expect(isAlive(first)).toBe(false);
  expect(drawingProcessId()).not.toBe(first);
});

test("a reading that stands still is ended, and the server answers", { timeout: 30_000 }, async () => {
  await send(await plainPicture().png().toBuffer());
  const pid = drawingProcessId();
  if (pid === undefined) throw new Error("Nobody draws.");
  process.kill(pid, "SIGSTOP");
  const begun = performance.now();
  expect(await send(large)).toEqual({ status: 422, code: "TOO_SLOW" });
  expect(performance.now() - begun).toBeLessThan(9_000);
  await until(() => !isAlive(pid));
});

test("who draws ends with the server, also when that is killed while a picture is drawn", { timeout: 30_000 }, async () => {
  const source = `
    const { drawnElsewhere, drawingProcessId } = await import("./src/capabilities/files/drawing-elsewhere.ts");
    const { default: sharp } = await import("sharp");
    const sent = await sharp({ create: { width: 6000, height: 6000, channels: 3, background: "red" } }).png().toBuffer();
    const drawing = drawnElsewhere({ sent, format: "png", becomes: "image/png" });
    setTimeout(() => console.log(drawingProcessId()), 100);
    await drawing;
    process.exit(1);`;
  const server = spawn(process.execPath, ["--input-type=module", "--eval", source], {
    cwd: projectDirectory,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [said] = await once(server.stdout, "data");
  const pid = Number(String(said));
  expect(isAlive(pid)).toBe(true);
  server.kill("SIGKILL");
  await until(() => !isAlive(pid));
});
