import { fileReactions } from "./capabilities/files/reactions.ts";
import { sharingReactions } from "./capabilities/sharing/reactions.ts";
import type { Reactions } from "./platform/context.ts";

/** What capabilities do about what happened in others, by activity. */
export const reactions: Reactions = { ...fileReactions, ...sharingReactions };
