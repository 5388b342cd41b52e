import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Trash2 } from "lucide-react";
import { Suspense, useState } from "react";
import { useActor } from "../../../actor.tsx";
import { api, client, useChange } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { may } from "../../../platform/access.ts";
import { ObjectiveReadiness, RecordThread } from "../../../record-parts.tsx";
import { later } from "../../../ui/later.tsx";
import { useGo } from "../../../ui/router.tsx";
import { RecordFrame, RecordLoad, useKindEdits } from "../../workspace/pages/record-frame.tsx";
import { TextBlock } from "../../workspace/pages/text-block.tsx";
import { Waiting } from "../../workspace/pages/waiting.tsx";
import { activationBlockers, asksReason, type ObjectiveState, objectiveAccess } from "../rules.ts";
import type { Objective, ObjectiveChange } from "../schema.ts";
import { OBJECTIVE_STATE_WORDS, periodWords } from "./objective-words.ts";
import { OBJECTIVE_RENEWS } from "./renews.ts";
import "./objectives.css";

const ObjectiveProperties = later(async () => (await import("./objective-properties.tsx")).ObjectiveProperties);
const KeyResults = later(async () => (await import("./key-results.tsx")).KeyResults);
const ReasonDialog = later(async () => (await import("../../workspace/pages/reason-dialog.tsx")).ReasonDialog);

const LIMITS = { least: 3, most: 300 };
const NAMES = { statement: "Statement", why: "Why", fromOn: "From", byOn: "By" };
const TEXTS = ["why"];

/** An objective: what is to be true, why, and the key results that will say so. */
export function ObjectivePage() {
  const { id = "" } = useParams({ strict: false });
  const query = useQuery(api.objectives.get.queryOptions({ input: { id } }));
  return <RecordLoad query={query}>{(objective) => <Shown key={objective.id} id={id} objective={objective} />}</RecordLoad>;
}

function Shown({ id, objective }: { id: string; objective: Objective }) {
  const go = useGo();
  const actor = useActor();
  const [mayEdit, mayMove, mayMeasure] = [
    may(actor, objectiveAccess, "edit"),
    may(actor, objectiveAccess, "move"),
    may(actor, objectiveAccess, "keyResults"),
  ];
  const [asking, setAsking] = useState<ObjectiveState>();
  const edits = useKindEdits<Objective, ObjectiveChange>({
    id,
    kind: "objective",
    queryKey: api.objectives.get.queryKey({ input: { id } }),
    save: client.objectives.edit,
    load: (one) => client.objectives.get({ id: one }),
    renews: OBJECTIVE_RENEWS,
  });
  const move = useChange(client.objectives.move, {
    said: ({ key, state }) => `${key}: ${OBJECTIVE_STATE_WORDS[state].word.toLowerCase()}`,
    renews: OBJECTIVE_RENEWS,
  });
  const remove = useChange(client.objectives.delete, {
    said: () => `Deleted ${objective.key}`,
    renews: OBJECTIVE_RENEWS,
    onSuccess: () => go("objectives"),
  });
  const blockers = activationBlockers(objective.keyResults);
  const moveTo = (state: ObjectiveState, reason?: string) =>
    move.mutate({ params: { id: objective.id }, headers: ifMatch(objective), body: { state, ...(reason ? { reason } : {}) } });
  const onMove = (state: ObjectiveState) => (asksReason(objective.state, state) ? setAsking(state) : moveTo(state));
  return (
    <RecordFrame
      kind="objective"
      record={objective}
      title={objective.statement}
      titleField={{ name: "statement", label: "Statement" }}
      onTitle={(statement) => edits.keep({ statement })}
      limits={LIMITS}
      mayEdit={mayEdit}
      edits={edits}
      sentence={sentenceOf(objective, blockers)}
      fieldNames={NAMES}
      texts={TEXTS}
      {...(may(actor, objectiveAccess, "delete")
        ? { menu: [{ label: "Delete", icon: Trash2, danger: true, run: () => remove.mutate({ id: objective.id }) }] }
        : {})}
      strip={
        <Suspense fallback={<div className="strategy-strip" />}>
          <ObjectiveProperties objective={objective} mayEdit={mayEdit} mayMove={mayMove} onEdit={edits.edit} onMove={onMove} />
        </Suspense>
      }
      above={
        <Suspense fallback={<Waiting />}>
          <ObjectiveReadiness id={objective.id} />
          <RecordThread kind="objective" id={objective.id} />
        </Suspense>
      }
    >
      <Suspense fallback={<Waiting />}>
        <KeyResults objective={objective} mayEdit={mayMeasure} />
      </Suspense>
      <TextBlock
        title="Why"
        value={objective.why}
        offer="Say why it matters now"
        mayEdit={mayEdit}
        most={20_000}
        onBegin={edits.begin}
        onKeep={(why) => edits.keep({ why })}
      />
      {asking && (
        <Suspense>
          <ReasonDialog
            title={`${OBJECTIVE_STATE_WORDS[asking].word}: ${objective.key}`}
            asks={asking === "dropped" ? "Say why it is dropped." : "It was settled; say what changed."}
            confirm={asking === "dropped" ? "Drop it" : "Open it again"}
            onSay={(reason) => {
              setAsking(undefined);
              moveTo(asking, reason);
            }}
            onClose={() => setAsking(undefined)}
          />
        </Suspense>
      )}
    </RecordFrame>
  );
}

function sentenceOf(objective: Objective, blockers: readonly { sentence: string }[]): string {
  const period = periodWords(objective, new Date().toISOString());
  if (objective.state !== "draft") return `${period.charAt(0).toUpperCase()}${period.slice(1)}.`;
  return blockers[0] ? `It cannot become active yet. ${blockers[0].sentence}` : "It is ready to become active.";
}
