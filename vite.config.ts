import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { contract } from "./scripts/contract-plugin.ts";

/** The web app only; the server needs no build. The manifest is what the server and the size check read. */
export default defineConfig({
  plugins: [react(), contract()],
  build: {
    outDir: "dist/web",
    emptyOutDir: true,
    manifest: true,
    target: ["chrome123", "firefox128", "safari17.5"],
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  server: { proxy: { "/api": "http://127.0.0.1:4600" } },
});
