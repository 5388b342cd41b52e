import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Plus, Target } from "lucide-react";
import { useState } from "react";
import { useActor } from "../../../actor.tsx";
import { api, client, useChange } from "../../../api.tsx";
import { may } from "../../../platform/access.ts";
import { counted } from "../../../ui/format.ts";
import { KeyHint, useShortcuts } from "../../../ui/keyboard.tsx";
import { type Search, useGo, useView, WorkspaceLink } from "../../../ui/router.tsx";
import { Segments } from "../../../ui/segments.tsx";
import { Page } from "../../../ui/shell/page.tsx";
import { EmptyState, ErrorState, Skeleton } from "../../../ui/states.tsx";
import { ListExport } from "../../workspace/pages/list-export.tsx";
import { NameDialog } from "../../workspace/pages/name-dialog.tsx";
import { StateMark } from "../../workspace/pages/state-value.tsx";
import { useMemberName } from "../../workspace/pages/vocabulary.ts";
import { objectiveAccess } from "../rules.ts";
import type { Objective } from "../schema.ts";
import { KeyResultBar } from "./key-result-bar.tsx";
import { OBJECTIVE_STATE_WORDS, periodWords } from "./objective-words.ts";
import { OBJECTIVE_RENEWS } from "./renews.ts";
import "./objectives.css";

const PAGE = 50;
const SHOWN = [
  { value: "current", label: "Current" },
  { value: "settled", label: "Settled" },
] as const;
const STATES = { current: ["active", "draft"], settled: ["achieved", "dropped"] } as const;
const parseView = (raw: Search): { show: keyof typeof STATES } => ({ show: raw.show === "settled" ? "settled" : "current" });

/** What the product is to achieve, each with how far its key results are. */
export function ObjectivesPage() {
  const { view, setView } = useView(parseView);
  const go = useGo();
  const mayCreate = may(useActor(), objectiveAccess, "create");
  const [isAdding, setAdding] = useState(false);
  const { data, error, refetch, hasNextPage, fetchNextPage } = useInfiniteQuery(
    api.objectives.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ state: [...STATES[view.show]], limit: PAGE, ...(cursor ? { cursor } : {}) }),
      initialPageParam: undefined,
      getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    }),
  );
  const objectives = data?.pages.flatMap(({ items }) => items) ?? [];
  const create = useChange(client.objectives.create, {
    said: ({ key }) => `Drafted ${key}`,
    renews: OBJECTIVE_RENEWS,
    onSuccess: ({ key }) => go(`objectives/${key}`),
    onError: () => undefined,
  });
  useShortcuts("Objectives", [{ keys: "c", label: "New objective", run: () => setAdding(true) }], { active: mayCreate });
  return (
    <Page
      title="Objectives"
      sentence="What is to be true, and the numbers that will say so"
      actions={
        mayCreate && (
          <Button leftSection={<Plus size={14} aria-hidden />} onClick={() => setAdding(true)}>
            New objective
          </Button>
        )
      }
      status={objectives.length > 0 && `${hasNextPage ? "The first " : ""}${counted(objectives.length, "objective")}`}
      hints={
        <>
          {mayCreate && <KeyHint keys={["c"]}>new</KeyHint>}
          <KeyHint keys={["?"]}>all shortcuts</KeyHint>
        </>
      }
    >
      <div className="objectives-bar">
        <Segments
          label="Which"
          value={view.show}
          options={SHOWN}
          onChange={(show) => setView({ show: show === "current" ? undefined : show })}
        />
        <ListExport kind="objective" parameters={{ state: STATES[view.show] }} />
      </div>
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <div className="objectives">
          <Skeleton lines={3} height={120} />
        </div>
      ) : objectives.length === 0 ? (
        <EmptyState
          icon={Target}
          title={view.show === "settled" ? "Nothing is settled yet" : "No objectives yet"}
          action={mayCreate && view.show === "current" && <Button onClick={() => setAdding(true)}>Write the first objective</Button>}
        >
          {view.show === "settled"
            ? "Objectives that were achieved or dropped are kept here."
            : "An objective says in a sentence what is to be true. Its key results, each bound to a metric, will say whether it is."}
        </EmptyState>
      ) : (
        <ul className="objectives">
          {objectives.map((objective) => (
            <ObjectiveCard key={objective.id} objective={objective} />
          ))}
        </ul>
      )}
      {hasNextPage && (
        <div className="objectives-bar">
          <Button variant="default" onClick={() => void fetchNextPage()}>
            More objectives
          </Button>
        </div>
      )}
      {isAdding && (
        <NameDialog
          title="New objective"
          label="What is to be true?"
          placeholder="Numbers people trust"
          confirm="Draft it"
          field="statement"
          most={300}
          isPending={create.isPending}
          error={create.error}
          onName={(statement) => create.mutate({ statement })}
          onClose={() => setAdding(false)}
        />
      )}
    </Page>
  );
}

function ObjectiveCard({ objective }: { objective: Objective }) {
  const owner = useMemberName()(objective.ownerId);
  return (
    <li className="objective-card" data-kind="objective">
      <div className="objective-card-head">
        <span className="record-key">{objective.key}</span>
        <StateMark kind="objective" state={objective.state} words={OBJECTIVE_STATE_WORDS} />
        <span className="spring" />
        <span className="muted">
          {periodWords(objective, new Date().toISOString())}
          {owner && ` · ${owner}`}
        </span>
      </div>
      <WorkspaceLink path={`objectives/${objective.key}`} className="objective-card-title">
        {objective.statement}
      </WorkspaceLink>
      {objective.keyResults.length === 0 ? (
        <p className="muted">No key result yet: nobody could say whether it was achieved.</p>
      ) : (
        objective.keyResults.map((keyResult) => <KeyResultBar key={keyResult.id} keyResult={keyResult} />)
      )}
    </li>
  );
}
