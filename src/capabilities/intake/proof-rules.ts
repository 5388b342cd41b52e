/** How senders with a header of their own prove themselves. */
export const SIGNATURE_FORMS = ["body", "timed", "sha1", "token"] as const;
export type SignatureForm = (typeof SIGNATURE_FORMS)[number];

export const SIGNATURE_FORM_WORDS = {
  body: "HMAC-SHA256 of the body",
  timed: "HMAC-SHA256 of time and body",
  sha1: "HMAC-SHA1 of the body",
  token: "The secret itself",
} as const satisfies Record<SignatureForm, string>;

type Signing = { signatureHeader: string; signatureForm: SignatureForm };
/** Where well-known senders put their signature, and which form it has. */
export const KNOWN_SENDERS = {
  GitHub: { signatureHeader: "x-hub-signature-256", signatureForm: "body" },
  GitLab: { signatureHeader: "x-gitlab-token", signatureForm: "token" },
  Intercom: { signatureHeader: "x-hub-signature", signatureForm: "sha1" },
  Linear: { signatureHeader: "linear-signature", signatureForm: "body" },
  Typeform: { signatureHeader: "typeform-signature", signatureForm: "body" },
  Zendesk: { signatureHeader: "x-zendesk-webhook-signature", signatureForm: "timed" },
} as const satisfies Record<string, Signing>;
export type KnownSender = keyof typeof KNOWN_SENDERS;
export const isKnownSender = (name: string): name is KnownSender => Object.hasOwn(KNOWN_SENDERS, name);

/** The well-known sender that signs like this; null when it is another. */
export function senderWith({ signatureHeader, signatureForm }: { signatureHeader: string | null; signatureForm: SignatureForm }) {
  const found = Object.entries(KNOWN_SENDERS).find(
    ([, known]) => known.signatureHeader === signatureHeader && known.signatureForm === signatureForm,
  );
  return found && isKnownSender(found[0]) ? found[0] : null;
}

/** In a timed form the time is in the header of this name, next to the signature's. */
export const timeHeaderOf = (signatureHeader: string): string => `${signatureHeader}-timestamp`;

/** Headers that every request has, or that carry another proof: a signature cannot be in them. */
export const isTakenHeader = (name: string): boolean =>
  /^(?:accept|access-control|authorization|connection|content|cookie|forwarded|host|idempotency|if|origin|proxy|referer|sec|transfer|user-agent|webhook)(?:-|$)/.test(
    name,
  );
