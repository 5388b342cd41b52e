import type { Format } from "../format.ts";

/** Linear's CSV, in its short form and in the long one with relations. The apostrophe before what looks like a formula is taken off by the reader. */
export const linear: Format = {
  name: "linear",
  label: "Linear",
  source: "Linear",
  recognises: (columns) => ["id", "team", "title", "status", "cycle number", "triaged"].every((column) => columns.has(column)),
  columns: {
    features: {
      id: "sourceId",
      title: "title",
      description: "body",
      status: "state",
      labels: "label",
      priority: "new-field:text:Priority",
      estimate: "new-field:number:Estimate",
    },
    feedback: {
      id: "sourceId",
      title: "title",
      description: "text",
      creator: "authorName",
      labels: "label",
      team: "channel",
      created: "receivedAt",
      status: "state",
      "duplicate of": "mergedInto",
    },
  },
};
