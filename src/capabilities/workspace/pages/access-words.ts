import type { AccessLevel, KeyScope } from "../../../platform/access.ts";

/** What an access level is called, and what it lets somebody do. */
export const ACCESS_WORDS = {
  admin: { word: "Admin", noun: "an admin", meaning: "works, and manages people and settings" },
  member: { word: "Member", noun: "a member", meaning: "works on everything" },
  guest: { word: "Guest", noun: "a guest", meaning: "reads, comments and rates" },
} as const satisfies Record<AccessLevel, { word: string; noun: string; meaning: string }>;

/** What a key's scope is called, and what it lets a program do. */
export const SCOPE_WORDS = {
  read: { word: "Read", meaning: "sees everything, changes nothing" },
  write: { word: "Write", meaning: "also records and changes, for every group" },
  admin: { word: "Admin", meaning: "also manages people and settings" },
} as const satisfies Record<KeyScope, { word: string; meaning: string }>;
