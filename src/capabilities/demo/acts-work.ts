import type { Context } from "../../platform/context.ts";
import { answerFeasibility, askFeasibility } from "../delivery/answering.ts";
import { createTeam } from "../delivery/feasibilities.ts";
import { answerTechNote, raiseTechNote } from "../delivery/tech-notes.ts";
import { linkWorkItem } from "../delivery/work-items.ts";
import { createDesign, designById, moveDesign, reviseDesign } from "../design/designs.ts";
import { editProblem, enterResults, noteProblem } from "../design/entering.ts";
import { principlesOf, review, setPrinciples } from "../design/reviews.ts";
import { createStudy, editStudy, moveStudy, repeatStudy, studyById } from "../design/studies.ts";
import { comment } from "../workspace/comments.ts";
import { confirmRecord } from "../workspace/confirming.ts";
import { FEASIBILITIES, TEAMS, TECH_NOTES, WORK_ITEMS } from "./content-delivery.ts";
import { DESIGNS, PRINCIPLES, REVIEWS, SECOND_ROUND, STUDIES, type StudyFacts } from "./content-design.ts";
import type { Stage } from "./stage.ts";

/** What engineering was asked, what it answered, and what it said unasked. */
export function deliveryOf(stage: Stage): void {
  for (const team of TEAMS) stage.plan(400, "tomasz", async (context) => stage.keep(`team:${team}`, await createTeam(context, team)));
  for (const { feature, asked, question, dueIn, answered } of FEASIBILITIES) {
    const name = `feasibility:${feature}`;
    stage.plan(asked[0], asked[1], async (context) => {
      const when = dueIn === undefined ? {} : { dueOn: stage.day(-dueIn) };
      stage.keep(name, await askFeasibility(context, { featureId: stage.id(feature), ...(question ? { question } : {}), ...when }));
    });
    if (answered)
      stage.plan(answered.ago, "tomasz", async (context) => {
        const { ago: _, efforts = [], ...answer } = answered;
        const parts = efforts.map(([team, low, high]) => ({ teamId: stage.id(`team:${team}`), low, high }));
        await answerFeasibility(context, stage.id(name), 1, { ...answer, efforts: parts });
      });
  }
  for (const { title, kind, body, cost, informs, raised, answered, comment: remark } of TECH_NOTES) {
    stage.plan(raised[0], raised[1], async (context) => {
      const targets = informs.map((feature) => stage.id(feature));
      stage.keep(title, await raiseTechNote(context, { title, kind, body, ...(cost ? { cost } : {}), informs: targets }));
    });
    if (answered)
      stage.plan(answered[0], "mira", (context) =>
        answerTechNote(context, stage.id(title), 1, { answer: answered[1], ...(answered[2] ? { reason: answered[2] } : {}) }),
      );
    if (remark) stage.plan(remark[0], remark[1], (context) => comment(context, stage.id(title), { body: remark[2], files: [] }));
  }
  for (const { feature, ago, ...item } of WORK_ITEMS)
    stage.plan(ago, "tomasz", (context) => linkWorkItem(context, stage.id(feature), item));
  // The oldest answer in play was looked at again in the last planning.
  stage.plan(23, "mira", (context) => confirmRecord(context, stage.id("feasibility:currency")));
}

/** Designs, what people did with them, and how they stand up to the principles. */
export function designOf(stage: Stage): void {
  stage.plan(400, "ines", (context) => setPrinciples(context, { principles: PRINCIPLES.map((statement) => ({ statement })) }));
  for (const { name, title, body, state, made, serves, revised, comment: remark } of DESIGNS) {
    const design = `design:${name}`;
    stage.plan(made, "ines", async (context) => {
      const drawn = { title, body, address: `https://drawings.acme-reports.example/${name}`, ownerId: stage.memberId("ines") };
      stage.keep(design, await createDesign(context, { ...drawn, serves: serves.map((target) => stage.id(target)) }));
    });
    if (state !== "sketch")
      stage.plan(made - 1, "ines", async (context) => {
        const { id, version } = await designById(context, stage.id(design));
        await moveDesign(context, id, version, state);
      });
    if (revised)
      stage.plan(revised[0], "ines", async (context) => {
        const { id, version } = await designById(context, stage.id(design));
        await reviseDesign(context, id, version, { changed: revised[1] });
      });
    stage.plan(remark[0], remark[1], (context) => comment(context, stage.id(design), { body: remark[2], files: [] }));
  }
  for (const study of STUDIES) studyOf(stage, study);
  stage.plan(10.5, "ines", (context) => secondRound(stage, context));
  for (const [feature, ago, lines] of REVIEWS)
    stage.plan(ago, "ines", async (context) => {
      const principles = await principlesOf(context);
      for (const [place, verdict, note = ""] of lines)
        await review(context, stage.id(feature), principles[place]?.id ?? "", { verdict, note });
    });
}

function studyOf(stage: Stage, { name, title, body, design, tests, segment, made, analysed, tasks, rows, problems }: StudyFacts): void {
  const study = `study:${name}`;
  stage.plan(made, "ines", async (context) => {
    const about = { designId: stage.id(`design:${design}`), tests: [stage.id(tests)], tasks: [...tasks] };
    stage.keep(
      study,
      await createStudy(context, { title, body, segmentId: stage.id(`segment:${segment}`), ownerId: stage.memberId("ines"), ...about }),
    );
  });
  stage.plan((made + analysed) / 2, "ines", async (context) => {
    const { id, tasks: asked } = await studyById(context, stage.id(study));
    const sat = rows.map(([person, outcomes, sus]) => ({
      name: person,
      outcomes: Object.fromEntries(
        asked.map((task, place) => {
          const [completed, seconds, ease] = outcomes[place] ?? [false, 0, 0];
          return [task.id, { completed, seconds, ease }];
        }),
      ),
      sus: [...sus],
    }));
    await enterResults(context, id, { rows: sat });
    for (const { task, fixed: _, ...problem } of problems) await noteProblem(context, id, { ...problem, taskId: asked[task]?.id ?? null });
  });
  stage.plan(analysed, "ines", async (context) => {
    const live = await studyById(context, stage.id(study));
    await moveStudy(context, live.id, live.version, "analysed");
  });
  for (const { title: trouble, fixed } of problems)
    if (fixed !== undefined)
      // A moment after the version that mends it.
      stage.plan(fixed - 0.1, "ines", async (context) => {
        const { id, problems: seen } = await studyById(context, stage.id(study));
        const problem = seen.find((one) => one.title === trouble);
        if (problem) await editProblem(context, id, problem.id, problem.version, { state: "fixed" });
      });
}

/** The round after the redesign: held, noted down, and ready to be entered. */
async function secondRound(stage: Stage, context: Context): Promise<void> {
  const again = await repeatStudy(context, stage.id("study:currency"));
  stage.keep("study:currency-2", again);
  const body = [
    "The same two tasks with version 2, eight other people. The sessions are over; what is left is to write down what happened.",
    "",
    "Copy these lines and paste them with **Paste or open a sheet**:",
    "",
    "```",
    SECOND_ROUND,
    "```",
  ].join("\n");
  const edited = await editStudy(context, again.id, again.version, { body });
  await moveStudy(context, edited.id, edited.version, "live");
}
