import { expect, test } from "vitest";
import { line, sizesOf } from "./size-check.ts";

const manifest = {
  "index.html": { file: "index.js", isEntry: true, imports: ["_shared.js"], css: ["index.css"] },
  "_shared.js": { file: "shared.js", css: ["shared.css"] },
  "src/needs.tsx": {
    file: "needs.js",
    src: "src/needs.tsx",
    isDynamicEntry: true,
    imports: ["index.html", "_shared.js", "_table.js"],
    dynamicImports: ["src/form.tsx"],
  },
  "src/form.tsx": { file: "form.js", src: "src/form.tsx", isDynamicEntry: true, imports: ["_shared.js", "_table.js", "src/needs.tsx"] },
  "src/editor.tsx": { file: "editor.js", src: "src/editor.tsx", isDynamicEntry: true, imports: ["_shared.js"] },
  "_table.js": { file: "table.js" },
};
const kib: Record<string, number> = {
  "index.js": 100,
  "shared.js": 80,
  "index.css": 10,
  "shared.css": 5,
  "needs.js": 30,
  "table.js": 35,
  "editor.js": 160,
  "form.js": 12,
};

test("a shared chunk counts once, a route counts what it adds to the shell, and a part what it adds to the route that asks for it", () => {
  const sizes = sizesOf(manifest, (file) => kib[file] ?? 0);
  expect(sizes.map(({ name, kib: size, gate }) => [name, size, gate])).toEqual([
    ["first JavaScript", 180, 196],
    ["first CSS", 15, 20],
    ["editor.tsx", 160, 190],
    ["needs.tsx", 65, 40],
    ["form.tsx", 12, 40],
  ]);
});

test("a size says how it stands to its goal and its gate", () => {
  expect(line({ name: "needs.tsx", kib: 65, goal: 40, gate: 60 })).toBe("   65.0 KiB  needs.tsx (over the gate of 60)");
  expect(line({ name: "needs.tsx", kib: 50, goal: 40, gate: 60 })).toContain("over the goal of 40");
  expect(line({ name: "needs.tsx", kib: 30, goal: 40, gate: 60 })).toContain("(goal 40)");
});
