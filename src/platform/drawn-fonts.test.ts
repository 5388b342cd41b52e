import { readFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { projectDirectory } from "../config.ts";
import { knowInter, unpackedWoff } from "./drawn-fonts.ts";

const woff = readFileSync(join(projectDirectory, "node_modules/@fontsource/inter/files/inter-latin-400-normal.woff"));

test("an unpacked font holds the tables that the packed one names, each as long as it says", () => {
  const font = unpackedWoff(woff);
  const count = woff.readUInt16BE(12);
  expect(font.readUInt16BE(4)).toBe(count);
  for (let i = 0; i < count; i++) {
    expect(font.readUInt32BE(12 + 16 * i)).toBe(woff.readUInt32BE(44 + 20 * i));
    expect(font.readUInt32BE(12 + 16 * i + 12)).toBe(woff.readUInt32BE(44 + 20 * i + 12));
  }
  // What the packed file says the unpacked one is long.
  expect(font.length).toBe(woff.readUInt32BE(16));
});

test("what is no WOFF file is refused", () => {
  expect(() => unpackedWoff(Buffer.from("OTTO, but no WOFF"))).toThrow(TypeError);
});

test("text is drawn in Inter, not in whatever font the computer has", async () => {
  await knowInter();
  const widthIn = async (font: string) =>
    (
      await sharp({ text: { text: "Hamburgefonstiv", font, dpi: 72, rgba: true } })
        .raw()
        .toBuffer({ resolveWithObject: true })
    ).info.width;
  const [inter, semibold, other] = [await widthIn("Inter, 40"), await widthIn("Inter SemiBold, 40"), await widthIn("No Such Family, 40")];
  expect(inter).not.toBe(other);
  expect(semibold).toBeGreaterThan(inter);
});
