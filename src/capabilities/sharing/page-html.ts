import { halfCircleArcs } from "../../kernels/arcs.ts";
import { counted } from "../../kernels/figures.ts";
import { QUALITY_WORDS } from "../thread/rules.ts";
import type { SharedQuality, SharedQuote, Strand } from "./answers.ts";
import { escaped, type Html, html, raw } from "./html.ts";
import { PAGE_STYLE } from "./page-style.ts";
import { paragraphsOf } from "./prose.ts";
import type { Block, Card, LongCard, Sheet, Tone } from "./sheet.ts";
import { featureCard, momentOf, needCard, quoteMeta } from "./words.ts";

/** Where a page and its picture stand, for whoever shows a preview of it. */
export type PageAddress = { page: string; picture: string };

const MARK = raw(
  `<svg width="20" height="20" viewBox="0 0 32 32" aria-hidden="true"><clipPath id="c"><rect width="32" height="32" rx="9"/></clipPath><g clip-path="url(#c)"><path fill="#0b3fa8" d="M0 0h8v32H0z"/><path fill="#a45b19" d="M8 0h8v32H8z"/><path fill="#078562" d="M16 0h8v32h-8z"/><path fill="#5c2b5e" d="M24 0h8v32h-8z"/></g></svg>`,
);

/** The whole page: it needs no script, no other file, and no account. */
export function sharedPage(sheet: Sheet, address: PageAddress): string {
  const { title, sentence, workspace, tone, tag, asOf, qualities, blocks } = sheet;
  const described = previewText(sheet);
  return document(
    title,
    html`<meta name="description" content="${described}"><meta property="og:type" content="article"><meta property="og:site_name" content="${workspace}"><meta property="og:title" content="${title}"><meta property="og:description" content="${described}"><meta property="og:url" content="${address.page}"><meta property="og:image" content="${address.picture}"><meta property="og:image:type" content="image/png"><meta property="og:image:width" content="1200"><meta property="og:image:height" content="630"><meta property="og:image:alt" content="${title}"><meta name="twitter:card" content="summary_large_image"><meta name="twitter:title" content="${title}"><meta name="twitter:description" content="${described}"><meta name="twitter:image" content="${address.picture}">`,
    html`<header><div class="brand">${MARK}<b dir="auto">${workspace}</b><span>Read only</span></div><div class="${tone}"><p class="tag">${tag}</p><h1 dir="auto">${title}</h1></div><p class="lead" dir="auto">${sentence}</p></header>${
      qualities.length > 0
        ? html`<section>${heading("How ready it is")}<div class="qualities">${qualities.map(qualityOf)}</div></section>`
        : ""
    }${blocks.map(blockOf)}<footer><span>As of <time datetime="${asOf}">${momentOf(asOf)}</time></span><span>Made with Throughline</span></footer>`,
  );
}

/** What stands at every address that opens nothing, whatever the reason. */
export const absentPage = (): string =>
  document(
    "Nothing here",
    html``,
    html`<header><div class="brand">${MARK}<b>Throughline</b></div><h1>This link opens nothing</h1><p class="lead">It may have expired or been revoked, or not all of it was copied. Ask whoever gave it to you for a new one.</p></header>`,
  );

function document(title: string, meta: Html, body: Html): string {
  return `<!doctype html>${html`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex,nofollow"><meta name="referrer" content="no-referrer"><title>${title}</title>${meta}<style>${raw(PAGE_STYLE)}</style></head><body><main>${body}</main></body></html>`}`;
}

/** The sentence with how its qualities stand: what a preview says under the title. */
export function previewText({ sentence, qualities }: Sheet): string {
  const told = qualities.map(({ quality, word, met, applicable }) => `${QUALITY_WORDS[quality]}: ${word}, ${met} of ${applicable}`);
  return [sentence, ...told].join(" ").slice(0, 300);
}

const ARC = { x: 38, y: 40, radius: 30, gap: 4 };

function qualityOf({ quality, judged, word, met, applicable, checks }: SharedQuality): Html {
  const tone = judged ? (word === "Ready" ? "met" : word.toLowerCase().replace(" ", "-")) : "unjudged";
  const arcs = halfCircleArcs(checks.length, ARC).map(
    (path, i) => html`<path d="${path}"/><path class="seg-${checks[i]?.state ?? ""}" d="${path}"/>`,
  );
  return html`<section class="card quality ${tone}" aria-label="${QUALITY_WORDS[quality]}"><svg viewBox="0 0 76 46" role="img" aria-label="${met} of ${counted(applicable, "check")} met">${arcs}<text x="38" y="40">${String(met)}<tspan> of ${String(applicable)}</tspan></text></svg><div><h3>${QUALITY_WORDS[quality]}<em>${judged ? word : "Not judged yet"}</em></h3><ul>${checks.map(
    ({ name, reason }) => html`<li><b>${name}.</b> <span dir="auto">${reason}</span></li>`,
  )}</ul></div></section>`;
}

const heading = (title: string, note = ""): Html => html`<h2>${title}${note === "" ? "" : html` <small>${note}</small>`}</h2>`;

function blockOf(block: Block): Html {
  switch (block.kind) {
    case "strands":
      return html`<section>${heading(block.title)}${block.strands.map(strandOf)}${strandTable(block.strands)}</section>`;
    case "table":
      return html`<section>${heading(block.title, block.note)}${block.rows.length === 0 ? html`<p class="meta">Nothing fits at the moment.</p>` : tableOf(block.title, block.columns, block.rows, true)}</section>`;
    case "quotes":
      return html`<section>${heading(block.title, block.note)}<div class="grid">${block.quotes.map(quoteOf)}</div></section>`;
    case "cards":
      return html`<section>${heading(block.title)}<div class="grid">${block.cards.map((card) => cardOf(block.tone, card))}</div></section>`;
    case "columns":
      return html`<section>${heading(block.title)}<div class="columns">${block.columns.map(columnOf)}</div></section>`;
    case "facts":
      return html`<dl class="facts">${block.facts.map(([label, value]) => html`<div><dt dir="auto">${label}</dt><dd dir="auto">${value}</dd></div>`)}</dl>`;
    case "text":
      return html`<section>${heading(block.title)}<div class="card prose">${paragraphsOf(block.markdown).map(paragraphOf)}</div></section>`;
    case "remarks":
      return html`<section>${heading(block.title)}<ul class="card remarks">${block.remarks.map(
        ({ who, at, text }) => html`<li><p class="meta"><b dir="auto">${who}</b>, ${at}</p><p dir="auto">${text}</p></li>`,
      )}</ul></section>`;
  }
}

const quoteOf = (quote: SharedQuote): Html =>
  html`<figure class="card item evidence"><blockquote dir="auto">${quote.words}</blockquote><figcaption class="meta" dir="auto">${quoteMeta(quote)}</figcaption></figure>`;

const cardOf = (tone: Tone, { tag, title, meta }: Card): Html =>
  html`<article class="card item ${tone}"><span class="tag">${tag}</span><p dir="auto">${title}</p><p class="meta" dir="auto">${meta}</p></article>`;

const columnOf = ({ title, note, cards }: Extract<Block, { kind: "columns" }>["columns"][number]): Html =>
  html`<section aria-label="${title}"><h3>${title} <small>${note}</small></h3>${cards.map(longCardOf)}${cards.length === 0 ? html`<p class="gap">Nothing is planned here.</p>` : ""}</section>`;

const longCardOf = ({ tag, title, meta, lines }: LongCard): Html =>
  html`<article class="card item plain"><span class="tag">${tag}</span><p dir="auto">${title}</p>${meta === "" ? "" : html`<p class="meta" dir="auto">${meta}</p>`}${
    lines.length === 0
      ? ""
      : html`<ul class="lines">${lines.map(({ text, meta: about }) => html`<li class="feature"><span dir="auto">${text}</span> <small dir="auto">${about}</small></li>`)}</ul>`
  }</article>`;

/** What was said, the need in it, what is built for it: side by side where there is room, one under the other on a phone. */
function strandOf({ quotes, need, features, missing }: Strand): Html {
  const gapsIn = (column: string) =>
    missing.filter(({ where }) => where === column).map(({ sentence }) => html`<p class="gap">${sentence}</p>`);
  return html`<article class="strand"><div><span class="step">Said</span>${quotes.map(quoteOf)}${gapsIn("evidence")}</div><div><span class="step">Needed</span>${need ? cardOf("need", needCard(need)) : ""}${gapsIn("need")}</div><div><span class="step">Built for it</span>${features.map((feature) => cardOf("feature", featureCard(feature)))}${gapsIn("feature")}</div></article>`;
}

function strandTable(strands: readonly Strand[]): Html {
  const columns = [
    { label: "Need", as: "strong" as const },
    { label: "Behind it", as: "text" as const },
    { label: "Built for it", as: "text" as const },
  ];
  const rows = strands.map(({ need, features, missing }) => [
    need ? `${need.key} ${need.statement}` : "No need yet",
    need ? needCard(need).meta : "",
    features.length > 0
      ? features.map(({ key, title, state }) => `${key} ${title} (${state})`).join("; ")
      : missing
          .filter(({ where }) => where === "feature")
          .map(({ sentence }) => sentence)
          .join(" "),
  ]);
  return html`<details><summary>As a table</summary>${tableOf("Needs with what is built for them", columns, rows, false)}</details>`;
}

function tableOf(
  caption: string,
  columns: Extract<Block, { kind: "table" }>["columns"],
  rows: readonly (readonly string[])[],
  stacks: boolean,
): Html {
  return html`<div class="card scroll${stacks ? " stack" : ""}" tabindex="0" role="region" aria-label="${caption}"><table><caption>${caption}</caption><thead><tr>${columns.map(
    ({ label, as }) => html`<th scope="col" class="${as}">${label}</th>`,
  )}</tr></thead><tbody>${rows.map(
    (row) =>
      html`<tr>${columns.map(({ label, as }, i) => html`<td class="${as}" data-label="${label}">${row[i] ? html`<span dir="auto">${row[i]}</span>` : ""}</td>`)}</tr>`,
  )}</tbody></table></div>`;
}

function paragraphOf(paragraph: ReturnType<typeof paragraphsOf>[number]): Html {
  switch (paragraph.kind) {
    case "heading":
      return html`<h3 dir="auto">${paragraph.text}</h3>`;
    case "code":
      return html`<pre>${paragraph.text}</pre>`;
    case "list": {
      const items = paragraph.items.map((item) => html`<li dir="auto">${item}</li>`);
      return paragraph.ordered ? html`<ol>${items}</ol>` : html`<ul>${items}</ul>`;
    }
    case "text":
      return html`<p dir="auto">${raw(escaped(paragraph.text).replaceAll("\n", "<br>"))}</p>`;
  }
}
