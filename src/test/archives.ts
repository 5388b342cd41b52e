import { expect } from "vitest";
import * as z from "zod";
import { Loaded } from "../capabilities/exports/loading.ts";
import type { Person } from "./world.ts";

const Answer = z.object({ code: z.string(), title: z.string() });

export async function exported(of: { admin: Person; slug: string }): Promise<Buffer> {
  const answer = await of.admin.fetch("/api/v1/export", { headers: { "x-workspace": of.slug } });
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
}

/** What loading an archive answers: what came of it, or the problem, whichever way it was told. */
export async function loading(by: Person, bytes: Buffer, name = "Loaded") {
  const answer = await by.fetch(`/api/v1/workspaces/load?name=${encodeURIComponent(name)}`, {
    method: "POST",
    headers: { "content-type": "application/zip" },
    body: new Uint8Array(bytes),
  });
  const text = await answer.text();
  if (!answer.ok) return { status: answer.status, problem: Answer.parse(JSON.parse(text)) };
  const last: unknown = JSON.parse(text.trim().split("\n").at(-1) ?? "");
  const told = z.union([z.object({ result: Loaded }), z.object({ problem: Answer })]).parse(last);
  return { status: 200, ...told };
}
export async function loaded(by: Person, bytes: Buffer, name?: string): Promise<Loaded> {
  const told = await loading(by, bytes, name);
  if (!("result" in told)) throw new Error(JSON.stringify(told));
  return told.result;
}
