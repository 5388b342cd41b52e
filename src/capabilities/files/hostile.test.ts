import sharp from "sharp";
import { beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { gifScript, HTML, hugePng, longGif, PDF, plainPicture, SVG } from "../../test/pictures.ts";
import { type Person, world } from "../../test/world.ts";
import { AttachedFile } from "./schema.ts";

let admin: Person;
let picture: Buffer;
beforeAll(async () => {
  ({ admin } = await world());
  picture = await plainPicture().png().toBuffer();
  // What a first picture loads is no cost of a hostile one.
  await told(picture, "warm.png");
});

const SECONDS = 5;
const GROWTH_MB = 100;

/** Sends a file and says what came of it, how long it took, and how much larger the process was at its largest. */
async function told(bytes: Uint8Array, name: string) {
  const before = process.memoryUsage.rss();
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 5);
  const begun = performance.now();
  const answer = await admin.fetch(`/api/v1/files?${new URLSearchParams({ name })}`, {
    method: "POST",
    headers: { "content-type": "application/octet-stream" },
    body: new Uint8Array(bytes),
  });
  const said = await answer.text();
  clearInterval(watch);
  const seconds = (performance.now() - begun) / 1000;
  const growthMb = (Math.max(most, process.memoryUsage.rss()) - before) / 1e6;
  const body: unknown = JSON.parse(said);
  const code = answer.ok ? null : z.object({ code: z.string() }).parse(body).code;
  return { status: answer.status, code, file: answer.ok ? AttachedFile.parse(body) : null, seconds, growthMb };
}

const kept = async (id: string) => Buffer.from(await (await admin.fetch(`/api/v1/files/${id}`)).arrayBuffer());

test.each([
  ["an SVG with a script", () => SVG, "drawing.svg", 415, "FILE_TYPE"],
  ["HTML that is called a PNG", () => HTML, "picture.png", 415, "FILE_TYPE"],
  ["HTML with a PDF behind it", () => Buffer.concat([HTML, PDF]), "paper.pdf", 415, "FILE_TYPE"],
  ["an SVG that is called a PNG", () => Buffer.concat([Buffer.from("<?xml version='1.0'?>"), SVG]), "picture.png", 415, "FILE_TYPE"],
  ["text", () => Buffer.from("just words"), "words.txt", 415, "FILE_TYPE"],
  ["nothing at all", () => Buffer.alloc(0), "empty.png", 422, "EMPTY_FILE"],
  ["a PNG of 30,000 by 30,000", () => hugePng(30_000, 30_000), "huge.png", 422, "TOO_MANY_PIXELS"],
  ["a GIF of 10,000 frames, each too large", () => longGif(10_000, 20_000), "huge.gif", 422, "TOO_MANY_PIXELS"],
  ["a PNG without its end", () => picture.subarray(0, picture.length - 40), "half.png", 422, "BROKEN_FILE"],
  ["the first bytes of a PNG", () => picture.subarray(0, 40), "head.png", 422, "BROKEN_FILE"],
  ["a GIF of a size that no GIF has, which is also a script", () => gifScript(), "x.gif", 422, "TOO_MANY_PIXELS"],
  ["more than a file may have", () => Buffer.alloc(10_000_001, 1), "large.png", 413, "TOO_LARGE"],
])("%s is refused, quickly and in little memory", async (_, make, name, status, code) => {
  const outcome = await told(make(), name);
  expect([outcome.status, outcome.code]).toEqual([status, code]);
  expect(outcome.seconds).toBeLessThan(SECONDS);
  expect(outcome.growthMb).toBeLessThan(GROWTH_MB);
});

test("a JPEG without its second half is refused", async () => {
  const whole = await plainPicture(900, 700).jpeg().toBuffer();
  expect(await told(whole.subarray(0, whole.length / 2), "half.jpg")).toMatchObject({ status: 422, code: "BROKEN_FILE" });
});

test("a GIF of 10,000 frames is kept as its first, quickly and in little memory", async () => {
  const outcome = await told(longGif(10_000, 300), "long.gif");
  expect(outcome).toMatchObject({ status: 201, file: { type: "image/gif", width: 300, height: 300 } });
  expect((await sharp(await kept(outcome.file?.id ?? "")).metadata()).pages ?? 1).toBe(1);
  expect(outcome.seconds).toBeLessThan(SECONDS);
  expect(outcome.growthMb).toBeLessThan(GROWTH_MB);
});

test("what moves within bounds goes on moving", async () => {
  const frames = Buffer.concat(Array.from({ length: 6 }, (_, i) => Buffer.alloc(80 * 80 * 3, i * 40)));
  const moving = await sharp(frames, { raw: { width: 80, height: 480, channels: 3, pageHeight: 80 } })
    .gif({ delay: 100 })
    .toBuffer();
  const { file } = await told(moving, "moves.gif");
  expect((await sharp(await kept(file?.id ?? "")).metadata()).pages).toBe(6);
});

test.each([
  ["a script", "/*canary*/alert(1)//"],
  ["a page", "<html><script>canary</script></html>"],
  ["an archive", "PK\u0003\u0004canary"],
  ["a PDF", "%PDF-1.4 canary"],
])("a picture with %s behind it is kept as the picture alone", async (_, behind) => {
  for (const format of ["png", "jpeg", "gif", "webp"] as const) {
    const sent = Buffer.concat([await plainPicture().toFormat(format).toBuffer(), Buffer.from(behind, "latin1")]);
    const { status, file } = await told(sent, `two-in-one.${format}`);
    expect(status, format).toBe(201);
    const bytes = await kept(file?.id ?? "");
    expect(bytes.includes("canary"), format).toBe(false);
    expect(await sharp(bytes).metadata(), format).toMatchObject({ width: 60, height: 40 });
  }
});

test("a PDF that is also a page is only ever a download in a box of its own", async () => {
  const { file } = await told(Buffer.concat([PDF, HTML]), "both.html");
  expect(file?.name).toBe("both.pdf");
  const { headers } = await admin.fetch(`/api/v1/files/${file?.id}`);
  expect(headers.get("content-disposition")).toMatch(/^attachment;.*both\.pdf/);
  expect([headers.get("content-type"), headers.get("x-content-type-options")]).toEqual(["application/pdf", "nosniff"]);
  expect(headers.get("content-security-policy")).toContain("sandbox");
});

test("many hostile files at once are read one after another", { timeout: 60_000 }, async () => {
  const bomb = hugePng(30_000, 30_000);
  const outcomes = await Promise.all(Array.from({ length: 12 }, () => told(bomb, "huge.png")));
  expect(outcomes.every(({ code }) => code === "TOO_MANY_PIXELS")).toBe(true);
  expect(Math.max(...outcomes.map(({ growthMb }) => growthMb))).toBeLessThan(GROWTH_MB);
});
