#!/usr/bin/env node
// The package's `bin`: the command line under the Node that came with the packages.
import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import "./setup.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const command = spawn(join(root, "node_modules/.bin/node"), [join(root, "src/command.ts"), ...process.argv.slice(2)], { stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => command.kill(signal));
command.on("exit", (code, signal) => {
  process.exit(code ?? (signal ? 1 : 0));
});
