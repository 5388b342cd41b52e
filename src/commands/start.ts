import { serve } from "../server.ts";
import type { Command } from "./definition.ts";

export const start: Command = {
  summary: "Serve Throughline, as npm start does",
  usage: "start",
  options: {},
  async run({ config }) {
    await serve(config);
    // Serves until a signal ends the process.
    return new Promise(() => undefined);
  },
};
