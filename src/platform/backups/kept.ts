import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import type { Config } from "../../config.ts";
import { OperatorError } from "../operator-error.ts";
import { type BackupSource, backUpTo } from "./backing-up.ts";
import type { Manifest } from "./format.ts";
import { tellTables } from "./telling.ts";

/** Only what was named by us for an update is ever removed. */
const BEFORE_UPDATE = /^(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-before-.+\.zip$/;
const DAY_MS = 86_400_000;

export const backupsFolder = ({ dataDirectory }: Pick<Config, "dataDirectory">): string => {
  const folder = join(dataDirectory, "backups");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
};

/** A name that sorts by time. */
export const stamp = (at: Date): string => at.toISOString().slice(0, 19).replaceAll(":", "-");

/**
 * The copy before an update, made of the tables as they are.
 * @throws OperatorError when there is none, and so no update
 */
export async function backUpBefore(
  update: string,
  config: Pick<Config, "dataDirectory" | "backupsKept" | "backupsKeptDays">,
  source: BackupSource,
  say: (line: string) => void,
): Promise<void> {
  const started = new Date();
  try {
    // What a start that was cut short left behind: nobody else writes here while we hold the directory.
    for (const name of readdirSync(backupsFolder(config)).filter((each) => each.endsWith(".part") && BEFORE_UPDATE.test(each.slice(0, -5))))
      rmSync(join(backupsFolder(config), name));
    const path = join(backupsFolder(config), `${stamp(started)}-before-${update}.zip`);
    say(`Copying the database to ${path} before it is updated …`);
    const { manifest } = await backUpTo(path, source, tellTables(say));
    rememberBackup(config, path, manifest);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new OperatorError(
      `There is no copy of the database, so it was not updated and nothing was changed. ${reason} Mend that and start again, or start the version before.`,
      { cause: error },
    );
  }
  const found = readdirSync(backupsFolder(config));
  for (const name of outdated(found, config, started)) rmSync(join(backupsFolder(config), name));
}

/** Those of the copies before updates that may go: neither among the newest nor young. */
export function outdated(
  names: readonly string[],
  { backupsKept, backupsKeptDays }: Pick<Config, "backupsKept" | "backupsKeptDays">,
  now: Date,
): string[] {
  return names
    .filter((name) => BEFORE_UPDATE.test(name))
    .sort()
    .reverse()
    .slice(backupsKept)
    .filter((name) => now.getTime() - Date.parse(name.replace(BEFORE_UPDATE, "$1T$2:$3:$4Z")) > backupsKeptDays * DAY_MS);
}

const Last = z.object({ file: z.string(), takenAt: z.iso.datetime(), contentHash: z.string() });
export type LastBackup = z.infer<typeof Last>;
const LAST = "last-backup.json";

/** Keeps in mind, for `doctor`, when the last copy was taken and where it went. */
export function rememberBackup({ dataDirectory }: Pick<Config, "dataDirectory">, file: string, { takenAt, contentHash }: Manifest): void {
  const fresh = join(dataDirectory, `.${LAST}-${process.pid}`);
  writeFileSync(fresh, `${JSON.stringify({ file, takenAt, contentHash } satisfies LastBackup)}\n`, { mode: 0o600 });
  renameSync(fresh, join(dataDirectory, LAST));
}

export function lastBackup({ dataDirectory }: Pick<Config, "dataDirectory">): LastBackup | undefined {
  const file = join(dataDirectory, LAST);
  if (!existsSync(file)) return undefined;
  try {
    return Last.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}
