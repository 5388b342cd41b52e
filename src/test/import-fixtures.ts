import { csvLine } from "../platform/csv-writing.ts";

/** Fifty rows of what real exports hold: emoji, right-to-left script, ten kilobytes in a cell, line ends of Windows, nobody, dates of 1900 and 2099. */
const TEXTS = [
  "The export drops the currency",
  "😀 👩‍💻 Totals are wrong 🏳️‍🌈",
  "مرحبا، التصدير لا يعمل — שלום",
  "Ten kilobytes of the same sentence. ".repeat(292),
  '=HYPERLINK("https://example.test","x")',
  'Several lines\r\nin "one" cell, with ; and\ttab',
  "<b onmouseover=alert(1)>html</b><script>alert(1)</script>",
];
export type Item = {
  place: number;
  id: string;
  title: string;
  text: string;
  author: string;
  day: string;
  votes: number;
  tags: string[];
  duplicateOf: string;
};
export const ITEMS: readonly Item[] = Array.from({ length: 50 }, (_, place) => ({
  place,
  id: String(1000 + place),
  title: `Idea ${place} ${place % 7 === 1 ? "😀" : ""}`.trim(),
  text: `${TEXTS[place % TEXTS.length]} (${place})`,
  author: place % 5 === 0 ? "" : `Person ${place}`,
  day: place % 10 === 3 ? "1900-01-01" : place % 10 === 4 ? "2099-12-31" : `2026-01-${String(1 + (place % 28)).padStart(2, "0")}`,
  votes: place * 3,
  tags: place % 3 === 0 ? ["billing", "Export"] : ["Export"],
  duplicateOf: place === 7 ? "1001" : place === 8 ? "1007" : "",
}));

/** A table as a tool writes it, with the line ends of Windows; cells that look like formulas are guarded. */
export const tableOf = (header: readonly string[], rows: readonly (readonly (string | number)[])[]): Buffer<ArrayBuffer> =>
  Buffer.from(`\ufeff${[header, ...rows].map(csvLine).join("")}`);

export type Fixture = {
  format: string;
  target: string;
  file: (items: readonly Item[]) => Buffer<ArrayBuffer>;
  merged?: number;
  distinct?: boolean;
};
const json = (value: unknown) => Buffer.from(JSON.stringify(value, null, 1));
const at = (item: Item) => `${item.day}T08:00:00Z`;
const jiraDate = ({ day }: Item) => {
  const [year = "", month = "", date = ""] = day.split("-");
  const name = new Date(`${day}T00:00:00Z`).toLocaleString("en", { month: "short", timeZone: "UTC" });
  return `${date}/${month === "" ? "" : name}/${year} 8:00 AM`;
};

/** An export of each tool that is known, of the same fifty items. */
export const FIXTURES: readonly Fixture[] = [
  {
    format: "fider",
    target: "feedback",
    merged: 2,
    file: (items) =>
      tableOf(
        [
          ...["number", "title", "description", "created_at", "created_by", "votes_count", "comments_count", "status"],
          ...["responded_by", "responded_at", "response", "original_number", "original_title", "tags"],
        ],
        items.map((item) => [
          ...[item.id, item.title, item.text, at(item), item.author, item.votes, 0, item.place === 9 ? "declined" : "open"],
          ...["", "", item.place === 9 ? "Not for us" : "", item.duplicateOf, "", item.tags.join(", ")],
        ]),
      ),
  },
  {
    format: "quackback",
    target: "feedback",
    file: (items) =>
      tableOf(
        [
          ...["id", "title", "body", "author_email", "author_name", "board", "status", "moderation", "tags", "roadmap", "vote_count"],
          ...["created_at", "response", "response_at", "response_by"],
        ],
        items.map((item) => [
          ...[item.id, item.title, item.text, "", item.author, "Ideas", item.place === 9 ? "declined" : "under_review", "published"],
          ...[item.tags.join(","), "", item.votes, at(item), "", "", ""],
        ]),
      ),
  },
  {
    format: "canny",
    target: "feedback",
    file: (items) =>
      json({
        hasMore: false,
        posts: items.map((item) => ({
          id: item.id,
          title: item.title,
          details: item.text,
          status: item.place === 9 ? "declined" : "under review",
          score: item.votes,
          created: at(item),
          url: `https://canny.example/p/${item.id}`,
          board: { id: "b", name: "Ideas" },
          category: null,
          tags: item.tags.map((name) => ({ id: name, name })),
          author: item.author === "" ? null : { id: "u", name: item.author, email: null },
        })),
      }),
  },
  {
    format: "uservoice",
    target: "feedback",
    merged: 2,
    distinct: false,
    file: (items) =>
      tableOf(
        [
          ...["suggestion.id", "suggestion.title", "suggestion.body", "suggestion.forum.name", "suggestion.category.name"],
          ...["suggestion.status.name", "suggestion.labels.name", "suggestion.parent.id", "suggestion.created_timestamp", "user.email"],
        ],
        // One row for each supporter: the first item has three.
        items.flatMap((item) =>
          Array.from({ length: item.place === 0 ? 3 : 1 }, (_, supporter) => [
            ...[item.id, item.title, item.text, "Ideas", "", item.place === 9 ? "declined" : "under review", item.tags.join(",")],
            ...[item.duplicateOf, at(item), `supporter${supporter}@example.test`],
          ]),
        ),
      ),
  },
  {
    format: "linear",
    target: "features",
    file: (items) =>
      tableOf(
        ["ID", "Team", "Title", "Description", "Status", "Estimate", "Priority", "Creator", "Labels", "Cycle Number", "Created", "Triaged"],
        items.map((item) => [
          ...[`ENG-${item.id}`, "Core", item.title, item.text, item.place === 9 ? "Canceled" : "In Progress", 3, "High", item.author],
          ...[item.tags.join(", "), "", at(item), ""],
        ]),
      ),
  },
  {
    format: "jira",
    target: "feedback",
    file: (items) =>
      tableOf(
        [
          ...["Summary", "Issue key", "Issue id", "Issue Type", "Status", "Project name", "Reporter", "Created", "Labels", "Labels"],
          ...["Description", "Comment", "Comment"],
        ],
        items.map((item) => [
          ...[
            item.title,
            `PROJ-${item.id}`,
            item.id,
            "Bug",
            "To Do",
            "Core",
            item.author,
            jiraDate(item),
            ...[item.tags[0] ?? "", item.tags[1] ?? ""],
          ],
          ...[item.text, `${jiraDate(item)};somebody;First`, ""],
        ]),
      ),
  },
  {
    format: "github",
    target: "features",
    file: (items) =>
      json(
        items.map((item) => ({
          number: Number(item.id),
          title: item.title,
          body: item.text,
          state: item.place === 9 ? "CLOSED" : "OPEN",
          stateReason: item.place === 9 ? "NOT_PLANNED" : "",
          author: { login: item.author },
          labels: item.tags.map((name) => ({ id: name, name, color: "fff" })),
          createdAt: at(item),
          url: `https://github.example/i/${item.id}`,
          reactionGroups: [{ content: "THUMBS_UP", users: { totalCount: item.votes } }],
        })),
      ),
  },
  {
    format: "github",
    target: "feedback",
    file: (items) =>
      json(
        items.flatMap((item) => [
          {
            number: Number(item.id),
            title: item.title,
            body: item.text,
            state: "open",
            state_reason: null,
            user: { login: item.author },
            labels: item.tags.map((name) => ({ name })),
            created_at: at(item),
            html_url: `https://github.example/i/${item.id}`,
            reactions: { "+1": item.votes, total_count: item.votes },
          },
          { number: 9000 + item.place, title: "A pull request", body: "", state: "open", pull_request: { url: "x" } },
        ]),
      ),
  },
];
