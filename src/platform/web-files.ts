import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
};
const COMPRESSED = new Set([".html", ".js", ".css", ".svg", ".json", ".webmanifest"]);

type WebFile = { type: string; plain: Buffer<ArrayBuffer>; brotli: Buffer<ArrayBuffer> | null; immutable: boolean };

/** The built web app from memory: every file once, compressed once. Addresses without a file get the app's page, which routes itself. */
export function webFiles(directory: string): (request: Request) => Response {
  const files = new Map<string, WebFile>();
  if (existsSync(directory))
    for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
      const type = TYPES[extname(entry.name)];
      if (!entry.isFile() || !type || entry.parentPath.includes(".vite")) continue;
      const path = join(entry.parentPath, entry.name);
      const plain = Buffer.from(readFileSync(path));
      const brotli = COMPRESSED.has(extname(entry.name))
        ? Buffer.from(brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }))
        : null;
      const address = `/${relative(directory, path).split(sep).join("/")}`;
      files.set(address, { type, plain, brotli, immutable: address.startsWith("/assets/") });
    }
  return (request) => {
    const { pathname } = new URL(request.url);
    const file = files.get(pathname) ?? (pathname.startsWith("/assets/") ? undefined : files.get("/index.html"));
    if (!file)
      return new Response("There is nothing at this address.", { status: 404, headers: { "content-type": "text/plain; charset=utf-8" } });
    const brotli = file.brotli && /\bbr\b/.test(request.headers.get("accept-encoding") ?? "") ? file.brotli : null;
    return new Response(request.method === "HEAD" ? null : (brotli ?? file.plain), {
      headers: {
        "content-type": file.type,
        "cache-control": file.immutable ? "public, max-age=31536000, immutable" : "no-cache",
        vary: "accept-encoding",
        ...(brotli ? { "content-encoding": "br" } : {}),
      },
    });
  };
}
