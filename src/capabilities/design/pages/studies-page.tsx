import { useActor } from "../../../actor.tsx";
import { client } from "../../../api.tsx";
import { may } from "../../../platform/access.ts";
import { counted } from "../../../ui/format.ts";
import { later } from "../../../ui/later.tsx";
import { StatePip } from "../../../ui/marks.tsx";
import { RecordRow, RecordsPage } from "../../workspace/pages/records-page.tsx";
import { useStateName } from "../../workspace/pages/vocabulary.ts";
import type { StudyItem } from "../answers.ts";
import { designAccess } from "../rules.ts";
import { STUDY_STATE_WORDS } from "./words.ts";

const NewStudyDialog = later(async () => (await import("./new-study-dialog.tsx")).NewStudyDialog);
const SORTS = [
  { value: "updated", label: "Changed last" },
  { value: "title", label: "By title" },
] as const;

/** Who was watched using what: every round of every study. */
export function StudiesPage() {
  const mayCreate = may(useActor(), designAccess, "study");
  return (
    <RecordsPage
      kind="study"
      sentence="Who was watched using what, and what it proves"
      list={client.studies.list}
      count={(given) => client.studies.count(given)}
      row={(study) => <StudyRow study={study} />}
      states={STUDY_STATE_WORDS}
      sorts={SORTS}
      mayCreate={mayCreate}
      creates="New study"
      create={({ open, close }) => <NewStudyDialog onDone={open} onClose={close} />}
      empty={{
        title: "No studies yet",
        text: "A study is a handful of people, a few tasks, and what happened: typed in a grid, or pasted from your sheet. Five people are a start.",
        action: "Add the first study",
      }}
    />
  );
}

function StudyRow({ study }: { study: StudyItem }) {
  const stateName = useStateName("study");
  const { word, shape } = STUDY_STATE_WORDS[study.state];
  const facts = [
    study.people === 0 ? "nobody yet" : counted(study.people, "person", "people"),
    study.segment?.title ?? "",
    study.design ? `${study.design.key} version ${study.revision ?? 1}` : "",
    study.previousId ? "a re-test" : "",
  ];
  return (
    <RecordRow kind="study" record={study} title={study.title} line={facts.filter((fact) => fact !== "").join(" · ")}>
      {study.openSevere > 0 && <span className="design-severe">{counted(study.openSevere, "severe problem")} open</span>}
      <StatePip shape={shape} kind="study">
        {stateName(study.state, word)}
      </StatePip>
    </RecordRow>
  );
}
