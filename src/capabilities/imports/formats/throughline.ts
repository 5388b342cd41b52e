import type { Target } from "../../intake/target-rules.ts";
import type { Format } from "../format.ts";

/** A list of ours as it leaves, to be told by columns that only it has; its records are known again by their ids. */
function own(target: Target, telling: readonly string[], columns: Readonly<Record<string, string>>): Format {
  return {
    name: `throughline-${target}`,
    label: `Throughline, ${target}`,
    source: "Throughline",
    recognises: (present) => ["key", "id", "updated", ...telling].every((column) => present.has(column)),
    columns: { [target]: { ...columns, labels: "label", id: "id" } },
  };
}

export const ownFeedback = own("feedback", ["text", "author e-mail"], {
  title: "title",
  text: "text",
  kind: "kind",
  state: "state",
  channel: "channel",
  author: "authorName",
  "author e-mail": "authorEmail",
  account: "account:name",
  "decline reason": "declineReason",
  received: "receivedAt",
  "source address": "sourceAddress",
  source: "sourceSystem",
  "source id": "sourceId",
});
export const ownNeeds = own("needs", ["need", "opportunity"], {
  need: "statement",
  detail: "detail",
  state: "state",
  persona: "persona",
  importance: "importance",
  satisfaction: "satisfaction",
  owner: "owner",
});
export const ownFeatures = own("features", ["title", "effort, low"], {
  title: "title",
  why: "why",
  description: "body",
  kind: "kind",
  state: "state",
  owner: "owner",
  "value, low": "valueLow",
  "value, high": "valueHigh",
  "effort, low": "effortLow",
  "effort, high": "effortHigh",
});
export const ownAccounts = own("accounts", ["name", "domain", "seats"], {
  name: "name",
  domain: "domain",
  revenue: "revenue",
  currency: "currency",
  plan: "plan",
  seats: "seats",
  source: "sourceSystem",
  "source id": "sourceId",
});
export const ownContacts = own("contacts", ["name", "e-mail"], {
  name: "name",
  "e-mail": "email",
  title: "title",
  account: "account:name",
});
