import type { StateWords } from "../../workspace/pages/records-page.tsx";
import type { AssetState } from "../asset-rules.ts";
import type { LaunchState } from "../launch-rules.ts";
import type { MessageState } from "../message-rules.ts";

export const LAUNCH_STATE_WORDS: StateWords<LaunchState> = {
  planned: { word: "Planned", shape: "dotted" },
  ready: { word: "Ready", shape: "half" },
  live: { word: "Live", shape: "filled" },
  reviewed: { word: "Reviewed", shape: "check" },
};
export const MESSAGE_STATE_WORDS: StateWords<MessageState> = {
  draft: { word: "Draft", shape: "dotted" },
  live: { word: "Live", shape: "filled" },
  stale: { word: "Stale", shape: "half" },
};
export const ASSET_STATE_WORDS: StateWords<AssetState> = { ...MESSAGE_STATE_WORDS, retired: { word: "Retired", shape: "cross" } };
