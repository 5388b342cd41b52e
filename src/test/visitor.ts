import { application } from "./world.ts";

export const ORIGIN = "http://throughline.test";
type App = { fetch(request: Request): Response | Promise<Response> };
export type Answer = { status: number; body: Record<string, unknown>; cookies: string[] };

/** A browser without a page: it keeps its cookies, says its origin, and tells what was answered. */
export function visitor(app?: App) {
  const jar = new Map<string, string>();
  return {
    jar,
    async ask(method: string, path: string, body?: unknown, headers: Record<string, string | null> = {}): Promise<Answer> {
      const all = new Headers({ origin: ORIGIN, ...(body === undefined ? {} : { "content-type": "application/json" }) });
      if (jar.size > 0) all.set("cookie", [...jar].map(([name, value]) => `${name}=${value}`).join("; "));
      for (const [name, value] of Object.entries(headers)) value === null ? all.delete(name) : all.set(name, value);
      const request = new Request(`${ORIGIN}/api/v1${path}`, {
        method,
        headers: all,
        body: body === undefined ? null : JSON.stringify(body),
      });
      const response = await (app ?? (await application()).app).fetch(request);
      const cookies = response.headers.getSetCookie();
      for (const cookie of cookies) {
        const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
        if (/Max-Age=0/i.test(cookie)) jar.delete(name);
        else jar.set(name, value);
      }
      const text = await response.text();
      return { status: response.status, body: text === "" ? {} : JSON.parse(text), cookies };
    },
  };
}
