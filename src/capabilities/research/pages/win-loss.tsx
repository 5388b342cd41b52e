import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { api } from "../../../api.tsx";
import { KindIcon } from "../../../ui/marks.tsx";
import { WorkspaceLink } from "../../../ui/router.tsx";
import { ErrorState, Skeleton } from "../../../ui/states.tsx";
import { KINDS } from "../../workspace/kind-rules.ts";
import type { WinLoss as Outcome } from "../deal-answers.ts";
import { outcomeWords, sumText } from "./deal-words.ts";
import "./win-loss.css";

type Group = Outcome["byReason"][number];
const STATES = ["lost", "won", "open"] as const;

/** How deals went: by what their reasons speak of, and by rival; every number leads to its deals. */
export function WinLoss({ parameters }: { parameters: Record<string, unknown> }) {
  const { data, error, refetch } = useQuery(api.deals.winLoss.queryOptions({ input: parameters, placeholderData: (before) => before }));
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data)
    return (
      <div className="win-loss">
        <Skeleton lines={6} height={36} />
      </div>
    );
  const { won, lost, open } = data.total;
  const decided = won.deals + lost.deals;
  return (
    <div className="win-loss">
      <p className="win-loss-total">
        {decided === 0 ? (
          "No deal is decided yet"
        ) : (
          <>
            <b>
              {won.deals} of {decided}
            </b>{" "}
            decided deals were won
          </>
        )}
        : {outcomeWords("won", won)}; {outcomeWords("lost", lost)}; {outcomeWords("open", open)}.
      </p>
      <Table
        title="By reason"
        note="A deal with several reasons stands under each of them."
        groups={data.byReason}
        none="No reason linked"
        filterOf={({ record }) => ({ about: record?.id ?? "none" })}
      />
      <Table
        title="By rival"
        groups={data.byRival}
        none="No rival named"
        filterOf={({ record }) => ({ competitor: record?.id ?? "none" })}
      />
    </div>
  );
}

function Table({
  title,
  note,
  groups,
  none,
  filterOf,
}: {
  title: string;
  note?: string;
  groups: readonly Group[];
  none: string;
  filterOf: (group: Group) => Record<string, string>;
}) {
  const widest = Math.max(1, ...groups.flatMap(({ won, lost }) => [won.deals, lost.deals]));
  return (
    <section className="win-loss-part" aria-label={title}>
      <h2>
        {title} {note && <span className="meta">{note}</span>}
      </h2>
      <div className="win-loss-scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">{title.replace("By ", "").replace(/^./, (letter) => letter.toUpperCase())}</th>
              <th scope="col">Lost</th>
              <th scope="col">Won</th>
              <th scope="col">Open</th>
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => (
              <tr key={group.record?.id ?? "none"}>
                <th scope="row">
                  <Name group={group} none={none} />
                </th>
                {STATES.map((state) => (
                  <td key={state} data-state={state}>
                    <Cell sum={group[state]} widest={widest} filter={{ ...filterOf(group), state }} isBar={state !== "open"} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Name({ group: { record }, none }: { group: Group; none: string }): ReactNode {
  if (!record) return <span className="meta">{none}</span>;
  return (
    <span className="win-loss-name">
      <KindIcon kind={KINDS[record.kind].mark} />
      <WorkspaceLink path={`${KINDS[record.kind].place}/${record.key}`}>{record.title}</WorkspaceLink>
    </span>
  );
}

function Cell({ sum, widest, filter, isBar }: { sum: Group["won"]; widest: number; filter: Record<string, string>; isBar: boolean }) {
  if (sum.deals === 0) return <span className="meta">–</span>;
  const worth = sumText(sum);
  return (
    <WorkspaceLink
      path="deals"
      search={{
        view: "list",
        filter: Object.entries(filter)
          .map(([field, value]) => `${field}:${value}`)
          .join(" "),
      }}
      className="win-loss-cell"
    >
      <b>{sum.deals}</b>
      {worth !== "" && <span className="meta">{worth}</span>}
      {isBar && <i className="win-loss-bar" style={{ width: `${(100 * sum.deals) / widest}%` }} aria-hidden />}
    </WorkspaceLink>
  );
}
