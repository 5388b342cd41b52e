import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { readConfig } from "../config.ts";
import { type Installation, openInstallation } from "../platform/installation.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The database of this run; `inject("database")` in a test. */
    database: Pick<Installation, "app" | "owner" | "authSecret">;
  }
}

/** One PostgreSQL per run, in a temporary folder; with TEST_DATABASE_URL an empty database on that server instead. */
export default async function setup(project: TestProject) {
  const dataDirectory = mkdtempSync(join(tmpdir(), "throughline-test-"));
  const databaseUrl = process.env.TEST_DATABASE_URL;
  const installation = await openInstallation(readConfig({ THROUGHLINE_DATA: dataDirectory, DATABASE_URL: databaseUrl }));
  const { app, owner, authSecret } = installation;
  project.provide("database", { app, owner, authSecret });
  return async () => {
    await installation.close();
    rmSync(dataDirectory, { recursive: true, force: true });
  };
}
