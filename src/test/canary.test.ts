import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Described, operations, plainOperations, requestFor } from "./operations.ts";
import { readable } from "./unzipped.ts";
import { type Person, type World, world } from "./world.ts";

/** Fills a workspace with records whose every text is this word. */
async function fill({ admin }: World, word: string, revenueMinor = 1_000) {
  const label = await admin.labels.create({ name: `${word} label`, colour: "blue" });
  const account = await admin.accounts.create({
    name: `${word} Ltd`,
    domain: `${word}.example`,
    revenueMinor,
    currency: "USD",
    plan: word,
  });
  const contact = await admin.contacts.create({ name: `${word} Person`, email: `person@${word}.example`, accountId: account.id });
  const item = await admin.feedback.create({
    text: `${word} says the export drops the currency`,
    title: word,
    authorEmail: `person@${word}.example`,
    channel: word,
  });
  const persona = await admin.personas.create({ name: `${word} persona` });
  const need = await admin.needs.create({ statement: `${word} needs totals that hold`, personaId: persona.id });
  const feature = await admin.features.create({ title: `${word} feature`, why: word, needs: [need.id] });
  await admin.quotes.create({ id: item.id, startsAt: 0, endsAt: word.length, importance: 3, targetId: need.id });
  const rival = await admin.competitors.create({ name: word, position: word, note: word });
  const found = await admin.findings.create({
    statement: `${word} grows`,
    detail: word,
    competitorId: rival.id,
    supports: [need.id],
    sources: [{ address: `https://${word}.example`, title: word, asOf: "2026-01-31" }],
  });
  const deal = await admin.deals.create({ name: word, stage: word, reasons: word, competitorId: rival.id, about: [need.id] });
  const able = await admin.capabilities.create({ name: word });
  await admin.capabilities.compare({
    cells: [{ capabilityId: able.id, competitorId: rival.id, stance: "has", address: `https://${word}.example` }],
  });
  const story = await admin.customerStories.create({ feedbackId: item.id, happened: word, instead: word, cost: word });
  await admin.comments.create({ id: need.id, body: `${word} comment for @[Admin](member:${admin.memberId})` });
  await admin.records.setLabels({ id: need.id, labelIds: [label.id] });
  await admin.views.create({ page: "needs", name: `${word} view`, query: "sort=money", shared: true });
  return { account, contact, item, persona, need, feature, rival, found, deal, story };
}

/** Everything that a person can read: each GET of the API, bare and asked for the word, one's own and the other's ids. */
async function readAll(person: Person, reads: readonly Described[], word: string, ids: readonly string[]): Promise<string> {
  const texts: string[] = [];
  for (const operation of reads) {
    const asked = ids.length > 0 && operation.path.includes("{") ? ids : [randomUUID()];
    for (const id of asked) {
      const { path, init } = requestFor(operation, () => id);
      for (const search of ["", `${path.includes("?") ? "&" : "?"}q=${word}`]) {
        const answer = await person.fetch(`${path}${search}`, init);
        texts.push(await readable(answer), JSON.stringify([...answer.headers]));
      }
    }
  }
  return texts.join("\n");
}

test("no answer, list, search or count of one workspace holds a word of another", { timeout: 60_000 }, async () => {
  const [mine, theirs] = [await world(), await world()];
  const word = `canary${randomUUID().slice(0, 8)}`;
  await fill(mine, `own${randomUUID().slice(0, 8)}`);
  const made = await fill(theirs, word, 77_777_700);
  const reads = [...(await operations()), ...plainOperations()].filter(({ method, path }) => method === "GET" && path !== "/live");
  const ids = Object.values(made).map(({ id }) => id);
  const told = await readAll(mine.admin, reads, word, [...ids, made.need.key, made.feature.key]);
  // The caller's own words come back in a refusal only as an id or key that it sent, never as the word.
  expect(told.includes(word)).toBe(false);
  expect(told.includes("77777700")).toBe(false);
  for (const id of ids) expect(told.includes(id)).toBe(false);
  const seen = await readAll(theirs.admin, reads, word, []);
  expect(seen.includes(word), "the same reads find the word at home").toBe(true);
});

test("the live stream of one workspace is silent about another", async () => {
  const [mine, theirs] = [await world(), await world()];
  const stop = new AbortController();
  const stream = await mine.admin.fetch("/api/v1/live", { signal: stop.signal });
  expect(stream.status).toBe(200);
  const heard: string[] = [];
  const listening = (async () => {
    const decoder = new TextDecoder();
    for await (const part of stream.body ?? []) heard.push(decoder.decode(part));
  })().catch(() => undefined);
  const { need } = await fill(theirs, `canary${randomUUID().slice(0, 8)}`);
  const own = await mine.admin.needs.create({ statement: "A need of our own" });
  await expect.poll(() => heard.join("")).toContain(own.id);
  stop.abort();
  await listening;
  expect(heard.join("")).not.toContain(need.id);
});

test("whatever two workspaces do at once, neither sees the other's records", { timeout: 60_000 }, async () => {
  const [left, right] = [await world(), await world()];
  const step = fc.record({
    at: fc.constantFrom("left", "right"),
    act: fc.constantFrom("account", "feedback", "need", "feature", "comment"),
    word: fc.stringMatching(/^[a-z]{6}$/),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
      await Promise.all(
        steps.map(async ({ at, act, word }) => {
          const { admin } = at === "left" ? left : right;
          const text = `${at}mark ${word}`;
          if (act === "account") await admin.accounts.create({ name: text });
          else if (act === "feedback") await admin.feedback.create({ text });
          else if (act === "need") await admin.needs.create({ statement: text });
          else if (act === "feature") await admin.features.create({ title: text });
          else await admin.comments.create({ id: (await admin.needs.create({ statement: text })).id, body: text });
        }),
      );
      for (const [me, other] of [
        [left, "right"],
        [right, "left"],
      ] as const)
        for (const path of ["accounts", "feedback", "needs", "features", "activities"])
          for (const query of ["?limit=200", `?limit=200&q=${other}mark`]) {
            const answer = await me.admin.fetch(`/api/v1/${path}${path === "activities" ? "" : query}`);
            expect(await answer.text()).not.toContain(`${other}mark`);
          }
    }),
    { numRuns: 8 },
  );
});
