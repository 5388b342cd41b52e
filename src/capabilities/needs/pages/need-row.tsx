import { Avatar } from "../../../ui/avatar.tsx";
import { counted, number } from "../../../ui/format.ts";
import type { NeedItem } from "../schema.ts";
import { moneyBehind } from "./demand.ts";
import type { Ranks } from "./need-ranks.ts";
import { barWords, NEED_STATE_WORDS, ordinal, rating } from "./need-words.ts";
import "./need-row.css";

export type NeedRowFacts = {
  noise: Ranks;
  money: Ranks;
  /** Which of the two orders the list stands in: its side of the drawing is the solid one. */
  order: "noise" | "money" | undefined;
  currency: string;
  memberName: (id: string | null) => string | undefined;
  stateName: (state: string, usual: string) => string;
  labels: ReadonlyMap<string, { name: string; colour: string }>;
  /** Own fields of needs that have a value, as words. */
  fieldWords: (need: NeedItem) => string[];
};

const share = (value: number, most: number) => `${most > 0 ? Math.max(value > 0 ? 1.5 : 0, (value / most) * 100) : 0}%`;

/** Draws a row of the list in plain elements: what is needed, how loud it is against how heavy, and where it stands. */
export function needRow(facts: NeedRowFacts) {
  return (need: NeedItem) => {
    const { demand, importance, satisfaction } = need;
    const state = NEED_STATE_WORDS[need.state];
    const owner = facts.memberName(need.ownerId);
    const money = moneyBehind(demand, facts.currency);
    const labels = need.labels.flatMap((id) => facts.labels.get(id) ?? []);
    return (
      <div className="need-row" data-kind="need">
        <span className="need-row-words">
          <span className="need-row-statement truncate">{need.statement}</span>
          <span className="need-row-beside truncate">
            <span className="record-key">{need.key}</span>
            {need.persona && <span>{need.persona.name}</span>}
            {labels.map(({ name, colour }) => (
              <span key={name} className="need-row-label">
                <i style={{ background: colour }} />
                {name}
              </span>
            ))}
            {facts.fieldWords(need).map((words) => (
              <span key={words}>{words}</span>
            ))}
            {need.featureCount === 0 && need.state !== "parked" && <span>no feature serves it</span>}
          </span>
        </span>
        <span className="need-row-bar" title={barWords(need)}>
          <span className="range-bar" role="img" aria-label={barWords(need)}>
            {importance !== null && <i className="range-base" style={{ width: `${importance * 10}%` }} />}
            {satisfaction !== null && <i className="range-value" style={{ width: `${satisfaction * 10}%` }} />}
          </span>
          <span aria-hidden>
            <span>{importance === null ? "–" : rating(importance)}</span>
            <span>{satisfaction === null ? "–" : rating(satisfaction)}</span>
          </span>
        </span>
        <span className="need-row-demand" data-order={facts.order}>
          <Place rank={facts.noise} id={need.id} word="by noise" />
          <b title={counted(demand.quotes, "quote")}>
            {number(demand.quotes)}
            <span className="sr"> {demand.quotes === 1 ? "quote" : "quotes"}</span>
          </b>
          <i className="need-row-noise" aria-hidden>
            <i style={{ width: share(demand.quotes, facts.noise.most) }} />
          </i>
          <i className="need-row-money" aria-hidden>
            <i style={{ width: share(demand.revenueMinor, facts.money.most) }} />
          </i>
          <b title={money.beside ? `${money.main} and ${money.beside}, not converted` : undefined}>
            {money.main ?? "–"}
            {money.beside && <small>+ {money.beside}</small>}
            <span className="sr"> a year</span>
          </b>
          <Place rank={facts.money} id={need.id} word="by money" />
        </span>
        <span className="need-row-number need-row-accounts" title={counted(demand.accounts, "account")}>
          {number(demand.accounts)}
          <span className="sr"> {demand.accounts === 1 ? "account" : "accounts"}</span>
        </span>
        <span className="need-row-number need-row-opportunity" title="Importance, and what satisfaction lacks of it; at most 20">
          {need.opportunity === null ? "–" : rating(need.opportunity)}
        </span>
        <span className="need-row-state state">
          <i className="pip" data-shape={state.shape} aria-hidden />
          {facts.stateName(need.state, state.word)}
        </span>
        <span className="need-row-owner">{owner && <Avatar name={owner} />}</span>
      </div>
    );
  };
}

function Place({ rank, id, word }: { rank: Ranks; id: string; word: string }) {
  const place = rank.of(id);
  return (
    <span className="need-row-place" title={place === undefined ? undefined : `${ordinal(place)} ${word}`}>
      {place === undefined ? (rank.known ? "–" : "") : `#${place}`}
      <span className="sr"> {word}</span>
    </span>
  );
}

/** The names over the columns, in the grid of the rows. */
export function NeedColumns({ order }: { order: NeedRowFacts["order"] }) {
  return (
    <div className="need-columns" aria-hidden>
      <div className="need-row">
        <span>Need</span>
        <span className="need-row-bar">
          <span>Important</span>
          <span>Satisfied</span>
        </span>
        <span className="need-row-demand" data-order={order}>
          <span className="need-columns-noise">Noise: quotes</span>
          <span className="need-columns-money">Money: a year</span>
        </span>
        <span className="need-row-number need-row-accounts">Accounts</span>
        <span className="need-row-number need-row-opportunity">Opportunity</span>
        <span className="need-row-state">State</span>
        <span className="need-row-owner">Owner</span>
      </div>
    </div>
  );
}
