import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { apiDocs } from "../../scripts/api-docs.ts";
import { projectDirectory } from "../config.ts";

test("docs/api.md says what the routes say; otherwise run node scripts/api-docs.ts", () => {
  expect(readFileSync(join(projectDirectory, "docs/api.md"), "utf8")).toBe(apiDocs());
});
