import { cellOf, inside } from "../../intake/json-rules.ts";
import type { Format } from "../format.ts";

/** Posts as Canny's API lists them, and a table with the same names. Its API lists votes apart from posts: their number stays a number. */
export const canny: Format = {
  name: "canny",
  label: "Canny",
  source: "Canny",
  recognises: (columns) =>
    ["title", "details", "board"].every((column) => columns.has(column)) && (columns.has("score") || columns.has("votes")),
  json: {
    recognises: (record) => "details" in record && "board" in record && "score" in record,
    cells: (record) => ({
      id: cellOf(inside(record, "id")),
      title: cellOf(inside(record, "title")),
      details: cellOf(inside(record, "details")),
      status: cellOf(inside(record, "status")),
      score: cellOf(inside(record, "score")),
      created: cellOf(inside(record, "created")),
      url: cellOf(inside(record, "url")),
      board: cellOf(inside(record, "board", "name")),
      category: cellOf(inside(record, "category", "name")),
      tags: cellOf(inside(record, "tags")),
      author: cellOf(inside(record, "author", "name")),
      "author email": cellOf(inside(record, "author", "email")),
      "merged into": cellOf(inside(record, "mergedInto") ?? inside(record, "mergedToPostID")),
    }),
  },
  columns: {
    feedback: {
      id: "sourceId",
      title: "title",
      details: "text",
      status: "state",
      score: "new-field:number:Votes",
      votes: "new-field:number:Votes",
      created: "receivedAt",
      date: "receivedAt",
      url: "sourceAddress",
      board: "channel",
      category: "label",
      tags: "label",
      author: "authorName",
      "author name": "authorName",
      "author email": "authorEmail",
      "merged into": "mergedInto",
    },
    features: {
      id: "sourceId",
      title: "title",
      details: "body",
      status: "state",
      score: "new-field:number:Votes",
      votes: "new-field:number:Votes",
      category: "label",
      tags: "label",
    },
  },
};
