import { counted } from "../../kernels/figures.ts";
import { QUALITY_WORDS } from "../thread/rules.ts";
import { readable } from "./html.ts";
import { paragraphsOf } from "./prose.ts";
import type { Block, Card, Sheet } from "./sheet.ts";
import { featureCard, momentOf, needCard, quoteMeta } from "./words.ts";

/** A text of somebody's as Markdown that says just this text: nothing in it is a mark, a link or a tag. */
const plain = (text: string): string =>
  readable(text)
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[\\`*_{}[\]<>#|~!&]/g, (sign) => (sign === "<" ? "&lt;" : sign === ">" ? "&gt;" : sign === "&" ? "&amp;" : `\\${sign}`))
    .replace(/^([-+=]|\d+[.)])/, "\\$1")
    // Renderers make links of bare addresses by themselves.
    .replace(/(https?|ftp|javascript|data|mailto|www)(:|\.)/gi, "$1&#8203;$2")
    .replaceAll("@", "&#64;");

/** What a link shows, as Markdown to paste elsewhere. */
export function sharedMarkdown({ title, tag, sentence, qualities, blocks, asOf, workspace }: Sheet): string {
  const lines = [
    `# ${plain(title)}`,
    `${plain(tag)} · ${plain(workspace)}`,
    plain(sentence),
    ...qualities.flatMap(({ quality, judged, word, met, applicable, checks }) => [
      `## ${QUALITY_WORDS[quality]}: ${judged ? word : "not judged yet"}, ${met} of ${counted(applicable, "check")}`,
      checks.map(({ name, reason }) => `- **${plain(name)}.** ${plain(reason)}`).join("\n"),
    ]),
    ...blocks.flatMap(blockOf),
    `---`,
    `As of ${momentOf(asOf)}. Made with Throughline.`,
  ];
  return `${lines.filter((line) => line !== "").join("\n\n")}\n`;
}

const cardOf = ({ tag, title, meta }: Card): string => `- **${plain(title)}** (${plain(tag)}): ${plain(meta)}`;

function blockOf(block: Block): string[] {
  switch (block.kind) {
    case "strands":
      return [
        `## ${block.title}`,
        ...block.strands.flatMap(({ quotes, need, features, missing }) => [
          `### ${need ? `${need.key} ${plain(need.statement)}` : "No need yet"}`,
          need ? plain(needCard(need).meta) : "",
          ...quotes.map((quote) => `> ${plain(quote.words)}\n>\n> ${plain(quoteMeta(quote))}`),
          [...features.map((feature) => cardOf(featureCard(feature))), ...missing.map(({ sentence }) => `- *${plain(sentence)}*`)].join(
            "\n",
          ),
        ]),
      ];
    case "table":
      return [
        `## ${block.title}${block.note === "" ? "" : ` (${block.note})`}`,
        [
          `| ${block.columns.map(({ label }) => label).join(" | ")} |`,
          `|${block.columns.map(({ as }) => (as === "number" ? "---:" : "---")).join("|")}|`,
          ...block.rows.map((row) => `| ${row.map(plain).join(" | ")} |`),
        ].join("\n"),
      ];
    case "quotes":
      return [`## ${block.title}`, ...block.quotes.map((quote) => `> ${plain(quote.words)}\n>\n> ${plain(quoteMeta(quote))}`)];
    case "cards":
      return [`## ${block.title}`, block.cards.map(cardOf).join("\n")];
    case "columns":
      return block.columns.flatMap(({ title, note, cards }) => [
        `## ${title} (${note})`,
        ...(cards.length === 0
          ? ["Nothing is planned here."]
          : cards.map((card) =>
              [
                `### ${plain(card.title)}`,
                [plain(card.tag), plain(card.meta)].filter((one) => one !== "").join(". "),
                card.lines.map(({ text, meta }) => `- ${plain(text)} (${plain(meta)})`).join("\n"),
              ]
                .filter((one) => one !== "")
                .join("\n\n"),
            )),
      ]);
    case "facts":
      return [block.facts.map(([label, value]) => `- ${plain(label)}: ${plain(value)}`).join("\n")];
    case "text":
      return [
        `## ${block.title}`,
        ...paragraphsOf(block.markdown).map((paragraph) => {
          if (paragraph.kind === "heading") return `### ${plain(paragraph.text)}`;
          if (paragraph.kind === "list")
            return paragraph.items.map((item, i) => `${paragraph.ordered ? `${i + 1}.` : "-"} ${plain(item)}`).join("\n");
          return plain(paragraph.text);
        }),
      ];
    case "remarks":
      return [`## ${block.title}`, block.remarks.map(({ who, at, text }) => `- ${plain(who)}, ${at}: ${plain(text)}`).join("\n")];
  }
}
