import type { Actor } from "../../platform/access.ts";
import { mayUse } from "../../platform/access.ts";

/** What files may be, as they are kept: pictures made anew, and PDFs as they came. */
export const FILE_TYPES = ["image/png", "image/jpeg", "image/webp", "image/gif", "application/pdf"] as const;
export type FileType = (typeof FILE_TYPES)[number];

/** What can be chosen to be attached, for a browser's dialog. */
export const ACCEPTED = "image/png,image/jpeg,image/webp,image/gif,image/avif,application/pdf";

/** The largest file, in bytes, as it is sent and as it is kept. */
export const LARGEST_FILE = 10_000_000;
/** On one record, with those in its comments. */
export const MOST_ON_RECORD = 200;
/** A file that was sent for a comment which was never said is kept so long. */
export const DRAFT_HOURS = 24;

const ENDINGS: Readonly<Record<FileType, readonly string[]>> = {
  "image/png": ["png"],
  "image/jpeg": ["jpg", "jpeg"],
  "image/webp": ["webp"],
  "image/gif": ["gif"],
  "application/pdf": ["pdf"],
};
const LONGEST_NAME = 120;
/** Control characters, and those that turn the direction of what follows or are not seen: a name is to read as it is. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu;
const ENDING = /\.([a-z0-9]{1,8})$/i;

export const isPicture = (type: FileType): boolean => type !== "application/pdf";

/** A file's name without path, without what is not seen, not too long, and with the ending of what the file is. */
export function cleanName(given: string, type: FileType): string {
  const [ending = ""] = ENDINGS[type];
  const last = given.normalize("NFC").replace(UNSEEN, "").split(/[/\\]/).at(-1) ?? "";
  const name = last
    .replace(/[<>:"|?*]/g, "-")
    .replace(/\s+/g, " ")
    .replace(/^[. ]+|[. ]+$/g, "");
  const had = ENDING.exec(name)?.[1]?.toLowerCase();
  const isRight = had !== undefined && ENDINGS[type].includes(had);
  const isOther = had !== undefined && /^(png|jpe?g|webp|gif|avif|pdf|html?|svg|bmp|hei[cf])$/.test(had);
  const stem = isRight || isOther ? name.slice(0, -had.length - 1) : name;
  const cut = [...stem].slice(0, LONGEST_NAME - ending.length - 1).join("");
  return `${cut.trim() || (isPicture(type) ? "Picture" : "Document")}.${isRight ? had : ending}`;
}

/** Whose a file is and where: what decides who may remove it. */
export type Placed = { addedBy: string | null; commentId: string | null; recordId: string | null };

/** Whether an actor may take a file away: their own always; of a record those who work here; of somebody's comment only an admin. */
export function mayRemove(actor: Actor, { addedBy, commentId, recordId }: Placed): boolean {
  if (recordId === null || (addedBy !== null && addedBy === actor.id)) return true;
  return mayUse(actor, commentId === null ? "member" : "admin");
}
