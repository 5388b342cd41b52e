import { lazy, Suspense } from "react";
import "./markdown.css";

const Rendered = lazy(async () => {
  const { MarkdownHtml } = await import("./markdown-html.tsx");
  return { default: MarkdownHtml };
});

/** Markdown as safe HTML. The parser loads with the first text shown; until then, and on paper without scripts, the source stands. */
export function Markdown({ children }: { children: string }) {
  return (
    <div className="markdown">
      <Suspense fallback={<p className="markdown-source">{children}</p>}>
        <Rendered source={children} />
      </Suspense>
    </div>
  );
}
