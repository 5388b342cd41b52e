import type { LookupAddress } from "node:dns";
import { lookup } from "node:dns/promises";
import ipaddr from "ipaddr.js";
import { Agent, fetch as send } from "undici";

/** An address we do not go to, said in words for whoever asked for it. */
export class UnsafeAddress extends Error {}

export type SafeRequest = {
  method?: "GET" | "HEAD" | "POST";
  headers?: Record<string, string>;
  body?: string;
  /** How many redirects are followed, each checked like the first address. */
  redirects?: 0 | 1 | 2 | 3;
};
export type SafeAnswer = { status: number; headers: Headers; body: Uint8Array; url: string };

export type Outbound = {
  /**
   * The one way from this process to an address that somebody gave us. Only http and https, only addresses of the public internet
   * (checked where the connection is really made, so that a name cannot change its mind), no cookies, bounded in time and size.
   * @throws UnsafeAddress where we do not go; Error when nothing answered in time
   */
  fetch(address: string, request?: SafeRequest): Promise<SafeAnswer>;
  /** @throws UnsafeAddress when an address can be refused without asking anybody */
  check(address: string): URL;
  close(): Promise<void>;
};

type Resolve = (host: string) => Promise<LookupAddress[]>;
const resolveAll: Resolve = (host) => lookup(host, { all: true });

const HEADERS_MS = 5_000;
const TOTAL_MS = 10_000;
const MOST_BYTES = 1_000_000;
const PRIVATE = "This address is inside a private network. Only addresses of the public internet are called.";

/**
 * @param allowed hosts and networks (`sink.internal`, `10.1.0.0/16`) that the operator opened in spite of being private
 */
export function openOutbound(allowed: readonly string[] = [], resolve: Resolve = resolveAll): Outbound {
  const hosts = new Set(allowed.filter((entry) => !entry.includes("/")).map((entry) => entry.toLowerCase()));
  const networks = allowed.filter((entry) => entry.includes("/")).map((entry) => ipaddr.parseCIDR(entry));
  const mayReach = (ip: string) => isPublic(ip) || hosts.has(ip) || networks.some(([net, bits]) => within(ip, net, bits));

  const agent = new Agent({
    headersTimeout: HEADERS_MS,
    bodyTimeout: TOTAL_MS,
    connect: {
      timeout: HEADERS_MS,
      // What is looked up here is what is connected to: a second answer of the name server changes nothing.
      lookup(host, _options, done) {
        resolve(host).then(
          (found) => {
            const safe = hosts.has(host.toLowerCase()) ? found : found.filter(({ address }) => mayReach(address));
            if (safe.length < found.length || safe.length === 0) done(new UnsafeAddress(PRIVATE), []);
            else done(null, safe);
          },
          (error: NodeJS.ErrnoException) => done(error, []),
        );
      },
    },
  });

  function check(address: string): URL {
    const url = URL.canParse(address) ? new URL(address) : null;
    if (!url) throw new UnsafeAddress("This is no web address.");
    if (url.protocol !== "https:" && url.protocol !== "http:")
      throw new UnsafeAddress("Give an address that begins with https:// or http://.");
    if (url.username || url.password) throw new UnsafeAddress("Leave name and password out of the address.");
    const host = url.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
    if (host === "") throw new UnsafeAddress("This is no web address.");
    if (ipaddr.isValid(host) ? !mayReach(host) : !hosts.has(host) && isLocalName(host)) throw new UnsafeAddress(PRIVATE);
    return url;
  }

  async function fetch(address: string, { method = "GET", headers = {}, body, redirects = 0 }: SafeRequest = {}): Promise<SafeAnswer> {
    const signal = AbortSignal.timeout(TOTAL_MS);
    let url = check(address);
    for (let left: number = redirects; ; left--) {
      const answer = await send(url, { method, headers, body: body ?? null, redirect: "manual", signal, dispatcher: agent }).catch(
        (error) => {
          throw reasonOf(error);
        },
      );
      const location = answer.headers.get("location");
      if (answer.status >= 300 && answer.status < 400 && location && left > 0) {
        await answer.body?.cancel();
        url = check(new URL(location, url).href);
        continue;
      }
      return { status: answer.status, headers: new Headers([...answer.headers]), body: await boundedBody(answer.body), url: url.href };
    }
  }

  return { fetch, check, close: () => agent.close() };
}

/** Undici wraps what went wrong; a refusal of ours comes through as it was. */
function reasonOf(error: unknown): unknown {
  if (error instanceof UnsafeAddress || !(error instanceof Error)) return error;
  if (error.name === "TimeoutError") return new Error(`Nothing came within ${TOTAL_MS / 1000} seconds.`);
  if (error.cause instanceof Error) return reasonOf(error.cause);
  const said = "code" in error && typeof error.code === "string" ? IN_WORDS[error.code] : undefined;
  return said ? new Error(said, { cause: error }) : error;
}

const IN_WORDS: Readonly<Record<string, string>> = {
  ENOTFOUND: "There is no host of this name.",
  EAI_AGAIN: "The name of the host could not be looked up.",
  ECONNREFUSED: "Nothing answers at this address.",
  ECONNRESET: "The connection was cut.",
  UND_ERR_SOCKET: "The connection was cut.",
  UND_ERR_CONNECT_TIMEOUT: "Nothing answers at this address.",
  UND_ERR_HEADERS_TIMEOUT: `Nothing came within ${HEADERS_MS / 1000} seconds.`,
  DEPTH_ZERO_SELF_SIGNED_CERT: "Its certificate is signed by itself.",
  CERT_HAS_EXPIRED: "Its certificate has expired.",
};

async function boundedBody(body: AsyncIterable<Uint8Array> | null): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body ?? []) {
    size += part.length;
    if (size > MOST_BYTES) throw new Error(`The answer is larger than ${MOST_BYTES / 1_000_000} MB.`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** Names that never leave the machine or its network. */
const isLocalName = (host: string) =>
  !host.includes(".") || /(^|\.)(localhost|local|internal|intranet|lan|home|corp|localdomain)$/.test(host) || host.endsWith(".home.arpa");

/**
 * Whether an address belongs to the public internet. IPv6 forms that carry an IPv4 address are judged by both;
 * `::/96` is refused by hand, since the library calls it ordinary.
 */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const ip = ipaddr.process(address);
  if (ip.range() !== "unicast") return false;
  return !(ip instanceof ipaddr.IPv6) || ip.parts.slice(0, 6).some((part) => part !== 0);
}

function within(address: string, net: ipaddr.IPv4 | ipaddr.IPv6, bits: number): boolean {
  const ip = ipaddr.process(address);
  return ip.kind() === net.kind() && ip.match(net, bits);
}
