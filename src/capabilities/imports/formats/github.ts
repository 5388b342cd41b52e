import { cellOf, inside } from "../../intake/json-rules.ts";
import type { Format } from "../format.ts";

/** Issues as `gh issue list --json` prints them and as GitHub's API answers. Thumbs up stay a number. */
export const github: Format = {
  name: "github",
  label: "GitHub issues",
  source: "GitHub",
  json: {
    recognises: (record) => "number" in record && "title" in record && ("body" in record || "state" in record || "html_url" in record),
    cells(record) {
      // The API lists pull requests among issues.
      if (inside(record, "pull_request")) return null;
      const state = cellOf(inside(record, "state")).toLowerCase();
      const reason = cellOf(inside(record, "stateReason") ?? inside(record, "state_reason")).toLowerCase();
      return {
        number: cellOf(inside(record, "number")),
        title: cellOf(inside(record, "title")),
        body: cellOf(inside(record, "body")),
        state: state === "closed" && reason !== "" ? reason : state,
        author: cellOf(inside(record, "author", "login") ?? inside(record, "user", "login")),
        labels: cellOf(inside(record, "labels")),
        milestone: cellOf(inside(record, "milestone")),
        "created at": cellOf(inside(record, "createdAt") ?? inside(record, "created_at")),
        url: cellOf(inside(record, "html_url") ?? inside(record, "url")),
        "thumbs up": thumbsUp(record),
      };
    },
  },
  columns: {
    features: {
      number: "sourceId",
      title: "title",
      body: "body",
      state: "state",
      labels: "label",
      "thumbs up": "new-field:number:Thumbs up",
    },
    feedback: {
      number: "sourceId",
      title: "title",
      body: "text",
      author: "authorName",
      labels: "label",
      "created at": "receivedAt",
      url: "sourceAddress",
      "thumbs up": "new-field:number:Thumbs up",
    },
  },
};

function thumbsUp(record: Readonly<Record<string, unknown>>): string {
  const counted = inside(record, "reactions", "+1");
  if (counted !== undefined) return cellOf(counted);
  const groups = inside(record, "reactionGroups");
  if (!Array.isArray(groups)) return "";
  const group: unknown = groups.find((one: unknown) => inside(one, "content") === "THUMBS_UP");
  return cellOf(inside(group, "users", "totalCount") ?? 0);
}
