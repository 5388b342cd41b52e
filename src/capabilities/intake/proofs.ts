import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { Auth } from "../../platform/auth.ts";
import { sealed, unsealed } from "../../platform/sealed.ts";
import { type SignatureForm, timeHeaderOf } from "./proof-rules.ts";
import { SIGNED_WITHIN_SECONDS } from "./rules.ts";

type Signer = Pick<Auth, "derived">;
type Numbered = { address: string; secretNumber: number };
type Kept = Numbered & { signatureHeader: string | null; signatureForm: SignatureForm; senderSecret: string | null };

/** A source's key, with its address inside so that it can stand in a URL alone. It follows from the installation's secret and lies nowhere. */
export const keyOfSource = ({ derived }: Signer, { address, secretNumber }: Numbered): string =>
  `tli_${address.replaceAll("-", "")}_${derived("intake-key", `${address}/${secretNumber}`)}`;
/** What a sender signs with that takes a secret of ours, as Standard Webhooks writes it. */
export const signingSecretOf = ({ derived }: Signer, { address, secretNumber }: Numbered): string =>
  `whsec_${Buffer.from(derived("intake-signature", `${address}/${secretNumber}`), "base64url").toString("base64")}`;

/** The address in a key of a source; null for what is none. */
export function addressInKey(text: string): string | null {
  const [, address] = /^tli_([0-9a-f]{32})_[\w-]{43}$/.exec(text) ?? [];
  return address ? address.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5") : null;
}

const sealOf = ({ derived }: Signer, address: string) => derived("intake-sender-secret", address);
/** The secret that a sender chose, as it may be kept. */
export const sealedSecret = (signer: Signer, address: string, secret: string): string => sealed(sealOf(signer, address), secret);

/** Compares without telling by its time where two texts differ. */
export function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}

/** The secret that an Authorization header carries: as a bearer's, or as the password of senders that know only those. */
export function secretIn(authorization: string | null): string | null {
  const [, scheme = "", rest = ""] = /^(\w+) +(.+)$/.exec(authorization ?? "") ?? [];
  if (scheme.toLowerCase() === "bearer") return rest;
  if (scheme.toLowerCase() !== "basic") return null;
  return /^[^:]*:(.*)$/s.exec(Buffer.from(rest, "base64").toString("utf8"))?.[1] ?? null;
}

/**
 * Whether a body is signed with the source's secret: by the headers of Standard Webhooks, or in the source's own header and form. What has a
 * time in it holds for five minutes. A sender with a secret of its own is known by that one alone in its header.
 */
export function isSigned(signer: Signer, kept: Kept, headers: Headers, body: Uint8Array, now: Date): boolean {
  const ours = signingSecretOf(signer, kept);
  const theirs = kept.senderSecret === null ? null : unsealed(sealOf(signer, kept.address), kept.senderSecret);
  const secrets = theirs === null ? [ours] : [ours, theirs];
  if (secrets.some((secret) => isStandard(secret, headers, body, now))) return true;
  const given = kept.signatureHeader === null ? null : headers.get(kept.signatureHeader);
  // A secret that was kept and cannot be read lets nobody in by ours instead.
  const secret = kept.senderSecret === null ? ours : theirs;
  if (!given || kept.signatureHeader === null || secret === null) return false;
  if (kept.signatureForm === "token") return isSame(given, secret);
  const hash = createHmac(kept.signatureForm === "sha1" ? "sha1" : "sha256", secret);
  if (kept.signatureForm === "timed") {
    const time = headers.get(timeHeaderOf(kept.signatureHeader)) ?? "";
    if (!isFresh(secondsIn(time), now)) return false;
    hash.update(time);
  }
  const wanted = hash.update(body).digest();
  const bare = given.trim().replace(/^(?:sha256|sha1)=/i, "");
  return isSame(bare.toLowerCase(), wanted.toString("hex")) || isSame(bare, wanted.toString("base64"));
}

function isStandard(secret: string, headers: Headers, body: Uint8Array, now: Date): boolean {
  const [id, timestamp, list] = ["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) => headers.get(name));
  if (!id || !timestamp || !list || !/^\d{1,12}$/.test(timestamp) || !isFresh(Number(timestamp), now)) return false;
  const key = secret.startsWith("whsec_") ? Buffer.from(secret.slice("whsec_".length), "base64") : secret;
  const wanted = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest("base64");
  return list.split(" ").some((one) => isSame(one, `v1,${wanted}`));
}

/** Senders write a time as an instant, or as seconds since 1970. */
const secondsIn = (time: string): number => (/^\d{1,12}$/.test(time) ? Number(time) : Date.parse(time) / 1000);
const isFresh = (seconds: number, now: Date): boolean => Math.abs(now.getTime() / 1000 - seconds) <= SIGNED_WITHIN_SECONDS;

/** The sender's own id of a delivery, by the names that senders give it. */
export function deliveryIdIn(headers: Headers): string | null {
  const names = [
    "webhook-id",
    "idempotency-key",
    "x-github-delivery",
    "x-zendesk-webhook-invocation-id",
    "linear-delivery",
    "x-gitlab-event-uuid",
  ];
  const found = names.map((name) => headers.get(name)).find((value) => value);
  return found ? found.slice(0, 300) : null;
}
