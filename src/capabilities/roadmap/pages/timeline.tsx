import { useQuery } from "@tanstack/react-query";
import { ChevronLeft, ChevronRight, Flag } from "lucide-react";
import { useMemo, useState } from "react";
import { useProduct } from "../../../actor.tsx";
import { api } from "../../../api.tsx";
import { counted } from "../../../ui/format.ts";
import { useShortcuts } from "../../../ui/keyboard.tsx";
import { useNarrow } from "../../../ui/narrow.ts";
import { type Search, useGo, useView } from "../../../ui/router.tsx";
import { Segments } from "../../../ui/segments.tsx";
import { EmptyState, ErrorState, Skeleton } from "../../../ui/states.tsx";
import { today } from "../../measurement/pages/metric-words.ts";
import { afterMove, conflictsIn, LANES, type Lane } from "../rules.ts";
import type { Roadmap } from "../schema.ts";
import { axisOf, dayFrom, stepped, ZOOMS, type Zoom } from "./timeline-axis.ts";
import { TimelineChart } from "./timeline-chart.tsx";
import { TimelinePanel } from "./timeline-panel.tsx";
import { rowsOf } from "./timeline-rows.ts";
import { TimelineTable } from "./timeline-table.tsx";
import { type Item, LANE_WORDS } from "./timeline-words.ts";
import { useMoves } from "./use-moves.ts";
import "./timeline.css";

const ZOOM_OPTIONS = [
  { value: "quarter", label: "Quarters" },
  { value: "month", label: "Months" },
  { value: "week", label: "Weeks" },
] as const;
const LANE_OPTIONS = LANES.map((value) => ({ value, label: LANE_WORDS[value] }));
const parseView = ({ lane, zoom, from, as }: Search): { lane: Lane; zoom: Zoom; from: string | null; isTable: boolean } => ({
  lane: LANES.find((one) => one === lane) ?? "objective",
  zoom: ZOOMS.find((one) => one === zoom) ?? "quarter",
  from: dayFrom(from),
  isTable: as === "table",
});

/** What is when, how sure, and what breaks if it is moved: the roadmap on an axis of time. */
export function Timeline({ audience }: { audience: "all" | "customers" }) {
  const { product } = useProduct();
  const input = useMemo(() => (product ? { product: product.id } : {}), [product]);
  const { data, error, refetch } = useQuery(api.roadmap.get.queryOptions({ input }));
  const roadmap = useMemo(() => data && narrowed(data, audience), [data, audience]);
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!roadmap)
    return (
      <div className="tl-pending">
        <Skeleton lines={8} height={28} />
      </div>
    );
  if (roadmap.milestones.length === 0 && roadmap.features.length === 0)
    return (
      <EmptyState icon={Flag} title="Nothing is planned yet">
        A milestone is a day by which something is there. Features that are planned for it end on its day, and reach back by what
        engineering says they take.
      </EmptyState>
    );
  return <Drawn roadmap={roadmap} input={input} />;
}

function narrowed(roadmap: Roadmap, audience: "all" | "customers"): Roadmap {
  if (audience === "all") return roadmap;
  const milestones = roadmap.milestones.filter((one) => one.audience === "customers");
  const ids = new Set(milestones.map(({ id }) => id));
  return { ...roadmap, milestones, features: roadmap.features.filter(({ milestoneId }) => milestoneId !== null && ids.has(milestoneId)) };
}

function Drawn({ roadmap, input }: { roadmap: Roadmap; input: { product?: string } }) {
  const { view, setView } = useView(parseView);
  const go = useGo();
  const isNarrow = useNarrow();
  const moves = useMoves(roadmap, input);
  const [chosen, setChosen] = useState<{ element: string; item: Item }>();
  const isTable = view.isTable || isNarrow;
  const shown = useMemo(() => (moves.move ? afterMove(roadmap, moves.move) : roadmap), [roadmap, moves.move]);
  const axis = useMemo(() => axisOf(view.zoom, view.from ?? today()), [view.zoom, view.from]);
  // Rows keep their places while something is moved, so that nothing jumps under the hand.
  const { rows, height } = useMemo(() => rowsOf(roadmap, view.lane), [roadmap, view.lane]);
  const drawn = useMemo(() => {
    const now = new Map(shown.features.map((feature) => [feature.id, feature]));
    return rows.map((row) => (row.kind === "bar" ? { ...row, feature: now.get(row.feature.id) ?? row.feature } : row));
  }, [rows, shown]);
  const conflicts = conflictsIn(shown, today()).length;
  useShortcuts("Timeline", [{ keys: "t", label: "Timeline or table", run: () => setView({ as: view.isTable ? undefined : "table" }) }]);

  const turn = (units: number) => setView({ from: stepped(view.zoom, axis.startsOn, units) });
  const choose = (element: string, item: Item) => {
    if (chosen?.element === element) return;
    if (chosen?.item.id !== item.id) moves.cancel();
    setChosen({ element, item });
  };
  const open = ({ kind, id }: Item) => {
    const found = (kind === "milestone" ? roadmap.milestones : roadmap.features).find((one) => one.id === id);
    if (found) go(`${kind === "milestone" ? "milestones" : "features"}/${found.key}`);
  };
  return (
    <div className="tl-page">
      <div className="roadmap-bar tl-bar-row">
        <Segments
          label="Lanes by"
          value={view.lane}
          options={LANE_OPTIONS}
          onChange={(lane) => setView({ lane: lane === "objective" ? undefined : lane })}
        />
        {!isTable && (
          <>
            <Segments
              label="Zoom"
              value={view.zoom}
              options={ZOOM_OPTIONS}
              onChange={(zoom) => setView({ zoom: zoom === "quarter" ? undefined : zoom })}
            />
            <span className="tl-turn">
              <button type="button" className="icon-button" aria-label="Earlier" onClick={() => turn(-1)}>
                <ChevronLeft size={16} aria-hidden />
              </button>
              <button type="button" className="plain record-add" onClick={() => setView({ from: undefined })}>
                Today
              </button>
              <button type="button" className="icon-button" aria-label="Later" onClick={() => turn(1)}>
                <ChevronRight size={16} aria-hidden />
              </button>
            </span>
          </>
        )}
        <span className="spring" />
        {conflicts > 0 && <span className="tl-conflict">{counted(conflicts, "conflict")}</span>}
        {!isNarrow && (
          <Segments
            label="How it is shown"
            value={view.isTable ? "table" : "chart"}
            options={[
              { value: "chart", label: "Chart" },
              { value: "table", label: "Table" },
            ]}
            onChange={(as) => setView({ as: as === "table" ? "table" : undefined })}
          />
        )}
      </div>
      {roadmap.isCut && (
        <p className="tl-note muted">There is more than fits here: choose one product, or look at the milestones as a list.</p>
      )}
      {isTable ? (
        <TimelineTable roadmap={shown} lane={view.lane} choose={(item) => choose(item.id, item)} />
      ) : (
        <TimelineChart
          roadmap={shown}
          before={roadmap}
          axis={axis}
          rows={drawn}
          height={height}
          handlers={{
            current: chosen?.element ?? "",
            choose,
            step: moves.step,
            dragTo: moves.dragTo,
            enter: (item) => (moves.move ? moves.keep() : open(item)),
            escape: () => {
              if (!moves.move) return false;
              moves.cancel();
              return true;
            },
          }}
        />
      )}
      {!isTable && (
        <p className="tl-legend muted">
          A bar ends on its milestone’s day. Solid is how long it likely takes; with the striped end it suffices four times in five. Dashed
          edges: its author’s guess; a tick: shipped.
        </p>
      )}
      {chosen && <TimelinePanel roadmap={roadmap} item={chosen.item} moves={moves} />}
    </div>
  );
}
