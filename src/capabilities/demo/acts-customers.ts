import type { Context } from "../../platform/context.ts";
import { createAccount } from "../customers/accounts.ts";
import { createContact } from "../customers/contacts.ts";
import { createFeedback } from "../customers/feedback.ts";
import { quoteFeedback } from "../customers/quoting.ts";
import type { FeedbackKind } from "../customers/rules.ts";
import { triage } from "../customers/triage.ts";
import { type AccountFacts, MID_SIZE, SMALL } from "./content-accounts.ts";
import { AUDITED } from "./content-market.ts";
import { DECLINED, REPEATED, WAITING } from "./content-voices-open.ts";
import { VOICES_OF_THE_PHONE } from "./content-voices-phone.ts";
import { VOICES_OF_STARTING } from "./content-voices-start.ts";
import { VOICES_OF_TRUST } from "./content-voices-trust.ts";
import type { Who } from "./people.ts";
import { type Stage, seeded } from "./stage.ts";
import { type Said, unmarked } from "./voices.ts";

/** Who brings in what, by the way on which it came. Somebody else reads it and quotes it. */
const HEARD_BY: Readonly<Record<FeedbackKind, Who>> = { message: "leila", call: "dana", interview: "ines", survey: "jun", review: "pau" };
const READ_BY: Readonly<Record<FeedbackKind, Who>> = {
  message: "mira",
  call: "leila",
  interview: "mira",
  survey: "leila",
  review: "leila",
};

const addressOf = (name: string) =>
  name
    .toLowerCase()
    .replace(/&/g, "and")
    .replace(/[^a-z]+/g, "-")
    .replace(/^-|-$/g, "");

/** Accounts with their people, and all that they said. */
export function customersOf(stage: Stage): void {
  const people = new Map<string, AccountFacts["people"]>();
  for (const [plan, accounts] of [["Mid-size", MID_SIZE] as const, ["Small", SMALL] as const])
    for (const facts of accounts) {
      people.set(facts.name, facts.people);
      stage.plan(415, "dana", (context) => addAccount(stage, context, plan, facts));
    }
  const random = seeded(8);
  const voices = [...VOICES_OF_TRUST, ...VOICES_OF_STARTING, ...VOICES_OF_THE_PHONE];
  for (const said of [...voices, ...REPEATED, ...DECLINED, ...WAITING]) {
    const author = said.by ?? people.get(said.of)?.[0]?.[0];
    if (author === undefined) throw new Error(`Nobody speaks for ${said.of}.`);
    // At some hour of its day; what still waits arrived just when it says.
    planVoice(stage, said, author, WAITING.includes(said) ? said.ago : said.ago + 0.05 + random() * 0.3);
  }
}

async function addAccount(stage: Stage, context: Context, plan: string, { name, revenue, seats, industry, region, people }: AccountFacts) {
  const domain = `${addressOf(name)}.example`;
  const attributes = { Industry: industry, Region: region, ...(AUDITED.includes(name) ? { Audited: "yes" } : {}) };
  const account = await createAccount(context, { name, domain, plan, seats, revenueMinor: revenue * 100_000, currency: "USD", attributes });
  stage.keep(`account:${name}`, account);
  for (const [person, title] of people) {
    const email = `${addressOf(person).replace("-", ".")}@${domain}`;
    stage.keep(`contact:${person}`, await createContact(context, { name: person, title, email, accountId: account.id }));
  }
}

const nameOf = ({ of, ago }: Pick<Said, "of" | "ago">) => `said:${of}:${ago}`;

/** It comes in, is read by somebody else a little later, and is quoted, merged, declined, or left waiting. */
function planVoice(stage: Stage, said: Said, author: string, ago: number): void {
  const { kind = "message", channel = kind, into, declined } = said;
  const { text, quotes } = unmarked(said.text);
  stage.plan(ago, HEARD_BY[kind], async (context) => {
    const receivedAt = context.now;
    const item = await createFeedback(context, { kind, channel, text, receivedAt, contactId: stage.id(`contact:${author}`) });
    stage.keep(nameOf(said), item);
  });
  const read = ago - 0.04 - (quotes.length > 0 ? 0.6 : 0.2);
  const ids = () => [stage.id(nameOf(said))];
  if (declined) stage.plan(read, READ_BY[kind], (context) => triage(context, ids(), { kind: "decline", reason: declined }));
  if (into !== undefined)
    stage.plan(read, READ_BY[kind], (context) =>
      triage(context, ids(), { kind: "merge", intoId: stage.id(nameOf({ of: said.of, ago: into })) }),
    );
  if (quotes.length === 0) return;
  stage.plan(read, READ_BY[kind], async (context) => {
    const [id = ""] = ids();
    for (const { need, ...span } of quotes) await quoteFeedback(context, id, { ...span, targetId: stage.id(`N-${need}`) });
    await triage(context, [id], { kind: "done" });
  });
}

/** The name under which a piece of feedback is kept. */
export const voiceNamed = nameOf;
