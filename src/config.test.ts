import { join } from "node:path";
import { expect, test } from "vitest";
import { projectDirectory, readConfig } from "./config.ts";

test("an empty environment serves on 127.0.0.1:4600 with its data beside the code", () => {
  expect(readConfig({})).toEqual({
    host: "127.0.0.1",
    port: 4600,
    dataDirectory: join(projectDirectory, "data"),
    trustedProxies: 0,
    rateLimitFactor: 1,
    outboundAllow: [],
    fileQuotaMb: 2_000,
    backupsKept: 5,
    backupsKeptDays: 30,
  });
});

test("what the environment says is taken", () => {
  const config = readConfig({
    HOST: "0.0.0.0",
    PORT: "80",
    THROUGHLINE_DATA: "/srv/throughline",
    DATABASE_URL: "postgresql://owner@db/throughline",
    DATABASE_APP_URL: "postgres://app@db/throughline",
    PUBLIC_URL: "https://throughline.example.com/",
    FILE_QUOTA_MB: "500",
    TRUSTED_PROXIES: "1",
    BACKUPS_KEPT: "9",
    BACKUPS_KEPT_DAYS: "0",
  });
  expect(config).toEqual({
    host: "0.0.0.0",
    port: 80,
    dataDirectory: "/srv/throughline",
    databaseUrl: "postgresql://owner@db/throughline",
    databaseAppUrl: "postgres://app@db/throughline",
    publicUrl: "https://throughline.example.com",
    trustedProxies: 1,
    rateLimitFactor: 1,
    outboundAllow: [],
    fileQuotaMb: 500,
    backupsKept: 9,
    backupsKeptDays: 0,
  });
});

test.each([
  [{ PORT: "http" }, "PORT must be a whole number from 0 to 65535"],
  [{ PORT: "70000" }, "PORT must be a whole number"],
  [{ TRUSTED_PROXIES: "-1" }, "TRUSTED_PROXIES must be a whole number from 0 to 10"],
  [{ OUTBOUND_ALLOW: "sink.internal, 10.0.0.0/99" }, "OUTBOUND_ALLOW must list hosts and networks"],
  [{ RATE_LIMIT_FACTOR: "0" }, "RATE_LIMIT_FACTOR must be a whole number from 1 to 10000"],
  [{ AUTH_SECRET: "short" }, "AUTH_SECRET must have at least 32"],
  [{ DATABASE_URL: "mysql://db/x" }, "DATABASE_URL must be an address like postgres://"],
  [{ DATABASE_APP_URL: "postgres://app@db/x" }, "DATABASE_APP_URL needs DATABASE_URL"],
  [{ PUBLIC_URL: "example.com" }, "PUBLIC_URL must be the address people open"],
  [{ PUBLIC_URL: "https://example.com/app" }, "without a path"],
])("%o is refused in one sentence", (env, sentence) => {
  expect(() => readConfig(env)).toThrow(sentence);
});

test("a password in a wrong database address is not repeated", () => {
  expect(() => readConfig({ DATABASE_URL: "mysql://owner:hunter2@db/x" })).not.toThrow("hunter2");
});
