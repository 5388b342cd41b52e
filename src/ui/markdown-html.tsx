import createPurifier from "dompurify";
import { Marked } from "marked";
import { useMemo } from "react";

const marked = new Marked({ gfm: true, breaks: true });
const purifier = createPurifier(window);
// Images would tell their server who reads; a text from outside must not.
const allowed = {
  ALLOWED_TAGS: [
    "a",
    "b",
    "blockquote",
    "br",
    "code",
    "del",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "hr",
    "i",
    "input",
    "li",
    "ol",
    "p",
    "pre",
    "strong",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
  ],
  ALLOWED_ATTR: ["href", "title", "type", "checked", "disabled", "start", "align"],
  ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|\/|#)/i,
};
purifier.addHook("afterSanitizeAttributes", (node) => {
  if (node.nodeName !== "A") return;
  node.setAttribute("rel", "noopener noreferrer nofollow");
  if (/^https?:/i.test(node.getAttribute("href") ?? "")) node.setAttribute("target", "_blank");
});

/** Loaded on demand by `Markdown`; use that one. */
export function MarkdownHtml({ source }: { source: string }) {
  // Headings of a text stand under the page's own h1 and h2.
  const html = useMemo(
    () => purifier.sanitize(marked.parse(source, { async: false }).replace(/<(\/?)h([12])\b/g, "<$1h3"), allowed),
    [source],
  );
  // biome-ignore lint/security/noDangerouslySetInnerHtml: purified on the line above
  return <div dangerouslySetInnerHTML={{ __html: html }} />;
}
