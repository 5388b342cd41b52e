import { createHmac } from "node:crypto";
import type { Auth } from "../../platform/auth.ts";

const SIGNED_WITH_BOTH_MS = 24 * 3600 * 1000;
export type Signer = Pick<Auth, "derived">;
type Kept = { id: string; secretNumber: number; secretRenewedAt: string | null };

/** A receiver's secret as Standard Webhooks writes it. It follows from the installation's own secret, so no copy of it lies anywhere. */
export function secretOf({ derived }: Signer, { id, secretNumber }: Pick<Kept, "id" | "secretNumber">): string {
  return `whsec_${Buffer.from(derived("webhook", `${id}/${secretNumber}`), "base64url").toString("base64")}`;
}

/**
 * The three headers of a delivery: `webhook-signature` holds one signature, and for a day after the secret was renewed also the old one's.
 * @see Standard Webhooks 1.0: HMAC-SHA256 over `id.timestamp.body`
 */
export function signedHeaders(signer: Signer, kept: Kept, messageId: string, body: string, now: Date): Record<string, string> {
  const timestamp = Math.floor(now.getTime() / 1000);
  const renewed = kept.secretRenewedAt !== null && now.getTime() - Date.parse(kept.secretRenewedAt) < SIGNED_WITH_BOTH_MS;
  const numbers = renewed ? [kept.secretNumber, kept.secretNumber - 1] : [kept.secretNumber];
  const signatures = numbers.map((secretNumber) => {
    const key = Buffer.from(secretOf(signer, { id: kept.id, secretNumber }).slice("whsec_".length), "base64");
    return `v1,${createHmac("sha256", key).update(`${messageId}.${timestamp}.${body}`).digest("base64")}`;
  });
  return { "webhook-id": messageId, "webhook-timestamp": String(timestamp), "webhook-signature": signatures.join(" ") };
}
