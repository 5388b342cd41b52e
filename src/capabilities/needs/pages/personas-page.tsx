import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Plus, UserRound } from "lucide-react";
import { useRef, useState } from "react";
import { useActor } from "../../../actor.tsx";
import { api, client, useChange } from "../../../api.tsx";
import { may } from "../../../platform/access.ts";
import { FilterBar } from "../../../ui/filter/filter-bar.tsx";
import { parseFilters } from "../../../ui/filter/filters.ts";
import { counted } from "../../../ui/format.ts";
import { KeyHint, useShortcuts } from "../../../ui/keyboard.tsx";
import { useRowHeight } from "../../../ui/list/row-height.ts";
import { type ListHandle, VirtualList } from "../../../ui/list/virtual-list.tsx";
import { type Search, useGo, useView } from "../../../ui/router.tsx";
import { Page } from "../../../ui/shell/page.tsx";
import { EmptyState, ErrorState, Skeleton } from "../../../ui/states.tsx";
import { NewBar } from "../../../ui/undo.tsx";
import { ListExport } from "../../workspace/pages/list-export.tsx";
import { NameDialog } from "../../workspace/pages/name-dialog.tsx";
import { extraFilters, extraParameters } from "../../workspace/pages/own-fields.ts";
import { useOthersChanges } from "../../workspace/pages/use-live.ts";
import { useFields, useLabels, useMembers } from "../../workspace/pages/vocabulary.ts";
import { personaAccess } from "../rules.ts";
import type { Persona } from "../schema.ts";
import { filterParameter } from "./need-view.ts";
import { RENEWS } from "./renews.ts";
import "./personas.css";

const parseView = (raw: Search) => ({ query: typeof raw.q === "string" ? raw.q : "", filters: parseFilters(raw.filter) });
/** A workspace with more personas than this has none that anybody knows; the search finds the others. */
const MOST = 200;

/** Whose needs they are. */
export function PersonasPage() {
  const { view, setView } = useView(parseView);
  const go = useGo();
  const mayEdit = may(useActor(), personaAccess, "create");
  const labels = useLabels();
  const own = useFields("persona");
  const members = useMembers();
  const wanted = { ...extraParameters(view.filters), ...(view.query === "" ? {} : { q: view.query }) };
  const { data, isPending, error, refetch } = useQuery(
    api.personas.list.queryOptions({
      input: { ...wanted, limit: MOST },
      placeholderData: (before) => before,
    }),
  );
  const personas = data?.items ?? [];
  const others = useOthersChanges(["persona"], [api.personas.key()]);
  const [current, setCurrent] = useState(0);
  const [isAdding, setAdding] = useState(false);
  const list = useRef<ListHandle>(null);
  const open = ({ key }: { key: string }) => go(`personas/${key}`);
  const create = useChange(client.personas.create, {
    said: ({ key }) => `Created ${key}`,
    renews: RENEWS,
    onSuccess: open,
    onError: () => undefined,
  });
  useShortcuts("Personas", [{ keys: "c", label: "New persona", run: () => setAdding(true) }], { active: mayEdit });
  const isFiltered = view.query !== "" || view.filters.length > 0;
  const isEmpty = !isPending && personas.length === 0 && !error;
  const height = useRowHeight() + 18;
  return (
    <Page
      title="Personas"
      fill
      sentence="Whose needs they are"
      actions={
        mayEdit && (
          <Button leftSection={<Plus size={14} aria-hidden />} onClick={() => setAdding(true)}>
            New persona
          </Button>
        )
      }
      status={personas.length > 0 && `${data?.nextCursor ? "The first " : ""}${counted(personas.length, "persona")}`}
      hints={
        <>
          <KeyHint keys={["j", "k"]}>move</KeyHint>
          <KeyHint keys={["enter"]}>open</KeyHint>
          {mayEdit && <KeyHint keys={["c"]}>new</KeyHint>}
          <KeyHint keys={["?"]}>all shortcuts</KeyHint>
        </>
      }
    >
      <FilterBar
        fields={extraFilters(labels, own, members)}
        filters={view.filters}
        onFilters={(filters) => setView({ filter: filterParameter(filters) })}
        query={view.query}
        onQuery={(q) => setView({ q })}
        placeholder="Search personas"
      >
        <ListExport kind="persona" parameters={wanted} />
      </FilterBar>
      {error && personas.length === 0 ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : isEmpty && !isFiltered ? (
        <EmptyState
          icon={UserRound}
          title="No personas yet"
          action={mayEdit && <Button onClick={() => setAdding(true)}>Name the first persona</Button>}
        >
          A persona is somebody you build for: who they are and what they are after. Needs say whose they are.
        </EmptyState>
      ) : isEmpty ? (
        <EmptyState
          title="No persona fits"
          action={
            <Button variant="default" onClick={() => setView({ q: undefined, filter: undefined })}>
              Show all personas
            </Button>
          }
        />
      ) : (
        <>
          <NewBar count={others.count} noun="changed" onShow={others.show} />
          {isPending && (
            <div className="needs-pending">
              <Skeleton lines={5} height={30} />
            </div>
          )}
          <VirtualList
            label="Personas"
            count={personas.length}
            rowAt={(index) => personas[index]}
            rowKey={({ id }) => id}
            renderRow={personaRow}
            rowHeight={height}
            current={Math.min(current, Math.max(0, personas.length - 1))}
            onCurrent={setCurrent}
            onOpen={open}
            handle={list}
          />
        </>
      )}
      {isAdding && (
        <NameDialog
          title="New persona"
          label="Who is it?"
          placeholder="Finance lead"
          confirm="Create"
          isPending={create.isPending}
          error={create.error}
          onName={(name) => create.mutate({ name })}
          onClose={() => setAdding(false)}
        />
      )}
    </Page>
  );
}

/** The first line of a text in Markdown, without its marks. */
const firstLine = (text: string) =>
  text
    .split("\n")
    .map((line) => line.replace(/^[\s#>*-]+/, "").replace(/[*_`]/g, ""))
    .find((line) => line !== "") ?? "";

const personaRow = (persona: Persona) => (
  <div className="persona-row" data-kind="persona">
    <span className="persona-row-words">
      <b className="truncate">{persona.name}</b>
      <span className="truncate">
        <span className="record-key">{persona.key}</span> {firstLine(persona.description)}
      </span>
    </span>
    <span className="persona-row-needs">{counted(persona.needs, "need")}</span>
  </div>
);
