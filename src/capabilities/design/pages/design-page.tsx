import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { ArrowUpRight, Plus, Trash2 } from "lucide-react";
import { Suspense, useState } from "react";
import { useActor } from "../../../actor.tsx";
import { api, client, useChange } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { may } from "../../../platform/access.ts";
import { counted } from "../../../ui/format.ts";
import { KeyHint, useShortcuts } from "../../../ui/keyboard.tsx";
import { later } from "../../../ui/later.tsx";
import { KindIcon, StatePip } from "../../../ui/marks.tsx";
import { OutsideLink } from "../../../ui/outside-link.tsx";
import { Properties, Property, TypedValue } from "../../../ui/properties.tsx";
import { useGo, WorkspaceLink } from "../../../ui/router.tsx";
import { Panel, Section } from "../../../ui/shell/page.tsx";
import { RelativeTime } from "../../../ui/time.tsx";
import { OwnerValue } from "../../workspace/pages/people.tsx";
import { RecordFrame, RecordLoad, useKindEdits } from "../../workspace/pages/record-frame.tsx";
import { TextBlock } from "../../workspace/pages/text-block.tsx";
import { useMemberName } from "../../workspace/pages/vocabulary.ts";
import type { DesignChange, DesignDetail } from "../answers.ts";
import { designAccess } from "../rules.ts";
import { StateValue } from "./state-value.tsx";
import { DESIGN_STATE_WORDS, RENEWS, STUDY_STATE_WORDS } from "./words.ts";
import "./design.css";

const RecordFiles = later(async () => (await import("../../files/pages/record-files.tsx")).RecordFiles);
const NewStudyDialog = later(async () => (await import("./new-study-dialog.tsx")).NewStudyDialog);
const RevisionDialog = later(async () => (await import("./revision-dialog.tsx")).RevisionDialog);
const FIELDS = { title: "Title", body: "What it is", address: "Address", ownerId: "Owner" };

/** A design: where it is drawn, its versions and pictures, and the studies in which people saw it. */
export function DesignPage() {
  const { id = "" } = useParams({ strict: false });
  const query = useQuery(api.designs.get.queryOptions({ input: { id } }));
  return <RecordLoad query={query}>{(design) => <Shown key={design.id} id={id} design={design} />}</RecordLoad>;
}

function Shown({ id, design }: { id: string; design: DesignDetail }) {
  const go = useGo();
  const mayEdit = may(useActor(), designAccess, "edit");
  const [dialog, setDialog] = useState<"revision" | "study">();
  const edits = useKindEdits<DesignDetail, DesignChange>({
    id: design.id,
    kind: "design",
    queryKey: api.designs.get.queryKey({ input: { id } }),
    save: client.designs.edit,
    load: (one) => client.designs.get({ id: one }),
    renews: RENEWS,
  });
  const move = useChange(client.designs.move, {
    said: ({ key, state }) => `${key} is ${DESIGN_STATE_WORDS[state].word.toLowerCase()}`,
    renews: RENEWS,
  });
  const remove = useChange(client.designs.delete, { said: () => `Deleted ${design.key}`, renews: RENEWS, onSuccess: () => go("designs") });
  useShortcuts("Design", [{ keys: "v", label: "New version", run: () => setDialog("revision") }], {
    active: mayEdit && dialog === undefined,
  });
  const close = () => setDialog(undefined);
  return (
    <RecordFrame
      kind="design"
      record={design}
      title={design.title}
      titleField={{ name: "title", label: "Title" }}
      onTitle={(title) => edits.keep({ title })}
      limits={{ least: 3, most: 160 }}
      mayEdit={mayEdit}
      edits={edits}
      fieldNames={FIELDS}
      texts={["body"]}
      sentence={sentenceOf(design)}
      actions={mayEdit && <Button onClick={() => setDialog("revision")}>New version</Button>}
      menu={
        mayEdit
          ? [
              {
                label: "Delete",
                icon: Trash2,
                run: () => remove.mutate({ id: design.id }),
                ...(design.studyCount > 0 ? { unable: "Studies show it" } : {}),
              },
            ]
          : []
      }
      hints={mayEdit && <KeyHint keys={["v"]}>new version</KeyHint>}
      strip={
        <Properties strip>
          <Property name="State">
            <StateValue
              kind="design"
              state={design.state}
              words={DESIGN_STATE_WORDS}
              mayEdit={mayEdit}
              onMove={(state) => move.mutate({ params: { id: design.id }, headers: ifMatch(design), body: { state } })}
            />
          </Property>
          <Property name="Version">
            <span className="property-plain">{design.revision}</span>
          </Property>
          <Property name="Address">
            <TypedValue
              name="Address"
              shown={design.address === null ? null : hostOf(design.address)}
              none="Not drawn anywhere"
              text={design.address ?? ""}
              hint="https://"
              mayEdit={mayEdit}
              onType={(text) => {
                if (text !== "" && !URL.canParse(text)) return "Give an address that starts with https://.";
                edits.edit({ address: text === "" ? null : text });
                return undefined;
              }}
            />
            {design.address !== null && (
              <OutsideLink address={design.address} className="icon-button" aria-label="Open the design">
                <ArrowUpRight size={14} aria-hidden />
              </OutsideLink>
            )}
          </Property>
          <Property name="Owner">
            <OwnerValue ownerId={design.ownerId} mayEdit={mayEdit} onPick={(ownerId) => edits.edit({ ownerId })} />
          </Property>
        </Properties>
      }
      side={<Studies design={design} {...(mayEdit ? { onAdd: () => setDialog("study") } : {})} />}
    >
      <TextBlock
        title="What it is"
        value={design.body}
        offer="Say what it is, and why so"
        mayEdit={mayEdit}
        most={50_000}
        onBegin={edits.begin}
        onKeep={(body) => edits.keep({ body })}
      />
      <Suspense>
        <RecordFiles recordId={design.id} name={design.key} />
      </Suspense>
      <Revisions design={design} />
      {dialog && (
        <Suspense>
          {dialog === "revision" ? (
            <RevisionDialog design={design} onClose={close} />
          ) : (
            <NewStudyDialog shows={design} onDone={({ key }) => go(`studies/${key}`)} onClose={close} />
          )}
        </Suspense>
      )}
    </RecordFrame>
  );
}

function sentenceOf({ studies, openSevere, revision }: DesignDetail): string {
  const current = studies.filter((study) => study.revision === revision && study.people > 0);
  const people = current.reduce((sum, study) => sum + study.people, 0);
  const seen =
    people === 0 ? `Nobody was watched using version ${revision} yet` : `${counted(people, "person", "people")} used version ${revision}`;
  return `${seen}; ${openSevere === 0 ? "no severe problem is open" : `${counted(openSevere, "severe problem")} ${openSevere === 1 ? "is" : "are"} open`}.`;
}

const hostOf = (address: string) => (URL.canParse(address) ? new URL(address).host : address);

function Studies({ design, onAdd }: { design: DesignDetail; onAdd?: () => void }) {
  return (
    <Section
      title="Studies of it"
      actions={
        onAdd && (
          <button type="button" className="plain record-add" onClick={onAdd}>
            <Plus size={13} aria-hidden /> Study
          </button>
        )
      }
    >
      {design.studies.length === 0 ? (
        <p className="linked-none">Nobody was watched using it yet.</p>
      ) : (
        <ul className="linked">
          {design.studies.map((study) => (
            <li key={study.id} className="linked-line" data-kind="study">
              <KindIcon kind="study" />
              <span className="record-key">{study.key}</span>
              <WorkspaceLink path={`studies/${study.key}`} className="linked-title">
                {study.title}
              </WorkspaceLink>
              <span className="linked-facts">
                <span>
                  {counted(study.people, "person", "people")}, version {study.revision ?? 1}
                </span>
                <StatePip shape={STUDY_STATE_WORDS[study.state].shape} kind="study">
                  {STUDY_STATE_WORDS[study.state].word}
                </StatePip>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Revisions({ design }: { design: DesignDetail }) {
  const memberName = useMemberName();
  return (
    <Section title="Versions">
      <Panel flush>
        <ol className="settings-list">
          {design.revisions.map(({ number, changed, address, madeBy, madeAt }) => (
            <li key={number} className="revision">
              <b>Version {number}</b>
              <p>{changed === "" ? "The first" : changed}</p>
              {address !== null && address !== design.address && <OutsideLink address={address}>{hostOf(address)}</OutsideLink>}
              <span className="meta">
                {memberName(madeBy) ?? "a program"}, <RelativeTime at={madeAt} />
              </span>
            </li>
          ))}
        </ol>
      </Panel>
    </Section>
  );
}
