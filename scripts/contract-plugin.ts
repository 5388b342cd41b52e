import { minifyContractRouter } from "@orpc/contract";
import type { Plugin } from "vite";
import { router } from "../src/router.ts";

/** Gives the web app the addresses of all routes, and nothing else of the server, as the module `virtual:contract`. */
export function contract(): Plugin {
  const name = "virtual:contract";
  return {
    name: "throughline-contract",
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load: (id) =>
      id === `\0${name}` ? `export const contract = ${JSON.stringify(minifyContractRouter(router), withoutMeta)};` : undefined,
  };
}

const withoutMeta = (key: string, value: unknown) => (key === "meta" ? {} : value);
