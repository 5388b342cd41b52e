/** How something a customer said reached us. */
export const FEEDBACK_KINDS = ["message", "call", "interview", "survey", "review"] as const;
export type FeedbackKind = (typeof FEEDBACK_KINDS)[number];

export const FEEDBACK_STATES = ["new", "snoozed", "linked", "merged", "declined", "replied"] as const;
export type FeedbackState = (typeof FEEDBACK_STATES)[number];

/** What a file can bring. */
export const IMPORT_TARGETS = ["feedback", "accounts", "contacts", "needs", "features", "deals"] as const;

/** What a quote's importance says, by its number. */
export const IMPORTANCE_NAMES = ["not important", "nice to have", "important", "critical"] as const;

/** So many pieces of feedback can be triaged in one go. */
export const TRIAGE_LIMIT = 500;
/** The longest text of one piece of feedback. */
export const FEEDBACK_TEXT_LIMIT = 100_000;
/** A list shows so much of a text. */
export const EXCERPT_LENGTH = 160;
/** Counting stops above this: nobody reads the difference, and it keeps a count cheap. */
export const COUNT_LIMIT = 100_000;

/**
 * The state as it is now: what was snoozed until a time that has come is new again. Nothing is written when that
 * time comes; every read and every rule goes by this.
 */
export function stateOf(feedback: { state: FeedbackState; snoozedUntil: string | null }, now: string): FeedbackState {
  const awake = feedback.state === "snoozed" && feedback.snoozedUntil !== null && Date.parse(feedback.snoozedUntil) <= Date.parse(now);
  return awake ? "new" : feedback.state;
}

/** What the rules of triage look at. `state` is the one of {@link stateOf}. */
export type Standing = { id: string; state: FeedbackState; mergedIntoId: string | null; quotes: number };

export const TRIAGE_BLOCKERS = [
  "already-new",
  "already-linked",
  "already-declined",
  "already-merged-there",
  "is-merged",
  "is-decided",
  "has-quotes",
  "has-no-quotes",
  "not-in-the-future",
  "into-itself",
] as const;
export type TriageBlocker = (typeof TRIAGE_BLOCKERS)[number];

/** Why a triage action is not possible, in a sentence. */
export const triageReasons: Readonly<Record<TriageBlocker, string>> = {
  "already-new": "It is new already.",
  "already-linked": "It is done already.",
  "already-declined": "It is declined already.",
  "already-merged-there": "It is merged there already.",
  "is-merged": "It is merged into another; reopen it first.",
  "is-decided": "It has been decided; reopen it first.",
  "has-quotes": "Its words are quoted; remove the quotes first, or mark it done.",
  "has-no-quotes": "Nothing of it is quoted yet; link a sentence to a need, or decline it.",
  "not-in-the-future": "Choose a time that is still to come.",
  "into-itself": "It cannot be merged into itself.",
};

/** What stands against putting it aside for later. */
export function snoozeBlockers({ state }: Standing, until: string, now: string): TriageBlocker[] {
  const blockers: TriageBlocker[] = [];
  if (state === "merged") blockers.push("is-merged");
  else if (state !== "new" && state !== "snoozed") blockers.push("is-decided");
  if (Date.parse(until) <= Date.parse(now)) blockers.push("not-in-the-future");
  return blockers;
}

/** What stands against calling it done: without a quote its words would reach nobody. */
export function doneBlockers({ state, quotes }: Standing): TriageBlocker[] {
  if (state === "linked" || state === "replied") return ["already-linked"];
  if (state === "merged") return ["is-merged"];
  if (state === "declined") return ["is-decided"];
  return quotes === 0 ? ["has-no-quotes"] : [];
}

/** What stands against declining it: words that count as demand are not declined. */
export function declineBlockers({ state, quotes }: Standing): TriageBlocker[] {
  if (state === "declined") return ["already-declined"];
  if (state === "merged") return ["is-merged"];
  if (state === "replied") return ["is-decided"];
  return quotes > 0 ? ["has-quotes"] : [];
}

/** What stands against making it new again. */
export function reopenBlockers({ state }: Standing): TriageBlocker[] {
  return state === "new" ? ["already-new"] : [];
}

/** What stands against merging it into another; `into` is where that one's own chain of merging ends. */
export function mergeBlockers({ id, mergedIntoId, state }: Standing, into: { id: string }): TriageBlocker[] {
  if (id === into.id) return ["into-itself"];
  return state === "merged" && mergedIntoId === into.id ? ["already-merged-there"] : [];
}

/** An account goes only when nothing refers to it, or when the person says to let go of what does. */
export function accountDeletionBlocker(refers: { feedback: number; contacts: number }): string | null {
  if (refers.feedback + refers.contacts === 0) return null;
  const parts = [
    refers.feedback > 0 ? `${refers.feedback} ${refers.feedback === 1 ? "piece" : "pieces"} of feedback` : null,
    refers.contacts > 0 ? `${refers.contacts} ${refers.contacts === 1 ? "contact" : "contacts"}` : null,
  ].filter((part) => part !== null);
  const one = refers.feedback + refers.contacts === 1;
  return `${parts.join(" and ")} ${one ? "belongs" : "belong"} to this account. Delete it with detach to keep ${one ? "it" : "them"} without an account.`;
}

/**
 * A domain as we keep it: lower case, without scheme, path, port, "www." and the part of an address before "@".
 * @returns null when what was given holds no domain name
 */
export function domainOf(given: string): string | null {
  const bare = given
    .trim()
    .toLowerCase()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, "")
    .replace(/[/?#].*$/s, "")
    .replace(/^.*@/s, "")
    .replace(/:\d+$/, "")
    .replace(/^www\./, "")
    .replace(/\.$/, "");
  const valid =
    bare.length <= 253 && /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+\p{L}[\p{L}\p{N}-]{0,61}[\p{L}\p{N}]$/u.test(bare);
  return valid ? bare : null;
}

/** The domain by which an address names its owner's organisation; null for addresses anybody can have, and for what is no address. */
export function organisationDomainOf(email: string): string | null {
  const domain = /^[^\s@]+@[^\s@]+$/.test(email.trim()) ? domainOf(email) : null;
  return domain === null || PUBLIC_MAIL.has(domain) || PUBLIC_MAIL_FAMILY.test(domain) ? null : domain;
}

/** Where anybody can have an address: it says nothing about who somebody works for. */
const PUBLIC_MAIL = new Set(
  `126.com 139.com 163.com aim.com alice.it aol.com aol.de att.net bellsouth.net bigpond.com bk.ru bluewin.ch btinternet.com charter.net
  comcast.net cox.net duck.com earthlink.net email.com fastmail.com fastmail.fm free.fr freenet.de gmail.com gmx.at gmx.ch gmx.com gmx.de
  gmx.net googlemail.com hanmail.net hey.com hushmail.com icloud.com inbox.lv inbox.ru juno.com laposte.net libero.it list.ru live.com
  mac.com mail.com mail.de mail.ru mailbox.org me.com msn.com naver.com o2.pl onet.pl optonline.net orange.fr outlook.com pm.me posteo.de
  proton.me protonmail.ch protonmail.com qq.com rambler.ru rediffmail.com riseup.net rocketmail.com sbcglobal.net seznam.cz sfr.fr shaw.ca
  sina.com sky.com sohu.com t-online.de telus.net terra.com.br tiscali.it tuta.com tutamail.com tutanota.com tutanota.de uol.com.br
  verizon.net virgilio.it wanadoo.fr web.de wp.pl xtra.co.nz ya.ru yandex.com yandex.ru yeah.net ymail.com zoho.com`.split(/\s+/),
);
/** The same services under the countries' own endings. */
const PUBLIC_MAIL_FAMILY = /^(?:yahoo|hotmail|outlook|live|gmx|yandex)\.(?:[a-z]{2,3}|com?\.[a-z]{2})$/;

/** What is wrong with a stretch of text that somebody wants to quote; null when nothing is. Offsets are UTF-16 code units. */
export function spanProblem(text: string, { startsAt, endsAt }: { startsAt: number; endsAt: number }): string | null {
  if (startsAt >= endsAt) return "A quote ends after it starts.";
  if (endsAt > text.length) return `The text ends at ${text.length}.`;
  if (cutsCharacter(text, startsAt) || cutsCharacter(text, endsAt)) return "A quote holds whole characters.";
  return text.slice(startsAt, endsAt).trim() === "" ? "A quote holds words." : null;
}
const cutsCharacter = (text: string, at: number) => /[\ud800-\udbff]/.test(text[at - 1] ?? "") && /[\udc00-\udfff]/.test(text[at] ?? "");

/** What stands against quoting a piece of feedback. */
export const quoteBlockers = ({ state }: Pick<Standing, "state">): TriageBlocker[] => (state === "declined" ? ["is-decided"] : []);

/** Why a need is suggested, in a sentence. */
export function needReason(similar: number, shared: readonly string[]): string {
  const linked = similar === 0 ? null : `${similar} similar ${similar === 1 ? "message is" : "messages are"} linked here`;
  const words = shared.length === 0 ? null : `its statement shares ${shared.map((word) => `“${word}”`).join(", ")}`;
  const reason = [linked, words].filter((part) => part !== null).join("; ");
  return reason === "" ? "Its statement says something alike." : `${reason.slice(0, 1).toUpperCase()}${reason.slice(1)}.`;
}
