import { useQuery } from "@tanstack/react-query";
import { Suspense, useMemo } from "react";
import { useActor } from "../../../actor.tsx";
import { api, client, useChange } from "../../../api.tsx";
import { may } from "../../../platform/access.ts";
import { counted } from "../../../ui/format.ts";
import { later } from "../../../ui/later.tsx";
import { Skeleton } from "../../../ui/states.tsx";
import { NameDialog } from "../../workspace/pages/name-dialog.tsx";
import { RecordRow, RecordsPage } from "../../workspace/pages/records-page.tsx";
import type { Competitor } from "../competitor-answers.ts";
import { competitorAccess } from "../competitor-rules.ts";
import { hostOf } from "./finding-words.ts";
import { MARKET_RENEWS } from "./renews.ts";
import "./capability-matrix.css";

const SORTS = [
  { value: "name", label: "Name" },
  { value: "updated", label: "Last changed" },
] as const;

type Given = Omit<NonNullable<Parameters<typeof client.competitors.list>[0]>, "limit" | "offset" | "cursor">;
const MATRIX = { word: "Matrix", draw: (given: Given) => <Compared given={given} /> };
const CapabilityMatrix = later(async () => (await import("./capability-matrix.tsx")).CapabilityMatrix);
/** Columns beyond these would not be read. */
const RIVALS = 40;

function Compared({ given }: { given: Given }) {
  const { data } = useQuery(api.competitors.list.queryOptions({ input: { ...given, limit: RIVALS } }));
  const rivals = useMemo(() => (data?.items ?? []).map(({ id, name }) => ({ id, name })), [data]);
  return (
    <div className="capabilities-wall">
      <Suspense fallback={<Skeleton lines={6} height={30} />}>{data && <CapabilityMatrix rivals={rivals} />}</Suspense>
    </div>
  );
}

/** Against whom customers compare us. */
export function CompetitorsPage() {
  return (
    <RecordsPage
      kind="competitor"
      sentence="Against whom customers compare us"
      list={client.competitors.list}
      count={client.competitors.count}
      row={competitorRow}
      sorts={SORTS}
      wall={MATRIX}
      mayCreate={may(useActor(), competitorAccess, "create")}
      creates="New competitor"
      create={(dialog) => <NewCompetitor {...dialog} />}
      empty={{
        title: "No competitors yet",
        text: "Name those that customers compare us with. What they do is written down as findings, and deals say to whom they were lost.",
        action: "Name the first competitor",
      }}
    />
  );
}

function NewCompetitor({ open, close }: { open: (record: { key: string }) => void; close: () => void }) {
  const create = useChange(client.competitors.create, {
    said: ({ key }) => `Created ${key}`,
    renews: MARKET_RENEWS,
    onSuccess: open,
    onError: () => undefined,
  });
  return (
    <NameDialog
      title="New competitor"
      label="Who is it?"
      placeholder="Paperfort"
      confirm="Create"
      isPending={create.isPending}
      error={create.error}
      onName={(name) => create.mutate({ name })}
      onClose={close}
    />
  );
}

const competitorRow = (competitor: Competitor) => (
  <RecordRow kind="competitor" record={competitor} title={competitor.name} line={competitor.position}>
    {competitor.address && <span>{hostOf(competitor.address)}</span>}
    <span>{counted(competitor.findings, "finding")}</span>
  </RecordRow>
);
