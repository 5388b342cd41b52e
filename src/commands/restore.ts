import { join, resolve } from "node:path";
import { projectDirectory } from "../config.ts";
import { damageIn, openBackup } from "../platform/backups/backup-file.ts";
import { mustBeKnown, restore as putBack } from "../platform/backups/restoring.ts";
import { tellTables } from "../platform/backups/telling.ts";
import { openAsItStands, withOwner } from "../platform/installation.ts";
import { migrationsIn } from "../platform/migrate.ts";
import { OperatorError } from "../platform/operator-error.ts";
import { type Command, count } from "./definition.ts";

export const restore: Command = {
  summary: "Put the copy that backup made into an empty installation",
  usage: "restore FILE",
  options: {},
  async run({ config, terminal, positionals }) {
    const [given, ...more] = positionals;
    if (!given || more.length > 0) throw new OperatorError(`Name one file. Usage: throughline ${restore.usage}`);
    const path = resolve(given);
    const backup = await openBackup(path);
    try {
      const migrations = migrationsIn(join(projectDirectory, "migrations"));
      mustBeKnown(backup.manifest, migrations);
      terminal.say("Checking the backup …");
      const damage = await damageIn(backup);
      if (damage.length > 0) throw new OperatorError(`${damage.join("\n")}\nNothing was changed.`);
      const secret = await backup.secret();
      const standing = await openAsItStands(config, { filling: true });
      try {
        let secretTaken = true;
        const restored = await withOwner(standing.owner, (client) =>
          putBack(client, backup, migrations, {
            onProgress: tellTables(terminal.say),
            beforeCommit: () => {
              secretTaken = standing.takeSecret(secret);
            },
          }),
        );
        if (!secretTaken)
          terminal.say(
            "AUTH_SECRET is not the one that the backup was taken with: everybody signs in again, webhooks are signed with new secrets, and share links that were made before cannot be shown again.",
          );
        terminal.print(said(restored.rows, standing.where, backup.manifest.takenAt, restored), {
          where: standing.where,
          takenAt: backup.manifest.takenAt,
          secretTaken,
          ...restored,
        });
        return 0;
      } finally {
        await standing.close();
      }
    } finally {
      backup.close();
    }
  },
};

function said(rows: number, where: string, takenAt: string, { contentHash, migrated }: { contentHash: string; migrated: string[] }) {
  const updated = migrated.length > 0 ? `\nBrought up to date by ${count(migrated.length)} migrations.` : "";
  return `Restored ${count(rows)} rows, as they stood at ${takenAt}, into ${where}.\nContent hash ${contentHash}${updated}\nStart it with npm start.`;
}
