import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Trash2 } from "lucide-react";
import { Suspense, useState } from "react";
import { useActor } from "../../../actor.tsx";
import { api, client, useChange } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { may } from "../../../platform/access.ts";
import { Kbd, KeyHint, useShortcuts } from "../../../ui/keyboard.tsx";
import { later } from "../../../ui/later.tsx";
import { useNarrow } from "../../../ui/narrow.ts";
import { Properties, Property, TypedValue } from "../../../ui/properties.tsx";
import { useGo } from "../../../ui/router.tsx";
import { Day } from "../../../ui/time.tsx";
import { today } from "../../measurement/pages/metric-words.ts";
import { DayValue } from "../../strategy/pages/day-value.tsx";
import { RecordFrame, RecordLoad, useKindEdits } from "../../workspace/pages/record-frame.tsx";
import { StateMark } from "../../workspace/pages/state-value.tsx";
import { TextBlock } from "../../workspace/pages/text-block.tsx";
import type { Decision, DecisionChange } from "../answers.ts";
import { decisionAccess, isToLookAt } from "../rules.ts";
import { People } from "./deciders.tsx";
import { DecisionOptions } from "./decision-options.tsx";
import { DECISION_RENEWS, DECISION_STATE_WORDS } from "./decision-words.ts";
import { Dissents } from "./dissents.tsx";
import "./decisions.css";

const DecideDialog = later(async () => (await import("./decide-dialog.tsx")).DecideDialog);
const ReasonDialog = later(async () => (await import("../../workspace/pages/reason-dialog.tsx")).ReasonDialog);

const LIMITS = { least: 3, most: 300 };
const NAMES = { body: "What it rests on", whyNow: "Why now", tripwire: "Look again if", lookAgainOn: "Look again on", options: "Options" };
const TEXTS = ["body", "whyNow", "tripwire"];
const MOST_LINE = 1000;

/** A decision: the question, the ways to go, what was taken by whom and why now, who disagreed, and when we look again. */
export function DecisionPage() {
  const { id = "" } = useParams({ strict: false });
  const query = useQuery(api.decisions.get.queryOptions({ input: { id } }));
  return <RecordLoad query={query}>{(decision) => <Shown key={decision.id} id={id} decision={decision} />}</RecordLoad>;
}

function Shown({ id, decision }: { id: string; decision: Decision }) {
  const go = useGo();
  const actor = useActor();
  const mayEdit = may(actor, decisionAccess, "edit");
  const isNarrow = useNarrow();
  const mayDecide = may(actor, decisionAccess, "decide");
  const [taking, setTaking] = useState<{ name?: string }>();
  const [isReopening, setReopening] = useState(false);
  const edits = useKindEdits<Decision, DecisionChange>({
    id,
    kind: "decision",
    queryKey: api.decisions.get.queryKey({ input: { id } }),
    save: client.decisions.edit,
    load: (one) => client.decisions.get({ id: one }),
    renews: DECISION_RENEWS,
  });
  const reopen = useChange(client.decisions.reopen, { said: ({ key }) => `Opened ${key} again`, renews: DECISION_RENEWS });
  const remove = useChange(client.decisions.delete, {
    said: () => `Deleted ${decision.key}`,
    renews: DECISION_RENEWS,
    onSuccess: () => go("decisions"),
  });
  const isDecided = decision.state === "decided";
  const canDecide = mayDecide && !isDecided && decision.options.length > 0;
  useShortcuts("Decision", [{ keys: "a", label: "Decide", run: () => setTaking({}) }], { active: canDecide });
  useShortcuts("Decision", [{ keys: "o", label: "Open it again", run: () => setReopening(true) }], { active: mayDecide && isDecided });
  const typed = (name: string, text: string, none: string, hint: string, onText: (text: string) => void) => (
    <TypedValue
      name={name}
      mayEdit={mayEdit}
      text={text}
      shown={text === "" ? null : text}
      none={none}
      hint={hint}
      onType={(line) => {
        if (line.length > MOST_LINE) return "At most a thousand letters.";
        onText(line);
        return undefined;
      }}
    />
  );
  return (
    <RecordFrame
      kind="decision"
      record={decision}
      title={decision.question}
      titleField={{ name: "question", label: "Question" }}
      onTitle={(question) => edits.keep({ question })}
      limits={LIMITS}
      mayEdit={mayEdit}
      edits={edits}
      sentence={sentenceOf(decision)}
      fieldNames={NAMES}
      texts={TEXTS}
      actions={
        canDecide ? (
          <Button onClick={() => setTaking({})} rightSection={!isNarrow && <Kbd keys="a" />}>
            Decide
          </Button>
        ) : (
          mayDecide &&
          isDecided && (
            <Button variant="default" onClick={() => setReopening(true)} rightSection={!isNarrow && <Kbd keys="o" />}>
              Open it again
            </Button>
          )
        )
      }
      {...(may(actor, decisionAccess, "delete")
        ? { menu: [{ label: "Delete", icon: Trash2, danger: true, run: () => remove.mutate({ id: decision.id }) }] }
        : {})}
      hints={canDecide && <KeyHint keys={["a"]}>decide</KeyHint>}
      strip={
        <Properties strip>
          <Property name="State">
            <span className="property-plain">
              <StateMark kind="decision" state={decision.state} words={DECISION_STATE_WORDS} />
            </span>
          </Property>
          {decision.decidedAt && (
            <Property name={isDecided ? "Decided" : "Was decided"}>
              <span className="property-plain decision-taken">
                <Day on={decision.decidedAt.slice(0, 10)} /> <People ids={decision.decidedBy} />
              </span>
            </Property>
          )}
          <Property name="Why now">
            {typed("Why now", decision.whyNow, "Not said", "The season begins in March", (whyNow) => edits.edit({ whyNow }))}
          </Property>
          <Property name="Look again if">
            {typed("Look again if", decision.tripwire, "Nothing yet", "Half of them ask for the app", (tripwire) =>
              edits.edit({ tripwire }),
            )}
          </Property>
          <Property name={isToLookAt(decision, today()) ? "Look again, since" : "Look again on"}>
            <DayValue
              name="Look again on"
              day={decision.lookAgainOn}
              mayEdit={mayEdit}
              none="No day"
              onDay={(lookAgainOn) => edits.edit({ lookAgainOn })}
            />
          </Property>
        </Properties>
      }
    >
      <DecisionOptions
        decision={decision}
        mayEdit={mayEdit}
        mayDecide={mayDecide}
        onBegin={edits.begin}
        onOptions={(options) => edits.keep({ options })}
        onTake={(name) => setTaking({ name })}
      />
      <Dissents decision={decision} mayDissent={may(actor, decisionAccess, "dissent")} />
      <TextBlock
        title="What it rests on"
        value={decision.body}
        offer="Say what it rests on: figures, findings, what is missing"
        mayEdit={mayEdit}
        most={50_000}
        onBegin={edits.begin}
        onKeep={(body) => edits.keep({ body })}
      />
      {taking && (
        <Suspense>
          <DecideDialog decision={decision} {...(taking.name ? { given: taking.name } : {})} onClose={() => setTaking(undefined)} />
        </Suspense>
      )}
      {isReopening && (
        <Suspense>
          <ReasonDialog
            title={`Open ${decision.key} again`}
            asks="Say what changed."
            confirm="Open it again"
            onSay={(reason) => {
              setReopening(false);
              reopen.mutate({ params: { id: decision.id }, headers: ifMatch(decision), body: { reason } });
            }}
            onClose={() => setReopening(false)}
          />
        </Suspense>
      )}
    </RecordFrame>
  );
}

function sentenceOf({ state, chosen, whyNow, reopenedBecause }: Decision): string {
  if (state === "reopened") return `Opened again: ${reopenedBecause}`;
  if (state === "open") return "Not decided yet.";
  return whyNow === "" ? `${chosen}.` : `${chosen}: ${whyNow}`;
}
