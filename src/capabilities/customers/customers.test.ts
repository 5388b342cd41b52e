import { expect, test } from "vitest";
import { world } from "../../test/world.ts";

test("smoke", async () => {
  const { as } = await world();
  const pm = await as("product");
  const account = await pm.accounts.create({ name: "Helio", domain: "https://www.Helio.example/x", revenueMinor: 100, currency: "USD" });
  expect(account).toMatchObject({ domain: "helio.example", key: "A-1" });
  const item = await pm.feedback.create({ text: "The export drops the currency when I open it.", authorEmail: "Dana@helio.example" });
  expect(item).toMatchObject({ key: "FB-1", account: { id: account.id }, state: "new", quotes: 0, labels: [], fields: {} });
  for (const sort of ["received", "updated", "revenue"] as const)
    for (const direction of ["asc", "desc"] as const)
      expect((await pm.feedback.list({ sort, direction, state: ["new", "snoozed"] })).items).toHaveLength(1);
  expect(await pm.feedback.counts({})).toMatchObject({ new: 1, linked: 0 });
  expect(await pm.feedback.list({ q: "exprot" })).toMatchObject({ items: [{ key: "FB-1" }] });
  expect(await pm.feedback.similar({ id: "FB-1" })).toEqual({ items: [] });
});
