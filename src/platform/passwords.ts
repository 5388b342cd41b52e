import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { availableParallelism } from "node:os";
import { Refusal } from "./refusal.ts";

/** Memory in KiB, passes and lanes: OWASP's argon2id profile, about 60 ms on one core. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const SALT_BYTES = 16;
const TAG_BYTES = 32;
/** More at once would slow everything else and no hash gets done sooner; more in line would wait longer than people do. */
const AT_ONCE = Math.min(4, availableParallelism());
const IN_LINE = 50;

export type Passwords = {
  /** An argon2id hash as a PHC string. */
  hash(password: string): Promise<string>;
  /** Whether a password belongs to a hash. The time taken tells nothing about how near it came. */
  verify(attempt: { hash: string; password: string }): Promise<boolean>;
};

/** Hashes passwords, a few at a time, so that a rush of sign-ins slows no other request. @throws Refusal 503 when too many wait */
export function openPasswords(atOnce = AT_ONCE, inLine = IN_LINE): Passwords {
  let running = 0;
  const waiting: (() => void)[] = [];

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (running < atOnce) running += 1;
    else if (waiting.length < inLine) await new Promise<void>((resolve) => waiting.push(resolve));
    else throw new Refusal(503, "BUSY", "Too many people are signing in at once. Try again in a moment.", { retryAfterSeconds: 1 });
    try {
      return await work();
    } finally {
      // Whoever waits takes this place over; nobody can slip in between.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  }

  return {
    async hash(password) {
      const salt = randomBytes(SALT_BYTES);
      const tag = await inTurn(() => tagOf(password, salt, COST, TAG_BYTES));
      const { memory, passes, parallelism } = COST;
      return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(tag)}`;
    },
    async verify({ hash, password }) {
      const { cost, salt, tag } = readHash(hash);
      return timingSafeEqual(tag, await inTurn(() => tagOf(password, salt, cost, tag.length)));
    },
  };
}

type Cost = { memory: number; passes: number; parallelism: number };

function tagOf(password: string, salt: Buffer, cost: Cost, tagLength: number): Promise<Buffer> {
  // One password can be written in more than one way in Unicode; keyboards differ in which they send.
  const message = Buffer.from(password.normalize("NFKC"));
  return new Promise((resolve, reject) =>
    argon2("argon2id", { message, nonce: salt, tagLength, ...cost }, (error, tag) => (error ? reject(error) : resolve(tag))),
  );
}

function readHash(hash: string): { cost: Cost; salt: Buffer; tag: Buffer } {
  const parts = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{16,86})\$([A-Za-z0-9+/]{22,86})$/.exec(hash);
  if (!parts) throw new Error("A stored password hash is not an argon2id PHC string.");
  const [, memory, passes, parallelism, salt = "", tag = ""] = parts;
  return {
    cost: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt, "base64"),
    tag: Buffer.from(tag, "base64"),
  };
}

const unpadded = (bytes: Buffer) => bytes.toString("base64").replace(/=+$/, "");
