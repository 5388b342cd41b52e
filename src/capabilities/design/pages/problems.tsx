import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { api, client, useChange } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { counted } from "../../../ui/format.ts";
import { later } from "../../../ui/later.tsx";
import { MenuButton } from "../../../ui/menu-items.tsx";
import { WorkspaceLink } from "../../../ui/router.tsx";
import { Panel, Section } from "../../../ui/shell/page.tsx";
import type { StudyDetail, UsabilityProblem } from "../answers.ts";
import { affectedShare, percentRange, SEVERE, SEVERITIES } from "../study-rules.ts";
import { RENEWS } from "./words.ts";
import "./design.css";

const ProblemDialog = later(async () => (await import("./problem-dialog.tsx")).ProblemDialog);

/** What people stumbled over, the worst first; each is open until a version of the design mends it. */
export function Problems({ study, mayEdit }: { study: StudyDetail; mayEdit: boolean }) {
  const [dialog, setDialog] = useState<{ problem: UsabilityProblem | undefined }>();
  const { problems } = study;
  const previous = study.previousId ?? "";
  const { data: earlier } = useQuery({ ...api.studies.get.queryOptions({ input: { id: previous } }), enabled: previous !== "" });
  const open = problems.filter(({ state }) => state === "open").length;
  return (
    <Section
      title="Usability problems"
      note={problems.length > 0 && `${counted(problems.length, "problem")}, ${open} open`}
      actions={
        mayEdit && (
          <button type="button" className="plain record-add" onClick={() => setDialog({ problem: undefined })}>
            <Plus size={13} aria-hidden /> Problem
          </button>
        )
      }
    >
      {earlier && <StillOpen study={earlier} />}
      {problems.length === 0 ? (
        <p className="linked-none">No problem was noted.</p>
      ) : (
        <Panel flush>
          <ul className="settings-list">
            {problems.map((problem) => (
              <ProblemLine
                key={problem.id}
                problem={problem}
                study={study}
                {...(mayEdit ? { onEdit: () => setDialog({ problem }) } : {})}
              />
            ))}
          </ul>
        </Panel>
      )}
      {dialog && <ProblemDialog study={study} problem={dialog.problem} onClose={() => setDialog(undefined)} />}
    </Section>
  );
}

/** What the round before left open: a re-test is there to see it gone. */
function StillOpen({ study: { key, problems } }: { study: StudyDetail }) {
  const open = problems.filter(({ state }) => state === "open");
  if (open.length === 0) return null;
  return (
    <p className="meta usable-open">
      Still open from <WorkspaceLink path={`studies/${key}`}>{key}</WorkspaceLink>:{" "}
      {open.map(({ title, severity }) => `${title} (severity ${severity})`).join(", ")}
    </p>
  );
}

function ProblemLine({ problem, study, onEdit }: { problem: UsabilityProblem; study: StudyDetail; onEdit?: () => void }) {
  const edit = useChange(client.studies.editProblem, {
    said: () => (problem.state === "open" ? `Fixed: ${problem.title}` : `Open again: ${problem.title}`),
    renews: RENEWS,
  });
  const remove = useChange(client.studies.removeProblem, { said: () => `Deleted ${problem.title}`, renews: RENEWS });
  const isFixed = problem.state === "fixed";
  const share = affectedShare(problem.affected, study.participants.length);
  const place = study.tasks.findIndex(({ id }) => id === problem.taskId);
  const turn = () =>
    edit.mutate({
      params: { id: study.id, problemId: problem.id },
      headers: ifMatch(problem),
      body: { state: isFixed ? "open" : "fixed" },
    });
  return (
    <li className="problem" data-severe={(problem.severity >= SEVERE && !isFixed) || undefined} data-fixed={isFixed || undefined}>
      <span className="problem-severity">
        <b>{problem.severity}</b> {SEVERITIES[problem.severity]}
      </span>
      <span className="problem-words">
        <b>{problem.title}</b>
        {problem.quote !== "" && <q>{problem.quote}</q>}
      </span>
      <span className="meta">
        {problem.affected} of {study.participants.length}
        {share && ` · ${percentRange(share)}`}
        {place >= 0 && ` · task ${place + 1}`}
        {isFixed && ` · fixed${problem.fixedIn === null ? "" : ` in version ${problem.fixedIn}`}`}
      </span>
      {onEdit && (
        <MenuButton
          position="bottom-end"
          entries={[
            { label: isFixed ? "Open again" : "Fixed", run: turn },
            { label: "Edit", run: onEdit },
            { label: "Delete", run: () => remove.mutate({ id: study.id, problemId: problem.id }) },
          ]}
        >
          <button type="button" className="plain record-add" aria-label={`${problem.title}: ${isFixed ? "fixed" : "open"}`}>
            {isFixed ? "Fixed" : "Open"}
          </button>
        </MenuButton>
      )}
    </li>
  );
}
