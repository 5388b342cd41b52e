import { minifyContractRouter } from "@orpc/contract";
import type { Plugin } from "vite";
import { router } from "../src/router.ts";

/** Gives the web app the addresses of all routes, and nothing else of the server, as the module `virtual:contract`. */
export function contract(): Plugin {
  const name = "virtual:contract";
  return {
    name: "throughline-contract",
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load: (id) => (id === `\0${name}` ? contractModule() : undefined),
  };
}

/** What a call is made from. What the documentation says of a route, and the codes of its answers, would weigh four times as much. */
const NEEDED = new Set(["method", "path", "inputStructure", "outputStructure"]);
const MARK = "~orpc";

/** Each route is written as what is needed of it; the wrapping that oRPC asks for is the same for all and put around in the browser. */
export function contractModule(): string {
  const routes = JSON.stringify(minifyContractRouter(router), (_key, value) =>
    isProcedure(value) ? { [MARK]: Object.fromEntries(Object.entries(value[MARK].route).filter(([part]) => NEEDED.has(part))) } : value,
  );
  return `export const contract = JSON.parse(${JSON.stringify(routes)}, (key, value) => key === "${MARK}" ? { errorMap: {}, meta: {}, route: value } : value);`;
}

function isProcedure(value: unknown): value is { [MARK]: { route: object } } {
  if (typeof value !== "object" || value === null || !(MARK in value)) return false;
  const inner = value[MARK];
  return typeof inner === "object" && inner !== null && "route" in inner && typeof inner.route === "object";
}
