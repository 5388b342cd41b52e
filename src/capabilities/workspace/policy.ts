import { and, eq } from "drizzle-orm";
import * as z from "zod";
import { Instant } from "../../platform/columns.ts";
import { type Context, record } from "../../platform/context.ts";
import { invalid } from "../../platform/refusal.ts";
import { POLICY, POLICY_NAMES, type Policy, type PolicyName, policyIssue } from "./policy-rules.ts";
import { policies } from "./schema.ts";

type Where = Pick<Context, "db" | "actor">;

export const PolicyValues = z.object({
  items: z.array(
    z.object({
      name: z.enum(POLICY_NAMES),
      value: z.number(),
      usual: z.number().describe("What holds where nobody set it."),
      setBy: z.uuid().nullable(),
      setAt: Instant.nullable().describe("Null while the usual value holds."),
    }),
  ),
});
export type PolicyValues = z.infer<typeof PolicyValues>;

const rowsOf = ({ db, actor }: Where) => db.select().from(policies).where(eq(policies.workspaceId, actor.workspaceId));

/** What this workspace asks: its own values, and the usual ones where it set none. */
export async function policyOf(where: Where): Promise<Policy> {
  return { ...POLICY, ...Object.fromEntries((await rowsOf(where)).map(({ name, value }) => [name, value])) };
}

/** Each value that can be set, with what is usual and who set it. */
export async function policyValues(where: Where): Promise<PolicyValues> {
  const rows = await rowsOf(where);
  return {
    items: POLICY_NAMES.map((name) => {
      const own = rows.find((row) => row.name === name);
      return { name, value: own?.value ?? POLICY[name], usual: POLICY[name], setBy: own?.setBy ?? null, setAt: own?.setAt ?? null };
    }),
  };
}

/** Sets a value of the policy. @throws Refusal 422 outside of its bounds */
export async function setPolicy(context: Context, name: PolicyName, value: number): Promise<PolicyValues> {
  const { db, actor, now } = context;
  const issue = policyIssue(name, value);
  if (issue) throw invalid("value", issue);
  const before = (await policyOf(context))[name];
  if (before === value) return policyValues(context);
  const set = { value, setBy: actor.kind === "member" ? actor.id : null, setAt: now };
  await db
    .insert(policies)
    .values({ workspaceId: actor.workspaceId, name, ...set })
    .onConflictDoUpdate({ target: [policies.workspaceId, policies.name], set });
  await record(context, "policy.set", null, { name, changes: { value: { before, after: value } } });
  return policyValues(context);
}

/** Goes back to what is usual. */
export async function resetPolicy(context: Context, name: PolicyName): Promise<PolicyValues> {
  const { db, actor } = context;
  const gone = await db.delete(policies).where(and(eq(policies.workspaceId, actor.workspaceId), eq(policies.name, name)));
  if (gone.rowCount) await record(context, "policy.reset", null, { name });
  return policyValues(context);
}
