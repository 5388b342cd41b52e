import { expect, test } from "vitest";
import { ifMatch } from "../../client.ts";
import { world } from "../../test/world.ts";
import { stanceOfFeature, typedStance } from "./capability-rules.ts";

const today = () => new Date().toISOString().slice(0, 10);

test("who can do what is said cell by cell with its source, all or none; how we stand with a feature follows from the feature", async () => {
  const home = await world();
  const { admin } = home;
  const [paperfort, ledgerly] = [
    await admin.competitors.create({ name: "Paperfort" }),
    await admin.competitors.create({ name: "Ledgerly" }),
  ];
  const feature = await admin.features.create({ title: "Audit trail" });
  const able = await admin.capabilities.create({ name: "Single sign-on" });
  const ours = await admin.capabilities.create({ featureId: feature.id });
  expect(ours).toMatchObject({ name: "Audit trail", feature: { key: feature.key, state: "idea" }, stands: [] });
  const there = { code: "NAME_TAKEN" };
  await expect(admin.capabilities.create({ featureId: feature.id })).rejects.toMatchObject(there);
  await expect(admin.capabilities.create({ name: "single Sign-On" })).rejects.toMatchObject(there);

  const { items } = await admin.capabilities.compare({
    cells: [
      { capabilityId: able.id, competitorId: paperfort.id, stance: "has", address: "https://paperfort.example/sso", asOf: "2026-01-31" },
      { capabilityId: able.id, competitorId: null, stance: "partly" },
      { capabilityId: ours.id, competitorId: ledgerly.id, stance: "has-not" },
    ],
  });
  expect(items).toMatchObject([
    {
      name: "Single sign-on",
      stands: [
        { competitorId: paperfort.id, stance: "has", address: "https://paperfort.example/sso", asOf: "2026-01-31" },
        { competitorId: null, stance: "partly", address: null, asOf: today() },
      ],
    },
    { name: "Audit trail", stands: [{ competitorId: ledgerly.id, stance: "has-not", asOf: today() }] },
  ]);

  const refused = async (cell: Partial<Parameters<typeof admin.capabilities.compare>[0]["cells"][number]>, code: string) => {
    const cells = [
      { capabilityId: able.id, competitorId: ledgerly.id, stance: "has" as const },
      { capabilityId: able.id, competitorId: paperfort.id, ...cell },
    ];
    await expect(admin.capabilities.compare({ cells })).rejects.toMatchObject({ code });
    expect((await admin.capabilities.list()).items[0]?.stands, "nothing was written").toHaveLength(2);
  };
  await refused({ capabilityId: ours.id, competitorId: null, stance: "has" }, "NOT_POSSIBLE");
  await refused({ competitorId: paperfort.id, asOf: "2999-01-01" }, "INVALID");
  await refused({ competitorId: paperfort.id, address: "javascript:alert(1)" }, "INVALID");
  await refused({ competitorId: feature.id, stance: "has" }, "INVALID");

  // A later word keeps the address and takes the day; taking it back leaves nothing.
  await admin.capabilities.compare({ cells: [{ capabilityId: able.id, competitorId: paperfort.id, stance: "partly" }] });
  expect((await admin.capabilities.list()).items[0]?.stands[0]).toMatchObject({ stance: "partly", asOf: today() });
  await admin.capabilities.compare({ cells: [{ capabilityId: able.id, competitorId: paperfort.id, stance: "unknown" }] });
  expect((await admin.capabilities.list()).items[0]?.stands).toHaveLength(1);

  // One undo brings back a row with all that was said in it; a competitor takes what was said of it along.
  const gone = await home.changeOf((context) => admin.capabilities.delete({ id: able.id }, { context }));
  expect((await admin.capabilities.list()).items).toHaveLength(1);
  await admin.changes.undo({ id: gone });
  expect((await admin.capabilities.list()).items[0]?.stands).toMatchObject([{ competitorId: null, stance: "partly" }]);
  await admin.competitors.delete({ id: ledgerly.id });
  expect((await admin.capabilities.list()).items[1]?.stands).toEqual([]);

  const renamed = await admin.features.edit({ params: { id: feature.id }, headers: ifMatch(feature), body: { title: "Trail of changes" } });
  expect((await admin.capabilities.list()).items[1]?.name).toBe(renamed.title);
  await expect(admin.capabilities.rename({ id: ours.id, name: "x" })).rejects.toMatchObject({ code: "NOT_POSSIBLE" });
  expect((await (await world()).admin.capabilities.list()).items).toEqual([]);
});

test("cells are read as people type them, and a feature stands as far as it is", () => {
  expect(["Yes", " has ", "~", "No", "", "?", "maybe"].map(typedStance)).toEqual([
    "has",
    "has",
    "partly",
    "has-not",
    "unknown",
    "unknown",
    null,
  ]);
  expect(["shipped", "measured", "building", "planned", "dropped"].map(stanceOfFeature)).toEqual([
    "has",
    "has",
    "partly",
    "has-not",
    "has-not",
  ]);
});
