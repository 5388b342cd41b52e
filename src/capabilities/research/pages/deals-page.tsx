import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Building, Lightbulb, Upload } from "lucide-react";
import { useMemo } from "react";
import { useActor, useProduct } from "../../../actor.tsx";
import { api, client, useChange } from "../../../api.tsx";
import { may } from "../../../platform/access.ts";
import type { FilterField } from "../../../ui/filter/filter-bar.tsx";
import type { Filter } from "../../../ui/filter/filters.ts";
import { useGo } from "../../../ui/router.tsx";
import { Day } from "../../../ui/time.tsx";
import { NameDialog } from "../../workspace/pages/name-dialog.tsx";
import { RecordRow, RecordsPage } from "../../workspace/pages/records-page.tsx";
import { StateMark } from "../../workspace/pages/state-value.tsx";
import type { Deal } from "../deal-answers.ts";
import { dealAccess } from "../deal-rules.ts";
import { amountText, DEAL_STATE_WORDS } from "./deal-words.ts";
import { DEAL_RENEWS } from "./renews.ts";
import { WinLoss } from "./win-loss.tsx";

const SORTS = [
  { value: "updated", label: "Last changed" },
  { value: "amount", label: "Amount" },
  { value: "closed", label: "Closed last" },
  { value: "name", label: "Name" },
] as const;
const MOST = 200;

function useDealFilters(): readonly FilterField[] {
  const rivals = useQuery(api.competitors.list.queryOptions({ input: { limit: MOST } })).data;
  const reasons = useQuery(api.deals.winLoss.queryOptions({ input: {} })).data;
  return useMemo(
    () => [
      {
        id: "competitor",
        label: "Rival",
        type: "choice",
        icon: Building,
        tests: ["is"],
        options: [...(rivals?.items ?? []).map(({ id, name }) => ({ value: id, label: name })), { value: "none", label: "No rival named" }],
      },
      {
        id: "about",
        label: "Reason",
        type: "choice",
        icon: Lightbulb,
        tests: ["is"],
        options: [
          ...(reasons?.byReason ?? []).flatMap(({ record }) => (record ? [{ value: record.id, label: record.title }] : [])),
          { value: "none", label: "No reason linked" },
        ],
      },
    ],
    [rivals, reasons],
  );
}

function parametersOf(filters: readonly Filter[]): Record<string, unknown> {
  const values = (id: string) => filters.find(({ field }) => field === id)?.values ?? [];
  const [competitor, about] = [values("competitor"), values("about")];
  return { ...(competitor.length > 0 ? { competitor: [...competitor] } : {}), ...(about[0] ? { about: about[0] } : {}) };
}

/** What was sold and what was not, by reason and by rival, or as a list. */
export function DealsPage() {
  const go = useGo();
  const mayCreate = may(useActor(), dealAccess, "create");
  return (
    <RecordsPage
      kind="deal"
      sentence="What was won and lost, over what, and to whom"
      list={client.deals.list}
      count={client.deals.count}
      row={dealRow}
      states={DEAL_STATE_WORDS}
      filters={useDealFilters()}
      parametersOf={parametersOf}
      sorts={SORTS}
      mayCreate={mayCreate}
      creates="New deal"
      create={(dialog) => <NewDeal {...dialog} />}
      actions={
        mayCreate && (
          <Button variant="default" leftSection={<Upload size={14} aria-hidden />} onClick={() => go("import")}>
            Import
          </Button>
        )
      }
      wall={{ word: "Win/loss", draw: (parameters) => <WinLoss parameters={parameters} /> }}
      empty={{
        title: "No deals yet",
        text: "Import the export of your CRM as deals: it is rehearsed first, can be undone, and comes up to date when you bring it again.",
        action: "Add a deal by hand",
      }}
    />
  );
}

function NewDeal({ open, close }: { open: (record: { key: string }) => void; close: () => void }) {
  const { product } = useProduct();
  const create = useChange(client.deals.create, {
    said: ({ key }) => `Created ${key}`,
    renews: DEAL_RENEWS,
    onSuccess: open,
    onError: () => undefined,
  });
  return (
    <NameDialog
      title="New deal"
      label="Which deal is it?"
      placeholder="Helio Freight, renewal"
      confirm="Create"
      most={200}
      isPending={create.isPending}
      error={create.error}
      onName={(name) => create.mutate({ name, ...(product ? { productId: product.id } : {}) })}
      onClose={close}
    />
  );
}

const dealRow = (deal: Deal) => (
  <RecordRow
    kind="deal"
    record={deal}
    title={deal.name}
    line={[deal.account?.title, deal.competitor && `against ${deal.competitor.title}`, deal.reasons].filter(Boolean).join(" · ")}
  >
    {deal.closedOn && <Day on={deal.closedOn} />}
    {amountText(deal) && <b>{amountText(deal)}</b>}
    <StateMark kind="deal" state={deal.state} words={DEAL_STATE_WORDS} />
  </RecordRow>
);
