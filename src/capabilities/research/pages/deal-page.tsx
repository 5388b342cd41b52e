import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Trash2 } from "lucide-react";
import { useActor } from "../../../actor.tsx";
import { api, client, useChange } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { may } from "../../../platform/access.ts";
import { Properties, Property, TypedValue } from "../../../ui/properties.tsx";
import { useGo } from "../../../ui/router.tsx";
import { parseRevenue } from "../../customers/pages/revenue.ts";
import { useUnits } from "../../needs/pages/demand.ts";
import { RecordFrame, RecordLoad, useKindEdits } from "../../workspace/pages/record-frame.tsx";
import { RecordValue } from "../../workspace/pages/record-value.tsx";
import { StateValue } from "../../workspace/pages/state-value.tsx";
import { TextBlock } from "../../workspace/pages/text-block.tsx";
import type { Deal, DealChange } from "../deal-answers.ts";
import { DEAL_STATES, dealAccess } from "../deal-rules.ts";
import { amountText, DEAL_STATE_WORDS } from "./deal-words.ts";
import { DEAL_RENEWS } from "./renews.ts";

const LIMITS = { least: 1, most: 200 };
const NAMES = { reasons: "Why", amountMinor: "Amount", accountId: "Account", competitorId: "Rival", closedOn: "Closed" };

/** A deal: whose, against whom, and why it went as it did. */
export function DealPage() {
  const { id = "" } = useParams({ strict: false });
  const query = useQuery(api.deals.get.queryOptions({ input: { id } }));
  return <RecordLoad query={query}>{(deal) => <Shown key={deal.id} id={id} deal={deal} />}</RecordLoad>;
}

function Shown({ id, deal }: { id: string; deal: Deal }) {
  const go = useGo();
  const actor = useActor();
  const { currency } = useUnits();
  const mayEdit = may(actor, dealAccess, "edit");
  const edits = useKindEdits<Deal, DealChange>({
    id,
    kind: "deal",
    queryKey: api.deals.get.queryKey({ input: { id } }),
    save: client.deals.edit,
    load: (one) => client.deals.get({ id: one }),
    renews: DEAL_RENEWS,
  });
  const move = useChange(client.deals.move, { said: ({ key }) => `Moved ${key}`, renews: DEAL_RENEWS });
  const remove = useChange(client.deals.delete, { said: () => `Deleted ${deal.key}`, renews: DEAL_RENEWS, onSuccess: () => go("deals") });
  const amount = amountText(deal);
  return (
    <RecordFrame
      kind="deal"
      record={deal}
      title={deal.name}
      titleField={{ name: "name", label: "Name" }}
      onTitle={(name) => edits.keep({ name })}
      limits={LIMITS}
      mayEdit={mayEdit}
      edits={edits}
      sentence={
        [deal.account?.title, amount, deal.competitor && `against ${deal.competitor.title}`].filter(Boolean).join(", ") ||
        "Nothing else is known of it yet."
      }
      fieldNames={NAMES}
      texts={["reasons"]}
      {...(may(actor, dealAccess, "delete")
        ? { menu: [{ label: "Delete", icon: Trash2, danger: true, run: () => remove.mutate({ id: deal.id }) }] }
        : {})}
      strip={
        <Properties strip>
          <Property name="State">
            <StateValue
              kind="deal"
              state={deal.state}
              words={DEAL_STATE_WORDS}
              states={DEAL_STATES}
              mayMove={may(actor, dealAccess, "move")}
              onMove={(state) => move.mutate({ params: { id: deal.id }, headers: ifMatch(deal), body: { state } })}
            />
          </Property>
          <Property name="Account">
            <RecordValue kind="account" record={deal.account} mayEdit={mayEdit} onPick={(accountId) => edits.edit({ accountId })} />
          </Property>
          <Property name="Amount">
            <TypedValue
              name="Amount"
              mayEdit={mayEdit}
              text={amount ?? ""}
              shown={amount}
              none="Not known"
              hint={`84k ${currency}`}
              onType={(typed) => {
                const read = typed === "" ? null : parseRevenue(typed, deal.currency ?? currency);
                if (read === undefined) return "Write an amount, such as 84000 or 84k EUR.";
                edits.edit({ amountMinor: read?.revenueMinor ?? null, currency: read?.currency ?? null });
                return undefined;
              }}
            />
          </Property>
          <Property name="Stage">
            <TypedValue
              name="Stage"
              mayEdit={mayEdit}
              text={deal.stage}
              shown={deal.stage || null}
              none="Not said"
              onType={(typed) => {
                if (typed.length > 120) return "At most 120 characters.";
                edits.edit({ stage: typed });
                return undefined;
              }}
            />
          </Property>
          <Property name="Rival">
            <RecordValue
              kind="competitor"
              record={deal.competitor}
              mayEdit={mayEdit}
              onPick={(competitorId) => edits.edit({ competitorId })}
            />
          </Property>
          <Property name="Closed">
            <TypedValue
              name="Closed"
              mayEdit={mayEdit}
              text={deal.closedOn ?? ""}
              shown={deal.closedOn}
              none="Not yet"
              hint="2026-01-31"
              onType={(typed) => {
                const isDay = /^\d{4}-\d\d-\d\d$/.test(typed) && !Number.isNaN(Date.parse(typed));
                if (typed !== "" && !isDay) return "Write a day, such as 2026-01-31.";
                edits.edit({ closedOn: typed === "" ? null : typed });
                return undefined;
              }}
            />
          </Property>
        </Properties>
      }
    >
      <TextBlock
        title="Why it went as it did"
        value={deal.reasons}
        offer="Say why it was won or lost, then link the needs or features that decided it"
        mayEdit={mayEdit}
        most={10_000}
        onBegin={edits.begin}
        onKeep={(reasons) => edits.keep({ reasons })}
      />
    </RecordFrame>
  );
}
