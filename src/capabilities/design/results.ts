import { and, asc, eq, inArray } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import type { Participant, StudyTask } from "./answers.ts";
import { studyOutcomes, studyParticipants, studyTasks } from "./schema.ts";

/** The tasks of studies in their order, and who did what in them. */
export async function resultsOf(
  { db, actor }: Pick<Context, "db" | "actor">,
  studyIds: readonly string[],
): Promise<Map<string, { tasks: StudyTask[]; participants: Participant[] }>> {
  if (studyIds.length === 0) return new Map();
  const home = actor.workspaceId;
  const [tasks, people, outcomes] = await Promise.all([
    db
      .select()
      .from(studyTasks)
      .where(and(eq(studyTasks.workspaceId, home), inArray(studyTasks.studyId, [...studyIds])))
      .orderBy(asc(studyTasks.place), asc(studyTasks.id)),
    db
      .select()
      .from(studyParticipants)
      .where(and(eq(studyParticipants.workspaceId, home), inArray(studyParticipants.studyId, [...studyIds])))
      .orderBy(asc(studyParticipants.place), asc(studyParticipants.id)),
    db
      .select({
        participantId: studyOutcomes.participantId,
        taskId: studyOutcomes.taskId,
        completed: studyOutcomes.completed,
        seconds: studyOutcomes.seconds,
        ease: studyOutcomes.ease,
      })
      .from(studyOutcomes)
      .innerJoin(
        studyParticipants,
        and(eq(studyParticipants.workspaceId, studyOutcomes.workspaceId), eq(studyParticipants.id, studyOutcomes.participantId)),
      )
      .where(and(eq(studyOutcomes.workspaceId, home), inArray(studyParticipants.studyId, [...studyIds]))),
  ]);
  const byPerson = Map.groupBy(outcomes, ({ participantId }) => participantId);
  return new Map(
    studyIds.map((studyId) => [
      studyId,
      {
        tasks: tasks.filter((task) => task.studyId === studyId).map(({ id, title, origin }) => ({ id, title, origin })),
        participants: people
          .filter((person) => person.studyId === studyId)
          .map(({ id, version, name, sus }) => ({
            id,
            version,
            name,
            sus: [...sus],
            outcomes: Object.fromEntries(
              (byPerson.get(id) ?? []).map(({ taskId, completed, seconds, ease }) => [taskId, { completed, seconds, ease }]),
            ),
          })),
      },
    ]),
  );
}
