import { createDecision, decide, decisionById, dissent, editDecision } from "../decisions/decisions.ts";
import { acceptRecommendation, recommend, recommendationById, rejectRecommendation } from "../recommendations/recommendations.ts";
import { confirmRecord } from "../workspace/confirming.ts";
import { DECISIONS } from "./content-decisions.ts";
import { RECOMMENDATIONS } from "./content-recommendations.ts";
import type { Stage } from "./stage.ts";

/** What was decided, by whom, why then, and who saw it otherwise. */
export function decisionsOf(stage: Stage): void {
  for (const { question, body, options, asked, by, answers, taken, tripwire, lookAgainIn, dissent: other, read = [] } of DECISIONS) {
    stage.plan(asked, by, async (context) => {
      const ways = options.map(([name, line]) => ({ name, line }));
      const about = answers.map((target) => stage.id(target));
      stage.keep(question, await createDecision(context, { question, body, options: ways, answers: about }));
    });
    if (taken)
      stage.plan(taken.ago, "mira", async (context) => {
        const { id, version } = await decisionById(context, stage.id(question));
        const { chosen, whyNow } = taken;
        const decided = await decide(context, id, version, { chosen, whyNow, decidedBy: taken.by.map(stage.memberId) });
        const again = lookAgainIn === undefined ? {} : { lookAgainOn: stage.day(-lookAgainIn) };
        if (tripwire) await editDecision(context, id, decided.version, { tripwire, ...again });
      });
    if (other)
      stage.plan(other[1] - 0.1, other[0], (context) =>
        dissent(context, stage.id(question), stage.memberId(other[0]), { reason: other[2], proof: other[3] }),
      );
    for (const [who, ago] of read) stage.plan(ago, who, (context) => confirmRecord(context, stage.id(question)));
  }
}

/** What the data group recommends from what it saw, and what became of it. */
export function recommendationsOf(stage: Stage): void {
  for (const { made, by, metric, days, informs, dueIn, accepted, rejected, ...said } of RECOMMENDATIONS) {
    stage.plan(made, by, async (context) => {
      const standsOn = { metricId: stage.id(`metric:${metric}`), fromOn: stage.day(days[0]), toOn: stage.day(days[1]) };
      const due = dueIn === undefined ? {} : { dueOn: stage.day(-dueIn) };
      stage.keep(
        said.proposal,
        await recommend(context, { ...said, ...due, standsOn, informs: informs.map((target) => stage.id(target)) }),
      );
    });
    if (accepted)
      stage.plan(accepted.ago, accepted.by, async (context) => {
        const { id, version } = await recommendationById(context, stage.id(said.proposal));
        await acceptRecommendation(context, id, version, { intoId: stage.id(accepted.into) });
      });
    if (rejected)
      stage.plan(rejected.ago, rejected.by, async (context) => {
        const { id, version } = await recommendationById(context, stage.id(said.proposal));
        await rejectRecommendation(context, id, version, rejected.reason);
      });
  }
}
