import { sql } from "drizzle-orm";
import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { keyOf } from "../workspace/kind-rules.ts";
import type { Figures, Participant, Round, StudyTask } from "./answers.ts";
import { resultsOf } from "./results.ts";
import { studies } from "./schema.ts";
import {
  comparedRounds,
  ofAll,
  peopleToProve,
  provenSentence,
  STUDY_STATES,
  susFigures,
  taskFigures,
  wholeCompletion,
} from "./study-rules.ts";

type Results = { tasks: readonly StudyTask[]; participants: readonly Participant[] };
const wholeOf = ({ tasks, participants }: Results) =>
  wholeCompletion(
    tasks.map(({ id }) => id),
    participants,
  );

/** What the results of a round say, against the round before it. */
export function figuresOf(round: Results, before?: Results): Figures {
  const completion = wholeOf(round);
  return {
    sentence: provenSentence(completion, before ? wholeOf(before) : null),
    completion,
    tasks: taskFigures(
      round.tasks.map(({ id }) => id),
      round.participants,
    ),
    sus: susFigures(round.participants),
  };
}

const Row = z.object({
  id: z.uuid(),
  number: z.int(),
  title: z.string(),
  state: z.enum(STUDY_STATES),
  revision: z.int().nullable(),
});
/** More rounds than that are another question. */
const MOST_ROUNDS = 50;

/** All rounds that hang together with a study, the first first, each compared with the one before. */
export async function roundsOf(context: Context, studyId: string): Promise<Round[]> {
  const { db, actor } = context;
  const home = actor.workspaceId;
  const { rows } = await db.execute(sql`
    with recursive earlier as (
      select id, previous_id, 0 as place from ${studies} where workspace_id = ${home} and id = ${studyId}::uuid
      union all
      select s.id, s.previous_id, e.place - 1 from earlier e join ${studies} s on s.workspace_id = ${home} and s.id = e.previous_id where e.place > ${-MOST_ROUNDS}
    ), later as (
      select id, 0 as place from ${studies} where workspace_id = ${home} and id = ${studyId}::uuid
      union all
      select s.id, l.place + 1 from later l join ${studies} s on s.workspace_id = ${home} and s.previous_id = l.id where l.place < ${MOST_ROUNDS}
    )
    select s.id, r.number, s.title, s.state, s.revision from (select id, place from earlier union select id, place from later) x
    join ${studies} s on s.workspace_id = ${home} and s.id = x.id
    join records r on r.workspace_id = ${home} and r.id = x.id order by x.place`);
  const found = rows.map((row) => Row.parse(row));
  const results = await resultsOf(
    context,
    found.map(({ id }) => id),
  );
  const nothing: Results = { tasks: [], participants: [] };
  return found.map(({ number, ...study }, index) => {
    const own = results.get(study.id) ?? nothing;
    const earlier = found[index - 1];
    const before = earlier && results.get(earlier.id);
    const comparison = before ? comparedRounds(wholeOf(before), wholeOf(own)) : null;
    const proof = comparison && peopleToProve(comparison);
    return {
      ...study,
      key: keyOf("study", number),
      people: own.participants.length,
      tasks: [...own.tasks],
      figures: figuresOf(own, before),
      comparison: comparison && { p: comparison.p, verdict: comparison.verdict, wouldProve: proof ? ofAll(proof) : null },
    };
  });
}
