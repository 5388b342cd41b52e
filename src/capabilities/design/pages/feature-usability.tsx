import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useActor } from "../../../actor.tsx";
import { api } from "../../../api.tsx";
import { may } from "../../../platform/access.ts";
import { counted } from "../../../ui/format.ts";
import { later } from "../../../ui/later.tsx";
import { KindIcon, StatePip } from "../../../ui/marks.tsx";
import { useGo, WorkspaceLink } from "../../../ui/router.tsx";
import { Section } from "../../../ui/shell/page.tsx";
import { ErrorState, Skeleton } from "../../../ui/states.tsx";
import type { Usability } from "../answers.ts";
import { designAccess } from "../rules.ts";
import { ofAll, PEOPLE_NEEDED, percentRange } from "../study-rules.ts";
import { IntervalBar } from "./interval.tsx";
import { ReviewLines } from "./review-lines.tsx";
import { DESIGN_STATE_WORDS } from "./words.ts";
import "./design.css";
import "../../workspace/pages/linked-records.css";

const NewDesignDialog = later(async () => (await import("./new-design-dialog.tsx")).NewDesignDialog);
const NewStudyDialog = later(async () => (await import("./new-study-dialog.tsx")).NewStudyDialog);

/** What shows that people can use a feature: the designs that cover it, the newest study of each segment, and the design review. */
export function FeatureUsability({ feature }: { feature: { id: string; title: string } }) {
  const go = useGo();
  const mayEdit = may(useActor(), designAccess, "create");
  const [dialog, setDialog] = useState<"design" | "study">();
  const { data, error, refetch } = useQuery(api.usability.get.queryOptions({ input: { id: feature.id } }));
  const close = () => setDialog(undefined);
  const add = (what: "design" | "study", word: string) =>
    mayEdit && (
      <button type="button" className="plain record-add" onClick={() => setDialog(what)}>
        <Plus size={13} aria-hidden /> {word}
      </button>
    );
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <div className="usable-all">
      <div className="usable">
        <Section title="Designs that cover it" actions={add("design", "Design")}>
          {data ? <Designs designs={data.designs} /> : <Skeleton lines={2} height={22} />}
        </Section>
        <Section title="Can people use it?" actions={add("study", "Study")}>
          {data ? <Studies usability={data} /> : <Skeleton lines={2} height={22} />}
        </Section>
      </div>
      <ReviewLines featureId={feature.id} />
      {dialog === "design" && <NewDesignDialog covers={feature} onDone={({ key }) => go(`designs/${key}`)} onClose={close} />}
      {dialog === "study" && (
        <NewStudyDialog
          tests={feature}
          {...(data?.designs[0] ? { shows: data.designs[0] } : {})}
          onDone={({ key }) => go(`studies/${key}`)}
          onClose={close}
        />
      )}
    </div>
  );
}

function Designs({ designs }: { designs: Usability["designs"] }) {
  if (designs.length === 0) return <p className="linked-none">No design covers it yet.</p>;
  return (
    <ul className="linked">
      {designs.map(({ id, key, title, state, revision }) => (
        <li key={id} className="linked-line" data-kind="design">
          <KindIcon kind="design" />
          <span className="record-key">{key}</span>
          <WorkspaceLink path={`designs/${key}`} className="linked-title">
            {title}
          </WorkspaceLink>
          <span className="linked-facts">
            <span>version {revision}</span>
            <StatePip shape={DESIGN_STATE_WORDS[state].shape} kind="design">
              {DESIGN_STATE_WORDS[state].word}
            </StatePip>
          </span>
        </li>
      ))}
    </ul>
  );
}

function Studies({ usability: { studies, severe } }: { usability: Usability }) {
  if (studies.length === 0) return <p className="linked-none">Nobody was watched using it yet.</p>;
  const elsewhere = severe.filter(({ studyId }) => !studies.some(({ id }) => id === studyId));
  return (
    <>
      {elsewhere.map(({ id, studyKey, title, severity }) => (
        <p key={id} className="meta usable-open">
          Still open from <WorkspaceLink path={`studies/${studyKey}`}>{studyKey}</WorkspaceLink>:{" "}
          <span className="design-severe">
            {title}, severity {severity}
          </span>
        </p>
      ))}
      <ul className="linked">
        {studies.map((study) => {
          const { id, key, title, segment, people, completed, low, high, isOlderThanDesign } = study;
          const open = severe.filter(({ studyId }) => studyId === id);
          const range = low === null || high === null ? null : { value: completed / people, low, high };
          const notes = [
            segment ?? "",
            range ? `${ofAll({ successes: completed, trials: people })} completed, ${percentRange(range)}` : "no results yet",
            people > 0 && people < PEOPLE_NEEDED ? `${PEOPLE_NEEDED} people are a start` : "",
            isOlderThanDesign ? "older than the design" : "",
            open.length > 0 ? `${counted(open.length, "severe problem")} open` : "",
          ];
          return (
            <li key={id} className="linked-line" data-kind="study">
              <KindIcon kind="study" />
              <span className="record-key">{key}</span>
              <WorkspaceLink path={`studies/${key}`} className="linked-title">
                {title}
              </WorkspaceLink>
              <span className="usable-study">
                {range && (
                  <IntervalBar {...range} label={`${ofAll({ successes: completed, trials: people })} completed, ${percentRange(range)}`} />
                )}
                <span className="meta">{notes.filter((note) => note !== "").join(" · ")}</span>
              </span>
            </li>
          );
        })}
      </ul>
    </>
  );
}
