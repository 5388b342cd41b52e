import { CalendarClock } from "lucide-react";
import { useActor } from "../../../actor.tsx";
import { client } from "../../../api.tsx";
import { may } from "../../../platform/access.ts";
import { type Filter, valuesOf } from "../../../ui/filter/filters.ts";
import { ago } from "../../../ui/format.ts";
import { later } from "../../../ui/later.tsx";
import { today } from "../../measurement/pages/metric-words.ts";
import { RecordRow, RecordsPage } from "../../workspace/pages/records-page.tsx";
import { StateMark } from "../../workspace/pages/state-value.tsx";
import type { Decision } from "../answers.ts";
import { decisionAccess } from "../rules.ts";
import { DECISION_STATE_WORDS, lookAgainWords } from "./decision-words.ts";

const NewDecisionDialog = later(async () => (await import("./new-decision-dialog.tsx")).NewDecisionDialog);
const FILTERS = [
  {
    id: "due",
    label: "Look again",
    type: "choice" as const,
    icon: CalendarClock,
    options: [{ value: "yes", label: "Its day has come" }],
  },
];
const SORTS = [
  { value: "waiting" as const, label: "Waiting first" },
  { value: "look-again" as const, label: "Look again first" },
  { value: "newest" as const, label: "Newest" },
];
const parametersOf = (filters: readonly Filter[]) => (valuesOf(filters, "due")?.includes("yes") ? { due: "yes" as const } : {});

/** What was decided and what has to be: by whom, why now, and when we look again. */
export function DecisionsPage() {
  return (
    <RecordsPage
      kind="decision"
      sentence="What has to be decided, and what was: by whom, why now, who disagreed, and when we look again."
      list={client.decisions.list}
      count={client.decisions.count}
      row={row}
      states={DECISION_STATE_WORDS}
      filters={FILTERS}
      parametersOf={parametersOf}
      sorts={SORTS}
      mayCreate={may(useActor(), decisionAccess, "record")}
      creates="New decision"
      create={({ open, close }) => <NewDecisionDialog onMade={open} onClose={close} />}
      empty={{
        title: "No decisions yet",
        text: "A question with its options, the one that was taken, by whom and why now. Written down, nobody has to ask again; with a tripwire, it is looked at again in time.",
        action: "Write the first",
      }}
    />
  );
}

const row = (decision: Decision) => (
  <RecordRow
    kind="decision"
    record={decision}
    title={decision.question}
    line={[decision.state === "open" ? "" : (decision.chosen ?? ""), decision.answers.map(({ key }) => key).join(", ")]
      .filter((part) => part !== "")
      .join(" · ")}
  >
    <StateMark kind="decision" state={decision.state} words={DECISION_STATE_WORDS} />
    <span>{lookAgainWords(decision, today()) || ago(decision.decidedAt ?? decision.createdAt)}</span>
  </RecordRow>
);
