import { useInfiniteQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { api, client, useChange } from "../../../api.tsx";
import { dateOnly, number } from "../../../ui/format.ts";
import { TypedValue } from "../../../ui/properties.tsx";
import { ErrorState, Skeleton } from "../../../ui/states.tsx";
import { useMemberName } from "../../workspace/pages/vocabulary.ts";
import type { Metric, ReadingItem } from "../schema.ts";
import { typedText, valueIn, valueText } from "../value-rules.ts";
import { VALUE_HINTS } from "./metric-words.ts";
import { METRIC_RENEWS } from "./renews.ts";

const SOURCES: Readonly<Record<ReadingItem["source"], string>> = {
  manual: "by hand",
  paste: "from a sheet",
  csv: "from a file",
  api: "by a program",
  pull: "pulled",
};
const PAGE = 50;

/** The readings as a table, the newest first; each value can be corrected where it stands. */
export function ReadingsTable({ metric, from, mayMeasure }: { metric: Metric; from?: string; mayMeasure: boolean }) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    api.readings.list.infiniteOptions({
      input: (before: string | undefined) => ({ id: metric.id, limit: PAGE, ...(from ? { from } : {}), ...(before ? { before } : {}) }),
      initialPageParam: undefined,
      getNextPageParam: ({ nextBefore }) => nextBefore ?? undefined,
    }),
  );
  const memberName = useMemberName();
  const write = useChange(client.readings.put, { said: () => `${metric.key}: reading changed`, renews: METRIC_RENEWS });
  const remove = useChange(client.readings.delete, {
    said: (_, { on }) => `${metric.key}: reading of ${dateOnly(on)} removed`,
    renews: METRIC_RENEWS,
  });
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton lines={6} />;
  const items = data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <p className="record-empty">No reading in these days.</p>;
  const keep =
    ({ on, n }: ReadingItem) =>
    (typed: string) => {
      const value = valueIn(typed, metric.unit);
      if (value === null) return `Type it as ${VALUE_HINTS[metric.unit]}.`;
      write.mutate({ params: { id: metric.id }, body: { readings: [{ on, value, n }], source: "manual" } });
      return undefined;
    };
  return (
    <div className="metric-table">
      <table>
        <caption className="sr">Readings of {metric.name}</caption>
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col">Value</th>
            <th scope="col">n</th>
            <th scope="col">From</th>
            {mayMeasure && <th scope="col">Remove</th>}
          </tr>
        </thead>
        <tbody>
          {items.map((reading) => (
            <tr key={reading.on}>
              <th scope="row">{dateOnly(reading.on)}</th>
              <td>
                <TypedValue
                  name={`Value on ${dateOnly(reading.on)}`}
                  shown={valueText(reading.value, metric)}
                  none=""
                  text={typedText(reading.value, metric)}
                  hint={VALUE_HINTS[metric.unit]}
                  mayEdit={mayMeasure}
                  onType={keep(reading)}
                />
              </td>
              <td>{reading.n === null ? "–" : number(reading.n)}</td>
              <td className="muted">
                {SOURCES[reading.source]}
                {memberName(reading.enteredBy) && `, ${memberName(reading.enteredBy)}`}
              </td>
              {mayMeasure && (
                <td>
                  <button
                    type="button"
                    className="icon-button"
                    aria-label={`Remove the reading of ${dateOnly(reading.on)}`}
                    onClick={() => remove.mutate({ id: metric.id, on: reading.on })}
                  >
                    <X size={14} aria-hidden />
                  </button>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {hasNextPage && (
        <button type="button" className="plain metric-offer" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Earlier readings
        </button>
      )}
    </div>
  );
}
