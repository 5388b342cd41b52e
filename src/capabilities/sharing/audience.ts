import { createHmac } from "node:crypto";
import { type SQL, sql } from "drizzle-orm";
import * as z from "zod";
import { money } from "../../kernels/figures.ts";
import type { Context } from "../../platform/context.ts";
import { accounts, contacts } from "../customers/schema.ts";
import { members } from "../workspace/schema.ts";
import { type Masked, maskerOf } from "./masking.ts";
import type { Hides } from "./rules.ts";

export type AccountName = { id: string; name: string };
type Amounts = { revenueMinor: number; otherRevenue: Record<string, number> };

/** How one audience is told things. What a target shows goes through it, so that there is one place that decides. */
export type Audience = {
  hides: readonly Hides[];
  /** Whether they may see this at all. */
  sees(what: Hides): boolean;
  /** A text that somebody wrote. */
  text(written: string): string;
  /** Who said something: an author, an account, or both. */
  voice(author: string | null, account: AccountName | null): string;
  account(account: AccountName): string;
  /** Somebody of the workspace. */
  colleague(name: string | null): string;
  /** A year's revenue, each currency by itself; undefined when money is hidden, null when none is known. */
  money(amounts: Amounts): string | null | undefined;
};

/** A target's answer, written once for whichever audience is given. It must ask the audience the same things each time. */
export type Told<Answer> = (audience: Audience) => Answer;

/** Which link it is: names that stand for accounts are its own, so that two links cannot be laid side by side. */
export type AudienceLink = { hides: readonly Hides[]; tokenHash: string };

/** Writes an answer for the audience of a link: what it would tell is heard first, so that only names that occur have to be looked for. */
export async function toldTo<Answer>(context: Context, link: AudienceLink, currency: string, told: Told<Answer>): Promise<Answer> {
  const { hides } = link;
  const sees = (what: Hides) => !hides.includes(what);
  const amounts = ({ revenueMinor, otherRevenue }: Amounts) => {
    if (!sees("money")) return undefined;
    const known = [...(revenueMinor > 0 ? [[currency, revenueMinor] as const] : []), ...Object.entries(otherRevenue)];
    return known.length === 0 ? null : known.map(([unit, minor]) => money(minor, unit)).join(" + ");
  };
  const plain: Audience = {
    hides,
    sees,
    text: (written) => written,
    voice: (author, account) => [author, account?.name].filter((part) => part != null && part !== "").join(" · ") || "A customer",
    account: ({ name }) => name,
    colleague: (name) => name ?? "somebody who left",
    money: amounts,
  };
  if (sees("names")) return told(plain);

  const heard = { texts: new Set<string>(), authors: new Set<string>(), accountIds: new Set<string>() };
  told({
    ...plain,
    text: (written) => {
      heard.texts.add(written);
      return written;
    },
    voice: (author, account) => {
      if (author) heard.authors.add(author);
      if (account) heard.accountIds.add(account.id);
      return "";
    },
    account: ({ id }) => {
      heard.accountIds.add(id);
      return "";
    },
    colleague: () => "",
  });
  const known = await namesIn(context, [...heard.texts].join("\n"), [...heard.accountIds]);
  const neutral = neutralNames(
    known.accounts.map(({ id }) => id),
    link.tokenHash,
  );
  const nameOf = (id: string) => neutral.get(id) ?? "A customer";
  const mask = maskerOf([
    ...known.accounts.flatMap(({ id, name, domain }): Masked[] => [
      { name, say: nameOf(id), inParts: true },
      ...(domain ? [{ name: domain, say: nameOf(id), inParts: false }] : []),
    ]),
    ...known.people.map(({ name, email }): Masked => ({ name, email, say: "somebody", inParts: true })),
    ...[...heard.authors].map((name): Masked => ({ name, say: "somebody", inParts: true })),
    ...known.colleagues.map(({ name, email }): Masked => ({ name, email, say: "a colleague", inParts: true })),
  ]);
  const plans = new Map(known.accounts.map(({ id, plan }) => [id, plan]));
  return told({
    ...plain,
    text: mask,
    voice: (_author, account) => {
      if (!account) return "A customer";
      const plan = plans.get(account.id);
      return plan ? `${nameOf(account.id)}, plan ${mask(plan)}` : nameOf(account.id);
    },
    account: ({ id }) => nameOf(id),
    colleague: () => "a colleague",
  });
}

const KnownAccount = z.object({
  id: z.string(),
  name: z.string(),
  domain: z.string().nullable(),
  plan: z.string().nullable(),
});
const Named = z.object({ name: z.string(), email: z.string().nullable() });
/** Where names and handles break; finding too many of them costs nothing but time. */
const BREAKS = "[][:space:],.;:/()&\"'’“”@_+-]+";
/** The words of a text, broken more often than names are. */
const wordsOf = (text: string) => [
  ...new Set(
    text
      .normalize("NFC")
      .toLowerCase()
      .match(/[\p{L}\p{N}\p{M}]{3,60}/gu),
  ),
];

/** The names of this workspace that occur in a text, and those of the accounts that are shown whether they occur or not. */
async function namesIn({ db, actor }: Context, written: string, accountIds: readonly string[]) {
  const home = actor.workspaceId;
  const text = sql`(select t.t from (select regexp_replace(lower(normalize(${written}::text, NFC)), '\\s+', ' ', 'g') as t) t)`;
  const words = sql.param(wordsOf(written));
  // A word of their name, or what stands before the @ of their address: which of those tell, the masker decides.
  const mentioned = (name: SQL, email: SQL) => sql`exists (
    select from regexp_split_to_table(lower(normalize(concat_ws(' ', ${name}, split_part(${email}, '@', 1)), NFC)), ${BREAKS}) w
    where w in (select word from words))`;
  const shown = sql`any(${sql.param(accountIds)}::uuid[])`;
  const [accountRows, people, colleagues] = await Promise.all([
    db.execute(sql`
      with text as materialized (select ${text} as t)
      select a.id, a.name, a.domain, a.plan from ${accounts} a, text
      where a.workspace_id = ${home} and (a.id = ${shown} or strpos(text.t, lower(a.name)) > 0 or strpos(text.t, a.domain) > 0)`),
    db.execute(sql`
      with text as materialized (select ${text} as t), words as materialized (select unnest(${words}::text[]) as word)
      select distinct c.name, c.email from ${contacts} c, text
      where c.workspace_id = ${home} and (strpos(text.t, lower(c.name)) > 0 or ${mentioned(sql`c.name`, sql`c.email`)})`),
    db.execute(sql`
      with text as materialized (select ${text} as t), words as materialized (select unnest(${words}::text[]) as word)
      select p.name, p.email from text, (
        select coalesce(u.name, m.name, '') as name, coalesce(u.email, m.email) as email
        from ${members} m left join auth."user" u on u.id = m.user_id where m.workspace_id = ${home}) p
      where p.name <> '' and (strpos(text.t, lower(p.name)) > 0 or ${mentioned(sql`p.name`, sql`p.email`)})`),
  ]);
  return {
    accounts: accountRows.rows.map((row) => KnownAccount.parse(row)),
    people: people.rows.map((row) => Named.parse(row)),
    colleagues: colleagues.rows.map((row) => Named.parse(row)),
  };
}

const FIRST = 100;
const LAST = 9_999;

/** "Customer 417" for each account: the same at every opening of a link, another in every other link. */
function neutralNames(accountIds: readonly string[], key: string): Map<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<number>();
  for (const id of accountIds.toSorted()) {
    let number = FIRST + (createHmac("sha256", key).update(id).digest().readUInt32BE() % (LAST - FIRST + 1));
    while (taken.has(number)) number = number === LAST ? FIRST : number + 1;
    taken.add(number);
    names.set(id, `Customer ${number}`);
  }
  return names;
}
