import { counted, dateOnly } from "../../../ui/format.ts";
import { valueText } from "../../measurement/value-rules.ts";
import { moneyText } from "../../needs/pages/demand.ts";
import type { Thread } from "../schema.ts";

/** What the thread says in a line: who asks, what weighs most, what is done about it, and where it breaks. */
export function HeroSentence({ thread, currency, onBehind }: { thread: Thread; currency: string; onBehind: () => void }) {
  const { behind, nodes, edges, holes } = thread;
  const needs = nodes.filter((node) => node.kind === "need");
  const features = nodes.filter((node) => node.kind === "feature");
  const [first] = needs;
  if (!first) return null;
  const money = moneyText(behind, currency);
  const serving = features.filter(({ id }) => edges.some(({ from, to }) => from === first.id && to === id));
  const underWay = serving.find(({ state }) => state === "building") ?? serving.find(({ state }) => state === "planned");
  const measured = metricOf(thread, serving);
  const unserved = holes.filter(({ kind }) => kind === "need-without-feature").length;
  return (
    <>
      {behind.quotes > 0 && (
        <>
          <button type="button" className="plain hero-number" onClick={onBehind}>
            {counted(behind.quotes, "quote")}
            {behind.accounts > 0 && ` from ${counted(behind.accounts, "account")}`}
            {money && ` worth ${money} a year`}
          </button>{" "}
          stand behind {counted(needs.length, "need")}.{" "}
        </>
      )}
      First: <b>{first.title}</b>
      {underWay ? (
        <>
          ; <b>{underWay.title}</b> is {underWay.state === "building" ? "being built" : "planned"} for it.
        </>
      ) : serving.length > 0 ? (
        <>; nothing planned serves it yet.</>
      ) : (
        <>; no feature serves it.</>
      )}
      {measured?.latest && (
        <>
          {" "}
          {measured.title}: <b>{valueText(measured.latest.value, measured)}</b>
          {measured.target !== null && (
            <>
              , goal <b>{valueText(measured.target, measured)}</b>
              {measured.byOn && ` by ${dateOnly(measured.byOn)}`}
            </>
          )}
          .
        </>
      )}
      {unserved > 0 && (
        <>
          {" "}
          <b>{counted(unserved, "need")}</b> {unserved === 1 ? "has" : "have"} no feature.
        </>
      )}
    </>
  );
}

/** The nearest metric that says something of these features. */
function metricOf({ nodes, edges }: Thread, features: readonly { id: string }[]) {
  const [nearest] = edges
    .filter(({ kind, from }) => kind === "measures" && features.some(({ id }) => id === from))
    .toSorted((one, other) => other.strength - one.strength);
  return nodes.filter((node) => node.kind === "metric").find(({ id }) => id === nearest?.to);
}
