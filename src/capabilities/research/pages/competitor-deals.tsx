import { useQuery } from "@tanstack/react-query";
import { api } from "../../../api.tsx";
import { WorkspaceLink } from "../../../ui/router.tsx";
import { Section } from "../../../ui/shell/page.tsx";
import { outcomeWords } from "./deal-words.ts";
import { DealLine } from "./record-deals.tsx";
import "./capability-matrix.css";

const SHOWN = 50;

/** The deals that were lost to a competitor, the largest first, each with why: in their words, and by the needs and features these speak of. */
export function CompetitorDeals({ id, name }: { id: string; name: string }) {
  const lost = useQuery(api.deals.list.queryOptions({ input: { competitor: id, state: "lost", sort: "amount", limit: SHOWN } })).data;
  const total = useQuery(api.deals.winLoss.queryOptions({ input: { competitor: id } })).data;
  if (!lost) return null;
  const reasons = total?.byReason.filter(({ record, lost: sum }) => record !== null && sum.deals > 0) ?? [];
  return (
    <Section
      title="Deals lost to them"
      note={total && `${outcomeWords("lost", total.total.lost)}; ${outcomeWords("won against them", total.total.won)}`}
    >
      {lost.items.length === 0 ? (
        <p className="record-empty">
          None yet. Name {name} on <WorkspaceLink path="deals">a deal</WorkspaceLink> that was lost.
        </p>
      ) : (
        <>
          {reasons.length > 0 && (
            <p className="muted competitor-reasons">
              What decided them:{" "}
              {reasons.slice(0, 5).map(({ record, lost: sum }, at) => (
                <span key={record?.id}>
                  {at > 0 && "; "}
                  {record && (
                    <WorkspaceLink path={`${record.kind === "need" ? "needs" : "features"}/${record.key}`}>{record.title}</WorkspaceLink>
                  )}{" "}
                  ({outcomeWords("lost", sum)})
                </span>
              ))}
              .
            </p>
          )}
          <ul className="linked">
            {lost.items.map((deal) => (
              <DealLine key={deal.id} deal={deal} />
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}
