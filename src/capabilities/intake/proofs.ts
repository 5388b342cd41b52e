import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { Auth } from "../../platform/auth.ts";
import { SIGNED_WITHIN_SECONDS } from "./rules.ts";

type Signer = Pick<Auth, "derived">;
type Kept = { id: string; secretNumber: number; signatureHeader: string | null };

/** A source's key, with its id inside so that it can stand in an address alone. It follows from the installation's secret and lies nowhere. */
export const keyOfSource = ({ derived }: Signer, { id, secretNumber }: Pick<Kept, "id" | "secretNumber">): string =>
  `tli_${id.replaceAll("-", "")}_${derived("intake-key", `${id}/${secretNumber}`)}`;
/** What the sender signs with, as Standard Webhooks writes it. */
export const signingSecretOf = ({ derived }: Signer, { id, secretNumber }: Pick<Kept, "id" | "secretNumber">): string =>
  `whsec_${Buffer.from(derived("intake-signature", `${id}/${secretNumber}`), "base64url").toString("base64")}`;

/** The id in a key of a source; null for what is none. */
export function idInKey(text: string): string | null {
  const [, id] = /^tli_([0-9a-f]{32})_[\w-]{43}$/.exec(text) ?? [];
  return id ? id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5") : null;
}

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
 * Whether a body is signed with the source's secret: by the headers of Standard Webhooks, within five minutes, or in the source's own
 * header as hexadecimal digits or base64, with or without `sha256=`.
 */
export function isSigned(signer: Signer, kept: Kept, headers: Headers, body: Uint8Array, now: Date): boolean {
  const secret = signingSecretOf(signer, kept);
  const [id, timestamp, list] = ["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) => headers.get(name));
  if (id && timestamp && list) {
    if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now.getTime() / 1000 - Number(timestamp)) > SIGNED_WITHIN_SECONDS) return false;
    const key = Buffer.from(secret.slice("whsec_".length), "base64");
    const wanted = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest("base64");
    return list.split(" ").some((one) => isSame(one, `v1,${wanted}`));
  }
  const given = kept.signatureHeader === null ? null : headers.get(kept.signatureHeader);
  if (!given) return false;
  const wanted = createHmac("sha256", secret).update(body).digest();
  const bare = given.replace(/^sha256=/i, "");
  return isSame(bare.toLowerCase(), wanted.toString("hex")) || isSame(bare, wanted.toString("base64"));
}

/** The sender's own id of a delivery, by the names that senders give it. */
export function deliveryIdIn(headers: Headers): string | null {
  const names = ["webhook-id", "idempotency-key", "x-github-delivery", "x-zendesk-webhook-invocation-id", "linear-delivery"];
  const found = names.map((name) => headers.get(name)).find((value) => value);
  return found ? found.slice(0, 300) : null;
}
