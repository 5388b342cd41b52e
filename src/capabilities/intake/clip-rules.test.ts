import { expect, test } from "vitest";
import { bookmarklet, clipIn, domainsOf, webAddress } from "./clip-rules.ts";

test.each([
  ["https://a.example/b?c=d#e", "https://a.example/b?c=d#e"],
  ["https://user:secret@a.example/", "https://a.example/"],
  [`https://a.example/?q=1#${"x".repeat(2000)}`, "https://a.example/?q=1"],
  [`https://a.example/b?q=${"x".repeat(2000)}`, "https://a.example/b"],
  [`https://a.example/${"x".repeat(2000)}`, null],
  ["javascript:alert(1)", null],
  ["data:text/html,x", null],
  ["file:///etc/passwd", null],
  ["no address", null],
])("the address %.40s is kept as %j", (given, kept) => expect(webAddress(given)).toBe(kept));

test.each([
  ["https://help.acme.example/x", ["help.acme.example", "acme.example"]],
  ["https://www.acme.example/", ["acme.example"]],
  ["https://mail.google.com/mail/u/0", ["mail.google.com", "google.com"]],
  ["https://gmail.com/", []],
  ["http://127.0.0.1:8080/", []],
  ["http://localhost/", []],
  [null, []],
])("the page %s names %j", (address, domains) => expect(domainsOf(address)).toEqual(domains));

test("what is shared by a phone is parted into words and address; what comes after the # comes before what stands after the ?", () => {
  expect(clipIn({ search: "?text=Said%0Ahttps%3A%2F%2Fa.example%2F1", hash: "" })).toEqual({
    text: "Said",
    sourceAddress: "https://a.example/1",
    title: "",
  });
  expect(clipIn({ search: "?text=https%3A%2F%2Fa.example%2F1", hash: "" })).toMatchObject({
    text: "",
    sourceAddress: "https://a.example/1",
  });
  expect(clipIn({ search: "?text=One", hash: "#text=Two" })).toMatchObject({ text: "Two" });
  expect(clipIn({ search: `?title=${"t".repeat(400)}`, hash: "" })?.title).toHaveLength(300);
  expect(clipIn({ search: "?product=x", hash: "" })).toBeNull();
});

test("the bookmark is one address of printable ASCII that names this installation", () => {
  const code = bookmarklet("https://throughline.example", 100_000);
  expect(code).toMatch(/^javascript:[\x21-\x7e]+$/);
  expect(decodeURIComponent(code)).toContain('"https://throughline.example/clip"');
});
