import { expect, test } from "vitest";
import { importsOf, objections } from "./check-imports.ts";

test("imports are found in every form", () => {
  const source = `import type { A } from "./a.ts";
import {
  b,
} from "../b.ts";
import "./c.css";
export { d } from "./d.ts";
const page = lazy(() => import("./pages/e.tsx"));
const text = 'a line that says import "nothing"';`;
  expect(importsOf("src/ui/x.ts", source)).toEqual([
    { target: "src/ui/a.ts", typeOnly: true },
    { target: "src/b.ts", typeOnly: false },
    { target: "src/ui/c.css", typeOnly: false },
    { target: "src/ui/d.ts", typeOnly: false },
    { target: "src/ui/pages/e.tsx", typeOnly: false },
  ]);
});

test.each([
  ["src/kernels/rank.ts", "../platform/access.ts", "kernels are pure and import only kernels"],
  ["src/kernels/rank.ts", "node:crypto", "kernels are pure"],
  ["src/platform/live.ts", "../capabilities/needs/schema.ts", "platform never imports a capability"],
  ["src/ui/shell/shell.tsx", "../../capabilities/needs/rules.ts", "ui never imports a capability"],
  ["src/capabilities/needs/routes.ts", "./pages/needs-page.tsx", "server code imports no page"],
  ["src/app.ts", "./ui/theme.ts", "server code imports no page"],
  ["src/capabilities/needs/commands.ts", "../features/schema.ts", "needs comes before features"],
  ["src/capabilities/features/commands.ts", "../needs/routes.ts", "of an earlier slice use"],
  ["src/capabilities/needs/pages/page.tsx", "../../features/pages/features-page.tsx", "needs comes before features"],
  ["src/capabilities/needs/pages/page.tsx", "../queries.ts", "a page takes its data from the client"],
  ["src/capabilities/needs/rules.ts", "./schema.ts", "rules are read by both sides"],
  ["src/capabilities/extras/rules.ts", "../needs/rules.ts", "extras is not in the list of slices"],
])("%s may not import %s", (file, specifier, reason) => {
  expect(objections(file, `import { x } from "${specifier}";`)).toEqual([expect.stringContaining(reason)]);
});

test.each([
  ["src/kernels/rank.ts", "./normal.ts"],
  ["src/platform/live.ts", "node:crypto"],
  ["src/capabilities/features/commands.ts", "../needs/queries.ts"],
  ["src/capabilities/needs/pages/page.tsx", "../rules.ts"],
  ["src/capabilities/workspace/pages/page.tsx", "../people-rules.ts"],
  ["src/capabilities/features/pages/page.tsx", "../../workspace/pages/comments-panel.tsx"],
  ["src/capabilities/needs/pages/page.tsx", "../../../ui/theme.ts"],
  ["src/router.ts", "./capabilities/needs/routes.ts"],
  ["src/main.tsx", "./capabilities/needs/pages/needs-page.tsx"],
])("%s may import %s", (file, specifier) => {
  expect(objections(file, `import { x } from "${specifier}";`)).toEqual([]);
});

test("types may be taken from a schema by a page and by rules", () => {
  for (const file of ["src/capabilities/needs/pages/page.tsx", "src/capabilities/needs/rules.ts"]) {
    const schema = file.endsWith("rules.ts") ? "./schema.ts" : "../schema.ts";
    expect(objections(file, `import type { Need } from "${schema}";`)).toEqual([]);
  }
});
