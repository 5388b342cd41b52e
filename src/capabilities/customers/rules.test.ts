import { expect, test } from "vitest";
import {
  accountDeletionBlocker,
  declineBlockers,
  domainOf,
  doneBlockers,
  FEEDBACK_STATES,
  type FeedbackState,
  mergeBlockers,
  needReason,
  organisationDomainOf,
  quoteBlockers,
  reopenBlockers,
  type Standing,
  snoozeBlockers,
  spanProblem,
  stateOf,
  TRIAGE_BLOCKERS,
  triageReasons,
} from "./rules.ts";

const NOW = "2026-11-23T08:00:00.000Z";
const LATER = "2026-11-24T08:00:00.000Z";
const standing = (state: FeedbackState, quotes = 0): Standing => ({
  id: "a",
  state,
  mergedIntoId: state === "merged" ? "b" : null,
  quotes,
});

test("what was snoozed is new again from the moment that was chosen", () => {
  expect(stateOf({ state: "snoozed", snoozedUntil: LATER }, NOW)).toBe("snoozed");
  expect(stateOf({ state: "snoozed", snoozedUntil: NOW }, NOW)).toBe("new");
  expect(stateOf({ state: "declined", snoozedUntil: NOW }, NOW)).toBe("declined");
});

/** For each state without and with a quote: what stands against being done, declined, snoozed, reopened and quoted. */
test.each([
  ["new", 0, "has-no-quotes", null, null, "already-new", null],
  ["new", 1, null, "has-quotes", null, "already-new", null],
  ["snoozed", 0, "has-no-quotes", null, null, null, null],
  ["snoozed", 2, null, "has-quotes", null, null, null],
  ["linked", 1, "already-linked", "has-quotes", "is-decided", null, null],
  ["declined", 0, "is-decided", "already-declined", "is-decided", null, "is-decided"],
  ["merged", 0, "is-merged", "is-merged", "is-merged", null, null],
  ["merged", 1, "is-merged", "is-merged", "is-merged", null, null],
  ["replied", 1, "already-linked", "is-decided", "is-decided", null, null],
] as const)("%s feedback with %i quotes", (state, quotes, done, decline, snooze, reopen, quote) => {
  const one = standing(state, quotes);
  const first = (blockers: readonly string[]) => blockers[0] ?? null;
  expect({
    done: first(doneBlockers(one)),
    decline: first(declineBlockers(one)),
    snooze: first(snoozeBlockers(one, LATER, NOW)),
    reopen: first(reopenBlockers(one)),
    quote: first(quoteBlockers(one)),
  }).toEqual({ done, decline, snooze, reopen, quote });
});

test("nothing is snoozed into the past", () => {
  expect(snoozeBlockers(standing("new"), NOW, NOW)).toEqual(["not-in-the-future"]);
  expect(snoozeBlockers(standing("new"), "2026-11-23T09:00:00+02:00", NOW)).toEqual(["not-in-the-future"]);
  expect(snoozeBlockers(standing("declined"), NOW, NOW)).toEqual(["is-decided", "not-in-the-future"]);
});

test.each(FEEDBACK_STATES)("%s feedback can be merged into another, but not into itself and not twice", (state) => {
  expect(mergeBlockers(standing(state), { id: "c" })).toEqual([]);
  expect(mergeBlockers(standing(state), { id: "a" })).toEqual(["into-itself"]);
  expect(mergeBlockers(standing(state), { id: "b" })).toEqual(state === "merged" ? ["already-merged-there"] : []);
});

test("every reason is a sentence", () => {
  for (const blocker of TRIAGE_BLOCKERS) expect(triageReasons[blocker]).toMatch(/^[A-Z].+\.$/);
});

test.each([
  ["https://www.Helio.example/pricing?x=1", "helio.example"],
  ["HELIO.example", "helio.example"],
  ["dana@mail.helio.example", "mail.helio.example"],
  ["http://helio.example:8443", "helio.example"],
  ["helio.example.", "helio.example"],
  ["müller.example", "müller.example"],
  ["a.co", "a.co"],
  ["", null],
  ["helio", null],
  ["helio..example", null],
  ["-helio.example", null],
  ["10.0.0.1", null],
  ["two words.example", null],
  [`${"a".repeat(64)}.example`, null],
])("the domain in %j is %j", (given, domain) => {
  expect(domainOf(given)).toBe(domain);
});

test.each([
  ["dana@helio.example", "helio.example"],
  ["Dana@Helio.Example ", "helio.example"],
  ["dana@gmail.com", null],
  ["dana@GMAIL.com", null],
  ["dana@yahoo.co.jp", null],
  ["dana@hotmail.fr", null],
  ["dana@outlook.com.br", null],
  ["dana@yahoo.helio.example", "yahoo.helio.example"],
  ["helio.example", null],
  ["dana@two@helio.example", null],
  ["", null],
])("the organisation behind %j is %j", (email, domain) => {
  expect(organisationDomainOf(email)).toBe(domain);
});

test("a quote is a stretch of whole characters with words in it", () => {
  const text = "Née 👩‍💻 says: export.";
  expect(spanProblem(text, { startsAt: 0, endsAt: 3 })).toBeNull();
  expect(spanProblem(text, { startsAt: 0, endsAt: text.length })).toBeNull();
  expect(spanProblem(text, { startsAt: 4, endsAt: 5 })).toBe("A quote holds whole characters.");
  expect(spanProblem(text, { startsAt: 5, endsAt: 9 })).toBe("A quote holds whole characters.");
  expect(spanProblem(text, { startsAt: 3, endsAt: 4 })).toBe("A quote holds words.");
  expect(spanProblem(text, { startsAt: 4, endsAt: 4 })).toBe("A quote ends after it starts.");
  expect(spanProblem(text, { startsAt: 0, endsAt: text.length + 1 })).toBe(`The text ends at ${text.length}.`);
});

test.each([
  [{ feedback: 0, contacts: 0 }, null],
  [{ feedback: 1, contacts: 0 }, "1 piece of feedback belongs to this account. Delete it with detach to keep it without an account."],
  [
    { feedback: 2, contacts: 3 },
    "2 pieces of feedback and 3 contacts belong to this account. Delete it with detach to keep them without an account.",
  ],
  [{ feedback: 0, contacts: 1 }, "1 contact belongs to this account. Delete it with detach to keep it without an account."],
])("what refers to an account stands against deleting it: %j", (refers, sentence) => {
  expect(accountDeletionBlocker(refers)).toBe(sentence);
});

test("a suggested need says why in a sentence", () => {
  expect(needReason(3, [])).toBe("3 similar messages are linked here.");
  expect(needReason(1, ["export", "totals"])).toBe("1 similar message is linked here; its statement shares “export”, “totals”.");
  expect(needReason(0, ["export"])).toBe("Its statement shares “export”.");
  expect(needReason(0, [])).toBe("Its statement says something alike.");
});
