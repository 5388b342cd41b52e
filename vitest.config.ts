import { defineConfig } from "vitest/config";

const browser = "src/**/*.browser.test.ts";
const shared = {
  globalSetup: "src/test/global-setup.ts",
  // Most of the time of a file goes into importing the same modules again; files share them, and so must not change them.
  pool: "threads" as const,
  isolate: false,
  testTimeout: 20_000,
  hookTimeout: 60_000,
  expect: { poll: { timeout: 10_000 } },
};

export default defineConfig({
  test: {
    projects: [
      { test: { ...shared, name: "unit", include: ["src/**/*.test.ts", "scripts/**/*.test.ts"], exclude: [browser] } },
      { test: { ...shared, name: "browser", include: [browser], testTimeout: 60_000 } },
    ],
  },
});
