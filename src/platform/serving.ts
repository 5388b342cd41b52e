import { once } from "node:events";
import { createServer, IncomingMessage, type Server, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import type { Config } from "../config.ts";
import { codeOf, OperatorError } from "./operator-error.ts";

/** What is served. After `drain` it sends load balancers elsewhere and ends its live streams; requests under way go on. */
export type App = {
  fetch(request: Request, env: HttpBindings): Response | Promise<Response>;
  drain(): Promise<void>;
  close(): Promise<void>;
};

export type Listener = {
  /** The address to print. */
  address: string;
  /** Finishes what is under way and takes nothing new. */
  stop(): Promise<void>;
};

/** How long a request under way may still take when we are asked to stop. */
const DRAIN_MS = 15_000;
/** How long new requests are still taken then, while others are under way: a load balancer needs a moment to look elsewhere. */
const GRACE_MS = 2_000;
const LIMITS = { headersTimeout: 10_000, requestTimeout: 120_000, keepAliveTimeout: 65_000 };

/** @throws OperatorError when the address cannot be had; asked before the longer work of a start */
export async function checkAddress(config: Config): Promise<void> {
  const probe = createServer();
  await bind(probe, config);
  probe.close();
  await once(probe, "close");
}

/** Serves the app until it is stopped. */
export async function listen(app: App, config: Config): Promise<Listener> {
  const server = createServer(
    LIMITS,
    getRequestListener((request, { incoming, outgoing }) => {
      if (incoming instanceof IncomingMessage && outgoing instanceof ServerResponse) return app.fetch(request, { incoming, outgoing });
      throw new Error("Only HTTP/1.1 is served.");
    }),
  );
  let underWay = 0;
  let stopping = false;
  server.prependListener("request", (_request, response) => {
    underWay += 1;
    response.once("close", () => {
      underWay -= 1;
    });
    if (stopping) response.setHeader("connection", "close");
  });
  const port = await bind(server, config);
  return {
    address: config.publicUrl ?? addressOf(config.host, port),
    async stop() {
      stopping = true;
      const started = Date.now();
      const passed = (limit: number) => Date.now() - started >= limit;
      const drained = app.drain();
      while (underWay > 0 && !passed(GRACE_MS)) await sleep(20);
      const closed = once(server, "close");
      server.close();
      while (underWay > 0 && !passed(DRAIN_MS)) await sleep(20);
      // Browsers keep connections open that never carried a request; those are not idle to Node.
      server.closeAllConnections();
      await Promise.all([
        closed,
        Promise.race([drained, sleep(Math.max(0, DRAIN_MS - (Date.now() - started)), undefined, { ref: false })]),
      ]);
    },
  };
}

function bind(server: Server, { host, port }: Config): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(bindFailure(error, host, port)));
    server.listen({ host, port }, () => {
      const bound = server.address();
      resolve(typeof bound === "object" && bound ? bound.port : port);
    });
  });
}

function bindFailure(error: Error, host: string, port: number): Error {
  switch (codeOf(error)) {
    case "EADDRINUSE":
      return new OperatorError(`Port ${port} on ${host} is taken: stop what uses it, or set PORT to another one.`);
    case "EACCES":
      return new OperatorError(`This user may not listen on port ${port}: set PORT to one above 1023.`);
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return new OperatorError(`HOST is ${host}, which is no address of this computer: set it to 127.0.0.1, or to 0.0.0.0 for all.`);
    default:
      return error;
  }
}

function addressOf(host: string, port: number): string {
  const name = host === "0.0.0.0" || host === "::" ? "localhost" : host.includes(":") ? `[${host}]` : host;
  return `http://${name}:${port}`;
}
