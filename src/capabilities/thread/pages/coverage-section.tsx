import { useQuery } from "@tanstack/react-query";
import { Suspense, useState } from "react";
import { api } from "../../../api.tsx";
import { counted, number, percent } from "../../../ui/format.ts";
import { later } from "../../../ui/later.tsx";
import { Section } from "../../../ui/shell/page.tsx";
import { ErrorState, Skeleton } from "../../../ui/states.tsx";
import type { Coverage } from "../coverage-schema.ts";
import type { CoverageStep } from "../rules.ts";
import { daysWords, STEP_WORDS } from "./coverage-words.ts";
import "./rows.css";

const CoverageDialog = later(async () => (await import("./coverage-dialog.tsx")).CoverageDialog);

/** How far customers' sentences get, step by step; each figure opens the quotes that make it. */
export function CoverageSection({ product }: { product?: string }) {
  const input = product ? { product } : {};
  const { data, error, refetch } = useQuery(api.coverage.figures.queryOptions({ input, placeholderData: (before) => before }));
  const [opened, setOpened] = useState<CoverageStep>();
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (data?.quotes === 0) return null;
  return (
    <Section title="How far a sentence gets" note={data ? `${counted(data.quotes, "quote")} of the last ${data.days} days` : undefined}>
      {data ? <Figures coverage={data} onOpen={setOpened} /> : <Skeleton lines={2} />}
      {opened && (
        <Suspense>
          <CoverageDialog step={opened} scope={input} onStep={setOpened} onClose={() => setOpened(undefined)} />
        </Suspense>
      )}
    </Section>
  );
}

function Figures({ coverage: { quotes, heardDays, steps }, onOpen }: { coverage: Coverage; onOpen: (step: CoverageStep) => void }) {
  return (
    <>
      <div className="coverage">
        {steps.map(({ step, quotes: reached, days }) => (
          <button key={step} type="button" className="plain coverage-step" onClick={() => onOpen(step)}>
            <span className="meta">reached {STEP_WORDS[step].a}</span>
            <b>{percent(reached / quotes)}</b>
            <span className="coverage-bar" aria-hidden>
              <i style={{ width: `${(100 * reached) / quotes}%` }} />
            </span>
            <span className="meta">
              {number(reached)} of {number(quotes)}
              {days !== null && `, ${daysWords(days)} ${STEP_WORDS[step].after}`}
            </span>
          </button>
        ))}
      </div>
      <p className="coverage-note">
        {heardDays !== null && `A sentence is quoted ${daysWords(heardDays)} after it was said. `}
        Days are medians over the quotes that got so far. Readouts are counted once results are read out here.
      </p>
    </>
  );
}
