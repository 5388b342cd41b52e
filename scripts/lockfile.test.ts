import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

type Locked = { version?: string; resolved?: string; optional?: boolean; optionalDependencies?: Record<string, string> };

test("the lockfile names the packages of every platform, and no address to fetch them from", () => {
  const lock: { packages: Record<string, Locked> } = JSON.parse(readFileSync(join(import.meta.dirname, "../package-lock.json"), "utf8"));
  const entries = Object.entries(lock.packages);
  // npm leaves out silently what a registry lacked for another platform, and then refuses `npm ci` on all of them.
  const missing = entries.flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !lock.packages[`node_modules/${name}`] && !lock.packages[`${path}/node_modules/${name}`],
    ),
  );
  expect(missing).toEqual([]);
  expect(entries.filter(([path, { version }]) => path !== "" && !version)).toEqual([]);
  expect(entries.filter(([, { resolved }]) => resolved)).toEqual([]);
});
