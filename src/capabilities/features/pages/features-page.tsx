import { Button } from "@mantine/core";
import { Box, PanelRight, Plus } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useActor, useProduct } from "../../../actor.tsx";
import { client } from "../../../api.tsx";
import { may } from "../../../platform/access.ts";
import { ShareButton } from "../../../record-parts.tsx";
import { counted } from "../../../ui/format.ts";
import { KeyHint, useShortcuts } from "../../../ui/keyboard.tsx";
import { later } from "../../../ui/later.tsx";
import type { MenuEntry } from "../../../ui/menu-items.tsx";
import { type Search, useGo, useView } from "../../../ui/router.tsx";
import { Page } from "../../../ui/shell/page.tsx";
import { EmptyState } from "../../../ui/states.tsx";
import { NewBar } from "../../../ui/undo.tsx";
import { useRecordRows } from "../../workspace/pages/record-rows.ts";
import { useOthersChanges } from "../../workspace/pages/use-live.ts";
import { featureAccess } from "../rules.ts";
import type { FeatureItem } from "../schema.ts";
import { type ActOn, useFeatureActs } from "./feature-acts.tsx";
import { FeatureBar } from "./feature-bar.tsx";
import { type FeatureView, featureFilter, parseFeatureView } from "./feature-view.ts";
import { useLanes } from "./use-lanes.ts";
import "./features-page.css";

const SHARED = ["features"] as const;
const none: ReadonlySet<string> = new Set();
// What only some visits need comes after the page itself.
const FeatureTable = lazy(async () => ({ default: (await import("./feature-table.tsx")).FeatureTable }));
const FeatureBoard = lazy(async () => ({ default: (await import("./feature-board.tsx")).FeatureBoard }));
const FeatureSelection = later(async () => (await import("./feature-selection.tsx")).FeatureSelection);
const FeaturePeek = later(async () => (await import("./feature-peek.tsx")).FeaturePeek);
const NewFeatureDialog = later(async () => (await import("./new-feature-dialog.tsx")).NewFeatureDialog);

/** What could be built and is: one set of features as a table or as a board. */
export function FeaturesPage() {
  const { view, setView } = useView(parseFeatureView);
  const { product } = useProduct();
  const go = useGo();
  const mayEdit = may(useActor(), featureAccess, "edit");
  const filter = featureFilter(view, product?.id);
  const { sort, direction } = view;
  const rows = useRecordRows<FeatureItem, typeof filter & { sort: typeof sort; direction?: typeof direction }>({
    name: "feature-rows",
    parameters: { ...filter, sort, ...(direction ? { direction } : {}) },
    list: client.features.list,
    count: client.features.count,
  });
  const isBoard = view.shape === "board";
  const lanes = useLanes(filter, isBoard);
  const others = useOthersChanges(["feature", "need"], [["feature-rows"]]);
  const [current, setCurrent] = useState(0);
  const [card, setCard] = useState<string>();
  const [selected, setSelected] = useState(none);
  const [isAdding, setAdding] = useState(false);

  const patch = (change: (feature: FeatureItem) => FeatureItem) => {
    rows.patch(change);
    if (isBoard) lanes.patch(change);
  };
  const acts = useFeatureActs({
    change: (change: Partial<ActOn>, ids) => patch((feature) => (ids.has(feature.id) ? { ...feature, ...change } : feature)),
    answer: (answered) => patch((feature) => ({ ...feature, ...answered.find(({ id }) => id === feature.id) })),
  });
  const shown = () => (isBoard ? lanes.all() : rows.fetched());
  const chosen = () => shown().filter(({ id }) => selected.has(id));
  const open = ({ key }: { key: string }) => go(`features/${key}`);
  const peek = ({ key }: { key: string }) => setView({ peek: view.peek === key ? undefined : key });
  const follow = (key: string | undefined) => {
    if (view.peek !== undefined && key !== undefined) setView({ peek: key });
  };
  /** The feature that the keyboard stands on goes along to the other shape. */
  const reshape = (shape: FeatureView["shape"]) => {
    if (shape === "board") setCard(rows.rowAt(current)?.key);
    else if (card !== undefined) setCurrent(rows.placeOf(card) ?? current);
    setView({ view: shape === "board" ? "board" : undefined });
  };
  useShortcuts("Features", [
    ...(mayEdit ? [{ keys: "c", label: "New feature", run: () => setAdding(true) }] : []),
    { keys: "b", label: "Table or board", run: () => reshape(isBoard ? "table" : "board") },
  ]);
  const menuOf = (feature: FeatureItem): readonly MenuEntry[] => [
    { label: "Open", run: () => open(feature), keys: "mod+enter" },
    { label: "Preview", icon: PanelRight, run: () => peek(feature), keys: "space" },
    ...(mayEdit && !isBoard ? ([{ heading: "Move to …" }, ...acts.stateEntries([feature])] as const) : []),
  ];
  const sortBy = (order: Search) => setView(order);
  const isFiltered = view.query !== "" || view.filters.length > 0;
  const isEmpty = !rows.isPending && rows.count === 0 && !rows.error;
  const shared = { acts, mayEdit, onOpen: open, onPeek: peek, selected, onSelect: setSelected, menuOf };
  return (
    <Page
      title="Features"
      fill
      actions={
        <>
          <Suspense>
            <ShareButton kinds={SHARED} scope={{ ...filter, sort, ...(direction ? { direction } : {}) }} />
          </Suspense>
          {mayEdit && (
            <Button leftSection={<Plus size={14} aria-hidden />} onClick={() => setAdding(true)}>
              New feature
            </Button>
          )}
        </>
      }
      peek={
        view.peek && (
          <Suspense>
            <FeaturePeek id={view.peek} onOpen={() => go(`features/${view.peek}`)} onClose={() => setView({ peek: undefined })} />
          </Suspense>
        )
      }
      status={rows.count > 0 && `${counted(rows.count, "feature")}${isFiltered ? " fit" : ""}`}
      hints={<Hints isBoard={isBoard} mayEdit={mayEdit} isRanked={sort === "rank"} />}
    >
      <FeatureBar view={view} onView={setView} onShape={reshape} />
      {isEmpty && !isFiltered ? (
        <EmptyState
          icon={Box}
          title="No features yet"
          action={mayEdit && <Button onClick={() => setAdding(true)}>Propose the first feature</Button>}
        >
          A feature is what could be built, with the needs that it serves: so everybody sees whom it is for and what stands behind it.
        </EmptyState>
      ) : isEmpty ? (
        <EmptyState
          title="No feature fits"
          action={
            <Button variant="default" onClick={() => setView({ q: undefined, filter: undefined })}>
              Show all features
            </Button>
          }
        >
          Nothing in this workspace meets all of these conditions.
        </EmptyState>
      ) : (
        <div className="features">
          <NewBar count={others.count} noun="changed" onShow={others.show} />
          <Suspense>
            {isBoard ? (
              <FeatureBoard
                {...shared}
                lanes={lanes}
                current={card}
                onCurrent={(key) => {
                  setCard(key);
                  follow(key);
                }}
              />
            ) : (
              <FeatureTable
                {...shared}
                view={view}
                rows={rows}
                current={Math.min(current, Math.max(0, rows.count - 1))}
                onCurrent={(index) => {
                  setCurrent(index);
                  follow(rows.rowAt(index)?.key);
                }}
                onSort={(column, turned) => sortBy({ sort: column === "rank" ? undefined : column, direction: turned })}
                onAdd={() => setAdding(true)}
              />
            )}
          </Suspense>
          {selected.size > 0 && (
            <Suspense>
              <FeatureSelection features={chosen()} count={selected.size} acts={acts} onClear={() => setSelected(none)} />
            </Suspense>
          )}
        </div>
      )}
      {acts.dialogs}
      {isAdding && (
        <Suspense>
          <NewFeatureDialog onDone={open} onClose={() => setAdding(false)} />
        </Suspense>
      )}
    </Page>
  );
}

function Hints({ isBoard, mayEdit, isRanked }: { isBoard: boolean; mayEdit: boolean; isRanked: boolean }) {
  return (
    <>
      {!isBoard && mayEdit && <KeyHint keys={["enter"]}>edit</KeyHint>}
      {isBoard && <KeyHint keys={["m"]}>move</KeyHint>}
      {mayEdit && (isBoard || isRanked) && <KeyHint keys={["alt+arrowup", "alt+arrowdown"]}>rank</KeyHint>}
      <KeyHint keys={["space"]}>preview</KeyHint>
      <KeyHint keys={[isBoard ? "enter" : "o"]}>open</KeyHint>
      <KeyHint keys={["b"]}>{isBoard ? "table" : "board"}</KeyHint>
      <KeyHint keys={["?"]}>all shortcuts</KeyHint>
    </>
  );
}
