import type { ChosenAccount } from "../../customers/pages/account-field.tsx";
import type { Clip } from "../clip-rules.ts";

/** What stands in the capture page's form. `once` makes a save that is tried again the same one. */
export type ClipDraft = Clip & { authorName: string; authorEmail: string; isPopUp: boolean; once: string };
/** What the page asks no second time. */
export type LastUsed = { workspace?: string; product?: string };
export type { ChosenAccount };

const DRAFT = "throughline.clip.draft";
const LAST = "throughline.clip.last";

/** Reads what was kept; nothing where a browser keeps nothing for us, or it is of another shape. */
function kept(store: () => Storage, name: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(store().getItem(name) ?? "null");
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function keep(store: () => Storage, name: string, value: object | null) {
  try {
    if (value === null) store().removeItem(name);
    else store().setItem(name, JSON.stringify(value));
  } catch {
    // A browser that keeps nothing shows the form all the same; only signing in on the way would lose it.
  }
}

const words = (value: unknown) => (typeof value === "string" ? value : "");

/** This window's form, kept until it is saved: over signing in, a reload and a lost connection. */
export const keepDraft = (draft: ClipDraft | null) => keep(() => window.sessionStorage, DRAFT, draft);
export function keptDraft(): ClipDraft | null {
  const draft = kept(() => window.sessionStorage, DRAFT);
  if (typeof draft.text !== "string") return null;
  return {
    text: draft.text,
    title: words(draft.title),
    sourceAddress: words(draft.sourceAddress) || null,
    authorName: words(draft.authorName),
    authorEmail: words(draft.authorEmail),
    isPopUp: draft.isPopUp === true,
    once: words(draft.once),
  };
}

/** Where this browser saved last. */
export const keepLast = (last: LastUsed) => keep(() => window.localStorage, LAST, last);
export function keptLast(): LastUsed {
  const { workspace, product } = kept(() => window.localStorage, LAST);
  return {
    ...(typeof workspace === "string" ? { workspace } : {}),
    ...(typeof product === "string" ? { product } : {}),
  };
}
