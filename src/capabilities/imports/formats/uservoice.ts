import type { Format } from "../format.ts";

/** UserVoice exports one row for each idea and supporter. The idea comes in once; how many rows it has stays a number. */
export const uservoice: Format = {
  name: "uservoice",
  label: "UserVoice",
  source: "UserVoice",
  recognises: (columns) => columns.has("suggestion.id") && columns.has("suggestion.title"),
  grouped: { by: "suggestion.id", countAs: "supporters" },
  columns: {
    feedback: {
      "suggestion.id": "sourceId",
      "suggestion.title": "title",
      "suggestion.body": "text",
      "suggestion.forum.name": "channel",
      "suggestion.status.name": "state",
      "suggestion.category.name": "label",
      "suggestion.labels.name": "label",
      "suggestion.parent.id": "mergedInto",
      "suggestion.created_timestamp": "receivedAt",
      supporters: "new-field:number:Supporters",
    },
    features: {
      "suggestion.id": "sourceId",
      "suggestion.title": "title",
      "suggestion.body": "body",
      "suggestion.status.name": "state",
      "suggestion.category.name": "label",
      "suggestion.labels.name": "label",
      supporters: "new-field:number:Supporters",
    },
  },
};
