import { client, useChange } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { RelativeTime } from "../../../ui/time.tsx";
import { TextBlock } from "../../workspace/pages/text-block.tsx";
import { useMemberName } from "../../workspace/pages/vocabulary.ts";
import type { Finding } from "../finding-answers.ts";
import { MARKET_RENEWS } from "./renews.ts";

/** What is said to what a finding contradicts, and by whom. */
export function FindingAnswerBlock({ finding, mayAnswer }: { finding: Finding; mayAnswer: boolean }) {
  const nameOf = useMemberName();
  const answer = useChange(client.findings.answer, {
    said: ({ key, answer: said }) => (said === "" ? `${key} is unanswered again` : `Answered ${key}`),
    renews: MARKET_RENEWS,
  });
  const against = finding.contradicts.map(({ key }) => key).join(", ");
  return (
    <>
      <TextBlock
        title={`Answer to what it contradicts (${against})`}
        value={finding.answer}
        offer={`It contradicts ${against}: say what you answer`}
        mayEdit={mayAnswer}
        most={5000}
        onBegin={() => undefined}
        onKeep={(said) => answer.mutate({ params: { id: finding.id }, headers: ifMatch(finding), body: { answer: said } })}
      />
      {finding.answeredAt && (
        <p className="meta section answer-by">
          {nameOf(finding.answeredBy) ?? "A program"} answered <RelativeTime at={finding.answeredAt} />
        </p>
      )}
    </>
  );
}
