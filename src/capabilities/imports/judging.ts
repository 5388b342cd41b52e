import { eq } from "drizzle-orm";
import { may } from "../../platform/access.ts";
import type { Context } from "../../platform/context.ts";
import { boundIssues, featureAccess } from "../features/rules.ts";
import type { ImportMapping, ImportRow, RowProblem } from "../intake/mapping-rules.ts";
import { textIn } from "../intake/mapping-rules.ts";
import type { Target } from "../intake/target-rules.ts";
import { personas } from "../needs/schema.ts";
import { stateOfStage } from "../research/deal-rules.ts";
import { competitors } from "../research/schema.ts";
import { membersOf } from "../workspace/people-queries.ts";
import { workspaces } from "../workspace/schema.ts";
import { minorOf } from "./accounts.ts";

/** Judges rows by what this workspace knows, and puts ids where a row names somebody: members and personas that are there, never new ones. */
export async function rowJudge(context: Context, target: Target, mapping: ImportMapping) {
  const columnOf = (name: string) => Object.keys(mapping).find((column) => mapping[column] === name) ?? null;
  const members = columnOf("owner") === null ? new Map<string, string>() : await membersByName(context);
  const people = columnOf("persona") === null ? new Map<string, string>() : await personasByName(context);
  const rivals = target === "deals" && columnOf("competitor") !== null ? await competitorsByName(context) : new Map<string, string>();
  const currency = target === "deals" ? await ownCurrency(context) : "USD";
  return (row: ImportRow): RowProblem | null => {
    const wrong = (name: string, message: string): RowProblem => ({ line: row.line, column: columnOf(name), message });
    const owner = textIn(row, "owner");
    const persona = textIn(row, "persona");
    if (owner !== null && !members.has(owner.toLowerCase()))
      return wrong("owner", `Nobody in this workspace is called "${owner.slice(0, 60)}".`);
    if (persona !== null && !people.has(persona.toLowerCase()))
      return wrong("persona", `There is no persona "${persona.slice(0, 60)}" in this workspace.`);
    if (owner !== null) row.values.ownerId = members.get(owner.toLowerCase()) ?? null;
    if (persona !== null) row.values.personaId = people.get(persona.toLowerCase()) ?? null;
    if (target === "deals") {
      const rival = textIn(row, "competitor");
      if (rival !== null && !rivals.has(rival.toLowerCase()))
        return wrong("competitor", `There is no competitor "${rival.slice(0, 60)}" in this workspace; add them first.`);
      if (rival !== null) row.values.competitorId = rivals.get(rival.toLowerCase()) ?? null;
      return asDeal(row, currency);
    }
    if (target !== "features") return null;
    const state = textIn(row, "state");
    if (state !== null && state !== "idea" && !may(context.actor, featureAccess, state))
      return wrong("state", `Features that are ${state} are brought in by other groups; an admin can add you.`);
    const { valueLow = null, valueHigh = null, effortLow = null, effortHigh = null } = row.values;
    const [issue] = boundIssues({
      valueLow: number(valueLow),
      valueHigh: number(valueHigh),
      effortLow: number(effortLow),
      effortHigh: number(effortHigh),
    });
    return issue ? wrong(issue.path, issue.message) : null;
  };
}
const number = (value: string | number | null) => (typeof value === "number" ? value : null);

/** Present members by name and by address; a name that two share tells neither. */
async function membersByName(context: Context): Promise<Map<string, string>> {
  const present = (await membersOf(context)).filter(({ removedAt }) => removedAt === null);
  const counts = Map.groupBy(present, ({ name }) => name.toLowerCase());
  return new Map(
    present.flatMap(({ id, name, email }) => [
      ...(counts.get(name.toLowerCase())?.length === 1 ? [[name.toLowerCase(), id] as const] : []),
      ...(email === "" ? [] : [[email.toLowerCase(), id] as const]),
    ]),
  );
}

async function personasByName({ db, actor }: Context): Promise<Map<string, string>> {
  const found = await db.select({ id: personas.id, name: personas.name }).from(personas).where(eq(personas.workspaceId, actor.workspaceId));
  return new Map(found.map(({ id, name }) => [name.toLowerCase(), id]));
}

async function competitorsByName({ db, actor }: Context): Promise<Map<string, string>> {
  const found = await db
    .select({ id: competitors.id, name: competitors.name })
    .from(competitors)
    .where(eq(competitors.workspaceId, actor.workspaceId));
  return new Map(found.map(({ id, name }) => [name.toLowerCase(), id]));
}

async function ownCurrency({ db, actor }: Context): Promise<string> {
  const [home] = await db.select({ currency: workspaces.currency }).from(workspaces).where(eq(workspaces.id, actor.workspaceId));
  return home?.currency ?? "USD";
}

/** The amount in minor units, in the workspace's currency where the file names none; without a state the stage tells it. */
function asDeal(row: ImportRow, own: string): null {
  const amount = number(row.values.amount ?? null);
  const { revenueMinor, currency } =
    amount === null ? { revenueMinor: null, currency: null } : minorOf(amount, textIn(row, "currency") ?? own);
  if ("amount" in row.values || "currency" in row.values) Object.assign(row.values, { amountMinor: revenueMinor, currency });
  const stage = textIn(row, "stage");
  if (textIn(row, "state") === null && stage !== null) row.values.state = stateOfStage(stage);
  return null;
}
