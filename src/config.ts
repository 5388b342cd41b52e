import { join, resolve } from "node:path";
import ipaddr from "ipaddr.js";
import { OperatorError } from "./platform/operator-error.ts";

/** Everything the environment decides. This file is the only reader of it. */
export type Config = {
  host: string;
  /** 0 lets the system choose a free one. */
  port: number;
  dataDirectory: string;
  /** The owner's login to a PostgreSQL server of your own; without it one is started in the data directory. */
  databaseUrl?: string;
  /** The serving login, where the owner may not create it. */
  databaseAppUrl?: string;
  /** The address people open, when it is not the one listened on. */
  publicUrl?: string;
  /** Signs sessions; several processes behind one address must share it. Without it one is made in the data directory. */
  authSecret?: string;
  /** How many reverse proxies stand in front and may be believed about the client's address. */
  trustedProxies: number;
  /** Multiplies how often one caller may ask; above 1 for load tests of one's own installation. */
  rateLimitFactor: number;
  /** Hosts and networks that webhooks may reach although they are private. */
  outboundAllow: readonly string[];
  /** How much the files of one workspace may take, in megabytes. */
  fileQuotaMb: number;
  /** Of the copies made before updates the newest so many stay, and all that are younger than so many days. */
  backupsKept: number;
  backupsKeptDays: number;
};
export const FILE_QUOTA_MB = 2_000;

type Environment = Readonly<Record<string, string | undefined>>;

export const projectDirectory = resolve(import.meta.dirname, "..");

export function readConfig(env: Environment = process.env): Config {
  const databaseUrl = postgresAddress(env, "DATABASE_URL");
  const databaseAppUrl = postgresAddress(env, "DATABASE_APP_URL");
  if (databaseAppUrl && !databaseUrl)
    throw new OperatorError("DATABASE_APP_URL needs DATABASE_URL beside it, the login that owns the tables.");
  const publicUrl = webAddress(env, "PUBLIC_URL");
  const authSecret = given(env, "AUTH_SECRET");
  if (authSecret && authSecret.length < 32) throw new OperatorError("AUTH_SECRET must have at least 32 characters.");
  return {
    host: given(env, "HOST") ?? "127.0.0.1",
    port: wholeNumber(env, "PORT", 0, 65_535) ?? 4600,
    dataDirectory: resolve(given(env, "THROUGHLINE_DATA") ?? join(projectDirectory, "data")),
    ...(databaseUrl && { databaseUrl }),
    ...(databaseAppUrl && { databaseAppUrl }),
    ...(publicUrl && { publicUrl }),
    ...(authSecret && { authSecret }),
    trustedProxies: wholeNumber(env, "TRUSTED_PROXIES", 0, 10) ?? 0,
    rateLimitFactor: wholeNumber(env, "RATE_LIMIT_FACTOR", 1, 10_000) ?? 1,
    outboundAllow: hostsAndNetworks(env, "OUTBOUND_ALLOW"),
    fileQuotaMb: wholeNumber(env, "FILE_QUOTA_MB", 1, 999_999) ?? FILE_QUOTA_MB,
    backupsKept: wholeNumber(env, "BACKUPS_KEPT", 1, 1_000) ?? 5,
    backupsKeptDays: wholeNumber(env, "BACKUPS_KEPT_DAYS", 0, 3_650) ?? 30,
  };
}

/** The little a program we start needs to find others; nothing secret is handed down. */
export function childEnvironment(): Record<string, string> {
  return { PATH: process.env.PATH || "/usr/local/bin:/usr/bin:/bin", LANG: "C.UTF-8", TZ: "UTC" };
}

function given(env: Environment, name: string): string | undefined {
  return env[name]?.trim() || undefined;
}

function wholeNumber(env: Environment, name: string, lowest: number, highest: number): number | undefined {
  const text = given(env, name);
  if (text === undefined) return undefined;
  if (!/^\d{1,6}$/.test(text) || Number(text) < lowest || Number(text) > highest) {
    throw new OperatorError(`${name} must be a whole number from ${lowest} to ${highest}; it is "${text}".`);
  }
  return Number(text);
}

function hostsAndNetworks(env: Environment, name: string): string[] {
  const entries = (given(env, name) ?? "").split(",").flatMap((entry) => entry.trim() || []);
  const wrong = entries.find((entry) => !/^[\w.:-]+$/.test(entry) && !ipaddr.isValidCIDR(entry));
  if (wrong === undefined) return entries;
  throw new OperatorError(`${name} must list hosts and networks like "sink.internal, 10.1.0.0/16"; "${wrong}" is neither.`);
}

function postgresAddress(env: Environment, name: string): string | undefined {
  const text = given(env, name);
  if (text === undefined || /^postgres(ql)?:\/\//.test(text)) return text;
  // The value is not repeated: it may hold a password.
  throw new OperatorError(`${name} must be an address like postgres://user:password@host:5432/database.`);
}

function webAddress(env: Environment, name: string): string | undefined {
  const text = given(env, name);
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.pathname === "/" && !url.search && !url.username) return url.origin;
  throw new OperatorError(
    `${name} must be the address people open, like https://throughline.example.com, without a path; it is "${text}".`,
  );
}
