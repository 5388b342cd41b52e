import type { Reactions } from "../../platform/context.ts";
import { revokeLinksOf } from "./links.ts";

export const sharingReactions: Reactions = {
  "member.removed": [(context, { recordId }) => (recordId === null ? Promise.resolve() : revokeLinksOf(context, recordId))],
};
