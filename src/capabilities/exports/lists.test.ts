import fc from "fast-check";
import readXlsxFile from "read-excel-file/node";
import { expect, test } from "vitest";
import { readRows } from "../../platform/csv.ts";
import { csvFile } from "../../platform/csv-writing.ts";
import { disarmed, rearmed } from "../../platform/formula-cells.ts";
import { filled } from "../../test/filled.ts";
import { type World, world } from "../../test/world.ts";
import { listName, RECORD_KINDS } from "../workspace/kind-rules.ts";

const FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＋1", "－1", "＠x", "'=1", "''@x"];
const HOSTILE = [
  "emoji 🏳️‍🌈",
  "שלום עולם",
  "a\u202eb",
  "semi;colon",
  'quote "inside"',
  "line\nbreak",
  "<b>bold</b>",
  "_x0041_",
  "x".repeat(10_000),
];

async function* once(text: string) {
  yield Buffer.from(text);
}
async function rowsOf(text: string) {
  const rows: Record<string, string>[] = [];
  for await (const { cells } of readRows(once(text))) rows.push({ ...cells });
  return rows;
}
const csv = async (of: World, path: string) => {
  const answer = await of.admin.fetch(`/api/v1/${path}`);
  expect(answer.status, await answer.clone().text()).toBe(200);
  return answer.text();
};

test("what begins like a formula is disarmed in every form, and every text comes back as it was", () => {
  for (const text of FORMULAS) expect(disarmed(text)).toBe(`'${text}`);
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.constantFrom("", ...FORMULAS, "'"), (text, before) => {
      const whole = before + text;
      expect(rearmed(disarmed(whole))).toBe(whole);
      expect(disarmed(whole)).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
    }),
  );
});

test("a CSV of any cells is read back as it was", async () => {
  const cell = fc.oneof(
    fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\0")),
    fc.constantFrom(...FORMULAS, ...HOSTILE),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }), async (given) => {
      async function* records() {
        yield ["a", "b"];
        yield* given;
      }
      let text = "";
      for await (const piece of csvFile(records(), { mark: true })) text += piece.toString();
      // The reader passes over records in which nothing stands.
      const told = given.filter((row) => row.some((one) => one !== ""));
      expect((await rowsOf(text)).map(({ a, b }) => [a, b])).toEqual(told);
    }),
  );
});

test("a list leaves as it is filtered and sorted, all pages of it, with labels and own fields", async () => {
  const home = await world();
  const label = await home.admin.labels.create({ name: "=cmd|' /C calc'!A0", colour: "blue" });
  const field = await home.admin.fields.create({ recordKind: "feedback", name: "+Plan", type: "choice", options: ["-gold", "silver"] });
  const account = await home.admin.accounts.create({ name: "@Acme", revenueMinor: 8_400_050, currency: "USD" });
  const texts = [...FORMULAS.filter((text) => text.trim() !== ""), ...HOSTILE];
  for (const [i, text] of texts.entries())
    await home.admin.feedback.create({ text, accountId: account.id, channel: i % 2 ? "mail" : "chat" });
  const { items } = await home.admin.feedback.list({ channel: "mail", limit: 200 });
  const [first] = items;
  if (!first) throw new Error("There is no feedback.");
  await home.admin.records.setLabels({ id: first.id, labelIds: [label.id] });
  await home.admin.records.setField({ id: first.id, fieldId: field.id, value: "-gold" });

  const rows = await rowsOf(await csv(home, "feedback.csv?channel=mail&bom=true"));
  expect(rows.map((row) => row.Key)).toEqual(items.map(({ key }) => key));
  expect(new Set(rows.map((row) => row.Text))).toEqual(new Set(texts.filter((_, i) => i % 2 === 1)));
  expect(rows[0]).toMatchObject({ Labels: "=cmd|' /C calc'!A0", "+Plan": "-gold", Account: "@Acme", "Account revenue": "84000.5" });
  const byField = await rowsOf(await csv(home, `feedback.csv?fields[${field.id}]=${encodeURIComponent("=-gold")}`));
  expect(byField.map((row) => row.Key)).toEqual([first.key]);
  expect((await home.admin.fetch("/api/v1/feedback.csv?state=nonsense")).status).toBe(422);
  const trail = await home.rows("select detail from activities where workspace_id = $1 and kind = 'list.exported'", [home.workspaceId]);
  expect(trail).toContainEqual({ detail: { name: "feedback", format: "csv", rows: items.length } });
});

test("more rows than a page, in order, once each", async () => {
  const home = await world();
  await home.rows(
    `with made as (insert into records (workspace_id, id, kind, number, created_at) select $1, uuidv7(), 'account', n, now() from generate_series(1, 1234) n returning id, number)
     insert into accounts (workspace_id, id, name, created_at, updated_at) select $1, id, 'Account ' || lpad(number::text, 5, '0'), now(), now() from made`,
    [home.workspaceId],
  );
  const rows = await rowsOf(await csv(home, "accounts.csv?sort=name&direction=desc"));
  expect(rows.map(({ Name }) => Name)).toEqual(Array.from({ length: 1234 }, (_, i) => `Account ${String(1234 - i).padStart(5, "0")}`));
});

test("a workbook holds texts and numbers, no formula, and long texts are cut with a mark", async () => {
  const home = await world();
  const account = await home.admin.accounts.create({ name: '=HYPERLINK("http://x")', revenueMinor: 1_234_500, currency: "USD" });
  const texts = [...FORMULAS.filter((text) => text.trim() !== ""), ...HOSTILE, "bell \u0007 rings", "y".repeat(40_000)];
  for (const text of texts) await home.admin.feedback.create({ text, accountId: account.id });
  const answer = await home.admin.fetch("/api/v1/feedback.xlsx?direction=asc");
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect(Number(answer.headers.get("content-length"))).toBe(bytes.length);
  const [sheet] = await readXlsxFile(bytes);
  const [head = [], ...rows] = sheet?.data ?? [];
  const column = (name: string) => rows.map((row) => row[head.indexOf(name)]);
  expect(column("Text")).toEqual(texts.map((text) => (text.length > 32_767 ? `${text.slice(0, 32_766)}…` : disarmed(text))));
  expect(column("Account revenue")).toEqual(texts.map(() => 12_345));
  expect(column("Account")).toEqual(texts.map(() => '\'=HYPERLINK("http://x")'));
  for (const row of rows) for (const cell of row) expect(String(cell ?? "")).not.toMatch(/^[=+@\t\r＝＋－＠]/);
});

test("every list leaves in both formats for those who may read it, and tells nothing of another workspace", async () => {
  const [home, other] = [await world(), await world()];
  const account = await other.admin.accounts.create({ name: "canary account" });
  await other.admin.contacts.create({ name: "canary contact", accountId: account.id });
  await other.admin.feedback.create({ text: "canary words" });
  const persona = await other.admin.personas.create({ name: "canary persona" });
  const need = await other.admin.needs.create({ statement: "canary need", personaId: persona.id });
  await other.admin.features.create({ title: "canary feature", needs: [need.id] });
  const guest = await home.as("guest");
  for (const name of ["feedback", "needs", "features", "accounts", "contacts", "personas"]) {
    expect(await csv(home, `${name}.csv?q=canary`)).not.toContain("canary");
    expect(await csv(other, `${name}.csv`)).toContain("canary");
    const sheet = await guest.fetch(`/api/v1/${name}.xlsx`);
    expect([sheet.status, (await sheet.arrayBuffer()).byteLength > 1000]).toEqual([200, true]);
    expect((await guest.fetch(`/api/v1/${name}.csv`, { headers: { "x-workspace": other.slug } })).status).toBe(404);
  }
});

test("every kind of record leaves as a file: as it is filtered, each field in a column of its own, both formats", {
  timeout: 60_000,
}, async () => {
  const home = await world();
  await filled(home);
  const label = await home.admin.labels.create({ name: "Leaves", colour: "green" });
  for (const kind of RECORD_KINDS) {
    const name = listName(kind);
    const kept = await home.rows("select id from records where workspace_id = $1 and kind = $2", [home.workspaceId, kind]);
    const text = await csv(home, `${name}.csv`);
    const rows = await rowsOf(text);
    expect(rows.length, name).toBeGreaterThan(0);
    // What was merged into another is shown there, and by no list.
    if (kind !== "feedback" && kind !== "need") expect(rows.length, name).toBe(kept.length);
    expect(text, `${name}: nothing is written as an object`).not.toContain("[object");
    const [sheet] = await readXlsxFile(Buffer.from(await (await home.admin.fetch(`/api/v1/${name}.xlsx`)).arrayBuffer()));
    const names = sheet?.data[0] ?? [];
    expect(new Set(names).size, `${name}: no two columns of one name`).toBe(names.length);
    expect(sheet?.data.length, `${name} as a workbook`).toBe(rows.length + 1);
    if (kind === "contact") continue;
    // As filtered: by a label, which is one of the conditions of every such list.
    const [first, ...others] = rows;
    if (!first?.Id) throw new Error(`${name} has no id.`);
    await home.admin.records.setLabels({ id: first.Id, labelIds: [label.id] });
    expect(
      (await rowsOf(await csv(home, `${name}.csv?label=${label.id}`))).map(({ Key }) => Key),
      name,
    ).toEqual([first.Key]);
    await home.admin.records.setLabels({ id: first.Id, labelIds: [] });
    expect(others.map(({ Key }) => Key)).not.toContain(first.Key);
  }
});

test("records leave in the words of people: money by its currency, people and other records by name", async () => {
  const home = await world();
  const { need } = await filled(home);
  const [deal] = await rowsOf(await csv(home, "deals.csv?state=lost"));
  expect(deal).toMatchObject({
    Name: "=Renewal",
    Currency: "USD",
    Competitor: "R-1 =Rival",
    About: `${need.key} ${need.statement}`,
    State: "lost",
  });
  const [finding] = await rowsOf(await csv(home, "findings.csv"));
  expect(finding).toMatchObject({ Sources: "Address: https://rival.example/news, Title: News, As of: 2026-01-31" });
  expect(finding?.["Answered by"]).toMatch(/^Admin/);
  expect(finding?.["Fresh until"]).toMatch(/^\d{4}-/);
  const [segment] = await rowsOf(await csv(home, "segments.csv"));
  expect(segment).toMatchObject({ "Size: accounts": "1", "Size: revenue currency": "USD" });
});
