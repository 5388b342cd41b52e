import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Sparkles } from "lucide-react";
import { type ReactNode, Suspense, useId, useState } from "react";
import { useActor } from "../../../actor.tsx";
import { api } from "../../../api.tsx";
import { may } from "../../../platform/access.ts";
import { GroupMark } from "../../../ui/avatar.tsx";
import { dateOnly, number } from "../../../ui/format.ts";
import { type CheckState as DrawnState, Gauge, Gauges } from "../../../ui/gauge.tsx";
import { later } from "../../../ui/later.tsx";
import { MenuButton } from "../../../ui/menu-items.tsx";
import { useMemberName } from "../../workspace/pages/vocabulary.ts";
import { QUALITY_WORDS, type Quality, waiverGroups } from "../rules.ts";
import type { Answered } from "../schema.ts";
import type { useThreadActs } from "./thread-acts.tsx";
import "./readiness.css";

const CountedDialog = later(async () => (await import("./counted-dialog.tsx")).CountedDialog);

/** What each asks. */
const QUESTIONS: Readonly<Record<Quality, string>> = {
  informed: "Is it grounded in what customers said?",
  feasible: "Can it work, with what it takes?",
  "user-centric": "Can people use it?",
  communicated: "Do those who need to know it know?",
};
const STATE_WORDS: Readonly<Record<DrawnState, string>> = {
  failed: "Failed",
  "not-yet": "Not yet",
  partly: "Partly",
  waived: "Waived",
  met: "Met",
};

type Check = Answered["checks"][number];
type Asked = Check & { state: DrawnState };
const isAsked = (check: Check): check is Asked => check.state !== "not-applicable";
const worst: readonly DrawnState[] = ["failed", "not-yet", "partly", "waived", "met"];
const weakestOf = (checks: readonly Asked[]) =>
  checks.toSorted((a, b) => worst.indexOf(a.state) - worst.indexOf(b.state) || a.progress - b.progress)[0];

/** Why a quality stands where it does. Over several records the check is named: each counts other records. */
function weakestWords(asked: readonly Asked[], quality: Quality, named: boolean): string {
  const weakest = weakestOf(asked);
  if (!weakest) return QUESTIONS[quality];
  return named ? `${weakest.name}: ${weakest.reason}` : weakest.reason;
}

/** What to do next, of which record, and who is waited on. */
export type Step = {
  record: { id: string; key: string; title: string; kind: "need" | "feature" };
  group: Check["group"];
  reason: string;
  action: Check["action"];
};

/**
 * The qualities side by side, each with the sentence of its weakest check, and the one thing to do next. Where a single quality is asked its
 * checks stand beside it; otherwise they unfold under the quality that is chosen.
 */
export function ReadinessPanel({
  label,
  about,
  qualities,
  steps,
  acts,
  mayAct,
  note,
  after,
  named = false,
  onWaive,
}: {
  label: string;
  /** The objective or feature whose days are compared; without one the strategy's, and null for what no days are kept of. */
  about?: string | null;
  qualities: readonly Answered[];
  /** What can be done, the most urgent first. */
  steps: readonly Step[];
  acts: ReturnType<typeof useThreadActs>;
  mayAct: boolean;
  /** Instead of qualities, why none is asked. */
  note?: ReactNode;
  /** What stands in place of the next thing to do when there is none. */
  after?: ReactNode;
  /** Whether the record is named in what to do next: on a page of its own it need not be. */
  named?: boolean;
  /** Accepts a gap, or asks for it again; only on the page of the record that has it. */
  onWaive?: (check: Check) => void;
}) {
  const [opened, setOpened] = useState<Quality>();
  const changeOf = useChanges(about);
  const id = useId();
  const shown = qualities.filter(({ checks }) => checks.length > 0);
  if (shown.length === 0) return note ? <p className="readiness-note">{note}</p> : null;
  const [only] = shown;
  const single = shown.length === 1 ? only : undefined;
  const open = shown.find(({ quality }) => quality === opened);
  return (
    <div className="readiness" data-single={single !== undefined || undefined}>
      <Gauges label={label} next={steps.length > 0 ? <NextStep steps={steps} acts={acts} mayAct={mayAct} named={named} /> : after}>
        {shown.map(({ quality, coloured, checks }) => {
          const asked = checks.filter(isAsked);
          return (
            <Gauge
              key={quality}
              name={QUALITY_WORDS[quality]}
              checks={asked.map(({ state, name, reason }) => ({ state, words: `${name}: ${reason}` }))}
              colourless={!coloured}
              {...changeOf(quality, asked)}
              reason={
                !coloured
                  ? `${QUESTIONS[quality]} Not judged while it is an idea.`
                  : single
                    ? QUESTIONS[quality]
                    : weakestWords(asked, quality, named)
              }
              {...(single ? {} : { expanded: quality === opened, onOpen: () => setOpened(quality === opened ? undefined : quality) })}
            />
          );
        })}
        {single && <Checks id={id} quality={single} {...(onWaive ? { onWaive } : {})} />}
        {!single && open && <Checks id={id} quality={open} {...(onWaive ? { onWaive } : {})} />}
      </Gauges>
    </div>
  );
}

/** How many more checks of a quality are met than on the first day of the last thirty that was kept; nothing before a second day. */
function useChanges(about: string | null | undefined) {
  const input = about ? { about } : {};
  const { data } = useQuery(api.readiness.history.queryOptions({ input, enabled: about !== null, staleTime: 10 * 60_000 }));
  const today = new Date().toISOString().slice(0, 10);
  const [first] = data?.items.filter(({ on }) => on < today) ?? [];
  return (quality: Quality, asked: readonly Asked[]) => {
    const before = first?.qualities.find((one) => one.quality === quality);
    if (!first || !before) return {};
    return { change: { by: asked.filter(({ state }) => state === "met").length - before.met, since: dateOnly(first.on) } };
  };
}

/** The checks of a quality: what each asks, how it stands, who is waited on. What cannot be asked yet says what it waits for. */
function Checks({ id, quality: { quality, checks }, onWaive }: { id: string; quality: Answered; onWaive?: (check: Check) => void }) {
  const actor = useActor();
  const memberName = useMemberName();
  const [rows, setRows] = useState<Check>();
  const asked = checks.filter(isAsked);
  const asks = checks.filter(({ state }) => state === "not-applicable");
  return (
    <section className="checks" id={id} aria-label={`Checks of ${QUALITY_WORDS[quality].toLowerCase()}`}>
      {asked.map((check) => (
        <div key={check.id} className="check" data-state={check.state}>
          <p className="check-head">
            <b>{check.name}</b>
            <span className="check-state">{STATE_WORDS[check.state]}</span>
          </p>
          <p className="check-reason">{check.reason}</p>
          {check.nearly && <p className="check-reason">{check.nearly.reason}</p>}
          {(check.counted.length > 0 || check.nearly) && (
            <button type="button" className="plain check-rows" onClick={() => setRows(check)}>
              {check.countedTotal > 0 ? `${number(check.countedTotal)} counted` : "See what is there"}
            </button>
          )}
          {check.waiver && (
            <p className="check-reason">
              Accepted until {dateOnly(check.waiver.until)}
              {check.waiver.waivedBy && ` by ${memberName(check.waiver.waivedBy) ?? "somebody who left"}`}: {check.waiver.reason}
            </p>
          )}
          {check.state !== "met" && (
            <p className="check-group">
              {check.state === "waived" ? "of" : "waits on"} <GroupMark group={check.group} word />
              {onWaive && may(actor, { waive: waiverGroups(check.group) }, "waive") && (
                <button type="button" className="plain check-waive" onClick={() => onWaive(check)}>
                  {check.state === "waived" ? "Ask again" : "Accept the gap"}
                </button>
              )}
            </p>
          )}
        </div>
      ))}
      {asks.length > 0 && (
        <div className="check" data-state="later">
          <p className="check-head">
            <b>Asked later</b>
          </p>
          <p className="check-reason">
            {asks.map(({ id: one, name, reason }, index) => (
              <span key={one} title={reason}>
                {index > 0 && ", "}
                {index === 0 ? name : name.toLowerCase()}
              </span>
            ))}
            : nothing to judge by is recorded yet.
          </p>
        </div>
      )}
      {rows && (
        <Suspense>
          <CountedDialog check={rows} onClose={() => setRows(undefined)} />
        </Suspense>
      )}
    </section>
  );
}

function NextStep({
  steps,
  acts,
  mayAct,
  named,
}: {
  steps: readonly Step[];
  acts: ReturnType<typeof useThreadActs>;
  mayAct: boolean;
  named: boolean;
}) {
  // Whoever looks sees first what waits on their own groups.
  const { groups } = useActor();
  const isOwn = ({ group }: Step) => groups.some((own) => own === group);
  const [step, ...others] = steps.toSorted((one, other) => Number(isOwn(other)) - Number(isOwn(one)));
  if (!step) return null;
  const { action, record } = step;
  return (
    <>
      <Sparkles size={14} aria-hidden />
      <span>
        <b>Do next:</b> {named && `${record.key} “${record.title}”. `}
        {step.reason} <GroupMark group={step.group} />
      </span>
      {mayAct && others.length > 0 && (
        <MenuButton
          position="bottom-end"
          width={420}
          entries={others.slice(0, 10).map((other) => ({
            label: `${other.record.key} ${other.record.title}`,
            detail: other.reason,
            run: () => (other.action ? acts.run(other.action, other.record) : acts.open(`${other.record.kind}s/${other.record.key}`)),
          }))}
        >
          <button type="button" className="plain readiness-more">
            {others.length} more
          </button>
        </MenuButton>
      )}
      {mayAct && action && (
        <Button size="compact-xs" variant="light" onClick={() => acts.run(action, record)}>
          {action.label}
        </Button>
      )}
    </>
  );
}
