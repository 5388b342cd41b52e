import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import pg from "pg";
import type { Config } from "../config.ts";
import { ensureSecret, secretIn } from "./data-directory.ts";
import { codeOf, OperatorError } from "./operator-error.ts";

/** Requests are served under this role: no superuser, no BYPASSRLS, owner of nothing. The row policies name it. */
export const SERVING_ROLE = "throughline_app";
const PASSWORD_FILE = "throughline-app-password";
const ATTRIBUTES = "login nosuperuser nobypassrls nocreatedb nocreaterole";
/** What an administrator runs where the owner may not create roles. */
const ROLE_SQL = `CREATE ROLE ${SERVING_ROLE} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '…';`;

/** On the embedded server: its socket is in a folder that nobody else may enter, so no password is needed. */
export async function embeddedServingLogin(owner: pg.Client, login: pg.PoolConfig): Promise<pg.PoolConfig> {
  if (!(await roleExists(owner))) await owner.query(`create role ${SERVING_ROLE} ${ATTRIBUTES}`);
  return { ...login, user: SERVING_ROLE };
}

/**
 * On a server of the operator's own: the login given, or one that we make, with a password kept in the data directory.
 * @throws OperatorError saying what to run, when the owner may not create roles
 */
export async function servingLogin(owner: pg.Client, config: Config, databaseUrl: string): Promise<pg.PoolConfig> {
  const exists = await roleExists(owner);
  if (config.databaseAppUrl) {
    if (!exists) throw new OperatorError(`The server has no role ${SERVING_ROLE} yet: run ${ROLE_SQL} as its administrator.`);
    return { connectionString: config.databaseAppUrl };
  }
  const known = secretIn(config.dataDirectory, PASSWORD_FILE);
  if (exists && known && (await accepts(withLogin(databaseUrl, SERVING_ROLE, known)))) return withLogin(databaseUrl, SERVING_ROLE, known);
  if (exists) await refuseWhileUsed(owner, config.dataDirectory);
  // Kept before it is set: a start cut short in between must not lock us out.
  const password = ensureSecret(config.dataDirectory, PASSWORD_FILE);
  try {
    await owner.query(
      `${exists ? "alter" : "create"} role ${SERVING_ROLE} ${exists ? "login" : ATTRIBUTES} password '${scramVerifier(password)}'`,
    );
  } catch (error) {
    if (codeOf(error) !== "42501") throw error;
    throw needsLogin(exists);
  }
  return withLogin(databaseUrl, SERVING_ROLE, password);
}

/** @throws OperatorError unless this login is bound by row-level security and owns nothing */
export async function checkServingLogin(login: pg.PoolConfig, ownerName: string): Promise<void> {
  const client = new pg.Client(login);
  client.on("error", () => undefined);
  try {
    await client.connect();
  } catch (error) {
    await client.end().catch(() => undefined);
    const reason = error instanceof Error ? error.message || codeOf(error) : String(error);
    throw new OperatorError(
      `The serving login cannot connect to the database (${reason}): correct DATABASE_APP_URL, or the server's pg_hba.conf.`,
    );
  }
  try {
    const { rows } = await client.query<{ name: string; boundless: boolean; serves: boolean; owns: boolean }>(
      `select current_user::text as name, rolsuper or rolbypassrls as boundless,
              pg_has_role(current_user, $1, 'usage') as serves, pg_has_role(current_user, $2, 'member') as owns
       from pg_roles where rolname = current_user`,
      [SERVING_ROLE, ownerName],
    );
    const [role] = rows;
    if (!role || role.boundless || role.owns) {
      const reason = role?.boundless ? "it is a superuser or has BYPASSRLS" : "it owns the tables";
      throw new OperatorError(
        `The serving login ${role?.name ?? ""} is not bound by row-level security (${reason}): give DATABASE_APP_URL the login of ${SERVING_ROLE}.`,
      );
    }
    if (!role.serves)
      throw new OperatorError(
        `The serving login ${role.name} is not a member of ${SERVING_ROLE}: run GRANT ${SERVING_ROLE} TO "${role.name}".`,
      );
  } finally {
    await client.end();
  }
}

/** How the serving role stands, without making or changing anything. @throws OperatorError saying what to run */
export async function checkServingRole(owner: pg.Client, config: Config): Promise<string> {
  const { rows } = await owner.query<{ name: string; maker: boolean }>(
    "select rolname as name, rolsuper or rolcreaterole as maker from pg_roles where rolname = current_user",
  );
  const [login] = rows;
  if (config.databaseAppUrl) {
    await checkServingLogin({ connectionString: config.databaseAppUrl }, login?.name ?? "");
    return "the login in DATABASE_APP_URL is bound by row-level security";
  }
  const { rows: roles } = await owner.query<{ boundless: boolean }>(
    "select rolsuper or rolbypassrls as boundless from pg_roles where rolname = $1",
    [SERVING_ROLE],
  );
  const [role] = roles;
  if (role?.boundless) throw new OperatorError(`${SERVING_ROLE} is not bound: run ALTER ROLE ${SERVING_ROLE} NOSUPERUSER NOBYPASSRLS;`);
  if (role && !config.databaseUrl) return `${SERVING_ROLE} is bound by row-level security`;
  const known = secretIn(config.dataDirectory, PASSWORD_FILE);
  if (role && known && config.databaseUrl && (await accepts(withLogin(config.databaseUrl, SERVING_ROLE, known)))) {
    return `${SERVING_ROLE} is bound by row-level security`;
  }
  if (!login?.maker) throw needsLogin(role !== undefined);
  return role ? `${SERVING_ROLE} gets a new password at the next start` : `${SERVING_ROLE} will be made at the next start`;
}

function needsLogin(exists: boolean): OperatorError {
  const sql = exists ? `ALTER ROLE ${SERVING_ROLE} PASSWORD '…';` : ROLE_SQL;
  const lack = exists ? "set the serving role's password" : "create the serving role";
  return new OperatorError(
    `The login in DATABASE_URL may not ${lack}: run ${sql} as the server's administrator, and give that login as DATABASE_APP_URL.`,
  );
}

async function roleExists(owner: pg.Client): Promise<boolean> {
  const { rowCount } = await owner.query("select from pg_roles where rolname = $1", [SERVING_ROLE]);
  return rowCount === 1;
}

async function accepts(login: pg.PoolConfig): Promise<boolean> {
  const client = new pg.Client(login);
  client.on("error", () => undefined);
  try {
    await client.connect();
    return true;
  } catch (error) {
    if (codeOf(error) === "28P01") return false;
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** A new password would lock out another Throughline that serves under the same role. */
async function refuseWhileUsed(owner: pg.Client, dataDirectory: string): Promise<void> {
  const { rowCount } = await owner.query("select from pg_stat_activity where usename = $1", [SERVING_ROLE]);
  if (rowCount === 0) return;
  throw new OperatorError(
    `Another Throughline serves as ${SERVING_ROLE}, and its password is not in ${dataDirectory}: give the login as DATABASE_APP_URL, or copy ${PASSWORD_FILE} here.`,
  );
}

/** The same database under another login. Parameters win over the login before the host, and work for sockets too. */
function withLogin(databaseUrl: string, user: string, password: string): pg.PoolConfig {
  const url = new URL(databaseUrl.replace("@/", "@localhost/"));
  url.searchParams.set("user", user);
  url.searchParams.set("password", password);
  return { connectionString: url.href };
}

/** What PostgreSQL stores for a password (RFC 5802, RFC 7677), so that the password itself never stands in a statement or a log. */
function scramVerifier(password: string): string {
  const rounds = 4096;
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, rounds, 32, "sha256");
  const key = (name: string) => createHmac("sha256", salted).update(name).digest();
  const stored = createHash("sha256").update(key("Client Key")).digest("base64");
  return `SCRAM-SHA-256$${rounds}:${salt.toString("base64")}$${stored}:${key("Server Key").toString("base64")}`;
}
