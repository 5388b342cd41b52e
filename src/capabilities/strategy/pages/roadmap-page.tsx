import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { CalendarDays, Flag, Plus } from "lucide-react";
import { type KeyboardEvent, Suspense, useState } from "react";
import { useActor } from "../../../actor.tsx";
import { api, client, useChange } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { may } from "../../../platform/access.ts";
import { ShareButton } from "../../../record-parts.tsx";
import { Timeline } from "../../../roadmap-parts.tsx";
import { counted } from "../../../ui/format.ts";
import { KeyHint, useShortcuts } from "../../../ui/keyboard.tsx";
import { StatePip } from "../../../ui/marks.tsx";
import { MenuButton } from "../../../ui/menu-items.tsx";
import { type Search, useGo, useView, WorkspaceLink } from "../../../ui/router.tsx";
import { Segments } from "../../../ui/segments.tsx";
import { Page } from "../../../ui/shell/page.tsx";
import { EmptyState, ErrorState, Skeleton } from "../../../ui/states.tsx";
import { today } from "../../measurement/pages/metric-words.ts";
import { dayAfter } from "../../measurement/rules.ts";
import { HORIZON_DAYS, HORIZONS, type Horizon, horizonOf, milestoneAccess } from "../rules.ts";
import type { Milestone } from "../schema.ts";
import { AUDIENCE_WORDS, HORIZON_WORDS, MILESTONE_KIND_WORDS, whenWords } from "./milestone-words.ts";
import { NewMilestone } from "./new-milestone.tsx";
import { MILESTONE_RENEWS } from "./renews.ts";
import "./roadmap.css";

const SHARED = ["roadmap"] as const;
const MOST = 200;
const FEATURES = 200;
const AUDIENCE = [
  { value: "all", label: "Everything" },
  { value: "customers", label: "For customers" },
] as const;
const VIEWS = [
  { value: "columns", label: "Now, next, later" },
  { value: "timeline", label: "Timeline" },
] as const;
const parseView = (raw: Search) => ({
  audience: raw.audience === "customers" ? ("customers" as const) : ("all" as const),
  isTimeline: raw.view === "timeline",
});
const WITHIN: Readonly<Record<Horizon, string>> = {
  now: `within ${HORIZON_DAYS.now} days, or late`,
  next: `within ${HORIZON_DAYS.next} days`,
  later: "after that, or without a date",
};

/** What comes now, next and later: milestones by their dates, each with the features that are planned for it. */
export function RoadmapPage() {
  const { view, setView } = useView(parseView);
  const go = useGo();
  const mayCreate = may(useActor(), milestoneAccess, "create");
  const [isAdding, setAdding] = useState(false);
  const { data, error, refetch } = useQuery(api.milestones.list.queryOptions({ input: { state: "planned", limit: MOST } }));
  useShortcuts("Roadmap", [{ keys: "c", label: "New milestone", run: () => setAdding(true) }], { active: mayCreate });
  const shown = data?.items.filter(({ audience }) => view.audience === "all" || audience === "customers") ?? [];
  const columns = Map.groupBy(shown, ({ date }) => horizonOf(date, today()));
  return (
    <Page
      title="Roadmap"
      sentence="What comes now, next and later"
      actions={
        <>
          <Suspense>
            <ShareButton kinds={SHARED} scope={view.audience === "customers" ? { audience: "customers" } : {}} />
          </Suspense>
          {mayCreate && (
            <Button leftSection={<Plus size={14} aria-hidden />} onClick={() => setAdding(true)}>
              New milestone
            </Button>
          )}
        </>
      }
      status={!view.isTimeline && data && `${data.nextCursor ? "The first " : ""}${counted(shown.length, "milestone")}`}
      hints={
        <>
          {view.isTimeline && <KeyHint keys={["j", "k"]}>choose</KeyHint>}
          <KeyHint keys={["←", "→"]}>{view.isTimeline ? "a day, or a milestone" : "a day"}</KeyHint>
          <KeyHint keys={["Shift"]}>a week</KeyHint>
          {view.isTimeline && <KeyHint keys={["t"]}>table</KeyHint>}
          {mayCreate && <KeyHint keys={["c"]}>new</KeyHint>}
        </>
      }
    >
      <div className="roadmap-bar">
        <Segments
          label="View"
          value={view.isTimeline ? "timeline" : "columns"}
          options={VIEWS}
          onChange={(chosen) => setView({ view: chosen === "timeline" ? "timeline" : undefined })}
        />
        <Segments
          label="For whom"
          value={view.audience}
          options={AUDIENCE}
          onChange={(audience) => setView({ audience: audience === "all" ? undefined : audience })}
        />
        <WorkspaceLink path="milestones">All milestones as a list</WorkspaceLink>
      </div>
      {view.isTimeline ? (
        <Suspense fallback={<Skeleton lines={8} height={28} />}>
          <Timeline audience={view.audience} />
        </Suspense>
      ) : error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <div className="roadmap">
          <Skeleton lines={3} height={160} />
        </div>
      ) : data.items.length === 0 ? (
        <EmptyState
          icon={Flag}
          title="Nothing is planned yet"
          action={mayCreate && <Button onClick={() => setAdding(true)}>Plan the first milestone</Button>}
        >
          A milestone is a day by which something is there. Features are planned for it, and the roadmap shows what comes now, next and
          later.
        </EmptyState>
      ) : (
        <div className="roadmap">
          {HORIZONS.map((horizon) => (
            <section key={horizon} className="roadmap-column" aria-label={HORIZON_WORDS[horizon]}>
              <h2>
                {HORIZON_WORDS[horizon]} <span className="muted">{WITHIN[horizon]}</span>
              </h2>
              {(columns.get(horizon) ?? []).map((milestone) => (
                <MilestoneCard key={milestone.id} milestone={milestone} />
              ))}
              {!columns.has(horizon) && <p className="muted">Nothing is planned here.</p>}
            </section>
          ))}
        </div>
      )}
      {isAdding && <NewMilestone open={({ key }) => go(`milestones/${key}`)} close={() => setAdding(false)} />}
    </Page>
  );
}

/** A milestone that is moved in time by the arrows (Shift a week; Enter keeps, Esc returns) or from its menu. */
function MilestoneCard({ milestone }: { milestone: Milestone }) {
  const mayEdit = may(useActor(), milestoneAccess, "edit");
  const [moved, setMoved] = useState<string>();
  const { data } = useQuery(api.features.list.queryOptions({ input: { milestone: milestone.id, limit: FEATURES } }));
  const edit = useChange(client.milestones.edit, {
    said: ({ key, date }) => `${key} is now ${whenWords({ date, state: "planned" }, today())}`,
    renews: MILESTONE_RENEWS,
  });
  const keep = (date: string | null) => {
    setMoved(undefined);
    if (date !== milestone.date) edit.mutate({ params: { id: milestone.id }, headers: ifMatch(milestone), body: { date } });
  };
  const steer = (event: KeyboardEvent) => {
    if (!mayEdit) return;
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step !== undefined) setMoved(dayAfter(moved ?? milestone.date ?? today(), step * (event.shiftKey ? 7 : 1)));
    else if (event.key === "Enter" && moved !== undefined) keep(moved);
    else if (event.key === "Escape" && moved !== undefined) setMoved(undefined);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const from = milestone.date ?? today();
  const places = [
    { label: "A week later", date: dayAfter(from, 7) },
    { label: "A month later", date: dayAfter(from, 30) },
    { label: "A quarter later", date: dayAfter(from, 91) },
    { label: "A week earlier", date: dayAfter(from, -7) },
    { label: "Without a date", date: null },
  ];
  const features = data?.items ?? [];
  return (
    <article className="roadmap-card" data-kind="milestone" data-moved={moved !== undefined || undefined}>
      <div className="roadmap-card-head">
        <span className="record-key">{milestone.key}</span>
        <span className="muted">
          {MILESTONE_KIND_WORDS[milestone.kind]} · {AUDIENCE_WORDS[milestone.audience].toLowerCase()}
        </span>
      </div>
      <WorkspaceLink path={`milestones/${milestone.key}`} className="roadmap-card-title">
        {milestone.title}
      </WorkspaceLink>
      <div className="roadmap-card-when">
        {mayEdit ? (
          <>
            <button
              type="button"
              className="plain roadmap-date"
              aria-label={`Date of ${milestone.key}: ${whenWords({ date: moved ?? milestone.date, state: "planned" }, today())}; the arrows move it, Enter keeps, Escape returns`}
              onKeyDown={steer}
              onBlur={() => setMoved(undefined)}
            >
              <CalendarDays size={13} aria-hidden />
              {whenWords({ date: moved ?? milestone.date, state: "planned" }, today())}
            </button>
            {moved !== undefined && (
              <span className="muted" role="status">
                Enter keeps, Esc returns
              </span>
            )}
            <span className="spring" />
            <MenuButton position="bottom-end" entries={places.map(({ label, date }) => ({ label, run: () => keep(date), checked: false }))}>
              <button type="button" className="plain record-add">
                Move to…
              </button>
            </MenuButton>
          </>
        ) : (
          <span>{whenWords(milestone, today())}</span>
        )}
      </div>
      {features.length > 0 && (
        <ul className="roadmap-features">
          {features.map(({ id, key, title, state }) => (
            <li key={id} data-kind="feature">
              <span className="record-key">{key}</span>
              <WorkspaceLink path={`features/${key}`}>{title}</WorkspaceLink>
              <StatePip
                shape={state === "shipped" || state === "measured" ? "check" : state === "building" ? "half" : "ring"}
                kind="feature"
              >
                {state}
              </StatePip>
            </li>
          ))}
        </ul>
      )}
      {data && features.length === 0 && <p className="muted">No feature is planned for it yet.</p>}
    </article>
  );
}
