import { execFile } from "node:child_process";
import { join } from "node:path";
import { childEnvironment, projectDirectory } from "../config.ts";

export type Ended = { code: number; out: string; told: string };

/** Runs `throughline` as people do, in a folder and with an environment of its own, to its end. */
export function commandLine(folder: string, environment: Record<string, string> = {}) {
  return (words: readonly string[], input = ""): Promise<Ended> =>
    new Promise((resolve) => {
      const child = execFile(
        process.execPath,
        [join(projectDirectory, "src/command.ts"), ...words],
        {
          cwd: folder,
          env: { ...childEnvironment(), THROUGHLINE_DATA: join(folder, "data"), ...environment },
          maxBuffer: 64_000_000,
        },
        (error, out, told) => resolve({ code: typeof error?.code === "number" ? error.code : error ? 1 : 0, out, told }),
      );
      child.stdin?.end(input);
    });
}
