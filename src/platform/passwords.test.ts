import { argon2Sync } from "node:crypto";
import { expect, test } from "vitest";
import { openPasswords } from "./passwords.ts";

test("a hash is argon2id with 19 MiB, two passes and one lane, and its own salt", async () => {
  const passwords = openPasswords();
  const [one, two] = await Promise.all([passwords.hash("correct horse battery"), passwords.hash("correct horse battery")]);
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  expect(one).not.toBe(two);
  const [, , , , salt = "", tag] = one.split("$");
  const again = argon2Sync("argon2id", {
    message: "correct horse battery",
    nonce: Buffer.from(salt, "base64"),
    memory: 19_456,
    passes: 2,
    parallelism: 1,
    tagLength: 32,
  });
  expect(again.toString("base64").replace(/=+$/, "")).toBe(tag);
});

test("a password is the whole of it: nothing is cut off, and one letter more or less does not pass", async () => {
  const { hash, verify } = openPasswords();
  const long = "x".repeat(127);
  const kept = await hash(`${long}y`);
  expect(await verify({ hash: kept, password: `${long}y` })).toBe(true);
  expect(await verify({ hash: kept, password: `${long}z` })).toBe(false);
  expect(await verify({ hash: kept, password: long })).toBe(false);
  expect(await verify({ hash: kept, password: `${long.slice(0, 71)}` })).toBe(false);
});

test("a letter with an accent is the same however a keyboard sends it", async () => {
  const { hash, verify } = openPasswords();
  expect(await verify({ hash: await hash("café au lait, twice"), password: "cafe\u0301 au lait, twice" })).toBe(true);
});

test("when more wait than the line holds, the next is told to come again, and those in line are served", async () => {
  const { hash } = openPasswords(1, 2);
  const served = [hash("one password here"), hash("two passwords here"), hash("three passwords")];
  await expect(hash("four passwords here")).rejects.toMatchObject({ status: 503, code: "BUSY" });
  expect(await Promise.all(served)).toHaveLength(3);
  await expect(hash("five passwords here")).resolves.toMatch(/^\$argon2id/);
});

test("what is no argon2id hash is a defect, not a wrong password", async () => {
  await expect(openPasswords().verify({ hash: "plain", password: "plain" })).rejects.toThrow("PHC");
});
