import type { Format } from "../format.ts";

/** Jira's CSV. Names of columns repeat (Labels, Sprint, Comment), so columns are read by their place; its dates follow the site. */
export const jira: Format = {
  name: "jira",
  label: "Jira",
  source: "Jira",
  recognises: (columns) => ["summary", "issue key", "issue type"].every((column) => columns.has(column)),
  columns: {
    features: {
      "issue key": "sourceId",
      summary: "title",
      description: "body",
      "issue type": "kind",
      status: "state",
      priority: "new-field:text:Priority",
      labels: "label",
      "component/s": "label",
    },
    feedback: {
      "issue key": "sourceId",
      summary: "title",
      description: "text",
      reporter: "authorName",
      created: "receivedAt",
      status: "state",
      labels: "label",
      "component/s": "label",
      "project name": "channel",
    },
  },
};
