import { formatRange, medianOf } from "../../../kernels/estimate.ts";
import { StatePip } from "../../../ui/marks.tsx";
import { RelativeTime } from "../../../ui/time.tsx";
import { useMemberName } from "../../workspace/pages/vocabulary.ts";
import type { Feasibility } from "../feasibility-schema.ts";
import { effortSum } from "../rules.ts";
import { freshText, isStale, sumText, VERDICT_WORDS } from "./delivery-words.ts";
import "./delivery.css";

/** An answer as it stands: verdict, effort, line, by whom, until when it counts, and who disputes it. */
export function AnswerCard({ answer }: { answer: Feasibility }) {
  const memberName = useMemberName();
  if (answer.verdict === null || answer.answeredAt === null) return null;
  const { word, shape } = VERDICT_WORDS[answer.verdict];
  const sum = effortSum(answer.efforts);
  return (
    <div className="answer-card" data-kind="feasibility" data-verdict={answer.verdict}>
      <p className="answer-head">
        <StatePip shape={shape}>
          <b>{word}</b>
        </StatePip>
        {sum && (
          <span title="P50, the geometric mean of the ends">
            <b>{sumText(answer.efforts)}</b> of work, P50 about {formatRange(pointOf(medianOf(sum)), "effort")}
          </span>
        )}
      </p>
      {answer.line !== "" && <p className="answer-line">{answer.line}</p>}
      {answer.conditions !== "" && (
        <p>
          <span className="answer-label">Conditions</span> {answer.conditions}
        </p>
      )}
      {answer.spike !== "" && (
        <p>
          <span className="answer-label">To try first</span> {answer.spike}
        </p>
      )}
      {answer.efforts.some(({ teamId }) => teamId !== null) && (
        <ul className="answer-teams">
          {answer.efforts.map(({ teamId, team, low, high }) => (
            <li key={teamId}>
              {team} <b>{formatRange({ low, high }, "effort")}</b>
            </li>
          ))}
        </ul>
      )}
      <p className="meta">
        {memberName(answer.answeredBy) ?? "A program"} · <RelativeTime at={answer.answeredAt} /> ·{" "}
        <span className={isStale(answer) ? "answer-stale" : undefined}>{freshText(answer)}</span>
      </p>
      {answer.state === "disputed" && (
        <p className="answer-disputed">
          <b>Disputed</b> by {memberName(answer.disputedBy) ?? "a program"}: {answer.disputeReason}
        </p>
      )}
    </div>
  );
}

/** To one figure behind the point: more would pretend. */
function pointOf(weeks: number) {
  const value = Math.max(0.1, Math.round(weeks * 10) / 10);
  return { low: value, high: value, unit: "weeks" as const };
}
