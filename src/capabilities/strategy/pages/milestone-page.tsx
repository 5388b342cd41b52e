import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Trash2 } from "lucide-react";
import { Suspense, useState } from "react";
import { useActor } from "../../../actor.tsx";
import { api, client, useChange } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { may } from "../../../platform/access.ts";
import { later } from "../../../ui/later.tsx";
import { useGo } from "../../../ui/router.tsx";
import { today } from "../../measurement/pages/metric-words.ts";
import { RecordFrame, RecordLoad, useKindEdits } from "../../workspace/pages/record-frame.tsx";
import { TextBlock } from "../../workspace/pages/text-block.tsx";
import { Waiting } from "../../workspace/pages/waiting.tsx";
import { type MilestoneState, milestoneAccess, milestoneAsksReason } from "../rules.ts";
import type { Milestone, MilestoneChange } from "../schema.ts";
import { MILESTONE_STATE_WORDS, whenWords } from "./milestone-words.ts";
import { MILESTONE_RENEWS } from "./renews.ts";
import "./objectives.css";

const MilestoneProperties = later(async () => (await import("./milestone-properties.tsx")).MilestoneProperties);
const MilestoneFeatures = later(async () => (await import("./milestone-features.tsx")).MilestoneFeatures);
const ReasonDialog = later(async () => (await import("../../workspace/pages/reason-dialog.tsx")).ReasonDialog);

const LIMITS = { least: 2, most: 160 };
const NAMES = { title: "Title", body: "What comes", date: "Date", audience: "For whom", kind: "Kind" };
const TEXTS = ["body"];

/** A milestone or release: when, for whom, and which features are planned for it. */
export function MilestonePage() {
  const { id = "" } = useParams({ strict: false });
  const query = useQuery(api.milestones.get.queryOptions({ input: { id } }));
  return <RecordLoad query={query}>{(milestone) => <Shown key={milestone.id} id={id} milestone={milestone} />}</RecordLoad>;
}

function Shown({ id, milestone }: { id: string; milestone: Milestone }) {
  const go = useGo();
  const actor = useActor();
  const [mayEdit, mayMove] = [may(actor, milestoneAccess, "edit"), may(actor, milestoneAccess, "move")];
  const [asking, setAsking] = useState<MilestoneState>();
  const edits = useKindEdits<Milestone, MilestoneChange>({
    id,
    kind: "milestone",
    queryKey: api.milestones.get.queryKey({ input: { id } }),
    save: client.milestones.edit,
    load: (one) => client.milestones.get({ id: one }),
    renews: MILESTONE_RENEWS,
  });
  const move = useChange(client.milestones.move, {
    said: ({ key, state }) => `${key}: ${MILESTONE_STATE_WORDS[state].word.toLowerCase()}`,
    renews: MILESTONE_RENEWS,
  });
  const remove = useChange(client.milestones.delete, {
    said: () => `Deleted ${milestone.key}`,
    renews: MILESTONE_RENEWS,
    onSuccess: () => go("milestones"),
  });
  const moveTo = (state: MilestoneState, reason?: string) =>
    move.mutate({ params: { id: milestone.id }, headers: ifMatch(milestone), body: { state, ...(reason ? { reason } : {}) } });
  const onMove = (state: MilestoneState) => (milestoneAsksReason(milestone.state, state) ? setAsking(state) : moveTo(state));
  const when = whenWords(milestone, today());
  return (
    <RecordFrame
      kind="milestone"
      record={milestone}
      title={milestone.title}
      titleField={{ name: "title", label: "Title" }}
      onTitle={(title) => edits.keep({ title })}
      limits={LIMITS}
      mayEdit={mayEdit}
      edits={edits}
      sentence={`${when.charAt(0).toUpperCase()}${when.slice(1)}.`}
      fieldNames={NAMES}
      texts={TEXTS}
      {...(may(actor, milestoneAccess, "delete")
        ? { menu: [{ label: "Delete", icon: Trash2, danger: true, run: () => remove.mutate({ id: milestone.id }) }] }
        : {})}
      strip={
        <Suspense fallback={<div className="strategy-strip" />}>
          <MilestoneProperties milestone={milestone} mayEdit={mayEdit} mayMove={mayMove} onEdit={edits.edit} onMove={onMove} />
        </Suspense>
      }
    >
      <Suspense fallback={<Waiting />}>
        <MilestoneFeatures milestone={milestone} />
      </Suspense>
      <TextBlock
        title="What comes"
        value={milestone.body}
        offer="Say what comes, and for whom"
        mayEdit={mayEdit}
        most={20_000}
        onBegin={edits.begin}
        onKeep={(body) => edits.keep({ body })}
      />
      {asking && (
        <Suspense>
          <ReasonDialog
            title={`${MILESTONE_STATE_WORDS[asking].word}: ${milestone.key}`}
            asks={asking === "dropped" ? "Say why it is dropped." : "Say what changed."}
            confirm={asking === "dropped" ? "Drop it" : "Change it"}
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
