import type { Format } from "../format.ts";

/** The CSV that an admin of Fider exports. It has no voters: their number stays a number. */
export const fider: Format = {
  name: "fider",
  label: "Fider",
  source: "Fider",
  recognises: (columns) => ["number", "title", "votes_count", "original_number"].every((column) => columns.has(column)),
  columns: {
    feedback: {
      number: "sourceId",
      title: "title",
      description: "text",
      created_at: "receivedAt",
      created_by: "authorName",
      votes_count: "new-field:number:Votes",
      status: "state",
      response: "declineReason",
      original_number: "mergedInto",
      tags: "label",
    },
    features: {
      number: "sourceId",
      title: "title",
      description: "body",
      votes_count: "new-field:number:Votes",
      status: "state",
      tags: "label",
    },
  },
};
