import fc from "fast-check";
import { expect, test } from "vitest";
import { ifMatch } from "../../client.ts";
import { world } from "../../test/world.ts";

/** What is counted at once when a quote is added must be what counting everything anew gives, whatever was done before. */
test("demand that grew quote by quote equals demand counted anew", { timeout: 60_000 }, async () => {
  const { admin, rows, workspaceId } = await world();
  const accounts = await Promise.all([
    admin.accounts.create({ name: "One", revenueMinor: 100_00, currency: "USD" }),
    admin.accounts.create({ name: "Two", revenueMinor: 700_00, currency: "USD" }),
    admin.accounts.create({ name: "Three", revenueMinor: 900_00, currency: "EUR" }),
    admin.accounts.create({ name: "Four" }),
  ]);
  const contact = await admin.contacts.create({ name: "Somebody", accountId: accounts[0].id });
  const item = (accountId?: string, contactId?: string) =>
    admin.feedback.create({ text: "One sentence that can be quoted.", accountId, contactId });
  const items = await Promise.all([...accounts.map(({ id }) => item(id)), item(accounts[0].id), item(accounts[0].id, contact.id), item()]);
  const needs = await Promise.all(["First need", "Second need"].map((statement) => admin.needs.create({ statement })));
  const features = [
    await admin.features.create({ title: "Serves both", needs: needs.map(({ id }) => id) }),
    await admin.features.create({ title: "Serves one", needs: [needs[0]?.id ?? ""] }),
  ];
  await admin.feedback.merge({ id: items[1]?.id ?? "", intoId: items[2]?.id ?? "" });

  const targets = [...needs, ...features].map(({ id }) => id);
  const step = fc.record({
    item: fc.nat(items.length - 1),
    target: fc.nat(targets.length - 1),
    importance: fc.nat(3),
    remove: fc.boolean(),
  });
  const numbers = () =>
    rows(
      "select record_id, quotes, accounts, revenue_minor, other_revenue, importance from demands where workspace_id = $1 order by record_id",
      [workspaceId],
    );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 10 }), async (steps) => {
      for (const { item: which, target, importance, remove } of steps) {
        const source = items[which === 1 ? 2 : which]?.id ?? "";
        const { id } = await admin.quotes.create({ id: source, startsAt: 0, endsAt: 12, importance, targetId: targets[target] ?? "" });
        if (remove) await admin.quotes.delete({ id });
      }
      const grown = await numbers();
      await rows("select refresh_demand($1, (select array_agg(record_id) from demands where workspace_id = $1))", [workspaceId]);
      expect(grown).toEqual(await numbers());
    }),
    { numRuns: 15 },
  );
});

test("demand is exact when people quote, remove, link and unlink at the same moment", { timeout: 60_000 }, async () => {
  const { admin, rows, workspaceId } = await world();
  const accounts = await Promise.all(
    ["One", "Two", "Three"].map((name, i) =>
      admin.accounts.create({ name, revenueMinor: (i + 1) * 100_00, currency: i === 2 ? "EUR" : "USD" }),
    ),
  );
  const items = await Promise.all(
    Array.from({ length: 6 }, (_, i) =>
      admin.feedback.create({ text: "One sentence that can be quoted.", accountId: accounts[i % accounts.length]?.id }),
    ),
  );
  const needs = await Promise.all(["First need", "Second need"].map((statement) => admin.needs.create({ statement })));
  const features = await Promise.all(["One", "Two", "Three"].map((title) => admin.features.create({ title })));
  const id = (list: readonly { id: string }[], i: number) => list[i % list.length]?.id ?? "";
  const counted = () => rows("select * from demands where workspace_id = $1 order by record_id", [workspaceId]);

  for (let round = 0; round < 6; round++) {
    await Promise.all([
      ...Array.from({ length: 12 }, async (_, i) => {
        const target = i % 4 === 3 ? id(features, i) : id(needs, i);
        const quote = await admin.quotes.create({ id: id(items, i + round), startsAt: 0, endsAt: 12, importance: i % 4, targetId: target });
        if (i % 5 === 0) await admin.quotes.delete({ id: quote.id });
      }),
      ...features.map(async (feature, i) => {
        const link = { id: feature.id, needId: id(needs, i + round) };
        if (round % 2 === 0) await admin.features.serve(link);
        else await admin.features.stopServing({ ...link, needId: id(needs, i + round - 1) });
      }),
    ]);
    const kept = await counted();
    expect(kept.some(({ quotes }) => Number(quotes) > 0)).toBe(true);
    await rows("select refresh_demand($1, (select array_agg(record_id) from demands where workspace_id = $1))", [workspaceId]);
    expect(kept).toEqual(await counted());
  }
});

test("a quote and its account's revenue written at the same moment are both counted", { timeout: 30_000 }, async () => {
  const { admin } = await world();
  for (let round = 1; round <= 15; round++) {
    const account = await admin.accounts.create({ name: `Account ${round}`, revenueMinor: 100, currency: "USD" });
    const need = await admin.needs.create({ statement: `Need of round ${round}` });
    const item = await admin.feedback.create({ text: "One sentence that can be quoted.", accountId: account.id });
    await Promise.all([
      admin.quotes.create({ id: item.id, startsAt: 0, endsAt: 12, importance: 1, targetId: need.id }),
      admin.accounts.edit({ params: { id: account.id }, headers: ifMatch(account), body: { revenueMinor: 100 * round + 1 } }),
    ]);
    expect((await admin.needs.get({ id: need.id })).demand).toMatchObject({ quotes: 1, accounts: 1, revenueMinor: 100 * round + 1 });
  }
});
