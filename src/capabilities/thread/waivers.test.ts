import { expect, test } from "vitest";
import { inDays } from "../../test/filled.ts";
import { type Person, world } from "../../test/world.ts";

const accounts = async (person: Person, id: string) => {
  const { qualities } = await person.readiness.feature({ id });
  const check = qualities[0]?.checks.find((one) => one.id === "accounts");
  return { value: qualities[0]?.value, check };
};

test("the group that is waited on or product accepts a gap until a day; it stays in sight and can be asked again", async () => {
  const { admin, as, changeOf } = await world();
  const [support, pm] = [await as("customer"), await as("product")];
  const feature = await admin.features.create({ title: "Audit trail" });
  const gap = { id: feature.key, check: "accounts", reason: "The law asks for it", until: inDays(30) };
  await support.readiness.waive(gap);
  expect((await accounts(admin, feature.id)).check).toMatchObject({
    state: "waived",
    waiver: { reason: "The law asks for it", until: inDays(30), waivedBy: support.memberId },
  });
  const change = await changeOf((context) => pm.readiness.waive({ ...gap, reason: "Agreed in March" }, { context }));
  expect((await accounts(admin, feature.id)).check?.waiver?.reason).toBe("Agreed in March");
  await admin.changes.undo({ id: change });
  expect((await accounts(admin, feature.id)).check?.waiver?.reason).toBe("The law asks for it");
  await pm.readiness.endWaiver({ id: feature.id, check: "accounts" });
  expect((await accounts(admin, feature.id)).check).toMatchObject({ state: "not-yet" });
  expect((await accounts(admin, feature.id)).check?.waiver).toBeUndefined();
});

test("others accept no gap that is not theirs, and no gap is accepted for ever, backwards or where nothing is missing", async () => {
  const { admin, as, rows, workspaceId } = await world();
  const feature = await admin.features.create({ title: "Audit trail" });
  const gap = { id: feature.id, check: "accounts", reason: "The law asks for it", until: inDays(30) };
  await expect((await as("engineering")).readiness.waive(gap)).rejects.toMatchObject({ status: 403 });
  await expect((await as("guest")).readiness.waive(gap)).rejects.toMatchObject({ status: 403 });
  for (const until of [inDays(-1), inDays(400)])
    await expect(admin.readiness.waive({ ...gap, until })).rejects.toMatchObject({ status: 422, data: { issues: [{ path: "until" }] } });
  await expect(admin.readiness.waive({ ...gap, reason: " " })).rejects.toMatchObject({ status: 400 });
  await expect(admin.readiness.waive({ ...gap, check: "nonsense" })).rejects.toMatchObject({ status: 404 });
  expect((await accounts(admin, feature.id)).check).toMatchObject({ state: "not-yet" });
  await admin.readiness.waive(gap);
  // Once the day has passed it is asked again by itself.
  await rows("update check_waivers set until = $2 where workspace_id = $1", [workspaceId, inDays(-1)]);
  expect((await accounts(admin, feature.id)).check).toMatchObject({ state: "not-yet" });
});
