import { sql } from "drizzle-orm";
import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { accounts } from "../customers/schema.ts";
import type { SegmentVocabulary } from "./segment-answers.ts";

/** A list to choose from is read by people: so many values of each. */
const MOST = 50;
const Word = z.object({ about: z.string(), name: z.string(), value: z.string() });

/** What accounts can be told apart by here: their plans, currencies and imported columns with their most frequent values. */
export async function segmentVocabulary({ db, actor }: Context): Promise<z.infer<typeof SegmentVocabulary>> {
  const home = actor.workspaceId;
  const { rows } = await db.execute(sql`
    with said as (
      select 'plan' as about, '' as name, plan as value from ${accounts} where workspace_id = ${home}
      union all select 'currency', '', currency from ${accounts} where workspace_id = ${home}
      union all select 'attribute', e.key, e.value from ${accounts} a cross join lateral jsonb_each_text(a.attributes) e where a.workspace_id = ${home}
    ), counted as (
      select about, name, value, row_number() over (partition by about, name order by count(*) desc, value) as place
      from said where length(trim(value)) between 1 and 200 group by about, name, value
    ) select about, name, value from counted where place <= ${MOST} order by about, name, place limit 5000`);
  const words = rows.map((row) => Word.parse(row));
  const of = (about: string) => words.filter((word) => word.about === about);
  const columns = Map.groupBy(of("attribute"), ({ name }) => name);
  return {
    plans: of("plan").map(({ value }) => value),
    currencies: of("currency").map(({ value }) => value),
    attributes: [...columns].map(([name, values]) => ({ name, values: values.map(({ value }) => value) })),
  };
}
