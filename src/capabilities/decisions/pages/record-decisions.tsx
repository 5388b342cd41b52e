import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { Suspense, useState } from "react";
import { useActor } from "../../../actor.tsx";
import { api } from "../../../api.tsx";
import { may } from "../../../platform/access.ts";
import { useShortcuts } from "../../../ui/keyboard.tsx";
import { later } from "../../../ui/later.tsx";
import { KindIcon } from "../../../ui/marks.tsx";
import { WorkspaceLink } from "../../../ui/router.tsx";
import { Section } from "../../../ui/shell/page.tsx";
import { ErrorState, Skeleton } from "../../../ui/states.tsx";
import { StateMark } from "../../workspace/pages/state-value.tsx";
import { decisionAccess } from "../rules.ts";
import { DECISION_STATE_WORDS } from "./decision-words.ts";
import "./decisions.css";

const NewDecisionDialog = later(async () => (await import("./new-decision-dialog.tsx")).NewDecisionDialog);
const MOST = 50;

/** What was decided about a record, and what has to be; D puts a question up without leaving the page. */
export function RecordDecisions({ id }: { id: string }) {
  const [isAdding, setAdding] = useState(false);
  const mayRecord = may(useActor(), decisionAccess, "record");
  const { data, error, refetch } = useQuery(api.decisions.list.queryOptions({ input: { answers: id, limit: MOST } }));
  useShortcuts("This page", [{ keys: "d", label: "New decision", run: () => setAdding(true) }], { active: mayRecord });
  return (
    <Section
      title="Decisions"
      actions={
        mayRecord && (
          <button type="button" className="plain record-add" onClick={() => setAdding(true)}>
            <Plus size={13} aria-hidden /> Decision
          </button>
        )
      }
    >
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton lines={2} />
      ) : data.items.length === 0 ? (
        <p className="record-empty">None: what is decided about it stands here, with why now and who disagreed.</p>
      ) : (
        <ul className="decision-lines">
          {data.items.map((decision) => (
            <li key={decision.id} className="decision-line" data-kind="decision">
              <KindIcon kind="decision" />
              <span className="record-key">{decision.key}</span>
              <WorkspaceLink path={`decisions/${decision.key}`}>{decision.question}</WorkspaceLink>
              <StateMark kind="decision" state={decision.state} words={DECISION_STATE_WORDS} />
              {decision.chosen && (
                <span className="meta">{[decision.chosen, decision.whyNow].filter((part) => part !== "").join(" · ")}</span>
              )}
            </li>
          ))}
        </ul>
      )}
      {isAdding && (
        <Suspense>
          <NewDecisionDialog answers={[id]} onClose={() => setAdding(false)} />
        </Suspense>
      )}
    </Section>
  );
}
