import { useQuery } from "@tanstack/react-query";
import { api } from "../../../api.tsx";
import { counted, number } from "../../../ui/format.ts";
import type { Kind } from "../../../ui/kinds.ts";
import { Section } from "../../../ui/shell/page.tsx";
import { RelativeTime } from "../../../ui/time.tsx";
import type { TrendMonth } from "../schema.ts";
import { moneyBehind, useUnits } from "./demand.ts";
import "./demand-panel.css";

type Demand = {
  quotes: number;
  accounts: number;
  revenueMinor: number;
  otherRevenue: Record<string, number>;
  importance: number;
  lastQuotedAt: string | null;
};

/** The figures behind a need or feature. `note` says how they are counted, where that is not plain. */
export function DemandFigures({ demand, note }: { demand: Demand; note?: string }) {
  const { currency } = useUnits();
  const { main, beside } = moneyBehind(demand, currency);
  return (
    <div className="figures">
      <dl>
        <div>
          <dt>Accounts</dt>
          <dd>{number(demand.accounts)}</dd>
        </div>
        <div>
          <dt>Revenue a year</dt>
          <dd>
            {main ?? <span className="muted">unknown</span>}
            {beside && <small title="Billed in another currency; not converted"> + {beside}</small>}
          </dd>
        </div>
        <div>
          <dt>Quotes</dt>
          <dd>
            {number(demand.quotes)}
            {demand.lastQuotedAt && (
              <small>
                {" "}
                last <RelativeTime at={demand.lastQuotedAt} />
              </small>
            )}
          </dd>
        </div>
        <div title="Each voice counts once, with the highest importance it gave, 0 to 3">
          <dt>Weight</dt>
          <dd>{number(demand.importance)}</dd>
        </div>
      </dl>
      {note && <p className="meta">{note}</p>}
    </div>
  );
}

/** Who asks for it, what they are worth, and whether it grows. */
export function DemandSection({ demand, needId }: { demand: Demand; needId: string }) {
  const { data } = useQuery(api.needs.trend.queryOptions({ input: { id: needId } }));
  const total = data?.reduce((sum, { quotes }) => sum + quotes, 0) ?? 0;
  return (
    <Section title="Demand" note={data && `${counted(total, "quote")} in twelve months`}>
      <div className="demand">
        <DemandFigures demand={demand} />
        {data && <TrendBars months={data} kind="need" />}
      </div>
    </Section>
  );
}

const monthName = new Intl.DateTimeFormat("en-GB", { month: "short", timeZone: "UTC" });
const monthAndYear = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });
const dateOf = (month: string) => new Date(`${month}-01T00:00:00Z`);

/** Quotes by month as small bars; hover and the table behind tell the numbers. */
function TrendBars({ months, kind }: { months: readonly TrendMonth[]; kind: Kind }) {
  const most = Math.max(1, ...months.map(({ quotes }) => quotes));
  const words = ({ month, quotes, accounts }: TrendMonth) =>
    `${monthAndYear.format(dateOf(month))}: ${counted(quotes, "quote")} from ${counted(accounts, "account")}`;
  return (
    <ol className="trend" data-kind={kind} aria-label="Quotes by month">
      {months.map((month, index) => (
        <li key={month.month} title={words(month)}>
          <span className="sr">{words(month)}</span>
          <span className="trend-room" aria-hidden>
            <b>{month.quotes > 0 && month.quotes === most ? number(month.quotes) : ""}</b>
            <i style={{ height: `${(month.quotes / most) * 100}%` }} data-none={month.quotes === 0 || undefined} />
          </span>
          <small aria-hidden>{index % 3 === 2 ? monthName.format(dateOf(month.month)) : ""}</small>
        </li>
      ))}
    </ol>
  );
}
