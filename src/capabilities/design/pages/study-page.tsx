import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Repeat, Trash2 } from "lucide-react";
import { Suspense } from "react";
import { useActor } from "../../../actor.tsx";
import { api, client, useChange } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { may } from "../../../platform/access.ts";
import { counted } from "../../../ui/format.ts";
import { later } from "../../../ui/later.tsx";
import { Picker } from "../../../ui/picker.tsx";
import { Properties, Property } from "../../../ui/properties.tsx";
import { useGo, WorkspaceLink } from "../../../ui/router.tsx";
import { Skeleton } from "../../../ui/states.tsx";
import { OwnerValue } from "../../workspace/pages/people.tsx";
import { RecordFrame, RecordLoad, useKindEdits } from "../../workspace/pages/record-frame.tsx";
import { RecordValue } from "../../workspace/pages/record-value.tsx";
import { TextBlock } from "../../workspace/pages/text-block.tsx";
import type { StudyChange, StudyDetail } from "../answers.ts";
import { designAccess } from "../rules.ts";
import { useDesignOptions } from "./design-options.tsx";
import { StateValue } from "./state-value.tsx";
import { RENEWS, STUDY_STATE_WORDS } from "./words.ts";
import "./design.css";

const RecordFiles = later(async () => (await import("../../files/pages/record-files.tsx")).RecordFiles);
const Proven = later(async () => (await import("./study-figures.tsx")).Proven);
const TaskTable = later(async () => (await import("./study-figures.tsx")).TaskTable);
const Problems = later(async () => (await import("./problems.tsx")).Problems);
const ResultsGrid = later(async () => (await import("./results-grid.tsx")).ResultsGrid);
const FIELDS = {
  title: "What is to be found out",
  body: "Notes",
  segmentId: "Segment",
  ownerId: "Owner",
  designId: "Design",
  revision: "Version",
};

/** A study: the figures and what they prove, the tasks, the results grid, the problems, and the rounds side by side. */
export function StudyPage() {
  const { id = "" } = useParams({ strict: false });
  const query = useQuery(api.studies.get.queryOptions({ input: { id } }));
  return <RecordLoad query={query}>{(study) => <Shown key={study.id} id={id} study={study} />}</RecordLoad>;
}

function Shown({ id, study }: { id: string; study: StudyDetail }) {
  const go = useGo();
  const mayEdit = may(useActor(), designAccess, "study");
  const queryKey = api.studies.get.queryKey({ input: { id } });
  const edits = useKindEdits<StudyDetail, StudyChange>({
    id: study.id,
    kind: "study",
    queryKey,
    save: client.studies.edit,
    load: (one) => client.studies.get({ id: one }),
    renews: RENEWS,
  });
  const move = useChange(client.studies.move, {
    said: ({ key, state }) => `${key} is ${STUDY_STATE_WORDS[state].word.toLowerCase()}`,
    renews: RENEWS,
  });
  const repeat = useChange(client.studies.repeat, {
    said: ({ key }) => `Began ${key}, the next round`,
    renews: RENEWS,
    onSuccess: ({ key }) => go(`studies/${key}`),
  });
  const remove = useChange(client.studies.delete, { said: () => `Deleted ${study.key}`, renews: RENEWS, onSuccess: () => go("studies") });
  const place = study.rounds.findIndex((round) => round.id === study.id);
  const next = study.rounds[place + 1];
  const before = study.rounds[place - 1];
  const hasResults = study.figures.tasks.some(({ completion }) => completion !== null);
  const unable = study.tasks.length === 0 ? "It has no task" : hasResults ? undefined : "Nobody's result is written down";
  return (
    <RecordFrame
      kind="study"
      record={study}
      title={study.title}
      titleField={{ name: "title", label: FIELDS.title }}
      onTitle={(title) => edits.keep({ title })}
      limits={{ least: 3, most: 160 }}
      mayEdit={mayEdit}
      edits={edits}
      fieldNames={FIELDS}
      texts={["body"]}
      sentence={`${counted(study.people, "person", "people")}, ${counted(study.tasks.length, "task")}${study.segment ? `, ${study.segment.title}` : ""}.`}
      actions={
        mayEdit &&
        !next && (
          <>
            {study.state === "live" && hasResults && (
              <Button onClick={() => move.mutate({ params: { id: study.id }, headers: ifMatch(study), body: { state: "analysed" } })}>
                Call it analysed
              </Button>
            )}
            <Button
              variant="default"
              leftSection={<Repeat size={14} aria-hidden />}
              loading={repeat.isPending}
              onClick={() => repeat.mutate({ id: study.id })}
            >
              Next round
            </Button>
          </>
        )
      }
      menu={
        mayEdit
          ? [
              {
                label: "Delete",
                icon: Trash2,
                run: () => remove.mutate({ id: study.id }),
                ...(next ? { unable: `${next.key} is compared with it` } : {}),
              },
            ]
          : []
      }
      strip={
        <Properties strip>
          <Property name="State">
            <StateValue
              kind="study"
              state={study.state}
              words={STUDY_STATE_WORDS}
              mayEdit={mayEdit}
              onMove={(state) => move.mutate({ params: { id: study.id }, headers: ifMatch(study), body: { state } })}
              unable={(state) => (state === "analysed" ? unable : undefined)}
            />
          </Property>
          <Property name="Design">
            <DesignValue study={study} mayEdit={mayEdit} onPick={(designId) => edits.edit({ designId })} />
          </Property>
          <Property name="Segment">
            <RecordValue kind="segment" record={study.segment} mayEdit={mayEdit} onPick={(segmentId) => edits.edit({ segmentId })} />
          </Property>
          <Property name="Round">
            <span className="property-plain">
              {place + 1}
              {before && (
                <>
                  , after <WorkspaceLink path={`studies/${before.key}`}>{before.key}</WorkspaceLink>
                </>
              )}
              {next && (
                <>
                  , before <WorkspaceLink path={`studies/${next.key}`}>{next.key}</WorkspaceLink>
                </>
              )}
            </span>
          </Property>
          <Property name="Owner">
            <OwnerValue ownerId={study.ownerId} mayEdit={mayEdit} onPick={(ownerId) => edits.edit({ ownerId })} />
          </Property>
        </Properties>
      }
      above={
        <Suspense fallback={<PartsWaiting people={study.people} tasks={study.tasks.length} />}>
          <Proven study={study} />
          <TaskTable study={study} mayEdit={mayEdit} />
          <ResultsGrid study={study} queryKey={queryKey} mayEdit={mayEdit} />
        </Suspense>
      }
    >
      <Suspense>
        <Problems study={study} mayEdit={mayEdit} />
      </Suspense>
      <TextBlock
        title="Notes"
        value={study.body}
        offer="Write down what you expected, and what you learned"
        mayEdit={mayEdit}
        most={50_000}
        onBegin={edits.begin}
        onKeep={(body) => edits.keep({ body })}
      />
      <Suspense>
        <RecordFiles recordId={study.id} name={study.key} />
      </Suspense>
    </RecordFrame>
  );
}

/** As high as the figures, tasks and results will be, so that nothing moves when they come. */
const PartsWaiting = ({ people, tasks }: { people: number; tasks: number }) => (
  <div className="section" style={{ minHeight: 330 + 90 + tasks * 55 + (people === 0 ? 60 : Math.min(576, people * 36 + 132)) }}>
    <Skeleton lines={8} />
  </div>
);

function DesignValue({ study, mayEdit, onPick }: { study: StudyDetail; mayEdit: boolean; onPick: (designId: string | null) => void }) {
  const options = useDesignOptions(study.designId);
  const { design, revision } = study;
  const isOlder = design !== null && design.revision > (revision ?? 0);
  const shown = design?.title ?? null;
  return (
    <span className="design-value">
      {mayEdit ? (
        <Picker
          label="Design"
          placeholder="Which design do they see?"
          options={options}
          chosen={design ? [design.id] : []}
          onPick={({ value }) => onPick(value === "" ? null : value)}
          width={380}
        >
          <button type="button" className="plain property-value">
            <span className="sr">Design: </span>
            {shown ? <span className="truncate">{shown}</span> : <span className="property-none">None</span>}
          </button>
        </Picker>
      ) : (
        <span className="property-plain truncate">{shown ?? "None"}</span>
      )}
      {design && (
        <WorkspaceLink path={`designs/${design.key}`} className="record-key design-key">
          {design.key}
        </WorkspaceLink>
      )}
      {design && (
        <span className="meta">
          version {revision ?? 1}
          {isOlder && `, now at ${design.revision}`}
        </span>
      )}
    </span>
  );
}
