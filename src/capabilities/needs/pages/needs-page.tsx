import { Button } from "@mantine/core";
import { Lightbulb, Plus } from "lucide-react";
import { Suspense, useEffect, useMemo, useRef, useState } from "react";
import { useActor, useProduct, useWorkspace } from "../../../actor.tsx";
import { client } from "../../../api.tsx";
import { may } from "../../../platform/access.ts";
import { ShareButton } from "../../../record-parts.tsx";
import { KeyHint, useShortcuts } from "../../../ui/keyboard.tsx";
import { later } from "../../../ui/later.tsx";
import { useRowHeight } from "../../../ui/list/row-height.ts";
import { type ListHandle, VirtualList } from "../../../ui/list/virtual-list.tsx";
import { useNarrow } from "../../../ui/narrow.ts";
import { useGo, useView } from "../../../ui/router.tsx";
import { Page } from "../../../ui/shell/page.tsx";
import { EmptyState, ErrorState, Skeleton } from "../../../ui/states.tsx";
import { NewBar } from "../../../ui/undo.tsx";
import { ownValueText } from "../../workspace/pages/own-fields.ts";
import { useRecordRows } from "../../workspace/pages/record-rows.ts";
import { useOthersChanges } from "../../workspace/pages/use-live.ts";
import { labelColour, useFields, useLabels, useMemberName, useStateName } from "../../workspace/pages/vocabulary.ts";
import { needAccess } from "../rules.ts";
import type { NeedItem } from "../schema.ts";
import { useUnits } from "./demand.ts";
import { useNeedActs } from "./need-acts.tsx";
import { NeedBar } from "./need-bar.tsx";
import { useNeedRanks } from "./need-ranks.ts";
import { NeedColumns, needRow } from "./need-row.tsx";
import { needFilter, parseNeedView } from "./need-view.ts";
import { ordinal } from "./need-words.ts";

// What only some visits need comes after the page itself.
const NeedSelection = later(async () => (await import("./need-selection.tsx")).NeedSelection);
const NeedPeek = later(async () => (await import("./need-peek.tsx")).NeedPeek);
const NewNeedDialog = later(async () => (await import("./new-need-dialog.tsx")).NewNeedDialog);

const SHARED = ["needs"] as const;
const none: ReadonlySet<string> = new Set();
/** The need that was last opened from the list, by workspace. */
const lastOpened = new Map<string, string>();

/** What people need, loudest against heaviest. */
export function NeedsPage() {
  const { view, setView } = useView(parseNeedView);
  const { product } = useProduct();
  const go = useGo();
  const { slug } = useWorkspace();
  const mayEdit = may(useActor(), needAccess, "edit");
  const filter = needFilter(view, product?.id);
  const { sort, direction } = view;
  const rows = useRecordRows<NeedItem, typeof filter & { sort: typeof sort; direction?: typeof direction }>({
    name: "need-rows",
    parameters: { ...filter, sort, ...(direction ? { direction } : {}) },
    list: client.needs.list,
    count: client.needs.count,
  });
  const ranks = useNeedRanks(filter);
  const order = sort === "quotes" ? "noise" : sort === "money" ? "money" : undefined;
  const others = useOthersChanges(["need", "feature"], [["need-rows"]]);

  const [chosenRow, setCurrent] = useState<number>();
  const known = view.peek ?? lastOpened.get(slug);
  const current = chosenRow ?? (known === undefined ? 0 : (rows.placeOf(known) ?? 0));
  const [selected, setSelected] = useState(none);
  const [isAdding, setAdding] = useState(false);
  const list = useRef<ListHandle>(null);
  const acts = useNeedActs({
    draw: {
      change: (change, ids) => rows.patch((row) => (ids.has(row.id) ? { ...row, ...change } : row)),
      answer: (need) => rows.patch((row) => (row.id === need.id ? { ...row, ...need } : row)),
    },
    onMerged: () => setSelected(none),
  });
  const here = rows.rowAt(Math.min(current, rows.count - 1));
  /** What an act is about: what is selected, else where the keyboard stands. */
  const chosen = (): readonly NeedItem[] => (selected.size > 0 ? rows.fetched().filter(({ id }) => selected.has(id)) : here ? [here] : []);
  const open = ({ key }: { key: string }) => {
    lastOpened.set(slug, key);
    go(`needs/${key}`);
  };
  // Who comes back from a need stands where they left.
  const isBack = chosenRow === undefined && current > 0 && !rows.isPending;
  useEffect(() => {
    if (isBack) list.current?.focus();
  }, [isBack]);
  useShortcuts(
    "Needs",
    [
      { keys: "c", label: "New need", run: () => setAdding(true) },
      { keys: "m", label: "Merge into another", run: () => (chosen().length > 0 ? acts.merge(chosen()) : false) },
    ],
    { active: mayEdit },
  );

  const renderRow = useRowFacts(ranks, order);
  const isNarrow = useNarrow();
  const height = useRowHeight() + (isNarrow ? 40 : 18);
  const isFiltered = view.query !== "" || view.filters.length > 0;
  const isEmpty = !rows.isPending && rows.count === 0 && !rows.error;
  return (
    <Page
      title="Needs"
      fill
      sentence={<Loudest ranks={ranks} />}
      actions={
        <>
          <Suspense>
            <ShareButton kinds={SHARED} scope={{ ...filter, sort, ...(direction ? { direction } : {}) }} />
          </Suspense>
          {mayEdit && (
            <Button leftSection={<Plus size={14} aria-hidden />} onClick={() => setAdding(true)}>
              New need
            </Button>
          )}
        </>
      }
      peek={
        view.peek && (
          <Suspense>
            <NeedPeek
              id={view.peek}
              onOpen={() => go(`needs/${view.peek}`)}
              onClose={() => {
                setView({ peek: undefined });
                list.current?.focus();
              }}
            />
          </Suspense>
        )
      }
      status={rows.count > 0 && <Counted count={rows.count} isFiltered={isFiltered} />}
      hints={
        <>
          <KeyHint keys={["j", "k"]}>move</KeyHint>
          <KeyHint keys={["space"]}>preview</KeyHint>
          <KeyHint keys={["enter"]}>open</KeyHint>
          {mayEdit && <KeyHint keys={["x"]}>select</KeyHint>}
          {mayEdit && <KeyHint keys={["m"]}>merge</KeyHint>}
          <KeyHint keys={["?"]}>all shortcuts</KeyHint>
        </>
      }
    >
      <NeedBar view={view} onView={setView} />
      {rows.error && rows.count === 0 ? (
        <ErrorState error={rows.error} onRetry={rows.retry} />
      ) : isEmpty && !isFiltered ? (
        <EmptyState
          icon={Lightbulb}
          title="No needs yet"
          action={mayEdit && <Button onClick={() => setAdding(true)}>Write the first need</Button>}
        >
          A need is what somebody wants to get done, in a sentence. Customers’ words are quoted for it, and features serve it.
        </EmptyState>
      ) : isEmpty ? (
        <EmptyState
          title="No need fits"
          action={
            <Button variant="default" onClick={() => setView({ q: undefined, filter: undefined })}>
              Show all needs
            </Button>
          }
        >
          Nothing in this workspace meets all of these conditions.
        </EmptyState>
      ) : (
        <div className="needs-list">
          <NewBar count={others.count} noun="changed" onShow={others.show} />
          <NeedColumns order={order} />
          {rows.isPending && (
            <div className="needs-pending">
              <Skeleton lines={10} height={34} />
            </div>
          )}
          <VirtualList
            label="Needs"
            count={rows.count}
            rowAt={rows.rowAt}
            rowKey={({ id }) => id}
            renderRow={renderRow}
            rowHeight={height}
            onRange={rows.onRange}
            current={Math.min(current, Math.max(0, rows.count - 1))}
            onCurrent={(index) => {
              setCurrent(index);
              const row = rows.rowAt(index);
              if (view.peek && row) setView({ peek: row.key });
            }}
            onOpen={open}
            onPeek={({ key }) => setView({ peek: view.peek === key ? undefined : key })}
            selected={selected}
            {...(mayEdit ? { onSelect: setSelected } : {})}
            hasKeys={!acts.isOpen}
            handle={list}
          />
          {selected.size > 0 && (
            <Suspense>
              <NeedSelection needs={chosen()} count={selected.size} acts={acts} onClear={() => setSelected(none)} />
            </Suspense>
          )}
        </div>
      )}
      {acts.dialogs}
      {isAdding && (
        <Suspense>
          <NewNeedDialog onDone={open} onClose={() => setAdding(false)} />
        </Suspense>
      )}
    </Page>
  );
}

function useRowFacts(ranks: ReturnType<typeof useNeedRanks>, order: "noise" | "money" | undefined) {
  const { currency } = useUnits();
  const memberName = useMemberName();
  const stateName = useStateName("need");
  const labels = useLabels();
  const fields = useFields("need");
  const { noise, money } = ranks;
  // biome-ignore lint/correctness/useExhaustiveDependencies: ranks are new with every render; what they say changes with their data
  return useMemo(
    () =>
      needRow({
        noise,
        money,
        order,
        currency,
        memberName,
        stateName,
        labels: new Map(labels.map(({ id, name, colour }) => [id, { name, colour: labelColour(colour) }])),
        fieldWords: (need) =>
          fields.flatMap((field) => {
            const words = ownValueText(field, need.fields[field.id], memberName);
            return words === "" ? [] : [`${field.name}: ${words}`];
          }),
      }),
    [noise.places, money.places, order, currency, memberName, stateName, labels, fields],
  );
}

/** The difference that the two orders make, in a line. */
function Loudest({ ranks: { noise, money } }: { ranks: ReturnType<typeof useNeedRanks> }) {
  if (!noise.first || !money.first || noise.most === 0 || money.most === 0) return null;
  const [byMoney, byNoise] = [money.of(noise.first.id), noise.of(money.first.id)];
  // Needs that are equally loud, or worth as much, share a place: who is first in both is both.
  const both = byNoise === 1 ? money.first : byMoney === 1 ? noise.first : null;
  if (both)
    return (
      <>
        Loudest and heaviest: <b>{both.statement}</b>
      </>
    );
  return (
    <>
      Loudest is <b>{noise.first.key}</b>
      {byMoney && `, ${ordinal(byMoney)} by money`}; heaviest is <b>{money.first.key}</b>
      {byNoise && `, ${ordinal(byNoise)} by noise`}
    </>
  );
}

function Counted({ count, isFiltered }: { count: number; isFiltered: boolean }) {
  return (
    <>
      <b>{count.toLocaleString("en")}</b> {count === 1 ? "need" : "needs"}
      {isFiltered && " fit"}
    </>
  );
}
