import type { Format } from "../format.ts";

/** The table of posts that Quackback imports and exports. */
export const quackback: Format = {
  name: "quackback",
  label: "Quackback",
  source: "Quackback",
  recognises: (columns) => ["id", "title", "body", "author_email", "vote_count"].every((column) => columns.has(column)),
  columns: {
    feedback: {
      id: "sourceId",
      title: "title",
      body: "text",
      author_name: "authorName",
      author_email: "authorEmail",
      board: "channel",
      status: "state",
      tags: "label",
      vote_count: "new-field:number:Votes",
      created_at: "receivedAt",
      response: "declineReason",
    },
    features: {
      id: "sourceId",
      title: "title",
      body: "body",
      status: "state",
      tags: "label",
      vote_count: "new-field:number:Votes",
    },
  },
};
