import { expect, test } from "vitest";
import * as z from "zod";
import { ifMatch } from "../../client.ts";
import { type Person, world } from "../../test/world.ts";
import { stateOfStage } from "./deal-rules.ts";

const Report = z.object({
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  accountsCreated: z.int(),
  refused: z.int(),
  batchId: z.uuid().nullable(),
  problems: z.array(z.object({ line: z.int(), column: z.string().nullable(), message: z.string() })),
});
const MAPPING = {
  Id: "sourceId",
  Deal: "name",
  Account: "account:name",
  Amount: "amount",
  Stage: "stage",
  Closed: "closedOn",
  Rival: "competitor",
  Why: "reasons",
};
const HEAD = "Id,Deal,Account,Amount,Stage,Closed,Rival,Why\n";

async function bring(who: Person, rows: string, more: Record<string, string> = {}) {
  const search = new URLSearchParams({ as: "deals", mapping: JSON.stringify(MAPPING), source: "crm", ...more });
  const answer = await who.fetch(`/api/v1/imports?${search}`, {
    method: "POST",
    headers: { "content-type": "text/csv" },
    body: HEAD + rows,
  });
  const lines = (await answer.text()).trim().split("\n");
  return Report.parse(z.object({ report: z.unknown() }).parse(JSON.parse(lines.at(-1) ?? "{}")).report);
}

test("deals come by CSV: rehearsed without a trace, read by stage and currency, brought up to date by id, and taken back whole", async () => {
  const { admin, as } = await world();
  const seller = await as("customer");
  await admin.competitors.create({ name: "Paperfort" });
  const rows = "7,Helio renewal,Helio Freight,84000,Closed Lost,2026-03-31,paperfort,No trail\n8,Orbit,Orbit Ledger,1200.50,Proposal,,,\n";
  expect(await bring(seller, rows, { dryRun: "true" })).toMatchObject({ created: 2, refused: 0, batchId: null });
  expect(await admin.deals.count({})).toEqual({ total: 0 });
  const first = await bring(seller, rows);
  expect(first).toMatchObject({ created: 2, accountsCreated: 2, refused: 0 });
  const list = async () => (await admin.deals.list({ sort: "name" })).items;
  expect(await list()).toMatchObject([
    {
      name: "Helio renewal",
      account: { title: "Helio Freight" },
      amountMinor: 8_400_000,
      currency: "USD",
      state: "lost",
      stage: "Closed Lost",
      closedOn: "2026-03-31",
      competitor: { title: "Paperfort" },
      reasons: "No trail",
    },
    { name: "Orbit", amountMinor: 120_050, state: "open", closedOn: null, competitor: null },
  ]);
  expect(await bring(seller, rows)).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
  const second = await bring(seller, "8,Orbit,Orbit Ledger,1500,Closed Won,2026-04-02,,Price\n");
  expect(second).toMatchObject({ created: 0, updated: 1 });
  expect((await list())[1]).toMatchObject({ state: "won", amountMinor: 150_000, closedOn: "2026-04-02", reasons: "Price" });
  await seller.imports.undo({ id: second.batchId ?? "" });
  expect((await list())[1]).toMatchObject({ state: "open", amountMinor: 120_050, closedOn: null });
  await seller.imports.undo({ id: first.batchId ?? "" });
  expect([await list(), (await admin.accounts.list({})).items]).toEqual([[], []]);
});

test("a row with an unknown rival, amount or day is refused by its line and column, and nothing is brought in", async () => {
  const { admin } = await world();
  const rows = "1,A,,lots,,,,\n2,B,,1,,yesterday,,\n3,C,,1,,,Nobody,\n4,D,,1,,,,\n";
  const report = await bring(admin, rows, { dryRun: "true" });
  expect(report.problems).toMatchObject([
    { line: 2, column: "Amount" },
    { line: 3, column: "Closed" },
    { line: 4, column: "Rival", message: 'There is no competitor "Nobody" in this workspace; add them first.' },
  ]);
  await expect(bring(admin, rows)).rejects.toThrow();
  expect(await admin.deals.count({})).toEqual({ total: 0 });
});

test("won and lost are counted with their money by reason and by rival, in each currency apart, and every number leads to its deals", async () => {
  const home = await world();
  const { admin } = home;
  const need = await admin.needs.create({ statement: "Hand a report to an auditor" });
  const feature = await admin.features.create({ title: "Audit trail" });
  const rival = await admin.competitors.create({ name: "Paperfort" });
  const deal = (name: string, state: "open" | "won" | "lost", amountMinor: number, more: object = {}) =>
    admin.deals.create({ name, state, amountMinor, currency: "USD", ...more });
  await deal("One", "lost", 100, { competitorId: rival.id, about: [need.id, feature.id] });
  await deal("Two", "lost", 50, { competitorId: rival.id, about: [need.id], currency: "EUR" });
  await deal("Three", "won", 400, { competitorId: rival.id });
  await deal("Four", "open", 900);
  const { total, byReason, byRival } = await admin.deals.winLoss({});
  expect(total).toEqual({
    open: { deals: 1, money: { USD: 900 } },
    won: { deals: 1, money: { USD: 400 } },
    lost: { deals: 2, money: { USD: 100, EUR: 50 } },
  });
  expect(byReason.map(({ record, lost }) => [record?.key ?? null, lost.deals, lost.money])).toEqual([
    [need.key, 2, { USD: 100, EUR: 50 }],
    [feature.key, 1, { USD: 100 }],
    [null, 0, {}],
  ]);
  expect(byRival.map(({ record, lost, won, open }) => [record?.title ?? null, lost.deals, won.deals, open.deals])).toEqual([
    ["Paperfort", 2, 1, 0],
    [null, 0, 0, 1],
  ]);
  for (const { record, lost } of byReason)
    expect((await admin.deals.count({ about: record?.id ?? "none", state: "lost" })).total).toBe(lost.deals);
  for (const { record, lost } of byRival)
    expect((await admin.deals.count({ competitor: record?.id ?? "none", state: "lost" })).total).toBe(lost.deals);
  expect((await admin.deals.winLoss({ state: "won" })).total.lost.deals).toBe(0);
  expect((await (await world()).admin.deals.winLoss({})).byRival).toEqual([]);
});

test("a deal is decided on a day and opened again; undo, two at once, and who may", async () => {
  const home = await world();
  const { admin } = home;
  const [seller, marketer] = [await home.as("customer"), await home.as("marketing")];
  await expect((await home.as("engineering")).deals.create({ name: "X" })).rejects.toMatchObject({ status: 403 });
  await expect(seller.deals.create({ name: "X", amountMinor: 1 })).rejects.toMatchObject({ data: { issues: [{ path: "currency" }] } });
  const deal = await seller.deals.create({ name: "Helio" });
  const move = (who: Person, state: "won" | "lost" | "open", version = 1, closedOn?: string) =>
    who.deals.move({ params: { id: deal.id }, headers: ifMatch({ version }), body: { state, ...(closedOn ? { closedOn } : {}) } });
  await expect(move(seller, "won", 1, "2999-01-01")).rejects.toMatchObject({ status: 422 });
  const both = await Promise.allSettled([move(seller, "won"), move(marketer, "lost")]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const decided = await admin.deals.get({ id: deal.key });
  expect(decided.closedOn).toMatch(/^\d{4}-/);
  const change = await home.changeOf((context) =>
    seller.deals.move({ params: { id: deal.id }, headers: ifMatch(decided), body: { state: "open" } }, { context }),
  );
  expect(await admin.deals.get({ id: deal.id })).toMatchObject({ state: "open", closedOn: null });
  await admin.changes.undo({ id: change });
  expect(await admin.deals.get({ id: deal.id })).toMatchObject({ state: decided.state, closedOn: decided.closedOn });
});

test.each([
  ["Closed Lost", "lost"],
  ["closed won", "won"],
  ["Proposal", "open"],
  ["Lostwithiel visit", "open"],
] as const)("a deal in the stage %s is %s", (stage, state) => {
  expect(stateOfStage(stage)).toBe(state);
});
