import type { ParseArgsOptionsConfig } from "node:util";
import type { Config } from "../config.ts";
import { OperatorError } from "../platform/operator-error.ts";

/** One command of the command line. */
export type Command = {
  /** What it does, in the imperative, without a full stop. */
  summary: string;
  /** What follows `throughline`. */
  usage: string;
  options: ParseArgsOptionsConfig;
  /** @returns the exit code; nothing is 0 */
  run(invocation: Invocation): Promise<number | undefined>;
};

export type Invocation = {
  config: Config;
  values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
  positionals: readonly string[];
  terminal: Terminal;
};

export type Terminal = {
  /** The result: text for people, or with `--json` the value as one line. */
  print(text: string, value: unknown): void;
  /** Progress of long work, and warnings; never part of the result. */
  say(line: string): void;
  /** The first line of standard input; typed at a terminal it is not shown. */
  secret(prompt: string): Promise<string>;
};

/** The value of an option that cannot be left out. */
export function required({ values }: Invocation, option: string): string {
  const value = optional({ values }, option);
  if (value === undefined) throw new OperatorError(`--${option} is missing; "throughline help" shows every option.`);
  return value;
}

export function optional({ values }: Pick<Invocation, "values">, option: string): string | undefined {
  const value = values[option];
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

/** Every value of an option that may be given several times. */
export function repeated({ values }: Pick<Invocation, "values">, option: string): string[] {
  return [values[option] ?? []].flat().filter((value) => typeof value === "string");
}

/** A number as people read it. */
export const count = (number: number): string => number.toLocaleString("en");
