import { createServer } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ifMatch } from "../../client.ts";
import { application, type World, world } from "../../test/world.ts";
import { flagsAt } from "./flag-rules.ts";
import { pullNow } from "./pulling.ts";
import { dayAfter } from "./rules.ts";

const today = new Date().toISOString().slice(0, 10);
const ago = (days: number) => dayAfter(today, -days);
const repeats = { name: "Exports repeated within ten minutes", unit: "percent", direction: "down" } as const;

async function measured(home: World, readings: { on: string; value: number; n?: number }[] = []) {
  const metric = await home.admin.metrics.create(repeats);
  if (readings.length > 0) await home.admin.readings.put({ params: { id: metric.key }, body: { readings } });
  return metric;
}
const put = (home: World, id: string, readings: { on: string; value: number; n?: number }[]) =>
  home.admin.readings.put({ params: { id }, body: { readings } });

test("a metric answers its last reading and the one of four weeks before, each with its day and sample size", async () => {
  const home = await world();
  const { id, key } = await measured(home, [
    { on: ago(30), value: 31, n: 1180 },
    { on: ago(28), value: 30.5, n: 1190 },
    { on: ago(2), value: 27, n: 1200 },
    { on: ago(0), value: 26.8, n: 1204 },
  ]);
  expect(key).toMatch(/^K-\d+$/);
  expect(await home.admin.metrics.get({ id })).toMatchObject({
    latest: { on: ago(0), value: 26.8, n: 1204 },
    before: { on: ago(28), value: 30.5, n: 1190 },
    recent: [31, 30.5, 27, 26.8],
  });
});

test("readings are written all or none: each line that is wrong is named and nothing of the others stays", async () => {
  const home = await world();
  const { id } = await measured(home, [{ on: ago(9), value: 30 }]);
  const wrong = put(home, id, [
    { on: ago(3), value: 1 },
    { on: dayAfter(today, 9), value: 2 },
    { on: ago(3), value: 3 },
  ]);
  await expect(wrong).rejects.toMatchObject({
    status: 422,
    data: {
      issues: [
        { path: "line 2", message: `${dayAfter(today, 9)} has not come yet.` },
        { path: "line 3", message: `${ago(3)} stands on line 1 too; a day has one reading.` },
      ],
    },
  });
  expect((await home.admin.readings.list({ id })).items).toHaveLength(1);
});

test("two columns of a sheet are read with or without a header, in the metric's unit", async () => {
  const home = await world();
  const { id } = await measured(home);
  const paste = (text: string, dates?: "dmy") => home.admin.readings.paste({ params: { id }, body: { text, ...(dates ? { dates } : {}) } });
  expect(await paste("Week\tShare\tn\n2026-01-05\t31.4 %\t1,204\n2026-01-12\t30,9%\t")).toMatchObject({ added: 2, changed: 0 });
  expect(await paste("2026-01-12;28\n19.01.2026;27,5", "dmy")).toMatchObject({ added: 1, changed: 1 });
  expect((await home.admin.readings.list({ id })).items.map(({ on, value, n, source }) => [on, value, n, source])).toEqual([
    ["2026-01-19", 27.5, null, "paste"],
    ["2026-01-12", 28, null, "paste"],
    ["2026-01-05", 31.4, 1204, "paste"],
  ]);
});

test("what cannot be read in a sheet is named line by line, and nothing is written", async () => {
  const home = await world();
  const { id } = await measured(home);
  const pasted = home.admin.readings.paste({
    params: { id },
    body: { text: "day,value\n2026-01-05,31\n03/04/2026,12\n2026-01-19,soon\n,4\n2026-01-26,1,some" },
  });
  await expect(pasted).rejects.toMatchObject({
    data: {
      issues: [
        { path: "line 3", message: "“03/04/2026” can be read in two ways; say whether the day or the month comes first." },
        { path: "line 4", message: "“soon” is no percent." },
        { path: "line 5", message: "The day is missing." },
        { path: "line 6", message: "“some” is no sample size." },
      ],
    },
  });
  expect((await home.admin.readings.list({ id })).items).toEqual([]);
  await expect(home.admin.readings.paste({ params: { id }, body: { text: "only words" } })).rejects.toMatchObject({ status: 422 });
});

test("an edited reading keeps what it was in the trail, and undo puts it back", async () => {
  const home = await world();
  const { id } = await measured(home, [{ on: ago(1), value: 31 }]);
  const change = await home.changeOf((context) =>
    home.admin.readings.put(
      {
        params: { id },
        body: {
          readings: [
            { on: ago(1), value: 29 },
            { on: ago(0), value: 28 },
          ],
          source: "manual",
        },
      },
      { context },
    ),
  );
  const { items } = await home.admin.records.activities({ id });
  expect(items.find(({ kind, detail }) => kind === "metric.measured" && detail.source === "manual")?.detail).toMatchObject({
    added: 1,
    changed: 1,
    changes: { [ago(1)]: { before: 31, after: 29 } },
  });
  await home.admin.changes.undo({ id: change });
  expect((await home.admin.readings.list({ id })).items.map(({ on, value }) => [on, value])).toEqual([[ago(1), 31]]);
});

test("of two who write the same day at once both succeed, and the day has one reading", async () => {
  const home = await world();
  const { id } = await measured(home);
  const written = await Promise.all([1, 2, 3, 4].map((value) => put(home, id, [{ on: ago(1), value }])));
  expect(written.reduce((sum, { added }) => sum + added, 0)).toBe(1);
  expect((await home.admin.readings.list({ id })).items).toHaveLength(1);
});

test("a metric of another workspace is not found, whatever is asked of it", async () => {
  const [home, other] = [await world(), await world()];
  const { id } = await measured(home, [{ on: ago(1), value: 31 }]);
  const asked = [
    () => other.admin.metrics.get({ id }),
    () => other.admin.metrics.chart({ id }),
    () => other.admin.readings.list({ id }),
    () => put(other, id, [{ on: ago(1), value: 1 }]),
    () => other.admin.pulls.run({ id }),
  ];
  for (const ask of asked) await expect(ask()).rejects.toMatchObject({ status: 404 });
});

test("the unit of a metric with readings stays what it is, and lines that contradict each other are refused by name", async () => {
  const home = await world();
  const metric = await measured(home, [{ on: ago(1), value: 31 }]);
  const edit = (body: object) => home.admin.metrics.edit({ params: { id: metric.id }, headers: ifMatch(metric), body });
  await expect(edit({ unit: "count" })).rejects.toMatchObject({ data: { issues: [{ path: "unit" }] } });
  await expect(edit({ watchAt: 30, breachAt: 20 })).rejects.toMatchObject({ data: { issues: [{ path: "breachAt" }] } });
  expect(await edit({ watchAt: 20, breachAt: 30 })).toMatchObject({ watchAt: 20, breachAt: 30 });
  await expect(home.admin.metrics.create({ name: "Revenue", unit: "money" })).rejects.toMatchObject({
    data: { issues: [{ path: "currency" }] },
  });
});

test("a window of 100,000 readings is answered in at most as many points as asked for, with its lowest and highest kept", async () => {
  const home = await world();
  const { id } = await measured(home);
  await home.rows(
    `insert into readings (workspace_id, metric_id, "on", value, source, entered_at)
     select $1, $2, date '1750-01-01' + g, 50 + sin(g / 40.0), 'api', now() from generate_series(0, 99999) g`,
    [home.workspaceId, id],
  );
  await home.rows(
    `update readings set value = case "on" when date '1800-03-04' then -7 else 900 end where metric_id = $1 and "on" in ('1800-03-04', '1900-05-06')`,
    [id],
  );
  const started = performance.now();
  const chart = await home.admin.metrics.chart({ id, points: 1000 });
  const tookMs = performance.now() - started;
  expect(chart.total).toBe(100_000);
  expect(chart.points.length).toBeLessThanOrEqual(1002);
  expect(chart.points).toContainEqual({ on: "1800-03-04", value: -7, n: null });
  expect(chart.points).toContainEqual({ on: "1900-05-06", value: 900, n: null });
  expect([chart.first, chart.last]).toEqual(["1750-01-01", dayAfter("1750-01-01", 99_999)]);
  expect(tookMs).toBeLessThan(3000);
});

test("what was shipped in a window is a flag of its chart, until it is taken back", async () => {
  const home = await world();
  const { id } = await measured(home, [
    { on: ago(20), value: 31 },
    { on: ago(0), value: 27 },
  ]);
  let feature = await home.admin.features.create({ title: "One rounding everywhere" });
  const move = async (state: "shipped" | "building") => {
    feature = await home.admin.features.move({
      params: { id: feature.id },
      headers: ifMatch(feature),
      body: { state, reason: "Because." },
    });
  };
  await move("shipped");
  await home.admin.links.put({ id, kind: "measures", toId: feature.id });
  expect((await home.admin.metrics.chart({ id })).flags).toEqual([
    { recordId: feature.id, kind: "feature", key: feature.key, title: feature.title, on: today, linked: true },
  ]);
  await move("building");
  expect((await home.admin.metrics.chart({ id })).flags).toEqual([]);
});

test("a launch that went live, a release that was reached and what was decided are flags; what is linked with a measured feature says so", async () => {
  const home = await world();
  const { admin } = home;
  const { id } = await measured(home, [
    { on: ago(20), value: 31 },
    { on: ago(0), value: 27 },
  ]);
  const feature = await admin.features.create({ title: "One rounding everywhere" });
  await admin.links.put({ id, kind: "measures", toId: feature.id });
  const options = [{ name: "Now" }, { name: "Later" }];
  const choice = { chosen: "Now", decidedBy: [admin.memberId], decidedAt: `${ago(9)}T10:00:00.000Z` };
  const decision = await admin.decisions.create({ question: "Now or later?", options, answers: [feature.id], choice });
  await admin.decisions.create({ question: "Not decided yet?", options });
  const reached = async (kind: "milestone" | "release") => {
    const one = await admin.milestones.create({ title: `A ${kind}`, kind });
    return admin.milestones.move({ params: { id: one.id }, headers: ifMatch(one), body: { state: "reached" } });
  };
  const release = await reached("release");
  await reached("milestone");
  const launch = await admin.launches.create({ title: "Out now", tier: 3, features: [feature.id] });
  const body = { state: "live", reason: "It is out" } as const;
  await admin.launches.move({ params: { id: launch.id }, headers: ifMatch(launch), body });
  const flags = (await admin.metrics.chart({ id })).flags.map(({ key, on, linked }) => ({ key, on, linked }));
  expect(flags[0]).toEqual({ key: decision.key, on: ago(9), linked: true });
  expect(flags.slice(1).toSorted((one, other) => one.key.localeCompare(other.key))).toEqual([
    { key: launch.key, on: today, linked: true },
    { key: release.key, on: today, linked: false },
  ]);
});

test("the flags at a reading are those since the one before it; the ends take what lies beyond them", () => {
  const points = ["2026-01-05", "2026-01-12", "2026-01-19"].map((on) => ({ on }));
  const flags = ["2026-01-01", "2026-01-06", "2026-01-12", "2026-01-13", "2026-02-01"].map((on) => ({ on }));
  const at = (index: number) => flagsAt(flags, points, index).map(({ on }) => on);
  expect([at(0), at(1), at(2), at(3)]).toEqual([["2026-01-01"], ["2026-01-06", "2026-01-12"], ["2026-01-13", "2026-02-01"], []]);
});

const served = { status: 200, type: "application/json", body: "", asked: 0 };
const sink = createServer((_, answer) => {
  served.asked++;
  answer.writeHead(served.status, { "content-type": served.type }).end(served.body);
});
let address = "";
beforeAll(async () => {
  await new Promise<void>((done) => sink.listen(0, "127.0.0.1", done));
  const bound = sink.address();
  if (!bound || typeof bound === "string") throw new Error("The sink has no port.");
  address = `http://sink.test:${bound.port}/figures`;
});
afterAll(() => void sink.close());
const serve = (body: unknown, status = 200) =>
  Object.assign(served, {
    status,
    body: typeof body === "string" ? body : JSON.stringify(body),
    type: typeof body === "string" ? "text/csv" : "application/json",
    asked: 0,
  });

test("an address is sampled, mapped and pulled: nested JSON by path, and nothing is written twice", async () => {
  const home = await world();
  const { id } = await measured(home);
  serve({
    data: {
      rows: [
        { day: "2026-01-05", stats: { share: 31.4, of: 1204 } },
        { day: "2026-01-06", stats: { share: null, of: 0 } },
      ],
    },
  });
  const sample = await home.admin.pulls.sample({ address });
  expect(sample.lists[0]).toEqual({
    path: "data.rows",
    columns: ["day", "stats.share", "stats.of"],
    rows: [
      ["2026-01-05", "31.4", "1204"],
      ["2026-01-06", "", "0"],
    ],
  });
  await home.admin.pulls.put({
    params: { id },
    body: { address, format: "json", listPath: "data.rows", dayPath: "day", valuePath: "stats.share", nPath: "stats.of" },
  });
  expect(await home.admin.pulls.run({ id })).toMatchObject({ lastProblem: null, lastWritten: 1 });
  expect(await home.admin.pulls.run({ id })).toMatchObject({ lastWritten: 0 });
  expect((await home.admin.readings.list({ id })).items).toMatchObject([{ on: "2026-01-05", value: 31.4, n: 1204, source: "pull" }]);
});

test("what goes wrong with a pull stands with it by its line, and leaves the readings as they were", async () => {
  const home = await world();
  const { id } = await measured(home, [{ on: "2026-01-01", value: 5 }]);
  serve("date,share\n2026-01-05,31\n");
  await home.admin.pulls.put({ params: { id }, body: { address, format: "csv", dayPath: "date", valuePath: "share" } });
  const problem = async (body: unknown, status = 200) => {
    serve(body, status);
    return (await home.admin.pulls.run({ id })).lastProblem;
  };
  expect(await problem("date,share\n2026-01-05,31\n2026-01-06,none\n")).toBe("Line 2: “none” is no value.");
  expect(await problem("date,other\n2026-01-05,31\n")).toBe("There is no share in its answer.");
  expect(await problem({ share: 3 })).toBe("It answered JSON where CSV was before.");
  expect(await problem("<!doctype html><p>Sign in")).toBe("It answered a page for people, not CSV or JSON.");
  expect(await problem("", 500)).toBe("It answered 500.");
  expect((await home.admin.readings.list({ id })).items).toHaveLength(1);
  expect(await problem("date,share\n2026-01-05,31\n")).toBeNull();
});

test("of several processes that find a pull due one fetches it, and it is due again a day later", async () => {
  const home = await world();
  const { id } = await measured(home);
  serve("date,share\n2026-01-05,31\n");
  await home.admin.pulls.put({ params: { id }, body: { address, format: "csv", dayPath: "date", valuePath: "share" } });
  const { app } = await application();
  const { openOutbound } = await import("../../platform/safe-fetch.ts");
  const outbound = openOutbound(["sink.test"], async () => [{ address: "127.0.0.1", family: 4 }]);
  const services = { database: app.database, live: app.live, outbound };
  const tried = await Promise.allSettled([1, 2, 3, 4].map(() => pullNow(services, home.workspaceId, id, false)));
  await outbound.close();
  expect(tried.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(served.asked).toBe(1);
  expect(await home.rows("select * from due_pulls(1000) where metric_id = $1", [id])).toEqual([]);
  await home.rows("update metric_pulls set next_at = now() - interval '1 second' where metric_id = $1", [id]);
  expect(await home.rows("select metric_id from due_pulls(1000) where metric_id = $1", [id])).toHaveLength(1);
});

test("an address inside a private network is refused before anything is asked", async () => {
  const home = await world();
  const { id } = await measured(home);
  for (const inside of ["http://127.0.0.1/x", "http://169.254.169.254/latest", "http://[::1]/", "ftp://example.com/x"]) {
    await expect(home.admin.pulls.sample({ address: inside })).rejects.toMatchObject({
      status: 422,
      data: { issues: [{ path: "address" }] },
    });
    await expect(home.admin.pulls.put({ params: { id }, body: { address: inside, format: "csv", valuePath: "x" } })).rejects.toMatchObject({
      status: 422,
    });
  }
});
