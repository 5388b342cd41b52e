import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Table2, Waypoints } from "lucide-react";
import { Suspense, useState } from "react";
import { useActor, useProduct, useWorkspace } from "../../../actor.tsx";
import { api } from "../../../api.tsx";
import { mayUse } from "../../../platform/access.ts";
import { ShareButton } from "../../../record-parts.tsx";
import { counted } from "../../../ui/format.ts";
import { KeyHint } from "../../../ui/keyboard.tsx";
import { later } from "../../../ui/later.tsx";
import { useNarrow } from "../../../ui/narrow.ts";
import { type Search, useGo, useView } from "../../../ui/router.tsx";
import { Segments } from "../../../ui/segments.tsx";
import { Page } from "../../../ui/shell/page.tsx";
import { EmptyState, ErrorState, Skeleton } from "../../../ui/states.tsx";
import { NewBar } from "../../../ui/undo.tsx";
import { useUnits } from "../../needs/pages/demand.ts";
import { useOthersChanges } from "../../workspace/pages/use-live.ts";
import type { Column } from "../rules.ts";
import type { Thread } from "../schema.ts";
import { CoverageSection } from "./coverage-section.tsx";
import { HeroSentence } from "./hero-sentence.tsx";
import { ReadinessPanel } from "./readiness-panel.tsx";
import { useThreadActs } from "./thread-acts.tsx";
import { ThreadDrawing } from "./thread-drawing.tsx";
import "./throughline.css";

const BehindDialog = later(async () => (await import("./behind-dialog.tsx")).BehindDialog);
const ORDERS = ["money", "accounts", "quotes"] as const;
type Order = (typeof ORDERS)[number];
const ORDER_WORDS: Readonly<Record<Order, string>> = { money: "Money", accounts: "Accounts", quotes: "Noise" };
const SHARED = ["throughline"] as const;
const FIRST = { needs: 4, evidence: 5 };
const MOST = 50;
const STEP = { needs: 4, evidence: 10 };

const sizeOf = (value: unknown, first: number) => (typeof value === "number" && value >= 1 ? Math.min(MOST, Math.floor(value)) : first);
const parseView = (raw: Search) => ({
  order: ORDERS.find((order) => order === raw.order) ?? "money",
  needs: sizeOf(raw.needs, FIRST.needs),
  evidence: sizeOf(raw.evidence, FIRST.evidence),
});

/** From customers' words to what is built: why this, and what is missing. */
export function ThroughlinePage() {
  const { view, setView } = useView(parseView);
  const { product } = useProduct();
  const workspace = useWorkspace();
  const { currency } = useUnits();
  const go = useGo();
  const mayEdit = mayUse(useActor(), "member");
  const acts = useThreadActs();
  const scope = product ? { product: product.id } : {};
  const thread = useQuery(api.thread.strategy.queryOptions({ input: { ...view, ...scope }, placeholderData: (before) => before }));
  const readiness = useQuery(api.readiness.strategy.queryOptions({ input: scope, placeholderData: (before) => before }));
  const others = useOthersChanges(["need", "feature", "feedback"], [api.thread.key(), api.readiness.key()]);
  const isNarrow = useNarrow();
  const [asTable, setAsTable] = useState(false);
  const [chosen, setChosen] = useState<string | null>();
  const [isBehind, setBehind] = useState(false);
  const { data } = thread;
  const needs = data?.nodes.filter(({ kind }) => kind === "need") ?? [];
  // The strongest way is lit until somebody chooses; where cards stand in one column there is no way to light.
  const current = chosen === undefined && !isNarrow ? needs[0]?.id : (chosen ?? undefined);
  const under = (column: Column) => {
    const size = column === "evidence" ? view.evidence : view.needs;
    const part = data?.columns.find(({ kind }) => kind === column);
    if (!part || column === "feature" || column === "outcome" || part.shown >= part.total) return undefined;
    if (size >= MOST)
      return (
        <button type="button" className="plain throughline-more" onClick={() => go(column === "evidence" ? "feedback" : "needs")}>
          All {part.total.toLocaleString("en")} in the list
        </button>
      );
    const name = column === "evidence" ? "evidence" : "needs";
    return (
      <button type="button" className="plain throughline-more" onClick={() => setView({ [name]: Math.min(MOST, size + STEP[name]) })}>
        Show {Math.min(STEP[name], part.total - part.shown)} more
      </button>
    );
  };
  const orders = (
    <Segments
      label="Strongest by"
      value={view.order}
      onChange={(order) => setView({ order: order === "money" ? undefined : order })}
      options={ORDERS.map((order) => ({ value: order, label: ORDER_WORDS[order] }))}
    />
  );
  return (
    <Page
      title={product?.name ?? workspace.name}
      crumbs={[{ label: "Throughline", to: `/${workspace.slug}/throughline` }]}
      sentence={data && <HeroSentence thread={data} currency={currency} onBehind={() => setBehind(true)} />}
      actions={
        needs.length > 0 && (
          <>
            {!isNarrow && (
              <>
                <button
                  type="button"
                  className="icon-button"
                  aria-label="Show as a table"
                  aria-pressed={asTable}
                  onClick={() => setAsTable(!asTable)}
                >
                  <Table2 size={16} aria-hidden />
                </button>
                <span className="meta">Strongest by</span>
                {orders}
              </>
            )}
            <Suspense>
              <ShareButton
                kinds={SHARED}
                scope={{ ...scope, order: view.order, needs: Math.min(12, view.needs), evidence: Math.min(24, view.evidence) }}
              />
            </Suspense>
            {mayEdit && <Button onClick={() => go("feedback")}>Add evidence</Button>}
          </>
        )
      }
      status={data && needs.length > 0 && <Status thread={data} current={current} />}
      hints={
        needs.length > 0 && (
          <>
            <KeyHint keys={["j", "k"]}>move</KeyHint>
            <KeyHint keys={["arrowleft", "arrowright"]}>follow</KeyHint>
            {mayEdit && <KeyHint keys={["l"]}>link</KeyHint>}
            <KeyHint keys={["enter"]}>open</KeyHint>
            <KeyHint keys={["t"]}>table</KeyHint>
            <KeyHint keys={["?"]}>all shortcuts</KeyHint>
          </>
        )
      }
    >
      {thread.error && !data ? (
        <ErrorState error={thread.error} onRetry={() => void thread.refetch()} />
      ) : !data ? (
        <div className="section">
          <Skeleton lines={8} />
        </div>
      ) : data.nodes.length === 0 ? (
        <EmptyState
          icon={Waypoints}
          title="The thread begins with a customer’s sentence"
          action={<Button onClick={() => go("feedback")}>Go to the feedback</Button>}
        >
          Quote a sentence for a need, and say which feature serves it: then this page shows why you build what you build, and what is
          missing.
        </EmptyState>
      ) : (
        <>
          {readiness.data && (
            <ReadinessPanel
              label="How ready the strategy is"
              {...(product ? { about: null } : {})}
              qualities={readiness.data.qualities}
              steps={readiness.data.next}
              acts={acts}
              mayAct={mayEdit}
              named
              note="No feature is evaluated yet: readiness is judged from then on."
            />
          )}
          <NewBar count={others.count} noun="changed" onShow={others.show} />
          {isNarrow && <div className="throughline-orders">{orders}</div>}
          <ThreadDrawing
            label="Throughline"
            thread={data}
            current={current}
            onCurrent={(id) => setChosen(id ?? null)}
            acts={acts}
            mayEdit={mayEdit}
            under={under}
            asTable={asTable}
            onAsTable={setAsTable}
          />
          <CoverageSection {...scope} />
        </>
      )}
      {acts.dialogs}
      {isBehind && data && (
        <Suspense>
          <BehindDialog thread={data} currency={currency} onClose={() => setBehind(false)} />
        </Suspense>
      )}
    </Page>
  );
}

function Status({ thread, current }: { thread: Thread; current: string | undefined }) {
  const node = thread.nodes.find(({ id }) => id === current);
  const linked = thread.edges.filter(({ from, to }) => from === current || to === current).length;
  return (
    <>
      {node && (
        <>
          <b>{node.title}</b> connects {counted(linked, "item")} <span className="throughline-gap" />
        </>
      )}
      Thicker line: stronger support
    </>
  );
}
