import { useState } from "react";
import { counted } from "../../../ui/format.ts";
import { later } from "../../../ui/later.tsx";
import { WorkspaceLink } from "../../../ui/router.tsx";
import { Panel, Section } from "../../../ui/shell/page.tsx";
import type { Figures, Round, StudyDetail } from "../answers.ts";
import { discoverySentence, ofAll, percentRange, pValue, spokenTime, susSentence } from "../study-rules.ts";
import { IntervalBar } from "./interval.tsx";
import "./design.css";

const TasksDialog = later(async () => (await import("./tasks-dialog.tsx")).TasksDialog);
const VERDICTS = { better: "better", worse: "worse", "not-proven": "not proven", same: "no difference" };
type Estimate = Figures["tasks"][number]["time"];

/** What the figures of a study prove and what not: its rounds side by side, SUS, and how many problems so many people see. */
export function Proven({ study }: { study: StudyDetail }) {
  const { figures, rounds, participants } = study;
  return (
    <Section title="What it proves" note="intervals hold for 95 of 100 studies like it">
      <Panel>
        <div className="proven">
          <p className="proven-sentence">{figures.sentence}</p>
          <div>
            <h3>{study.tasks.length > 1 ? "Completed every task" : "Completed"}</h3>
            <ol className="rounds">
              {rounds.map((round, index) => (
                <RoundLine key={round.id} round={round} number={index + 1} isHere={round.id === study.id} />
              ))}
              <li aria-hidden>
                <span className="axis meta">
                  <span>0 %</span>
                  <span>50 %</span>
                  <span>100 %</span>
                </span>
              </li>
            </ol>
          </div>
          <div>
            <h3>System Usability Scale</h3>
            <SusFigure figures={figures} before={rounds[rounds.findIndex(({ id }) => id === study.id) - 1]?.figures} />
          </div>
          {participants.length > 0 && <p className="meta proven-seen">{discoverySentence(participants.length)}</p>}
        </div>
      </Panel>
    </Section>
  );
}

function RoundLine({ round, number, isHere }: { round: Round; number: number; isHere: boolean }) {
  const { completion } = round.figures;
  const { comparison } = round;
  const name = `Round ${number}`;
  return (
    <li>
      <span className="round-name" aria-current={isHere || undefined}>
        {isHere ? name : <WorkspaceLink path={`studies/${round.key}`}>{name}</WorkspaceLink>}
        {round.revision !== null && <span className="meta"> v{round.revision}</span>}
      </span>
      {completion ? (
        <IntervalBar {...completion} label={`${name}: ${ofAll(completion)} completed, ${percentRange(completion)}`} />
      ) : (
        <span className="meta">no results yet</span>
      )}
      <span>{completion && `${ofAll(completion)} · ${percentRange(completion)}`}</span>
      {comparison && (
        <span className="meta round-note">
          against the round before: {pValue(comparison.p)}, {VERDICTS[comparison.verdict]}
          {comparison.wouldProve && `; ${comparison.wouldProve} would prove it`}
        </span>
      )}
    </li>
  );
}

function SusFigure({ figures: { sus }, before }: { figures: Figures; before: Figures | undefined }) {
  if (!sus) return <p className="meta">Nobody answered all ten statements yet.</p>;
  const { value, interval } = sus;
  const earlier = before?.sus ?? null;
  return (
    <>
      <p>
        <span className="sus-score">{value.toFixed(1)}</span> grade <b>{sus.grade}</b>
        {earlier && <span className="meta"> after {earlier.value.toFixed(1)}</span>}
      </p>
      <IntervalBar
        value={value}
        low={interval?.low ?? value}
        high={interval?.high ?? value}
        to={100}
        mark={68}
        label={`${susSentence(sus)} The line stands at 68, the average of all studies.`}
      />
      <p className="meta">
        {interval && `${interval.low.toFixed(1)}–${interval.high.toFixed(1)}, `}
        {counted(sus.n, "person", "people")}; better than {Math.floor(sus.percentile)} of 100 studies
      </p>
    </>
  );
}

/** The tasks, each with who completed it, how long that took and how easy it felt. */
export function TaskTable({ study, mayEdit }: { study: StudyDetail; mayEdit: boolean }) {
  const [isEditing, setEditing] = useState(false);
  const { tasks, figures, rounds } = study;
  const before = rounds[rounds.findIndex(({ id }) => id === study.id) - 1];
  const edit = mayEdit && tasks.length > 0 && (
    <button type="button" className="plain record-add" onClick={() => setEditing(true)}>
      Edit tasks
    </button>
  );
  return (
    <Section title="Tasks" actions={edit}>
      {tasks.length === 0 ? (
        <p className="linked-none">
          No tasks yet.{" "}
          {mayEdit && (
            <button type="button" className="plain record-add" onClick={() => setEditing(true)}>
              Write the first task
            </button>
          )}
        </p>
      ) : (
        <Panel flush>
          <table className="task-table">
            <thead>
              <tr>
                <th scope="col">Task</th>
                <th scope="col">Completed</th>
                <th scope="col">Time, of those who did</th>
                <th scope="col">Ease, 1 to 7</th>
              </tr>
            </thead>
            <tbody>
              {tasks.map((task, index) => {
                const own = figures.tasks[index];
                const earlier = before?.tasks.find(({ origin }) => origin === task.origin);
                const was = earlier && before?.figures.tasks.find(({ taskId }) => taskId === earlier.id);
                return (
                  <tr key={task.id}>
                    <td>
                      <span className="meta">{index + 1}.</span> {task.title}
                    </td>
                    <td data-label="Completed" className="task-completion">
                      {own?.completion ? (
                        <>
                          {ofAll(own.completion)} <span className="meta">{percentRange(own.completion)}</span>
                          {was?.completion && <span className="meta"> after {ofAll(was.completion)}</span>}
                          <IntervalBar {...own.completion} label={`${ofAll(own.completion)} completed, ${percentRange(own.completion)}`} />
                        </>
                      ) : (
                        <span className="meta">–</span>
                      )}
                    </td>
                    <td data-label="Time">
                      <Spoken estimate={own?.time ?? null} earlier={was?.time ?? null} words={spokenTime} />
                    </td>
                    <td data-label="Ease">
                      <Spoken estimate={own?.ease ?? null} earlier={was?.ease ?? null} words={(value) => value.toFixed(1)} />
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </Panel>
      )}
      {isEditing && <TasksDialog study={study} onClose={() => setEditing(false)} />}
    </Section>
  );
}

function Spoken({ estimate, earlier, words }: { estimate: Estimate; earlier: Estimate; words: (value: number) => string }) {
  if (!estimate) return <span className="meta">–</span>;
  const { interval, n } = estimate;
  return (
    <>
      {words(estimate.value)}{" "}
      <span className="meta">
        {interval ? `${words(interval.low)}–${words(interval.high)}` : "one alone"}, n {n}
        {earlier && `, after ${words(earlier.value)}`}
      </span>
    </>
  );
}
