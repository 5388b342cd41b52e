import { Button } from "@mantine/core";
import { ChevronDown, CircleDot, Plus } from "lucide-react";
import { type ReactNode, Suspense, useMemo, useRef, useState } from "react";
import { useProduct } from "../../../actor.tsx";
import { FilterBar, type FilterField } from "../../../ui/filter/filter-bar.tsx";
import { type Filter, filterText, parseFilters, valuesOf } from "../../../ui/filter/filters.ts";
import { counted } from "../../../ui/format.ts";
import { KeyHint, useShortcuts } from "../../../ui/keyboard.tsx";
import { kinds } from "../../../ui/kinds.ts";
import { useRowHeight } from "../../../ui/list/row-height.ts";
import { type ListHandle, VirtualList } from "../../../ui/list/virtual-list.tsx";
import type { PipShape } from "../../../ui/marks.tsx";
import { MenuButton } from "../../../ui/menu-items.tsx";
import { useNarrow } from "../../../ui/narrow.ts";
import { type Search, useGo, useView } from "../../../ui/router.tsx";
import { Segments } from "../../../ui/segments.tsx";
import { Page } from "../../../ui/shell/page.tsx";
import { EmptyState, ErrorState, Skeleton } from "../../../ui/states.tsx";
import { NewBar } from "../../../ui/undo.tsx";
import { KINDS, type RecordKind, recordPath } from "../kind-rules.ts";
import { ListExport } from "./list-export.tsx";
import { extraFilters, extraParameters } from "./own-fields.ts";
import { useRecordRows } from "./record-rows.ts";
import { rowsOf } from "./rows-key.ts";
import { useOthersChanges } from "./use-live.ts";
import { useFields, useLabels, useMembers, useStateName } from "./vocabulary.ts";
import "./records-page.css";

type Listed = { id: string; key: string };
type Given<Sort extends string = string> = {
  q?: string;
  label?: string[];
  fields?: Record<string, string[]>;
  sort?: Sort;
  product?: string;
} & Record<string, unknown>;
type Call<Input, Output> = (input: Input, options: { signal: AbortSignal }) => Promise<Output>;

const text = (value: unknown) => (typeof value === "string" ? value : "");
const parseView = (raw: Search) => ({
  query: text(raw.q),
  filters: parseFilters(raw.filter),
  sort: text(raw.sort),
  isList: raw.view === "list",
});

export type StateWords<State extends string = string> = Readonly<Record<State, { word: string; shape: PipShape }>>;

/**
 * The page that lists the records of a kind: search, filters, order, rows fetched as they are scrolled to, and a way to add one.
 * A capability says what differs.
 */
export function RecordsPage<Row extends Listed, Sort extends string>({
  kind,
  title = KINDS[kind].many,
  sentence,
  list,
  count,
  row,
  states,
  filters: more = [],
  parametersOf = () => ({}),
  sorts = [],
  mayCreate,
  creates,
  create,
  empty,
  actions,
  above,
  bar,
  wall,
}: {
  kind: RecordKind;
  title?: string;
  sentence: ReactNode;
  list: Call<Given<Sort> & { offset: number; limit: number }, { items: Row[] }>;
  count: (input: Given<Sort>) => Promise<{ total: number }>;
  row: (row: Row) => ReactNode;
  /** The states that its records can be narrowed by, as `state` of the list. */
  states?: StateWords;
  /** Further conditions, and what they are called in the list's query. */
  filters?: readonly FilterField[];
  parametersOf?: (filters: readonly Filter[]) => Record<string, unknown>;
  /** The orders of the list, the usual one first. */
  sorts?: readonly { value: Sort; label: string }[];
  mayCreate: boolean;
  /** What the button says: "New finding". */
  creates: string;
  /** Draws the dialog that makes one; `open` goes to the new record's page. */
  create: (dialog: { open: (record: { key: string }) => void; close: () => void }) => ReactNode;
  empty: { title: string; text: ReactNode; action: string };
  actions?: ReactNode;
  /** Stands between the filters and the list: a summary, a picture. */
  above?: ReactNode;
  /** Stands before the export at the end of the filters: saved views, a share button. */
  bar?: (parameters: Given<Sort>) => ReactNode;
  /** Another way to see what the filters find, shown first; T switches to the list and back. */
  wall?: { word: string; draw: (parameters: Given<Sort>) => ReactNode };
}) {
  const { view, setView } = useView(parseView);
  const go = useGo();
  const { product } = useProduct();
  const fields = useListFields(kind, states, more);
  const chosen = sorts.find(({ value }) => value === view.sort);
  const parameters: Given<Sort> = {
    ...extraParameters(view.filters),
    ...stateParameter(view.filters, states),
    ...parametersOf(view.filters),
    ...(view.query === "" ? {} : { q: view.query }),
    ...(chosen ? { sort: chosen.value } : {}),
    ...(product ? { product: product.id } : {}),
  };
  const rows = useRecordRows<Row, Given<Sort>>({ name: rowsOf(kind)[0], parameters, list, count });
  const others = useOthersChanges([kind], [rowsOf(kind)]);
  const [current, setCurrent] = useState(0);
  const [isAdding, setAdding] = useState(false);
  const handle = useRef<ListHandle>(null);
  const open = ({ key }: { key: string }) => go(recordPath(kind, key));
  const isWall = wall !== undefined && !view.isList;
  const show = (isList: boolean) => setView({ view: isList ? "list" : undefined });
  useShortcuts(title, [{ keys: "c", label: creates, run: () => setAdding(true) }], { active: mayCreate });
  useShortcuts(title, [{ keys: "t", label: "Switch to the list and back", run: () => show(!view.isList) }], { active: wall !== undefined });
  const height = useRowHeight() + (useNarrow() ? 40 : 18);
  const isFiltered = view.query !== "" || view.filters.length > 0;
  const isEmpty = !rows.isPending && rows.count === 0 && !rows.error;
  const { one } = KINDS[kind];
  return (
    <Page
      title={title}
      fill
      sentence={sentence}
      actions={
        <>
          {actions}
          {mayCreate && (
            <Button leftSection={<Plus size={14} aria-hidden />} onClick={() => setAdding(true)}>
              {creates}
            </Button>
          )}
        </>
      }
      status={rows.count > 0 && `${counted(rows.count, one, KINDS[kind].many.toLowerCase())}${isFiltered ? " found" : ""}`}
      hints={
        <>
          {!isWall && <KeyHint keys={["j", "k"]}>move</KeyHint>}
          {!isWall && <KeyHint keys={["enter"]}>open</KeyHint>}
          {wall && <KeyHint keys={["t"]}>{isWall ? "list" : wall.word.toLowerCase()}</KeyHint>}
          {mayCreate && <KeyHint keys={["c"]}>new</KeyHint>}
          <KeyHint keys={["?"]}>all shortcuts</KeyHint>
        </>
      }
    >
      <FilterBar
        fields={fields}
        filters={view.filters}
        onFilters={(filters) => setView({ filter: filterText(filters) || undefined })}
        query={view.query}
        onQuery={(q) => setView({ q })}
        placeholder={`Search ${KINDS[kind].many.toLowerCase()}`}
      >
        {bar?.(parameters)}
        <ListExport kind={kind} parameters={parameters} />
        {wall && (
          <Segments
            label="How it is shown"
            value={view.isList ? "list" : "wall"}
            options={[
              { value: "wall", label: wall.word },
              { value: "list", label: "List" },
            ]}
            onChange={(shown) => show(shown === "list")}
          />
        )}
        {sorts.length > 1 && !isWall && (
          <MenuButton
            position="bottom-end"
            entries={sorts.map(({ value, label }, index) => ({
              label,
              run: () => setView({ sort: index === 0 ? undefined : value }),
              checked: chosen ? chosen.value === value : index === 0,
            }))}
          >
            <button type="button" className="plain filter-add">
              <span className="sr">Order: </span>
              {(chosen ?? sorts[0])?.label}
              <ChevronDown size={12} aria-hidden />
            </button>
          </MenuButton>
        )}
      </FilterBar>
      {above}
      {rows.error && rows.count === 0 ? (
        <ErrorState error={rows.error} onRetry={rows.retry} />
      ) : isEmpty && !isFiltered ? (
        <EmptyState
          icon={kinds[KINDS[kind].mark].icon}
          title={empty.title}
          action={mayCreate && <Button onClick={() => setAdding(true)}>{empty.action}</Button>}
        >
          {empty.text}
        </EmptyState>
      ) : isEmpty ? (
        <EmptyState
          title={`No ${one} fits`}
          action={
            <Button variant="default" onClick={() => setView({ q: undefined, filter: undefined })}>
              Show all {KINDS[kind].many.toLowerCase()}
            </Button>
          }
        />
      ) : wall && isWall ? (
        <>
          <NewBar count={others.count} noun="changed" onShow={others.show} />
          {wall.draw(parameters)}
        </>
      ) : (
        <>
          <NewBar count={others.count} noun="changed" onShow={others.show} />
          {rows.isPending && (
            <div className="records-pending">
              <Skeleton lines={8} height={30} />
            </div>
          )}
          <VirtualList
            label={title}
            count={rows.count}
            rowAt={rows.rowAt}
            rowKey={({ id }) => id}
            renderRow={row}
            rowHeight={height}
            onRange={rows.onRange}
            current={Math.min(current, Math.max(0, rows.count - 1))}
            onCurrent={setCurrent}
            onOpen={open}
            hasKeys={!isAdding}
            handle={handle}
          />
        </>
      )}
      {isAdding && <Suspense>{create({ open, close: () => setAdding(false) })}</Suspense>}
    </Page>
  );
}

/** A row of such a list: title, key with a quiet line, and facts at its end. */
export function RecordRow({
  kind,
  record,
  title,
  line,
  children,
}: {
  kind: RecordKind;
  record: { key: string };
  title: ReactNode;
  line?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div className="record-row" data-kind={KINDS[kind].mark}>
      <span className="record-row-words">
        <b className="truncate">{title}</b>
        <span className="truncate">
          <span className="record-key">{record.key}</span> {line}
        </span>
      </span>
      {children && <span className="record-row-facts">{children}</span>}
    </div>
  );
}

/** The values that the conditions leave of a choice, for a list's query; nothing where all are meant. */
export function choiceOf<Value extends string>(filters: readonly Filter[], field: string, all: readonly Value[]): Value[] | undefined {
  const named = valuesOf(filters, field);
  const left = valuesOf(filters, field, "not");
  const chosen = named ? all.filter((one) => named.includes(one)) : left && all.filter((one) => !left.includes(one));
  return chosen && chosen.length > 0 ? chosen : undefined;
}

function stateParameter(filters: readonly Filter[], states: StateWords | undefined): { state?: string[] } {
  if (!states) return {};
  const state = choiceOf(filters, "state", Object.keys(states));
  return state ? { state } : {};
}

function useListFields(kind: RecordKind, states: StateWords | undefined, more: readonly FilterField[]): readonly FilterField[] {
  const labels = useLabels();
  const own = useFields(kind);
  const members = useMembers();
  const stateName = useStateName(kind);
  return useMemo(
    () => [
      ...(states
        ? [
            {
              id: "state",
              label: "State",
              type: "choice" as const,
              icon: CircleDot,
              options: Object.entries(states).map(([state, { word }]) => ({ value: state, label: stateName(state, word) })),
            },
          ]
        : []),
      ...more,
      ...extraFilters(labels, own, members),
    ],
    [states, more, labels, own, members, stateName],
  );
}
