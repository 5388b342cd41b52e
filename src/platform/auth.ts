import { createHmac } from "node:crypto";
import { APIError, betterAuth } from "better-auth";
import pg from "pg";
import { PASSWORD_LENGTH } from "./password-length.ts";
import { openPasswords, type Passwords } from "./passwords.ts";
import { Refusal } from "./refusal.ts";
import { openSignInGuard } from "./sign-in-guard.ts";

const DAY_SECONDS = 24 * 60 * 60;
const IDLE_DAYS = 7;
const ABSOLUTE_DAYS = 30;
/** The address as we know it, not as a client claims it; better-auth keeps it with the session. */
const ADDRESS_HEADER = "x-throughline-address";

/** A session that stands: not ended, not idle for too long, not too old. */
export type Session = { id: string; user: { id: string; name: string; email: string } };
/** Where somebody signs in from. */
export type Visitor = { headers: Headers; address: string; now: string };

/** Signing in and out. Its answers to the browser are the `Set-Cookie` values to send. */
export type Auth = {
  passwords: Passwords;
  /** The signed session cookie as it came; it stands for the session in caches. */
  cookieOf(headers: Headers): string | null;
  sessionOf(cookie: string): Promise<Session | null>;
  /** @throws Refusal 401 alike for an unknown account and a wrong password; 429 after too many of them */
  signIn(visitor: Visitor, credentials: { email: string; password: string }): Promise<{ userId: string; cookies: string[] }>;
  /** A session for somebody whom another rule than their password lets in; one that the browser still held ends. */
  enter(visitor: Visitor, userId: string): Promise<string[]>;
  signOut(headers: Headers): Promise<string[]>;
  /** Also ends every other session. Null when the current password is not that one. @throws Refusal 429 after too many of them */
  changePassword(visitor: Visitor, email: string, change: { current: string; next: string }): Promise<string[] | null>;
  /** 256 bits that follow from the installation's secret and nothing else: a secret that need not be kept to be told again. */
  derived(purpose: string, subject: string): string;
  close(): Promise<void>;
};

export type AuthOptions = {
  /** The login that serves requests; the tables are in its schema `auth`. */
  login: pg.PoolConfig;
  secret: string;
  /** Where people open Throughline; with https the cookies are `Secure` and bound to the host. */
  publicUrl: string | undefined;
};

/**
 * Accounts and sessions, kept by better-auth in a schema of its own. None of its HTTP routes is served and it creates no
 * accounts: our routes ask it, so that every answer is a problem document and every route has its rules.
 */
export function openAuth({ login, secret, publicUrl }: AuthOptions): Auth {
  const secure = publicUrl?.startsWith("https:") ?? false;
  const cookieName = `${secure ? "__Host-" : ""}throughline.session`;
  const passwords = openPasswords();
  const guard = openSignInGuard(secret, secure);
  const pool = new pg.Pool({ ...login, max: 5, options: `${login.options ?? ""} -c search_path=auth -c statement_timeout=20000` });
  // A connection that dies while idle is replaced by the pool; what used it has already been told.
  pool.on("error", () => undefined);
  const auth = betterAuth({
    appName: "Throughline",
    baseURL: publicUrl ?? "http://localhost",
    secret,
    database: pool,
    telemetry: { enabled: false },
    logger: { disabled: true },
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH.least,
      maxPasswordLength: PASSWORD_LENGTH.most,
      password: passwords,
    },
    session: { expiresIn: IDLE_DAYS * DAY_SECONDS, updateAge: DAY_SECONDS },
    advanced: {
      database: { generateId: "uuid", validateSchema: false },
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
      cookiePrefix: "throughline",
      // better-auth's own prefix would be `__Secure-`; the name below carries the stricter one.
      useSecureCookies: false,
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax", secure, path: "/" },
      cookies: { session_token: { name: cookieName } },
    },
  });

  const cookieOf = (headers: Headers) => cookiesOf(headers).get(cookieName) ?? null;
  const known = (cookie: string | null) => new Headers(cookie === null ? {} : { cookie: `${cookieName}=${cookie}` });
  function from(visitor: Visitor): Headers {
    const headers = known(cookieOf(visitor.headers));
    headers.set(ADDRESS_HEADER, visitor.address);
    const browser = visitor.headers.get("user-agent");
    if (browser) headers.set("user-agent", browser.slice(0, 400));
    return headers;
  }
  // The browser may keep the cookie as long as a session can live; the server ends idle ones by itself.
  const toSend = (headers: Headers) =>
    headers.getSetCookie().map((cookie) => cookie.replace(`Max-Age=${IDLE_DAYS * DAY_SECONDS}`, `Max-Age=${ABSOLUTE_DAYS * DAY_SECONDS}`));

  return {
    passwords,
    cookieOf,
    async sessionOf(cookie) {
      const found = await auth.api.getSession({ headers: known(cookie) });
      if (!found) return null;
      const { session, user } = found;
      if (Date.now() - session.createdAt.getTime() > ABSOLUTE_DAYS * DAY_SECONDS * 1000) {
        await auth.api.signOut({ headers: known(cookie) });
        return null;
      }
      return { id: session.id, user: { id: user.id, name: user.name, email: user.email } };
    },
    async signIn(visitor, { email, password }) {
      const account = email.toLowerCase();
      const cookies = cookiesOf(visitor.headers);
      guard.begin(account, cookies, Date.parse(visitor.now));
      try {
        const headers = from(visitor);
        headers.delete("cookie");
        const answer = await auth.api.signInEmail({ body: { email: account, password }, headers, returnHeaders: true });
        return { userId: answer.response.user.id, cookies: [...toSend(answer.headers), guard.succeeded(account, cookies)] };
      } catch (error) {
        if (!(error instanceof APIError) || error.statusCode >= 500) throw error;
        throw new Refusal(401, "SIGN_IN_REFUSED", "That address and password do not belong together.");
      }
    },
    async enter(visitor, userId) {
      const before = cookieOf(visitor.headers);
      if (before !== null) await auth.api.signOut({ headers: known(before) });
      const { internalAdapter } = await auth.$context;
      const { token } = await internalAdapter.createSession(userId, false, {
        ipAddress: visitor.address,
        userAgent: visitor.headers.get("user-agent")?.slice(0, 400) ?? "",
      });
      // As better-auth signs the cookies that it sends itself.
      const signature = createHmac("sha256", secret).update(token).digest("base64");
      const attributes = `Max-Age=${ABSOLUTE_DAYS * DAY_SECONDS}; Path=/; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;
      return [`${cookieName}=${encodeURIComponent(`${token}.${signature}`)}; ${attributes}`];
    },
    async signOut(headers) {
      const answer = await auth.api.signOut({ headers: known(cookieOf(headers)), returnHeaders: true });
      return toSend(answer.headers);
    },
    async changePassword(visitor, email, { current, next }) {
      const cookies = cookiesOf(visitor.headers);
      guard.begin(email, cookies, Date.parse(visitor.now));
      try {
        const answer = await auth.api.changePassword({
          body: { currentPassword: current, newPassword: next, revokeOtherSessions: true },
          headers: from(visitor),
          returnHeaders: true,
        });
        return [...toSend(answer.headers), guard.succeeded(email, cookies)];
      } catch (error) {
        if (error instanceof APIError && error.body?.code === "INVALID_PASSWORD") return null;
        throw error;
      }
    },
    derived: (purpose, subject) => createHmac("sha256", secret).update(`${purpose}\0${subject}`).digest("base64url"),
    close: () => pool.end(),
  };
}

function cookiesOf(headers: Headers): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of (headers.get("cookie") ?? "").split(";")) {
    const at = pair.indexOf("=");
    const name = pair.slice(0, at).trim();
    if (at > 0 && !cookies.has(name)) cookies.set(name, pair.slice(at + 1).trim());
  }
  return cookies;
}
