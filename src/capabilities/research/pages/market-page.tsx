import { useQuery } from "@tanstack/react-query";
import { Building, CircleHelp, Hourglass, Layers } from "lucide-react";
import { useMemo } from "react";
import { useActor } from "../../../actor.tsx";
import { api, client } from "../../../api.tsx";
import { may } from "../../../platform/access.ts";
import type { FilterField } from "../../../ui/filter/filter-bar.tsx";
import type { Filter } from "../../../ui/filter/filters.ts";
import { Day } from "../../../ui/time.tsx";
import { choiceOf, RecordRow, RecordsPage } from "../../workspace/pages/records-page.tsx";
import { StateMark } from "../../workspace/pages/state-value.tsx";
import type { Finding } from "../finding-answers.ts";
import { FINDING_KINDS, findingAccess, findingAge } from "../finding-rules.ts";
import { Capture } from "./capture.tsx";
import { AGE_WORDS, FINDING_KIND_WORDS, FINDING_STATE_WORDS } from "./finding-words.ts";
import { MarketWall, Strength } from "./market-wall.tsx";

const SORTS = [
  { value: "held", label: "Last known to hold" },
  { value: "strength", label: "Strongest" },
  { value: "updated", label: "Last changed" },
] as const;
const AGES = ["fresh", "stale"] as const;
const ANSWERS = ["yes", "no"] as const;
/** A workspace with more rivals than this has none that anybody knows. */
const RIVALS = 200;

function useMarketFilters(): readonly FilterField[] {
  const { data } = useQuery(api.competitors.list.queryOptions({ input: { limit: RIVALS } }));
  return useMemo(
    () => [
      {
        id: "kind",
        label: "Kind",
        type: "choice",
        icon: Layers,
        options: FINDING_KINDS.map((value) => ({ value, label: FINDING_KIND_WORDS[value].word })),
      },
      { id: "age", label: "Age", type: "choice", icon: Hourglass, options: AGES.map((value) => ({ value, label: AGE_WORDS[value] })) },
      {
        id: "open",
        label: "Contradiction",
        type: "choice",
        icon: CircleHelp,
        tests: ["is"],
        options: [
          { value: "yes", label: "Unanswered" },
          { value: "no", label: "None, or answered" },
        ],
      },
      {
        id: "competitor",
        label: "Competitor",
        type: "choice",
        icon: Building,
        tests: ["is"],
        options: (data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
      },
    ],
    [data],
  );
}

function parametersOf(filters: readonly Filter[]): Record<string, unknown> {
  const kind = choiceOf(filters, "kind", FINDING_KINDS);
  const age = choiceOf(filters, "age", AGES);
  const open = choiceOf(filters, "open", ANSWERS);
  const competitor = filters.find(({ field }) => field === "competitor")?.values;
  return {
    ...(kind ? { kind } : {}),
    ...(age ? { age } : {}),
    ...(open?.length === 1 ? { open: open[0] } : {}),
    ...(competitor && competitor.length > 0 ? { competitor: [...competitor] } : {}),
  };
}

/** What was found out about the market: as a wall by kind and age, or as a list. */
export function MarketPage() {
  const mayCreate = may(useActor(), findingAccess, "create");
  return (
    <RecordsPage
      kind="finding"
      title="Market"
      sentence="What the market does, what rivals do, and how much there is of it"
      list={client.findings.list}
      count={client.findings.count}
      row={findingRow}
      states={FINDING_STATE_WORDS}
      filters={useMarketFilters()}
      parametersOf={parametersOf}
      sorts={SORTS}
      mayCreate={mayCreate}
      creates="New finding"
      create={(dialog) => <Capture {...dialog} />}
      wall={{ word: "Wall", draw: (parameters) => <MarketWall parameters={parameters} /> }}
      empty={{
        title: "Nothing found yet",
        text: "A finding is one statement about the market with its source. Paste a line with an address, and link it to the needs and features it speaks for or against.",
        action: "Write the first finding",
      }}
    />
  );
}

const findingRow = (finding: Finding) => {
  const age = findingAge(finding, Date.now());
  return (
    <RecordRow
      kind="finding"
      record={finding}
      title={finding.statement}
      line={[FINDING_KIND_WORDS[finding.kind].word, finding.competitor?.title, finding.segment?.title].filter(Boolean).join(" · ")}
    >
      <Strength value={finding.strength} />
      <span>
        {age === "stale" ? "stale since " : "fresh until "}
        <Day on={finding.freshUntil} />
      </span>
      <StateMark kind="finding" state={finding.state} words={FINDING_STATE_WORDS} />
    </RecordRow>
  );
};
