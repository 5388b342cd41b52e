import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../api.tsx";
import { dateOnly } from "../../../ui/format.ts";
import { WorkspaceLink } from "../../../ui/router.tsx";
import { Segments } from "../../../ui/segments.tsx";
import { ErrorState, Skeleton } from "../../../ui/states.tsx";
import { FEATURE_STATE_WORDS } from "../../features/pages/feature-words.ts";
import { Dialog } from "../../workspace/pages/dialog.tsx";
import { useStateName } from "../../workspace/pages/vocabulary.ts";
import { COVERAGE_STEPS, type CoverageStep } from "../rules.ts";
import { STEP_WORDS } from "./coverage-words.ts";
import "./rows.css";

const REACHED = [
  { value: "yes", label: "Got there" },
  { value: "no", label: "Not yet" },
] as const;

/** The quotes behind a figure of coverage: those that got there, and those that did not, each with what it waits at. */
export function CoverageDialog({
  step,
  scope,
  onStep,
  onClose,
}: {
  step: CoverageStep;
  scope: { product?: string };
  onStep: (step: CoverageStep) => void;
  onClose: () => void;
}) {
  const [reached, setReached] = useState<"yes" | "no">("yes");
  const stateName = useStateName("feature");
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    api.coverage.quotes.infiniteOptions({
      input: (cursor: string | undefined) => ({ ...scope, step, reached: reached === "yes", ...(cursor ? { cursor } : {}) }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  );
  const rows = data?.pages.flatMap(({ items }) => items);
  return (
    <Dialog title={`Quotes that reached ${STEP_WORDS[step].a}`} size={760} isHigh onClose={onClose}>
      <div className="rows-head">
        <Segments
          label="Step"
          value={step}
          onChange={onStep}
          options={COVERAGE_STEPS.map((value) => ({ value, label: STEP_WORDS[value].word }))}
        />
        <Segments label="Which quotes" value={reached} onChange={setReached} options={REACHED} />
      </div>
      {error && !rows ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !rows ? (
        <Skeleton lines={5} />
      ) : (
        <ul className="rows">
          {rows.length === 0 && (
            <li>
              <p className="rows-empty">{reached === "yes" ? "None has got there yet." : "All got there."}</p>
            </li>
          )}
          {rows.map(({ id, words, feedbackKey, targetKey, feature, reachedAt }) => (
            <li key={id} className="rows-row">
              <WorkspaceLink path={`feedback/${feedbackKey}`} className="rows-words">
                “{words}”
              </WorkspaceLink>
              <span className="meta">
                for <WorkspaceLink path={`${targetKey.startsWith("N") ? "needs" : "features"}/${targetKey}`}>{targetKey}</WorkspaceLink>
                {feature && (
                  <>
                    {", "}
                    <WorkspaceLink path={`features/${feature.key}`}>{feature.title}</WorkspaceLink>
                    {`, ${stateName(feature.state, FEATURE_STATE_WORDS[feature.state].word).toLowerCase()}`}
                  </>
                )}
                {reachedAt && `, ${dateOnly(reachedAt)}`}
              </span>
            </li>
          ))}
        </ul>
      )}
      {hasNextPage && (
        <div className="dialog-actions">
          <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </Dialog>
  );
}
