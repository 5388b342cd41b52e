import type { PlainRoute } from "../../platform/plain.ts";
import { sharedMarkdown } from "./markdown.ts";
import { countOpening, type Opened, openedByToken } from "./opening.ts";
import { absentPage, sharedPage } from "./page-html.ts";
import { PAGE_STYLE_HASH } from "./page-style.ts";
import { drawPicture, drawSnapshot } from "./picture.ts";

const policy = (ancestors: string) =>
  `default-src 'none'; style-src ${PAGE_STYLE_HASH}; base-uri 'none'; form-action 'none'; frame-ancestors ${ancestors}; sandbox`;
const HEADERS = {
  "cache-control": "private, no-store",
  "referrer-policy": "no-referrer",
  "x-robots-tag": "noindex, nofollow",
  "content-security-policy": policy("'none'"),
};
const HTML = { ...HEADERS, "content-type": "text/html; charset=utf-8" };
/** Frames of other sites may hold it, and other sites may show the pictures. */
const ANYWHERE = { "cross-origin-resource-policy": "cross-origin" };

/** One answer for every link that opens nothing, so that nobody learns which ones ever did. */
const absent = () => new Response(absentPage(), { status: 404, headers: HTML });

type Context = Parameters<PlainRoute["handle"]>[1];
type Drawn = (opened: Opened, base: string) => Promise<Response> | Response;

/** What a link shows in one form, or the page that says nothing of why it does not. */
async function shown(request: Request, context: Context, draw: Drawn): Promise<Response> {
  const [, , token = ""] = new URL(request.url).pathname.split("/");
  const opened = await openedByToken(context, token.replace(/\.md$/, ""));
  return opened ? draw(opened, `${context.origin}/s/${token}`) : absent();
}

const rules = { may: "anyone", limit: "shared", audit: false } as const;
const drawn = { ...rules, limit: "drawn" } as const;
const addressOf = (base: string) => ({ page: base, picture: `${base}/picture.png` });
const png = (bytes: Uint8Array<ArrayBuffer>) => new Response(bytes, { headers: { ...HEADERS, ...ANYWHERE, "content-type": "image/png" } });

/** Pages, Markdown and pictures for people who have a link and no account. */
export const sharedPageRoutes: readonly PlainRoute[] = [
  {
    rules,
    method: "GET",
    path: "/s/:token",
    operationId: "sharedPage",
    summary: "What a share link shows, as a page; with `.md` after the token, as Markdown",
    async handle(request, context) {
      const isMarkdown = new URL(request.url).pathname.endsWith(".md");
      return shown(request, context, async ({ link, sheet }, base) => {
        if (isMarkdown)
          return new Response(sharedMarkdown(sheet), { headers: { ...HEADERS, "content-type": "text/markdown; charset=utf-8" } });
        if (request.method === "GET") await counted(countOpening(context, link));
        return new Response(sharedPage(sheet, addressOf(base)), { headers: HTML });
      });
    },
  },
  {
    rules,
    method: "GET",
    path: "/s/:token/embed",
    operationId: "sharedEmbed",
    summary: "The same page for a frame on another site, where the link allows it",
    handle: (request, context) =>
      shown(request, context, async ({ link, sheet }, base) => {
        if (!link.embeds) return absent();
        await counted(countOpening(context, link));
        return new Response(sharedPage(sheet, addressOf(base)), {
          headers: { ...HTML, ...ANYWHERE, "cross-origin-opener-policy": "unsafe-none", "content-security-policy": policy("*") },
        });
      }),
  },
  {
    rules: drawn,
    method: "GET",
    path: "/s/:token/picture.png",
    operationId: "sharedPicture",
    summary: "A picture of 1200 × 630 for previews of a link",
    handle: (request, context) => shown(request, context, async ({ sheet }) => png(await drawPicture(sheet))),
  },
  {
    rules: drawn,
    method: "GET",
    path: "/s/:token/snapshot.png",
    operationId: "sharedSnapshot",
    summary: "What a link shows, as a picture",
    handle: (request, context) => shown(request, context, async ({ sheet }) => png(await drawSnapshot(sheet))),
  },
];

/** That it was opened is worth knowing, not worth failing. */
const counted = (counting: Promise<void>): Promise<void> => counting.catch(() => undefined);
