import type { RecordKind } from "./schema.ts";

/** What stands before the number in a record's key. Keys are unique in a workspace, across its products. */
export const KEY_PREFIXES = { feedback: "FB", account: "A", contact: "C", persona: "P", need: "N", feature: "F" } as const satisfies Record<
  RecordKind,
  string
>;

/** The key by which people speak of a record, such as `N-42`. */
export const keyOf = (kind: RecordKind, number: number): string => `${KEY_PREFIXES[kind]}-${number}`;

/** The kind that a key speaks of, or null when it is no key. */
export function kindOfKey(key: string): RecordKind | null {
  const prefix = /^([A-Z]{1,3})-[1-9]\d*$/i.exec(key)?.[1]?.toUpperCase();
  return KINDS.find((kind) => KEY_PREFIXES[kind] === prefix) ?? null;
}
const KINDS: readonly RecordKind[] = ["feedback", "account", "contact", "persona", "need", "feature"];
