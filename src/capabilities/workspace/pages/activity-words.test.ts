import { expect, test } from "vitest";
import { activityWords, fieldName, partWords } from "./activity-words.ts";

const need = "0192a1b0-0000-7000-8000-000000000001";
const item = "0192a1b0-0000-7000-8000-000000000002";

test.each([
  ["feature.moved", { changes: { state: { before: "idea", after: "planned" } }, reason: "Asked for" }, "moved this feature"],
  ["record.labelled", { added: ["Exports", "Trust"], removed: ["Old"] }, "added the labels Exports, Trust and removed the label Old"],
  ["feedback.quoted", { targetId: need, feedbackId: item }, "linked a quote from"],
  ["need.unlinked", { featureId: item }, "unlinked it from"],
  ["need.merged", { intoId: item, quotes: 3 }, "merged this need into"],
  ["feedback.merged", { merged: ["FB-3", "FB-4"] }, "merged FB-3, FB-4 into this feedback"],
  ["feature.ranked", { above: { key: "F-3" }, below: null }, "ranked it below F-3"],
  ["label.created", { name: "Exports" }, "created the label Exports"],
  ["invitation.made", { email: "ann@example.org" }, "made the invitation of ann@example.org"],
  ["file.attached", { fileId: item, name: "totals.png" }, "attached totals.png"],
  ["survey.signed-off", {}, "signed off the survey"],
])("%s with %j says “%s”", (kind, detail, words) => {
  expect(activityWords({ kind, recordId: need, detail }).words).toBe(words);
});

test("what changed and why stand beside the sentence", () => {
  const told = activityWords({
    kind: "feature.moved",
    recordId: need,
    detail: { changes: { state: { before: "idea", after: "planned" } }, reason: "Asked for" },
  });
  expect(told).toMatchObject({ changes: [{ name: "state", before: "idea", after: "planned" }], reason: "Asked for" });
  expect(activityWords({ kind: "feedback.assigned", recordId: item, detail: { before: null, after: need } }).changes).toEqual([
    { name: "assigneeId", before: null, after: need },
  ]);
});

test("fields are called what people call them", () => {
  expect(["personaId", "revenueMinor", "effortLow", "why", "Owner's friend", "declineReason"].map(fieldName)).toEqual([
    "Persona",
    "Revenue",
    "Effort, low",
    "Why",
    "Owner's friend",
    "Decline reason",
  ]);
});

test("what a field holds several of is told by name, never as an object", () => {
  expect(partWords({ address: "https://rival.example", title: "Release notes", asOf: "2026-01-31" })).toBe("Release notes");
  expect(partWords({ address: "https://rival.example", title: "" })).toBe("https://rival.example");
  expect(partWords({ asOf: "2026-01-31" })).toBe("something");
  expect(partWords(7)).toBe("7");
});
