import { createServer } from "node:http";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { readConfig } from "../config.ts";
import { type App, checkAddress, listen } from "./serving.ts";

const anyPort = readConfig({ PORT: "0" });

/** An app whose answers take a while, whose stream ends when it is drained, and which says when it is ready. */
function slowApp(takesMs: number): App & { ready: boolean } {
  let end: (() => void) | undefined;
  return {
    ready: true,
    async fetch(request) {
      const { pathname } = new URL(request.url);
      if (pathname === "/readyz") return new Response(null, { status: this.ready ? 200 : 503 });
      if (pathname === "/live") {
        const body = new ReadableStream({
          start(controller) {
            controller.enqueue(new TextEncoder().encode(": open\n\n"));
            end = () => controller.close();
          },
        });
        return new Response(body, { headers: { "content-type": "text/event-stream" } });
      }
      await sleep(takesMs);
      return new Response("done");
    },
    async drain() {
      this.ready = false;
      end?.();
    },
    close: async () => undefined,
  };
}

test("a stop lets requests under way finish, says not ready at once, and then takes nothing", async () => {
  const listener = await listen(slowApp(600), anyPort);
  const underWay = Array.from({ length: 20 }, () => fetch(listener.address).then((response) => response.text()));
  await sleep(100);
  const stopped = listener.stop();
  expect((await fetch(`${listener.address}/readyz`)).status).toBe(503);
  expect(await Promise.all(underWay)).toEqual(Array(20).fill("done"));
  await stopped;
  await expect(fetch(listener.address)).rejects.toThrow("fetch failed");
});

test("live streams and idle connections do not hold a stop up", async () => {
  const listener = await listen(slowApp(0), anyPort);
  const live = await fetch(`${listener.address}/live`);
  const idle = connect(Number(new URL(listener.address).port), "127.0.0.1");
  await sleep(50);
  const started = performance.now();
  await listener.stop();
  expect(performance.now() - started).toBeLessThan(1000);
  expect(await live.text()).toBe(": open\n\n");
  idle.destroy();
});

test("a taken port, a foreign address and a privileged port are told apart", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await sleep(20);
  const address = other.address();
  const port = typeof address === "object" ? address?.port : undefined;
  await expect(checkAddress({ ...anyPort, port: port ?? 0 })).rejects.toThrow(
    `Port ${port} on 127.0.0.1 is taken: stop what uses it, or set PORT`,
  );
  await expect(checkAddress({ ...anyPort, host: "192.0.2.1" })).rejects.toThrow("HOST is 192.0.2.1, which is no address of this computer");
  other.close();
});
