import { createInterface, type Interface } from "node:readline/promises";
import { Writable } from "node:stream";
import { parseArgs } from "node:util";
import type { Command, Terminal } from "./commands/definition.ts";
import { readConfig } from "./config.ts";
import { keepCompiled } from "./platform/node-version.ts";
import { codeOf, OperatorError, sentenceOf } from "./platform/operator-error.ts";
import { Refusal } from "./platform/refusal.ts";

/** Loaded when asked for, so that `doctor` works where the rest does not. */
const commands: Record<string, () => Promise<Command>> = {
  start: async () => (await import("./commands/start.ts")).start,
  init: async () => (await import("./commands/init.ts")).init,
  key: async () => (await import("./commands/key.ts")).key,
  import: async () => (await import("./commands/import.ts")).importFile,
  export: async () => (await import("./commands/export.ts")).exportWorkspace,
  demo: async () => (await import("./commands/demo.ts")).demo,
  load: async () => (await import("./commands/load.ts")).load,
  backup: async () => (await import("./commands/backup.ts")).backup,
  restore: async () => (await import("./commands/restore.ts")).restore,
  password: async () => (await import("./commands/password.ts")).password,
  doctor: async () => (await import("./commands/doctor.ts")).doctor,
};

const everyCommand = { json: { type: "boolean" }, help: { type: "boolean", short: "h" } } as const;

/** Runs one command line. Results go to standard output, everything else to standard error. @returns the exit code */
export async function run(words: string[]): Promise<number> {
  const json = words.includes("--json");
  const terminal = terminalFor(json);
  try {
    const [name = "help", ...rest] = words.filter((word, at) => at > 0 || !word.startsWith("-"));
    if (name === "help") return await help(terminal);
    const load = commands[name];
    if (!load) throw new OperatorError(`There is no command "${name}"; "throughline help" lists them.`);
    const command = await load();
    const { values, positionals } = parsed(rest, command);
    if (values.help) {
      terminal.print(`throughline ${command.usage}\n${command.summary}.`, { usage: command.usage, summary: command.summary });
      return 0;
    }
    return (await command.run({ config: readConfig(), values, positionals, terminal })) ?? 0;
  } catch (error) {
    process.stderr.write(json ? `${JSON.stringify(told(error))}\n` : `${told(error).error}\n`);
    return 1;
  }
}

/** What a refusal says to people, with the code that the API gives for it too. */
function told(error: unknown): { error: string; code?: string } {
  return error instanceof Refusal ? { error: error.message, code: error.code } : { error: sentenceOf(error) };
}

function parsed(words: string[], command: Command) {
  try {
    return parseArgs({ args: words, options: { ...command.options, ...everyCommand }, allowPositionals: true });
  } catch (error) {
    if (!codeOf(error)?.startsWith("ERR_PARSE_ARGS") || !(error instanceof Error)) throw error;
    throw new OperatorError(`${error.message.split(". ")[0]}. Usage: throughline ${command.usage}`);
  }
}

async function help(terminal: Terminal): Promise<number> {
  const all = await Promise.all(Object.values(commands).map((load) => load()));
  const width = Math.max(...all.map(({ usage }) => usage.length));
  const lines = all.map(({ usage, summary }) => `  ${usage.padEnd(width)}  ${summary}`);
  terminal.print(
    `Usage: throughline <command> [--json]\n\n${lines.join("\n")}\n\nThe environment decides the rest: THROUGHLINE_DATA, DATABASE_URL, HOST, PORT, PUBLIC_URL.`,
    all.map(({ usage, summary }) => ({ usage, summary })),
  );
  return 0;
}

function terminalFor(json: boolean): Terminal {
  return {
    print(text, value) {
      process.stdout.write(json ? `${JSON.stringify(value)}\n` : `${text}\n`);
    },
    say(line) {
      process.stderr.write(`${line}\n`);
    },
    secret: (prompt) => (process.stdin.isTTY ? typedSecret(prompt) : firstLine()),
  };
}

async function firstLine(): Promise<string> {
  let text = "";
  for await (const chunk of process.stdin.setEncoding("utf8")) text += chunk;
  return text.split(/\r?\n/)[0] ?? "";
}

/** A line typed at the terminal; nothing of it is echoed. */
async function typedSecret(prompt: string): Promise<string> {
  const lines = createInterface({
    input: process.stdin,
    output: new Writable({ write: (_text, _encoding, done) => done() }),
    terminal: true,
  });
  process.stderr.write(prompt);
  try {
    return await lines.question("", { signal: interrupted(lines) });
  } catch {
    throw new OperatorError("Nothing was done.");
  } finally {
    lines.close();
    process.stderr.write("\n");
  }
}

function interrupted(lines: Interface): AbortSignal {
  const ending = new AbortController();
  lines.once("SIGINT", () => ending.abort());
  return ending.signal;
}

if (import.meta.main) {
  keepCompiled();
  // Not process.exit: what was printed into a pipe is still on its way.
  process.exitCode = await run(process.argv.slice(2));
}
