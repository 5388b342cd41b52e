import type { FeedbackKind } from "../capabilities/customers/rules.ts";
import type { Person } from "./world.ts";

type Said = {
  /** The need or feature that the words are quoted for. */
  targetId: string;
  /** The name of the account; made on first use, with this revenue. Null for words of no known account. */
  account?: string | null;
  revenueMinor?: number;
  currency?: string;
  kind?: FeedbackKind;
  importance?: number;
  daysAgo?: number;
  text?: string;
};

/** Customers' words for tests: `say(person, { targetId, account: "Acme" })` brings feedback in and quotes it. */
export function voices() {
  const accounts = new Map<string, Promise<{ id: string }>>();
  return async (person: Person, said: Said) => {
    const { targetId, account = "Acme", revenueMinor = 100_00, currency = "USD", kind = "message", importance = 2, daysAgo = 1 } = said;
    const { text = `Words of ${account ?? "somebody"}` } = said;
    if (account !== null && !accounts.has(account))
      accounts.set(account, person.accounts.create({ name: account, revenueMinor, currency }));
    const accountId = account === null ? null : (await accounts.get(account))?.id;
    const receivedAt = new Date(Date.now() - daysAgo * 86_400_000).toISOString();
    const feedback = await person.feedback.create({ text, kind, accountId, receivedAt });
    const quote = await person.quotes.create({ id: feedback.id, startsAt: 0, endsAt: text.length, importance, targetId });
    return { feedback, quote, accountId };
  };
}
