import { type SQL, sql } from "drizzle-orm";
import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { accounts } from "../customers/schema.ts";
import { extrasFilter } from "../workspace/extras.ts";
import { fields, labels, workspaces } from "../workspace/schema.ts";
import type { Condition, SegmentRule } from "./condition-rules.ts";
import type { SegmentSize } from "./segment-answers.ts";

type Scope = Pick<Context, "db" | "actor">;
export type Known = { labels: ReadonlySet<string>; fields: ReadonlyMap<string, string> };

/** The labels and own fields that rules may speak of here; fields with their type. */
export async function knownToRules({ db, actor }: Scope): Promise<Known> {
  const [some, own] = await Promise.all([
    db.execute<{ id: string }>(sql`select id from ${labels} where workspace_id = ${actor.workspaceId}`),
    db.execute<{ id: string; type: string }>(
      sql`select id, type from ${fields} where workspace_id = ${actor.workspaceId} and record_kind = 'account'`,
    ),
  ]);
  return { labels: new Set(some.rows.map(({ id }) => id)), fields: new Map(own.rows.map(({ id, type }) => [id, type])) };
}

const NOBODY = sql`false`;
const lower = (values: readonly string[]) => sql`${sql.param(values.map((value) => value.toLowerCase()))}::text[]`;
const is = { "at-least": sql.raw(">="), "less-than": sql.raw("<") };
const NUMBER = "^\\s*-?[0-9]{1,15}(\\.[0-9]{1,10})?\\s*$";

/** The condition that a rule puts on accounts. What it asks of a label or field that is gone, no account meets. */
export async function ruleCondition(scope: Scope, { join, conditions }: SegmentRule, known: Known): Promise<SQL> {
  if (conditions.length === 0) return sql`true`;
  const all = await Promise.all(conditions.map((condition) => conditionSql(scope, condition, known)));
  return sql`(${sql.join(all, join === "and" ? sql` and ` : sql` or `)})`;
}

async function conditionSql(scope: Scope, condition: Condition, known: Known): Promise<SQL> {
  switch (condition.about) {
    case "plan":
    case "currency":
      return textCondition(condition.about === "plan" ? sql`${accounts.plan}` : sql`${accounts.currency}`, condition);
    case "domain":
      if (!("values" in condition)) return presence(sql`${accounts.domain}`, condition.is);
      if (condition.is !== "ends-with") return textCondition(sql`${accounts.domain}`, { is: condition.is, values: condition.values });
      return sql`exists (select from unnest(${lower(condition.values)}) as e (ending) where right(${accounts.domain}, length(e.ending)) = e.ending)`;
    case "attribute":
      return textCondition(sql`(${accounts.attributes} ->> ${condition.name}::text)`, condition);
    case "seats":
      if ("value" in condition) return sql`coalesce(${accounts.seats} ${is[condition.is]} ${condition.value}::float8, false)`;
      return presence(sql`${accounts.seats}`, condition.is);
    case "revenue":
      if ("amountMinor" in condition)
        return sql`coalesce(${accounts.currency} = ${condition.currency}::text and ${accounts.revenueMinor} ${is[condition.is]} ${condition.amountMinor}::bigint, false)`;
      return presence(sql`${accounts.revenueMinor}`, condition.is);
    case "label":
      return labelCondition(scope, condition, known);
    case "field":
      return fieldCondition(scope, condition, known);
  }
}

const presence = (value: SQL, operator: "set" | "empty") => (operator === "set" ? sql`${value} is not null` : sql`${value} is null`);

type OnText = { is: "any-of" | "none-of"; values: string[] } | { is: "at-least" | "less-than"; value: number } | { is: "set" | "empty" };
/** Of a column of texts; an empty text is as good as none, and what is no number is neither above nor below one. */
function textCondition(value: SQL, condition: OnText): SQL {
  const given = sql`nullif(trim(${value}), '')`;
  if ("values" in condition) {
    const among = sql`coalesce(lower(trim(${value})) = any(${lower(condition.values)}), false)`;
    return condition.is === "any-of" ? among : sql`not ${among}`;
  }
  if ("value" in condition)
    return sql`coalesce(case when ${value} ~ ${NUMBER} then trim(${value})::float8 ${is[condition.is]} ${condition.value}::float8 end, false)`;
  return presence(given, condition.is);
}

async function labelCondition(scope: Scope, condition: Extract<Condition, { about: "label" }>, known: Known): Promise<SQL> {
  if (!("values" in condition)) {
    const without = await extrasFilter(scope, accounts.id, { label: "none" });
    return condition.is === "empty" ? sql`(${without})` : sql`not (${without})`;
  }
  const left = condition.values.filter((id) => known.labels.has(id));
  const among = left.length === 0 ? NOBODY : sql`(${await extrasFilter(scope, accounts.id, { label: left })})`;
  return condition.is === "any-of" ? among : sql`not ${among}`;
}

async function fieldCondition(scope: Scope, condition: Extract<Condition, { about: "field" }>, known: Known): Promise<SQL> {
  const type = known.fields.get(condition.fieldId);
  if (type === undefined) return NOBODY;
  const asked = async (...given: string[]) => sql`(${await extrasFilter(scope, accounts.id, { fields: { [condition.fieldId]: given } })})`;
  if ("values" in condition) {
    const among = await asked(...condition.values.map((value) => (type === "number" || type === "person" ? value : `=${value}`)));
    return condition.is === "any-of" ? among : sql`not ${among}`;
  }
  if ("value" in condition) return type === "number" ? asked(`${condition.is === "at-least" ? ">=" : "<"}${condition.value}`) : NOBODY;
  if ("day" in condition) return type === "date" ? asked(`${condition.is === "from" ? ">=" : "<"}${condition.day}`) : NOBODY;
  return asked(condition.is);
}

const Counted = z.object({ currency: z.string().nullable(), ours: z.boolean().nullable() }).catchall(z.coerce.number().nullable());

/** How large segments are, in the order of their rules: one pass over the accounts for all of them. */
export async function sizesOf(scope: Scope, rules: readonly SegmentRule[], known: Known): Promise<SegmentSize[]> {
  if (rules.length === 0) return [];
  const { db, actor } = scope;
  const conditions = await Promise.all(rules.map((rule) => ruleCondition(scope, rule, known)));
  const column = (letter: string, index: number) => sql.identifier(`${letter}${index}`);
  const meets = conditions.map((condition, index) => sql`${condition} as ${column("m", index)}`);
  const counts = conditions.flatMap((_, index) => [
    sql`count(*) filter (where ${column("m", index)}) as ${column("n", index)}`,
    sql`sum(revenue_minor) filter (where ${column("m", index)}) as ${column("s", index)}`,
  ]);
  const { rows } = await db.execute(sql`
    select x.currency, x.currency = (select w.currency from ${workspaces} w where w.id = ${actor.workspaceId}) as ours, ${sql.join(counts, sql`, `)}
    from (select ${accounts.currency}, ${accounts.revenueMinor}, ${sql.join(meets, sql`, `)} from ${accounts} where ${accounts.workspaceId} = ${actor.workspaceId}) x
    group by x.currency`);
  const byCurrency = rows.map((row) => Counted.parse(row));
  return rules.map((_, index) => {
    const size: SegmentSize = { accounts: 0, revenueMinor: 0, otherRevenue: {} };
    for (const { currency, ours, ...row } of byCurrency) {
      size.accounts += row[`n${index}`] ?? 0;
      const minor = row[`s${index}`] ?? 0;
      if (ours) size.revenueMinor = minor;
      else if (currency !== null && minor > 0) size.otherRevenue[currency] = minor;
    }
    return size;
  });
}
