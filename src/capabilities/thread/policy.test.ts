import { expect, test } from "vitest";
import { voices } from "../../test/voices.ts";
import { type Person, world } from "../../test/world.ts";

const accountsOf = async (person: Person, id: string) =>
  (await person.readiness.need({ id })).qualities[0]?.checks.find((check) => check.id === "accounts");

test("what an admin sets is what readiness asks from then on, of this workspace alone, until it is undone or as usual again", async () => {
  const [home, other] = [await world(), await world()];
  const pm = await home.as("product");
  const need = await pm.needs.create({ statement: "Trust exported totals" });
  for (let i = 0; i < 10; i++) await pm.accounts.create({ name: `Silent ${i}` });
  await voices()(pm, { targetId: need.id, account: "Acme" });
  await (await home.as("design")).readiness.confirmNeed({ id: need.id });
  expect(await accountsOf(pm, need.id)).toMatchObject({ state: "partly", reason: "1 of 3 accounts spoke of it in the last 180 days." });

  const change = await home.changeOf((context) => home.admin.policy.set({ name: "accountsAtMost", value: 1 }, { context }));
  expect(await accountsOf(pm, need.id)).toMatchObject({ state: "met" });
  const item = async (person: Person) => (await person.policy.get()).items.find(({ name }) => name === "accountsAtMost");
  expect(await item(pm)).toMatchObject({ value: 1, usual: 5, setBy: home.admin.memberId });
  expect(await item(other.admin)).toMatchObject({ value: 5, setBy: null, setAt: null });
  await home.admin.changes.undo({ id: change });
  expect(await accountsOf(pm, need.id)).toMatchObject({ state: "partly" });

  await home.admin.policy.set({ name: "accountsWithinDays", value: 60 });
  expect((await accountsOf(pm, need.id))?.reason).toBe("1 of 3 accounts spoke of it in the last 60 days.");
  await home.admin.policy.reset({ name: "accountsWithinDays" });
  expect((await accountsOf(pm, need.id))?.reason).toContain("180 days");
});

test("the policy is set by admins, and within its bounds", async () => {
  const home = await world();
  const pm = await home.as("product");
  await expect(pm.policy.set({ name: "kinds", value: 3 })).rejects.toMatchObject({ status: 403 });
  for (const [name, value] of [["kinds", 6] as const, ["kinds", 1.5] as const, ["sellersWhoRead", 1.1] as const])
    await expect(home.admin.policy.set({ name, value }), `${name} ${value}`).rejects.toMatchObject({
      status: 422,
      data: { issues: [{ path: "value" }] },
    });
  expect((await home.admin.policy.get()).items.every(({ value, usual }) => value === usual)).toBe(true);
});
