import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Ellipsis, Plus, Trash2 } from "lucide-react";
import { Suspense, useState } from "react";
import { useActor, useWorkspace } from "../../../actor.tsx";
import { api, client, useChange } from "../../../api.tsx";
import { may } from "../../../platform/access.ts";
import { counted, number } from "../../../ui/format.ts";
import { KeyHint } from "../../../ui/keyboard.tsx";
import { later } from "../../../ui/later.tsx";
import { RangeBar, RecordKey } from "../../../ui/marks.tsx";
import { MenuButton } from "../../../ui/menu-items.tsx";
import { NotFound, PagePending } from "../../../ui/root.tsx";
import { useGo, WorkspaceLink } from "../../../ui/router.tsx";
import { Page, Section } from "../../../ui/shell/page.tsx";
import { ErrorState, Skeleton } from "../../../ui/states.tsx";
import { ConflictDialog } from "../../workspace/pages/conflict-dialog.tsx";
import { EditableTitle } from "../../workspace/pages/editable-title.tsx";
import { LabelsEditor } from "../../workspace/pages/labels-editor.tsx";
import { editsOf, useRecordEdits } from "../../workspace/pages/record-edits.ts";
import { OwnFields, RecordTalk } from "../../workspace/pages/record-talk.tsx";
import { TextBlock } from "../../workspace/pages/text-block.tsx";
import { useStateName } from "../../workspace/pages/vocabulary.ts";
import { personaAccess, personaDeletionBlocker } from "../rules.ts";
import type { NeedItem, Persona, PersonaChange } from "../schema.ts";
import { moneyText, useUnits } from "./demand.ts";
import { barWords, NEED_STATE_WORDS } from "./need-words.ts";
import { RENEWS } from "./renews.ts";
import "../../workspace/pages/record-page.css";
import "./persona-page.css";

const NewNeedDialog = later(async () => (await import("./new-need-dialog.tsx")).NewNeedDialog);
const LIMITS = { least: 1, most: 120 };

/** A persona: who they are, and what they need. */
export function PersonaPage() {
  const { id = "" } = useParams({ strict: false });
  const { data: persona, error, refetch } = useQuery(api.personas.get.queryOptions({ input: { id } }));
  if (error && "status" in error && error.status === 404) return <NotFound />;
  if (error && !persona) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return persona ? <Shown key={persona.id} id={id} persona={persona} /> : <PagePending />;
}

function Shown({ id, persona }: { id: string; persona: Persona }) {
  const go = useGo();
  const { slug } = useWorkspace();
  const actor = useActor();
  const mayEdit = may(actor, personaAccess, "edit");
  const edits = usePersonaEdits(id);
  const blocker = personaDeletionBlocker(persona.needs);
  const remove = useChange(client.personas.delete, {
    said: () => `Deleted ${persona.key}`,
    renews: RENEWS,
    onSuccess: () => go("personas"),
  });
  return (
    <Page
      title={persona.name}
      crumbs={[{ label: "Personas", to: `/${slug}/personas` }]}
      heading={
        <EditableTitle
          value={persona.name}
          label="Name"
          limits={LIMITS}
          mayEdit={mayEdit}
          onBegin={edits.begin}
          onKeep={(name) => edits.keep({ name })}
        />
      }
      mark={<RecordKey kind="persona">{persona.key}</RecordKey>}
      sentence={
        persona.needs === 0
          ? "No need names this persona yet."
          : `${counted(persona.needs, "need")} ${persona.needs === 1 ? "is" : "are"} theirs.`
      }
      actions={
        may(actor, personaAccess, "delete") && (
          <MenuButton
            position="bottom-end"
            width={280}
            entries={[
              {
                label: "Delete",
                icon: Trash2,
                danger: true,
                run: () => remove.mutate({ id: persona.id }),
                ...(blocker ? { unable: blocker } : {}),
              },
            ]}
          >
            <button type="button" className="icon-button" aria-label="More for this persona">
              <Ellipsis size={16} aria-hidden />
            </button>
          </MenuButton>
        )
      }
      hints={
        <>
          {mayEdit && <KeyHint keys={["e"]}>edit</KeyHint>}
          <KeyHint keys={["?"]}>all shortcuts</KeyHint>
        </>
      }
    >
      <div className="record">
        <div className="record-main">
          <TextBlock
            title="Who they are"
            value={persona.description}
            offer="Say who they are and what they are after"
            mayEdit={mayEdit}
            most={20_000}
            onBegin={edits.begin}
            onKeep={(description) => edits.keep({ description })}
          />
          <TheirNeeds persona={persona} mayEdit={mayEdit} />
        </div>
        <div className="record-side">
          <Section title="Labels">
            <LabelsEditor recordId={persona.id} labels={persona.labels} />
          </Section>
          <OwnFields recordId={persona.id} kind="persona" fields={persona.fields} />
        </div>
      </div>
      <RecordTalk recordId={persona.id} kind="persona" />
      {edits.conflict && (
        <ConflictDialog
          conflict={edits.conflict}
          label={(field) => (field === "name" ? "Name" : "Who they are")}
          words={(_, value) => (typeof value === "string" ? value : "")}
          isText={() => true}
          withText={(change, field, text) => (field === "name" ? { ...change, name: text } : { ...change, description: text })}
          onResolve={edits.resolve}
        />
      )}
    </Page>
  );
}

function usePersonaEdits(id: string) {
  const queries = useQueryClient();
  const queryKey = api.personas.get.queryKey({ input: { id } });
  const edits = useRecordEdits<Persona, PersonaChange>({
    read: () => queries.getQueryData(queryKey),
    draw: (row, change) => queries.setQueryData(queryKey, { ...row, ...change }),
    save: client.personas.edit,
    load: (one) => client.personas.get({ id: one }),
    said: ({ key }, change) => `${key}: ${change.name === undefined ? "text" : "name"} changed`,
    renews: RENEWS,
  });
  return editsOf(id, edits);
}

const MOST = 100;

/** What they need, what weighs most first. */
function TheirNeeds({ persona, mayEdit }: { persona: Persona; mayEdit: boolean }) {
  const [isAdding, setAdding] = useState(false);
  const { data, error, refetch } = useQuery(api.needs.list.queryOptions({ input: { persona: persona.id, sort: "money", limit: MOST } }));
  return (
    <Section
      title="What they need"
      note={data && data.items.length > 0 && "heaviest first"}
      actions={
        mayEdit && (
          <button type="button" className="plain record-add" onClick={() => setAdding(true)}>
            <Plus size={13} aria-hidden /> Need
          </button>
        )
      }
    >
      {isAdding && (
        <Suspense>
          <NewNeedDialog persona={persona} onClose={() => setAdding(false)} />
        </Suspense>
      )}
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton lines={4} />
      ) : data.items.length === 0 ? (
        <p className="record-empty">
          Nothing yet. Write a need of theirs, or choose this persona on <WorkspaceLink path="needs">a need that is there</WorkspaceLink>.
        </p>
      ) : (
        <ul className="persona-needs">
          {data.items.map((need) => (
            <NeedLine key={need.id} need={need} />
          ))}
        </ul>
      )}
      {data?.nextCursor && (
        <p className="record-empty">
          The first {number(MOST)}.{" "}
          <WorkspaceLink path="needs" search={{ filter: `persona:${persona.id}` }}>
            All in the list
          </WorkspaceLink>
        </p>
      )}
    </Section>
  );
}

function NeedLine({ need }: { need: NeedItem }) {
  const { currency } = useUnits();
  const stateName = useStateName("need");
  const { word, shape } = NEED_STATE_WORDS[need.state];
  return (
    <li className="persona-need" data-kind="need">
      <span className="record-key">{need.key}</span>
      <WorkspaceLink path={`needs/${need.key}`}>{need.statement}</WorkspaceLink>
      <span className="persona-need-bar">
        <RangeBar max={10} base={need.importance ?? 0} value={need.satisfaction ?? 0} label={barWords(need)} kind="need" />
      </span>
      <span className="persona-need-facts">
        {counted(need.demand.accounts, "account")}
        {moneyText(need.demand, currency) && ` · ${moneyText(need.demand, currency)}`}
      </span>
      <span className="state">
        <i className="pip" data-shape={shape} aria-hidden />
        {stateName(need.state, word)}
      </span>
    </li>
  );
}
