import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Suspense, useRef, useState } from "react";
import { useActor } from "../../../actor.tsx";
import { api } from "../../../api.tsx";
import { may } from "../../../platform/access.ts";
import { counted, dateOnly } from "../../../ui/format.ts";
import { Kbd, useShortcuts } from "../../../ui/keyboard.tsx";
import { later } from "../../../ui/later.tsx";
import { WorkspaceLink } from "../../../ui/router.tsx";
import { Section } from "../../../ui/shell/page.tsx";
import { ErrorState, Skeleton } from "../../../ui/states.tsx";
import { RelativeTime } from "../../../ui/time.tsx";
import { useMemberName } from "../../workspace/pages/vocabulary.ts";
import type { Feasibility } from "../feasibility-schema.ts";
import { deliveryAccess } from "../rules.ts";
import { AnswerCard } from "./answer-card.tsx";
import { AnswerForm } from "./answer-later.tsx";
import { AnswerActs } from "./feasibility-acts.tsx";
import { Prerequisites } from "./prerequisites.tsx";
import "./delivery.css";

const AskDialog = later(async () => (await import("./ask-dialog.tsx")).AskDialog);

/** What engineering says of a feature: the answer that counts, the question that waits, and a place to ask, answer and dispute. */
export function FeatureFeasibility({ id, title }: { id: string; title: string }) {
  const actor = useActor();
  const { data, error, refetch } = useQuery(api.feasibilities.ofFeature.queryOptions({ input: { id } }));
  const [asking, setAsking] = useState(false);
  const panel = useRef<HTMLDivElement>(null);
  const [answering, setAnswering] = useState<"ask" | "anew" | "unasked">();
  const ask = data?.items.find(({ state }) => state === "asked");
  const answer = data?.items.find(({ isNewest, answeredAt }) => isNewest && answeredAt !== null);
  const earlier = (data?.items ?? []).filter((one) => one !== ask && one !== answer);
  const [mayAsk, mayAnswer] = [may(actor, deliveryAccess, "ask"), may(actor, deliveryAccess, "answer")];
  const begin = () => {
    if (ask && mayAnswer) {
      setAnswering("ask");
      // The key was pressed wherever the page stood.
      requestAnimationFrame(() => panel.current?.scrollIntoView({ block: "center" }));
    }
    if (!ask && mayAsk) setAsking(true);
  };
  useShortcuts("Feasibility", [{ keys: "a", label: ask ? "Answer what engineering is asked" : "Ask for feasibility", run: begin }], {
    active: data !== undefined && (ask ? mayAnswer : mayAsk),
  });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  const done = () => setAnswering(undefined);
  return (
    <Section
      title="Feasibility"
      note={answer === undefined && ask === undefined && data ? "not asked yet" : undefined}
      actions={answer && !answering && <AnswerActs answer={answer} hasAsk={ask !== undefined} onAnew={() => setAnswering("anew")} />}
    >
      {!data ? (
        <Skeleton lines={3} />
      ) : (
        <div className="feasibility-panel" ref={panel}>
          {answer && answering !== "anew" && <AnswerCard answer={answer} />}
          {answer && answering === "anew" && (
            <AnswerForm key={`${answer.id} anew`} featureId={id} asked={answer} onDone={done} onClose={done} />
          )}
          {ask && <Asked ask={ask} mayAnswer={mayAnswer && answering !== "ask"} onAnswer={() => setAnswering("ask")} />}
          {ask && answering === "ask" && <AnswerForm key={ask.id} featureId={id} asked={ask} onDone={done} onClose={done} />}
          {!ask && answering === "unasked" && <AnswerForm featureId={id} asked={null} onDone={done} onClose={done} />}
          {!ask && !answer && !answering && (
            <div className="feasibility-none">
              <p className="record-empty">Nobody has said yet whether it can be built and what it takes.</p>
              <div className="row-gap">
                {mayAsk && (
                  <Button variant="default" onClick={() => setAsking(true)} rightSection={<Kbd keys="a" />}>
                    Ask engineering
                  </Button>
                )}
                {mayAnswer && (
                  <Button variant="default" onClick={() => setAnswering("unasked")}>
                    Answer it
                  </Button>
                )}
              </div>
            </div>
          )}
          {!answering && <Prerequisites featureId={id} mayEdit={mayAsk} />}
          {earlier.length > 0 && <Earlier answers={earlier} />}
        </div>
      )}
      {asking && (
        <Suspense>
          <AskDialog feature={{ id, title }} onClose={() => setAsking(false)} />
        </Suspense>
      )}
    </Section>
  );
}

/** A question that waits. */
export function Asked({ ask, mayAnswer, onAnswer }: { ask: Feasibility; mayAnswer: boolean; onAnswer: () => void }) {
  const memberName = useMemberName();
  const assignee = memberName(ask.assigneeId);
  return (
    <div className="feasibility-ask" data-kind="feasibility">
      <div>
        <p>
          <WorkspaceLink path={`feasibility/${ask.key}`} className="record-key">
            {ask.key}
          </WorkspaceLink>{" "}
          {ask.question}
        </p>
        <p className="meta">
          {memberName(ask.askedBy) ?? "A program"} asked <RelativeTime at={ask.askedAt} />
          {assignee ? ` · for ${assignee}` : " · waits on engineering"}
          {ask.dueOn && ` · by ${dateOnly(ask.dueOn)}`}
        </p>
      </div>
      {mayAnswer && (
        <Button onClick={onAnswer} rightSection={<Kbd keys="a" />}>
          Answer
        </Button>
      )}
    </div>
  );
}

function Earlier({ answers }: { answers: readonly Feasibility[] }) {
  return (
    <details className="answer-more">
      <summary>{counted(answers.length, "earlier answer")}</summary>
      {answers.map((answer) => (
        <div key={answer.id} className="feasibility-earlier">
          <WorkspaceLink path={`feasibility/${answer.key}`} className="record-key">
            {answer.key}
          </WorkspaceLink>
          <AnswerCard answer={answer} />
        </div>
      ))}
    </details>
  );
}
