import { join, resolve } from "node:path";
import { backUp, backUpTo } from "../platform/backups/backing-up.ts";
import { damageIn, openBackup } from "../platform/backups/backup-file.ts";
import { called, type Manifest } from "../platform/backups/format.ts";
import { backupsFolder, rememberBackup, stamp } from "../platform/backups/kept.ts";
import { tellTables } from "../platform/backups/telling.ts";
import { openAsItStands } from "../platform/installation.ts";
import { OperatorError } from "../platform/operator-error.ts";
import { type Command, count, type Invocation } from "./definition.ts";

export const backup: Command = {
  summary: "Copy the whole installation into one file, while it runs or not; with --verify check such a file",
  usage: "backup [FILE|-] | backup --verify FILE",
  options: { verify: { type: "boolean" } },
  async run(invocation) {
    const { config, terminal, values, positionals } = invocation;
    const [given, ...more] = positionals;
    if (more.length > 0 || (values.verify && !given)) throw new OperatorError(`Name one file. Usage: throughline ${backup.usage}`);
    if (values.verify && given) return verify(invocation, resolve(given));
    const standing = await openAsItStands(config, { filling: false });
    try {
      const told = tellTables(terminal.say);
      if (given === "-") {
        const manifest = await backUp(process.stdout, standing, told);
        rememberBackup(config, "standard output", manifest);
        // The copy itself is the output, so its summary goes where progress goes.
        terminal.say(values.json ? JSON.stringify(summary(manifest)) : said(manifest, "standard output"));
        return 0;
      }
      const path = given ? resolve(given) : join(backupsFolder(config), `${stamp(new Date())}.zip`);
      const { manifest, bytes } = await backUpTo(path, standing, told);
      rememberBackup(config, path, manifest);
      terminal.print(said(manifest, `${path} (${count(bytes)} bytes)`), { file: path, bytes, ...summary(manifest) });
      return 0;
    } finally {
      await standing.close();
    }
  },
};

async function verify({ terminal }: Invocation, path: string): Promise<number> {
  const opened = await openBackup(path);
  try {
    const { manifest } = opened;
    const damage = await damageIn(opened, ({ rows, ...table }) => {
      if (rows > 0) terminal.say(`${called(table)}: ${count(rows)} rows`);
    });
    const verdict =
      damage.length === 0
        ? `The backup is whole: ${count(rowsIn(manifest))} rows, taken at ${manifest.takenAt} by Throughline ${manifest.product}, schema ${manifest.schema}.\nContent hash ${manifest.contentHash}`
        : damage.join("\n");
    terminal.print(verdict, { file: path, ok: damage.length === 0, damage, ...summary(manifest) });
    return damage.length === 0 ? 0 : 1;
  } finally {
    opened.close();
  }
}

const rowsIn = ({ tables }: Manifest) => tables.reduce((sum, { rows }) => sum + rows, 0);

const summary = (manifest: Manifest) => ({
  takenAt: manifest.takenAt,
  schema: manifest.schema,
  rows: rowsIn(manifest),
  tables: Object.fromEntries(manifest.tables.map((table) => [called(table), table.rows])),
  contentHash: manifest.contentHash,
});

const said = (manifest: Manifest, where: string) =>
  `Copied ${count(rowsIn(manifest))} rows, as they stood at ${manifest.takenAt}, to ${where}.\nContent hash ${manifest.contentHash}\nIt holds the installation's secret and everybody's data: keep it as safe as the installation.`;
