import { useActor } from "../../../actor.tsx";
import { client } from "../../../api.tsx";
import { may } from "../../../platform/access.ts";
import { counted } from "../../../ui/format.ts";
import { later } from "../../../ui/later.tsx";
import { StatePip } from "../../../ui/marks.tsx";
import { RecordRow, RecordsPage } from "../../workspace/pages/records-page.tsx";
import { useStateName } from "../../workspace/pages/vocabulary.ts";
import type { DesignItem } from "../answers.ts";
import { designAccess } from "../rules.ts";
import { DESIGN_STATE_WORDS } from "./words.ts";

const NewDesignDialog = later(async () => (await import("./new-design-dialog.tsx")).NewDesignDialog);
const SORTS = [
  { value: "updated", label: "Changed last" },
  { value: "title", label: "By title" },
] as const;

/** How needs are to be met: every design, how far it is, and whether people could use it. */
export function DesignsPage() {
  const mayCreate = may(useActor(), designAccess, "create");
  return (
    <RecordsPage
      kind="design"
      sentence="How needs are to be met, and whether people can use it"
      list={client.designs.list}
      count={(given) => client.designs.count(given)}
      row={(design) => <DesignRow design={design} />}
      states={DESIGN_STATE_WORDS}
      sorts={SORTS}
      mayCreate={mayCreate}
      creates="New design"
      create={({ open, close }) => <NewDesignDialog onDone={open} onClose={close} />}
      empty={{
        title: "No designs yet",
        text: "A design is how a need is to be met: an address in your design tool, or pasted pictures. Studies show it to people.",
        action: "Add the first design",
      }}
    />
  );
}

function DesignRow({ design }: { design: DesignItem }) {
  const stateName = useStateName("design");
  const { word, shape } = DESIGN_STATE_WORDS[design.state];
  const studied = design.studyCount === 0 ? "no study yet" : counted(design.studyCount, "study", "studies");
  return (
    <RecordRow kind="design" record={design} title={design.title} line={`version ${design.revision} · ${studied}`}>
      {design.openSevere > 0 && <span className="design-severe">{counted(design.openSevere, "severe problem")} open</span>}
      <StatePip shape={shape} kind="design">
        {stateName(design.state, word)}
      </StatePip>
    </RecordRow>
  );
}
