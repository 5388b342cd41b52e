import { Button } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../api.tsx";
import { WorkspaceLink } from "../../../ui/router.tsx";
import { ErrorState, Skeleton } from "../../../ui/states.tsx";
import { RelativeTime } from "../../../ui/time.tsx";
import { notifyError } from "../../../ui/undo.tsx";
import type { IntakeDelivery, IntakeSourceItem } from "../schema.ts";
import { Mapper } from "./mapper.tsx";

const AT_A_TIME = 50;

/** What came from a source, newest first, and the values of the one that is chosen. */
export function Deliveries({ source }: { source: IntakeSourceItem }) {
  const [opened, setOpened] = useState<string>();
  const list = useInfiniteQuery(
    api.intake.deliveries.infiniteOptions({
      input: (cursor: string | undefined) => ({ id: source.id, limit: AT_A_TIME, ...(cursor ? { cursor } : {}) }),
      initialPageParam: undefined,
      getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    }),
  );
  if (list.error) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <Skeleton lines={3} height={24} />;
  const items = list.data.pages.flatMap((page) => page.items);
  const chosen = items.find(({ id }) => id === opened) ?? items.find(({ payload }) => payload !== null);
  if (items.length === 0) return <p className="meta">Nothing came yet. What comes is kept for 30 days.</p>;
  return (
    <>
      <ul className="intake-list" aria-label={`What came from ${source.name}`}>
        {items.map((delivery) => (
          <Row
            key={delivery.id}
            source={source}
            delivery={delivery}
            isChosen={delivery.id === chosen?.id}
            onOpen={() => setOpened(delivery.id)}
          />
        ))}
        {list.hasNextPage && (
          <li className="intake-row">
            <Button size="compact-sm" variant="subtle" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              Show more
            </Button>
          </li>
        )}
      </ul>
      {chosen && (
        // Whoever has begun to map one keeps it, whatever comes meanwhile.
        <Mapper key={`${chosen.id} ${source.version}`} source={source} delivery={chosen} onBegin={() => setOpened(chosen.id)} />
      )}
    </>
  );
}

const FATES = { waiting: "Waits for a mapping", taken: "Became", known: "Was here already:", refused: "Refused:" } as const;

function Row({
  source,
  delivery,
  isChosen,
  onOpen,
}: {
  source: IntakeSourceItem;
  delivery: IntakeDelivery;
  isChosen: boolean;
  onOpen: () => void;
}) {
  const queries = useQueryClient();
  const retry = useMutation(
    api.intake.retry.mutationOptions({
      onError: (error) => notifyError(error),
      onSettled: () => queries.invalidateQueries({ queryKey: api.intake.key() }),
    }),
  );
  return (
    <li className="intake-row" data-state={delivery.state}>
      <button type="button" className="plain intake-when" disabled={delivery.payload === null} aria-pressed={isChosen} onClick={onOpen}>
        <RelativeTime at={delivery.at} />
      </button>
      <span className="intake-fate">
        {FATES[delivery.state]} {delivery.problem}{" "}
        {delivery.feedback && <WorkspaceLink path={`feedback/${delivery.feedback.key}`}>{delivery.feedback.key}</WorkspaceLink>}
      </span>
      {delivery.state === "refused" && delivery.payload !== null && (
        <Button
          size="compact-sm"
          variant="subtle"
          loading={retry.isPending}
          onClick={() => retry.mutate({ id: source.id, deliveryId: delivery.id })}
        >
          Try again
        </Button>
      )}
    </li>
  );
}
