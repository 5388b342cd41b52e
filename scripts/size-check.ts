import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

type Chunk = {
  file: string;
  src?: string;
  name?: string;
  isEntry?: boolean;
  isDynamicEntry?: boolean;
  imports?: string[];
  dynamicImports?: string[];
  css?: string[];
};
type Manifest = Record<string, Chunk>;
/**
 * In KiB after gzip: what we aim at, and what fails. A goal that was reached is the gate from then on; the first load has a little more,
 * since every kind of record brings its icon, its place in the menu and the addresses of its routes.
 */
type Gate = { goal: number; gate: number };
export type Size = Gate & { name: string; kib: number };

const SHELL: Gate = { goal: 190, gate: 196 };
const STYLES: Gate = { goal: 20, gate: 20 };
const ROUTE: Gate = { goal: 40, gate: 40 };
const EDITOR: Gate = { goal: 150, gate: 190 };

/** What a browser loads first, what each route adds to it, and what each part that a route asks for later adds to the route. */
export function sizesOf(manifest: Manifest, kibOf: (file: string) => number): Size[] {
  const closure = (key: string, into = new Set<string>()): Set<string> => {
    if (into.has(key)) return into;
    into.add(key);
    for (const next of manifest[key]?.imports ?? []) closure(next, into);
    return into;
  };
  const sum = (files: Iterable<string>) => [...new Set(files)].reduce((total, file) => total + kibOf(file), 0);
  const scripts = (keys: Iterable<string>) => sum([...keys].flatMap((key) => manifest[key]?.file ?? []));
  const styles = (keys: Iterable<string>) => sum([...keys].flatMap((key) => manifest[key]?.css ?? []));

  const entries = Object.entries(manifest);
  const first = new Set(entries.filter(([, chunk]) => chunk.isEntry).flatMap(([key]) => [...closure(key)]));
  /** What is there already when a part is asked for: the first load, and what all that ask for it have in common. */
  const before = (key: string): Set<string> => {
    const askers = entries.filter(([, chunk]) => chunk.dynamicImports?.includes(key)).map(([asker]) => closure(asker));
    const common = askers.reduce((some, one) => some.intersection(one), askers[0] ?? new Set<string>());
    return first.union(common);
  };
  const routes = entries
    .filter(([key, chunk]) => chunk.isDynamicEntry && !first.has(key))
    .map(([key, chunk]) => {
      const name = (chunk.src ?? chunk.name ?? key).replace(/^src\//, "");
      const known = before(key);
      return { name, kib: scripts([...closure(key)].filter((each) => !known.has(each))), ...(name.includes("editor") ? EDITOR : ROUTE) };
    });
  return [
    { name: "first JavaScript", kib: scripts(first), ...SHELL },
    { name: "first CSS", kib: styles(first), ...STYLES },
    ...routes.sort((a, b) => b.kib - a.kib),
  ];
}

export function line({ name, kib, goal, gate }: Size): string {
  const verdict =
    kib > gate ? `over the gate of ${gate}` : kib > goal ? `over the goal of ${goal}, under the gate of ${gate}` : `goal ${goal}`;
  return `${kib.toFixed(1).padStart(7)} KiB  ${name} (${verdict})`;
}

if (import.meta.main) {
  const web = join(import.meta.dirname, "../dist/web");
  const manifest: Manifest = JSON.parse(readFileSync(join(web, ".vite/manifest.json"), "utf8"));
  const sizes = sizesOf(manifest, (file) => gzipSync(readFileSync(join(web, file)), { level: 9 }).length / 1024);
  for (const size of sizes) console.log(line(size));
  process.exitCode = sizes.some(({ kib, gate }) => kib > gate) ? 1 : 0;
}
