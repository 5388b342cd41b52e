import { setTimeout as sleep } from "node:timers/promises";
import { type Config, readConfig } from "./config.ts";
import { inUse } from "./platform/directory.ts";
import { openInstallation } from "./platform/installation.ts";
import { checkNode, keepCompiled } from "./platform/node-version.ts";
import { sentenceOf } from "./platform/operator-error.ts";
import { runningCluster } from "./platform/postgres.ts";
import { checkAddress, listen } from "./platform/serving.ts";
import { ensureWebApp, webDirectory } from "./platform/web-build.ts";

/** `npm start`: everything from an empty folder to an address. Returns once requests are served. */
export async function serve(config: Config): Promise<void> {
  const say = (line: string) => process.stderr.write(`${line}\n`);
  await checkAddress(config).catch(async (error: unknown) => {
    throw !config.databaseUrl && (await runningCluster(config.dataDirectory)) ? inUse(config.dataDirectory) : error;
  });
  const installation = await openInstallation(config, { say });
  try {
    // Loaded this late so that a start that is refused is refused at once.
    keepCompiled();
    const [{ createApp }] = await Promise.all([import("./app.ts"), ensureWebApp(say)]);
    const app = await createApp({
      installation,
      config,
      webDirectory,
      log: (error) => say(error instanceof Error ? (error.stack ?? error.message) : String(error)),
    });
    const listener = await listen(app, config);
    void installation.ended.then((reason) => end(reason));
    stopOnSignal(async () => {
      await listener.stop();
      // A query that never ends must not keep us: the database ends its sessions itself.
      await Promise.race([app.close(), sleep(3000, undefined, { ref: false })]);
      await installation.close();
    });
    process.stdout.write(`Throughline is at ${listener.address}\n`);
  } catch (error) {
    await installation.close();
    throw error;
  }
}

/** Ctrl-C reaches us twice, from the terminal and from npm; only a later signal means "now". */
const SAME_SIGNAL_MS = 500;

function stopOnSignal(stop: () => Promise<void>): void {
  let asked: number | undefined;
  const onSignal = () => {
    if (asked === undefined) {
      asked = performance.now();
      stop().then(() => process.exit(0), end);
    } else if (performance.now() - asked > SAME_SIGNAL_MS) process.exit(1);
  };
  process.on("SIGTERM", onSignal);
  process.on("SIGINT", onSignal);
}

/** Says why in one sentence, and ends. */
export function end(error: unknown): never {
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exit(1);
}

if (import.meta.main) {
  try {
    checkNode();
    await serve(readConfig());
  } catch (error) {
    end(error);
  }
}
