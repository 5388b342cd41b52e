// Builds the web app when it is not that of these sources; `npm start` does the same.
import { ensureWebApp } from "../src/platform/web-build.ts";

await ensureWebApp((line) => console.error(line));
