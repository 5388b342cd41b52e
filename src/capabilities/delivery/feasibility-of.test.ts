import { expect, test } from "vitest";
import { ifMatch } from "../../client.ts";
import { application, type World, world } from "../../test/world.ts";
import { feasibilityOf } from "./feasibility-of.ts";

/** Asks as a member of the workspace would, and counts the statements that it takes. */
async function asked({ workspaceId, admin }: World, ids: readonly string[]) {
  const { app } = await application();
  return app.database.transaction({ workspaceId, actorId: null, changeId: null, writes: false }, async (db) => {
    let statements = 0;
    const counting = new Proxy(db, {
      get: (of, name) => {
        if (name === "execute" || name === "select") statements++;
        return Reflect.get(of, name);
      },
    });
    const actor = {
      workspaceId,
      id: admin.memberId,
      kind: "member",
      userId: null,
      name: "",
      access: "member",
      groups: [],
      scope: "read",
    } as const;
    const said = await feasibilityOf({ db: counting, actor, now: new Date().toISOString() }, ids);
    return { said, statements };
  });
}

test("one statement says of many features what was answered last, what is asked, what blocks, what it costs and what comes first", async () => {
  const place = await world();
  const [pm, engineer] = [await place.as("product"), await place.as("engineering")];
  const [guests, billing, bare] = await Promise.all(
    ["Guest seats", "Billing move", "Dark mode"].map((title) => pm.features.create({ title })),
  );
  if (!guests || !billing || !bare) throw new Error("Three were made.");
  await engineer.feasibilities.give({ featureId: guests.id, verdict: "infeasible" });
  const given = await engineer.feasibilities.give({
    featureId: guests.id,
    verdict: "conditions",
    conditions: "Billing moves first",
    efforts: [{ teamId: null, low: 2, high: 4 }],
  });
  await place.rows("update feasibilities set answered_at = answered_at - interval '10 days' where id = $1", [given.id]);
  await place.rows(
    "update feasibilities set answered_at = answered_at - interval '20 days' where verdict = 'infeasible' and workspace_id = $1",
    [place.workspaceId],
  );
  const ask = await pm.feasibilities.ask({ featureId: guests.id });
  const [blocker, debt] = [
    await engineer.techNotes.create({ title: "No seats without billing", kind: "blocker", informs: [guests.id] }),
    await engineer.techNotes.create({ title: "The old ledger", kind: "debt", cost: "Two weeks a quarter", informs: [guests.id] }),
  ];
  await pm.links.put({ id: guests.id, kind: "requires", toId: billing.id });
  const { said, statements } = await asked(place, [guests.id, billing.id, bare.id]);
  expect(statements).toBe(1);
  expect(said.get(guests.id)).toMatchObject({
    answer: {
      id: given.id,
      key: given.key,
      verdict: "conditions",
      confirmedDaysAgo: null,
      scopeChangedSince: false,
      disputed: false,
      authorId: engineer.memberId,
      efforts: [{ teamId: null, low: 2, high: 4 }],
    },
    ask: { id: ask.id, key: ask.key },
    blockers: [{ id: blocker.id, key: blocker.key }],
    debts: [{ id: debt.id, cost: "Two weeks a quarter", state: "open" }],
    prerequisites: [{ id: billing.id, key: billing.key, state: "idea" }],
  });
  expect(said.get(guests.id)?.answer?.answeredDaysAgo).toBeCloseTo(10, 1);
  expect(said.get(bare.id)).toEqual({ answer: null, ask: null, blockers: [], debts: [], prerequisites: [] });
  expect([...said.keys()]).toEqual([guests.id, billing.id, bare.id]);

  await pm.confirmations.put({ id: given.id });
  await pm.features.edit({
    params: { id: guests.id },
    headers: ifMatch(await pm.features.get({ id: guests.id })),
    body: { title: "Guest accountants" },
  });
  await pm.techNotes.answer({ params: { id: blocker.id }, headers: ifMatch(blocker), body: { answer: "planned" } });
  await pm.feasibilities.dispute({ params: { id: given.id }, headers: ifMatch(given), body: { reason: "Billing is another team's" } });
  const later = (await asked(place, [guests.id])).said.get(guests.id);
  expect(later).toMatchObject({ answer: { scopeChangedSince: true, disputed: true }, blockers: [] });
  expect(later?.answer?.confirmedDaysAgo).toBeCloseTo(0, 2);
});
