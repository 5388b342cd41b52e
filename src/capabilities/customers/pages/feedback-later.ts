import { later } from "../../../ui/later.tsx";

// Parts that the first look at the page does not need; they are fetched while it is read.
export const TriageLayer = later(async () => (await import("./triage-layer.tsx")).TriageLayer);
export const LinkDialog = later(async () => (await import("./triage-dialogs.tsx")).LinkDialog);
export const AddFeedbackDialog = later(async () => (await import("./feedback-form.tsx")).AddFeedbackDialog);
export const TextEditor = later(async () => (await import("./text-editor.tsx")).TextEditor);
export const FeedbackSide = later(async () => (await import("./feedback-side.tsx")).FeedbackSide);
export const NothingHere = later(async () => (await import("./feedback-nothing.tsx")).NothingHere);
export const BulkBar = later(async () => (await import("./bulk-bar.tsx")).BulkBar);
export const ListExport = later(async () => (await import("../../workspace/pages/list-export.tsx")).ListExport);
