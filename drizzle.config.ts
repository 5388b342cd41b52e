import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  schema: ["./src/platform/tables.ts", "./src/capabilities/*/schema.ts"],
  out: "./migrations",
  casing: "snake_case",
});
