import { isKnownSender, KNOWN_SENDERS, type KnownSender, type SignatureForm, senderWith } from "../proof-rules.ts";
import type { IntakeSource } from "../schema.ts";

/** How a source proves itself, as it is chosen: by its key, as a well-known sender does, or in a way of its own. */
export type Proof = "key" | "standard" | KnownSender | "other";

/** A source as it stands in its form. */
export type SourceDraft = {
  name: string;
  /** Null until somebody chose: the workspace's first. */
  productId: string | null;
  channel: string;
  proof: Proof;
  header: string;
  form: SignatureForm;
  /** Whose secret it signs with. */
  whose: "theirs" | "ours";
  secret: string;
};

export const EMPTY_SOURCE: SourceDraft = {
  name: "",
  productId: null,
  channel: "",
  proof: "key",
  header: "",
  form: "body",
  whose: "theirs",
  secret: "",
};

export const isProof = (word: string | null): word is Proof =>
  word !== null && (word === "key" || word === "standard" || word === "other" || isKnownSender(word));

/** What the form of a source shows to begin with. */
export function draftOf(source: IntakeSource): SourceDraft {
  const { name, productId, channel, signatureHeader, signatureForm, hasSenderSecret } = source;
  const proof = signatureHeader === null ? (hasSenderSecret ? "standard" : "key") : (senderWith(source) ?? "other");
  return {
    ...{ name, productId, channel: channel ?? "", proof, header: signatureHeader ?? "", form: signatureForm },
    ...{ whose: hasSenderSecret || signatureHeader === null ? "theirs" : "ours", secret: "" },
  };
}

/** What a form says, as the API takes it. A secret that is kept stays when nobody typed another. */
export function sourceIn(draft: SourceDraft, hasSenderSecret: boolean) {
  const { name, productId, channel, proof, header, form, whose, secret } = draft;
  const signature = isKnownSender(proof)
    ? KNOWN_SENDERS[proof]
    : { signatureHeader: proof === "other" ? header : null, signatureForm: proof === "other" ? form : ("body" as const) };
  const isTheirs = proof === "standard" || (proof !== "key" && whose === "theirs");
  const keeps = isTheirs && secret === "" && hasSenderSecret;
  return {
    ...{ name, channel: channel.trim() || null, ...signature },
    ...(productId === null ? {} : { productId }),
    ...(keeps ? {} : { senderSecret: isTheirs ? secret : null }),
  };
}
