import type { RecordKind } from "../kind-rules.ts";

/** What the lists of a kind are kept under; renew it with whatever changes one of its records. */
export const rowsOf = (kind: RecordKind) => [`${kind}-rows`] as const;
