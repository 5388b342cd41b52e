import { expect, test } from "vitest";
import { cleanName } from "./rules.ts";

test.each([
  ["../../etc/passwd.png", "image/png", "passwd.png"],
  ["C:\\Users\\me\\shot.PNG", "image/png", "shot.png"],
  ["invoice\u202egnp.exe", "image/png", "invoicegnp.exe.png"],
  ["a\u0000b\r\nSet-Cookie: x.png", "image/png", "abSet-Cookie- x.png"],
  ["photo.heic", "image/jpeg", "photo.jpg"],
  ["photo.jpeg", "image/jpeg", "photo.jpeg"],
  ["page.html", "application/pdf", "page.pdf"],
  ["report v1.2", "application/pdf", "report v1.2.pdf"],
  ["", "image/webp", "Picture.webp"],
  ["...", "application/pdf", "Document.pdf"],
  [".png", "image/png", "png.png"],
  ["Zahlen für März – Übersicht.pdf", "application/pdf", "Zahlen für März – Übersicht.pdf"],
  ["資料 🧾.png", "image/png", "資料 🧾.png"],
] as const)("%j of the type %s is called %j", (given, type, expected) => expect(cleanName(given, type)).toBe(expected));

test("a name has at most 120 characters, its ending included, and no character is cut in half", () => {
  const name = cleanName(`${"🧾".repeat(300)}.png`, "image/png");
  expect([...name]).toHaveLength(120);
  expect(name.endsWith("🧾.png")).toBe(true);
});
