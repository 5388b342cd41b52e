import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, statSync } from "node:fs";
import { OperatorError } from "./operator-error.ts";

/** Turns a command into the one that runs it as PostgreSQL's user. */
export type Wrap = (command: string, words: string[]) => [string, string[]];

/** PostgreSQL refuses to be root, so as root its folder belongs to an unprivileged user: whoever has it already, else nobody. */
export type ServiceUser = { uid: number; gid: number };

export function serviceUser(folder: string): ServiceUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = existsSync(folder) ? statSync(folder) : undefined;
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const idOf = (flag: string) => {
    const { stdout } = spawnSync("id", [flag, "nobody"], { encoding: "utf8" });
    const id = Number.parseInt(stdout ?? "", 10);
    if (Number.isNaN(id))
      throw new OperatorError(
        "PostgreSQL refuses to run as root and this computer has no user nobody: start Throughline as an ordinary user.",
      );
    return id;
  };
  return { uid: idOf("-u"), gid: idOf("-g") };
}

/** A folder that only this user may enter. */
export function ownFolder(folder: string, user: ServiceUser | undefined): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  if (user) chownSync(folder, user.uid, user.gid);
}

/**
 * How to run `program` on `folder` as that user. A checkout in a closed folder (a root home) cannot be entered by it; then it is
 * given the one capability that lets it pass, and `no_setuid_fixup`, because access(2) otherwise ignores capabilities of a plain user.
 */
export function runAs(user: ServiceUser | undefined, program: string, folder: string): Wrap {
  if (!user) return (command, words) => [command, words];
  const change = [`--reuid=${user.uid}`, `--regid=${user.gid}`, "--clear-groups"];
  const capability = (name: string) => ["--securebits=+no_setuid_fixup", `--inh-caps=+${name}`, `--ambient-caps=+${name}`];
  for (const more of [[], capability("dac_read_search"), capability("dac_override")]) {
    const wrap: Wrap = (command, words) => ["setpriv", [...change, ...more, command, ...words]];
    const [command, words] = wrap("/bin/sh", ["-c", `test -x "$1" && test -r "$2" && ls "$2" >/dev/null`, "sh", program, folder]);
    if (spawnSync(command, words, { cwd: "/", stdio: "ignore" }).status === 0) return wrap;
  }
  throw new OperatorError(
    "PostgreSQL refuses to run as root, and no other user may enter this folder: start Throughline as an ordinary user, or set DATABASE_URL.",
  );
}
