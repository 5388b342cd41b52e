import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Building2, FileText, MessageSquareQuote, Plus, Trash2 } from "lucide-react";
import { Suspense, useMemo, useState } from "react";
import { useActor, useWorkspace } from "../../../actor.tsx";
import { api } from "../../../api.tsx";
import { mayUse } from "../../../platform/access.ts";
import { ShareButton } from "../../../record-parts.tsx";
import { FilterBar, type FilterField } from "../../../ui/filter/filter-bar.tsx";
import { filterText } from "../../../ui/filter/filters.ts";
import { counted } from "../../../ui/format.ts";
import { KeyHint, useShortcuts } from "../../../ui/keyboard.tsx";
import type { Option } from "../../../ui/picker.tsx";
import { useGo, useView } from "../../../ui/router.tsx";
import { Page } from "../../../ui/shell/page.tsx";
import { EmptyState, ErrorState, Skeleton } from "../../../ui/states.tsx";
import { DataTable } from "../../../ui/table/data-table.tsx";
import { NewBar, notify } from "../../../ui/undo.tsx";
import { ListExport } from "../../workspace/pages/list-export.tsx";
import { extraFilters, isFieldSort } from "../../workspace/pages/own-fields.ts";
import { SavedViews } from "../../workspace/pages/saved-views.tsx";
import { useOthersChanges } from "../../workspace/pages/use-live.ts";
import { useFields, useLabels, useMemberName, useMembers } from "../../workspace/pages/vocabulary.ts";
import type { AccountItem } from "../answers.ts";
import { accountColumns, changeOf } from "./account-columns.tsx";
import { useAccountDeletion } from "./account-deletion.tsx";
import { useAccountEdits } from "./account-edits.tsx";
import { AddAccountDialog } from "./account-form.tsx";
import { ACCOUNT_ROWS, useAccountRows } from "./account-rows.ts";
import { accountParameters, parseAccountView } from "./account-view.ts";
import "./accounts-page.css";

const SHARED = ["accounts"] as const;
const CONTACTS = ["contact"] as const;
const RENEWED_FOR_OTHERS = [ACCOUNT_ROWS] as const;
/** The plan in the workspace's own words: what is typed. */
const plans = async (query: string): Promise<readonly Option[]> => (query === "" ? [] : [{ value: query, label: query }]);

/** Accounts: who our customers are, what they are worth, how much they say. */
export function AccountsPage() {
  const { view, setView } = useView(parseAccountView);
  const { slug } = useWorkspace();
  const go = useGo();
  const mayEdit = mayUse(useActor(), "member");
  const currency = useQuery(api.workspaces.get.queryOptions({ staleTime: 600_000 })).data?.currency ?? "USD";
  const fields = useFields("account");
  const labels = useLabels();
  const members = useMembers();
  const nameOf = useMemberName();
  const rows = useAccountRows(accountParameters(view));
  const others = useOthersChanges(["account"], RENEWED_FOR_OTHERS);
  const edits = useAccountEdits();
  const deletion = useAccountDeletion();
  const [current, setCurrent] = useState(0);
  const [isAdding, setAdding] = useState(false);
  const columns = useMemo(
    () => accountColumns({ slug, mayEdit, fields, labels, nameOf, go: (path, search) => go(path, search ? { search } : {}) }),
    [slug, mayEdit, fields, labels, nameOf, go],
  );
  const filterFields = useMemo(
    (): readonly FilterField[] => [
      { id: "plan", label: "Plan", type: "choice", options: plans, tests: ["is"] },
      ...extraFilters(labels, fields, members),
    ],
    [labels, fields, members],
  );
  useShortcuts("Accounts", [{ keys: "c", label: "Add an account", run: () => setAdding(true) }], { active: mayEdit });

  const narrow = (change: Parameters<typeof setView>[0]) => {
    setView(change);
    setCurrent(0);
  };
  const onEdit = (row: AccountItem, column: string, value: string) => {
    const change = changeOf(column, value, row, currency);
    if (change === undefined) return notify(`“${value}” cannot be read here. Nothing was changed.`);
    const { attributes: _, ...cells } = change;
    rows.patch((one) => (one.id === row.id ? { ...one, ...cells } : one));
    edits.edit(row, change);
  };
  const onPaste = (cells: string[][], origin: { row: number; column: string }) => {
    const first = columns.findIndex(({ id }) => id === origin.column);
    const changes = cells.flatMap((line, down) => {
      const account = rows.rowAt(origin.row + down);
      if (!account) return [];
      const parts = line.map((value, across) => {
        const column = columns[first + across];
        return column && column.type !== "readonly" ? changeOf(column.id, value, account, currency) : {};
      });
      return [{ account, parts }];
    });
    if (changes.some(({ parts }) => parts.includes(undefined)))
      return notify("Some of what was pasted cannot be read here. Nothing was changed.");
    edits.editMany(changes.map(({ account, parts }) => ({ account, change: Object.assign({}, ...parts) })));
  };
  const isNarrowed = view.query !== "" || view.filters.length > 0;
  const isEmpty = !rows.isPending && rows.count === 0 && !rows.error;
  return (
    <Page
      title="Accounts"
      fill
      actions={
        <>
          <Suspense>
            <ShareButton kinds={SHARED} scope={accountParameters(view)} />
          </Suspense>
          {mayEdit && (
            <Button leftSection={<Plus size={14} aria-hidden />} onClick={() => setAdding(true)}>
              Add account
            </Button>
          )}
        </>
      }
      status={rows.count > 0 && `${counted(rows.count, "account")}${isNarrowed ? " fit" : ""}`}
      hints={
        <>
          <KeyHint keys={["j", "k"]}>move</KeyHint>
          {mayEdit && <KeyHint keys={["enter"]}>edit</KeyHint>}
          <KeyHint keys={["?"]}>all shortcuts</KeyHint>
        </>
      }
    >
      <FilterBar
        fields={filterFields}
        filters={view.filters}
        onFilters={(filters) => narrow({ filter: filterText(filters) })}
        query={view.query}
        onQuery={(q) => narrow({ q })}
        placeholder="Search accounts"
      >
        <SavedViews page="accounts" />
        <ListExport kind="account" parameters={accountParameters(view)} also={CONTACTS} />
      </FilterBar>
      <NewBar count={others.count} noun="changed by others" onShow={others.show} />
      {rows.error && rows.count === 0 ? (
        <ErrorState error={rows.error} onRetry={rows.retry} />
      ) : rows.isPending ? (
        <div className="accounts-pending">
          <Skeleton lines={14} height={22} />
        </div>
      ) : isEmpty && isNarrowed ? (
        <EmptyState
          title="Nothing fits"
          action={
            <Button variant="default" onClick={() => narrow({ q: undefined, filter: undefined })}>
              Clear the filters
            </Button>
          }
        >
          No account fits the words and filters above.
        </EmptyState>
      ) : isEmpty ? (
        <EmptyState
          icon={Building2}
          title="Who are your customers?"
          action={
            mayEdit && (
              <Button leftSection={<Plus size={14} aria-hidden />} onClick={() => setAdding(true)}>
                Add an account
              </Button>
            )
          }
        >
          Feedback finds its account by the e-mail address it came from. With revenue, plan and seats beside it you see whose voice is how
          heavy.
        </EmptyState>
      ) : null}
      {!rows.isPending && rows.count > 0 && (
        <DataTable
          label="Accounts"
          columns={columns}
          count={rows.count}
          rowAt={rows.rowAt}
          rowKey={({ id }) => id}
          onRange={rows.onRange}
          sort={{ column: view.sort, direction: view.direction === "asc" ? "ascending" : "descending" }}
          onSort={({ column, direction }) => {
            if (column === "name" || column === "revenue" || isFieldSort(column))
              narrow({ sort: column, direction: direction === "ascending" ? "asc" : "desc" });
          }}
          onEdit={(row, column, value) => onEdit(row, column.id, value)}
          {...(mayEdit ? { onPaste } : {})}
          current={current}
          onCurrent={setCurrent}
          onOpen={({ key }) => go(`accounts/${key}`)}
          onPeek={({ key }) => go(`accounts/${key}`)}
          menuOf={({ id, key, name }) => [
            { label: "Open", icon: FileText, run: () => go(`accounts/${key}`) },
            {
              label: "What they said",
              icon: MessageSquareQuote,
              run: () => go("feedback", { search: { state: "all", filter: `account:${id}` } }),
            },
            ...(mayEdit ? [{ label: "Delete …", icon: Trash2, run: () => deletion.ask({ id, name }), danger: true }] : []),
          ]}
        />
      )}
      {isAdding && <AddAccountDialog currency={currency} onAdded={(key) => go(`accounts/${key}`)} onClose={() => setAdding(false)} />}
      {edits.conflict}
      {deletion.dialog}
    </Page>
  );
}
