import { sql } from "drizzle-orm";
import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { accounts } from "../customers/schema.ts";
import { resultsOf } from "../design/results.ts";
import { studies } from "../design/schema.ts";
import { STUDY_STATES, wholeCompletion } from "../design/study-rules.ts";
import { DEAL_STATES } from "../research/deal-rules.ts";
import { FINDING_KINDS, FINDING_STATES } from "../research/finding-rules.ts";
import { customerStories, deals, findings } from "../research/schema.ts";
import { STORY_STATES } from "../research/story-rules.ts";
import { keyOf } from "../workspace/kind-rules.ts";
import { links, records } from "../workspace/schema.ts";
import type { DealNode, FindingNode, StoryNode, StudyNode } from "./node-schema.ts";
import type { ThreadEdge } from "./schema.ts";

type BesideNode = FindingNode | StoryNode | DealNode | StudyNode;
/** No page shows more of a kind. */
const MOST_OF_A_KIND = 20;

const Row = z.object({
  id: z.uuid(),
  targetId: z.uuid(),
  number: z.int(),
  kind: z.enum(["finding", "customer-story", "deal", "study"]),
  link: z.enum(["supports", "contradicts", "informs"]),
  title: z.string(),
  state: z.enum([...FINDING_STATES, ...STORY_STATES, ...DEAL_STATES, ...STUDY_STATES]),
  findingKind: z.enum(FINDING_KINDS).nullable(),
  strength: z.int().nullable(),
  asOf: z.string().nullable(),
  amountMinor: z.coerce.number().nullable(),
  currency: z.string().nullable(),
  accountId: z.uuid().nullable(),
  accountName: z.string().nullable(),
});
type Row = z.infer<typeof Row>;

/**
 * What is known beside customers' quotes of these needs and features: findings about the market, customers' stories, deals that it decided,
 * and studies in which people tried it, a study also by the design that it shows. The strongest of each kind first.
 */
export async function besideQuotes(
  context: Context,
  targets: readonly string[],
  most: number,
): Promise<{ nodes: BesideNode[]; edges: ThreadEdge[]; total: number }> {
  if (targets.length === 0) return { nodes: [], edges: [], total: 0 };
  const { db, actor } = context;
  const home = actor.workspaceId;
  const { rows } = await db.execute(sql`
    with told as (
      select l.from_id as id, l.to_id as target_id, l.kind as link from ${links} l
      where l.workspace_id = ${home} and l.kind in ('supports', 'contradicts', 'informs') and l.to_id = any(${sql.param(targets)}::uuid[])
      union
      select s.id, l.to_id, 'informs' from ${links} l join ${studies} s on s.workspace_id = ${home} and s.design_id = l.from_id
      where l.workspace_id = ${home} and l.kind = 'serves' and l.to_id = any(${sql.param(targets)}::uuid[])
    )
    select t.id, t.target_id as "targetId", t.link, r.number, r.kind, coalesce(f.statement, c.title, d.name, s.title) as title,
      coalesce(f.state, c.state, d.state, s.state) as state, f.kind as "findingKind", f.strength,
      (select max(x ->> 'asOf') from jsonb_array_elements(f.sources) x) as "asOf",
      d.amount_minor as "amountMinor", d.currency, a.id as "accountId", a.name as "accountName"
    from told t join ${records} r on r.workspace_id = ${home} and r.id = t.id and r.kind in ('finding', 'customer-story', 'deal', 'study')
    left join ${findings} f on f.workspace_id = ${home} and f.id = t.id
    left join ${customerStories} c on c.workspace_id = ${home} and c.id = t.id
    left join ${deals} d on d.workspace_id = ${home} and d.id = t.id
    left join ${studies} s on s.workspace_id = ${home} and s.id = t.id
    left join ${accounts} a on a.workspace_id = ${home} and a.id = coalesce(c.account_id, d.account_id)
    where coalesce(f.state, '') <> 'withdrawn'
    order by r.kind, f.strength desc, d.amount_minor desc nulls last, t.id desc, t.target_id`);
  const found = Map.groupBy(
    rows.map((row) => Row.parse(row)),
    ({ id }) => id,
  );
  const all = [...found.values()].flatMap(([row]) => row ?? []);
  const shown = [...Map.groupBy(all, ({ kind }) => kind).values()].flatMap((ofKind) => ofKind.slice(0, Math.min(most, MOST_OF_A_KIND)));
  const results = await resultsOf(
    context,
    shown.filter(({ kind }) => kind === "study").map(({ id }) => id),
  );
  return {
    nodes: shown.map((row) => nodeOf(row, results)),
    edges: shown.flatMap(({ id }) =>
      (found.get(id) ?? []).map(({ targetId, link, strength }) => ({ from: id, to: targetId, kind: link, strength: strength ?? 2 })),
    ),
    total: all.length,
  };
}

function nodeOf({ id, number, title, kind, ...row }: Row, results: Awaited<ReturnType<typeof resultsOf>>): BesideNode {
  const mark = { id, title, key: keyOf(kind, number) };
  const account = row.accountId !== null && row.accountName !== null ? { id: row.accountId, name: row.accountName } : null;
  switch (kind) {
    case "finding": {
      const { findingKind, strength, asOf } = row;
      return {
        ...mark,
        kind,
        findingKind: findingKind ?? "trend",
        state: z.enum(FINDING_STATES).parse(row.state),
        strength: strength ?? 1,
        asOf,
      };
    }
    case "customer-story":
      return { ...mark, kind, state: z.enum(STORY_STATES).parse(row.state), account };
    case "deal":
      return { ...mark, kind, state: z.enum(DEAL_STATES).parse(row.state), amountMinor: row.amountMinor, currency: row.currency, account };
    case "study": {
      const { tasks, participants } = results.get(id) ?? { tasks: [], participants: [] };
      const whole = wholeCompletion(
        tasks.map((task) => task.id),
        participants,
      );
      return { ...mark, kind, state: z.enum(STUDY_STATES).parse(row.state), completed: whole?.successes ?? 0, people: whole?.trials ?? 0 };
    }
  }
}
