import { useQuery } from "@tanstack/react-query";
import { api } from "../../../api.tsx";
import { KindIcon } from "../../../ui/marks.tsx";
import { WorkspaceLink } from "../../../ui/router.tsx";
import { Section } from "../../../ui/shell/page.tsx";
import { StateMark } from "../../workspace/pages/state-value.tsx";
import type { Deal } from "../deal-answers.ts";
import { amountText, DEAL_STATE_WORDS, outcomeWords } from "./deal-words.ts";
import "../../workspace/pages/linked-records.css";

const SHOWN = 20;

/** The deals that a need or feature decided, lost ones first, with the reasons that were told; nothing where there are none. */
export function RecordDeals({ id }: { id: string }) {
  const lost = useQuery(api.deals.list.queryOptions({ input: { about: id, state: "lost", sort: "amount", limit: SHOWN } })).data;
  const others = useQuery(api.deals.list.queryOptions({ input: { about: id, state: ["won", "open"], sort: "amount", limit: SHOWN } })).data;
  const total = useQuery(api.deals.winLoss.queryOptions({ input: { about: id } })).data?.total;
  const deals = [...(lost?.items ?? []), ...(others?.items ?? [])].slice(0, SHOWN);
  if (deals.length === 0) return null;
  return (
    <Section title="Deals that turned on it" note={total && `${outcomeWords("lost", total.lost)}; ${outcomeWords("won", total.won)}`}>
      <ul className="linked">
        {deals.map((deal) => (
          <DealLine key={deal.id} deal={deal} />
        ))}
      </ul>
    </Section>
  );
}

/** A deal in a line: what it was worth, how it went, and why as it was told. */
export function DealLine({ deal }: { deal: Deal }) {
  return (
    <li className="linked-line" data-kind="deal">
      <KindIcon kind="deal" />
      <span className="record-key">{deal.key}</span>
      <WorkspaceLink path={`deals/${deal.key}`} className="linked-title">
        {deal.name}
        {deal.reasons !== "" && <span className="meta">{deal.reasons.slice(0, 160)}</span>}
      </WorkspaceLink>
      <span className="linked-facts">
        {amountText(deal) && <span>{amountText(deal)}</span>}
        <StateMark kind="deal" state={deal.state} words={DEAL_STATE_WORDS} />
      </span>
    </li>
  );
}
