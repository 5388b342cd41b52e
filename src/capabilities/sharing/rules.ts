/** What a link can point at. Each is declared once, in `targets.ts`. */
export const SHARE_KINDS = [
  "throughline",
  "need-throughline",
  "feature-throughline",
  "need",
  "feature",
  "needs",
  "features",
  "feedback",
  "accounts",
  "roadmap",
  "customer-story",
] as const;
export type ShareKind = (typeof SHARE_KINDS)[number];

/** What people call each in a sentence. */
export const shareNouns = {
  throughline: "the Throughline",
  "need-throughline": "the Throughline of this need",
  "feature-throughline": "the Throughline of this feature",
  need: "this need",
  feature: "this feature",
  needs: "this list of needs",
  features: "this list of features",
  feedback: "this list of feedback",
  accounts: "this list of accounts",
  roadmap: "the roadmap",
  "customer-story": "this customer story",
} as const satisfies Record<ShareKind, string>;

/** What an audience can be kept from. Whatever is named here never enters the answer that they are given. */
export const HIDES = ["names", "money", "notes", "quotes"] as const;
export type Hides = (typeof HIDES)[number];

/** Audiences as people speak of them; any other choice of what to hide is as good. */
export const AUDIENCES = {
  outside: { word: "Anyone outside", hides: ["names", "money", "notes"] },
  partners: { word: "Partners", hides: ["money", "notes"] },
  leadership: { word: "Own leadership", hides: [] },
} as const satisfies Record<string, { word: string; hides: readonly Hides[] }>;
export type Audience = keyof typeof AUDIENCES;

export type LinkState = "open" | "expired" | "revoked";
type Standing = { revokedAt: string | null; expiresAt: string | null };

/** Whether a link still opens. */
export function stateOf({ revokedAt, expiresAt }: Standing, now: string): LinkState {
  if (revokedAt !== null) return "revoked";
  return expiresAt !== null && Date.parse(expiresAt) <= Date.parse(now) ? "expired" : "open";
}

type Person = { id: string; mayAdminister: boolean };
/** Whoever made a link looks after it, and so do admins: copy it again, revoke it. */
export const mayLookAfter = (link: { createdBy: string | null }, { id, mayAdminister }: Person): boolean =>
  mayAdminister || link.createdBy === id;
