import { Button } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { ChevronDown, ChevronRight } from "lucide-react";
import { useState } from "react";
import { api } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { counted } from "../../../ui/format.ts";
import { Confirm, ErrorState, Skeleton } from "../../../ui/states.tsx";
import { RelativeTime } from "../../../ui/time.tsx";
import { notify, notifyError } from "../../../ui/undo.tsx";
import { ShownOnce } from "../../workspace/pages/shown-once.tsx";
import { TRIES, whySilent } from "../rules.ts";
import type { Delivery, WebhookItem } from "../schema.ts";

type Question = "delete" | "secret";

export function WebhookRow({ webhook }: { webhook: WebhookItem }) {
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [asked, setAsked] = useState<Question | undefined>();
  const settled = {
    onError: (error: Error) => notifyError(error),
    onSettled: () => {
      setAsked(undefined);
      return queries.invalidateQueries({ queryKey: api.webhooks.key() });
    },
  };
  const edit = useMutation(api.webhooks.edit.mutationOptions(settled));
  const remove = useMutation(api.webhooks.remove.mutationOptions({ ...settled, onSuccess: () => notify(`Deleted ${webhook.name}`) }));
  const renew = useMutation(api.webhooks.renewSecret.mutationOptions(settled));
  const test = useMutation(
    api.webhooks.test.mutationOptions({
      ...settled,
      onSuccess: () => {
        setOpen(true);
        notify(`A test message is on its way to ${webhook.name}`);
      },
    }),
  );
  const active = webhook.state === "active";
  const silent = whySilent(webhook);
  const setState = () =>
    edit.mutate({ params: { id: webhook.id }, headers: ifMatch(webhook), body: { state: active ? "paused" : "active" } });
  const Chevron = open ? ChevronDown : ChevronRight;
  return (
    <li className="webhook">
      <div className="settings-row" data-stack {...(active ? {} : { "data-quiet": true })}>
        <button type="button" className="settings-fold" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Chevron size={15} aria-hidden />
          <span>
            <span className="settings-name">{webhook.name}</span>
            <span className="settings-detail">
              {webhook.url} · <Standing webhook={webhook} />
            </span>
          </span>
        </button>
        <span className="settings-row-end">
          <Button variant="subtle" disabled={!active} loading={test.isPending} onClick={() => test.mutate({ id: webhook.id })}>
            Test
          </Button>
          <Button
            variant="subtle"
            loading={edit.isPending}
            onClick={setState}
            aria-label={`${active ? "Pause" : "Resume"} ${webhook.name}`}
          >
            {active ? "Pause" : "Resume"}
          </Button>
          <Button variant="subtle" onClick={() => setAsked("secret")} aria-label={`New secret for ${webhook.name}`}>
            New secret
          </Button>
          <Button variant="subtle" color="red" onClick={() => setAsked("delete")} aria-label={`Delete ${webhook.name}`}>
            Delete
          </Button>
        </span>
      </div>
      {silent && <p className="webhook-note">{silent}</p>}
      {renew.data && (
        <div className="webhook-inside">
          <ShownOnce title={`New secret for ${webhook.name}`} secret={renew.data.secret} onDone={() => renew.reset()}>
            For a day messages carry the signatures of the old and the new one. It is shown this once.
          </ShownOnce>
        </div>
      )}
      {open && <Deliveries webhook={webhook} />}
      <Confirm
        opened={asked === "delete"}
        title={`Delete ${webhook.name}?`}
        confirm="Delete"
        danger
        busy={remove.isPending}
        onConfirm={() => remove.mutate({ id: webhook.id })}
        onClose={() => setAsked(undefined)}
      >
        It is told nothing more{webhook.waiting > 0 && `, and ${counted(webhook.waiting, "message")} that wait are dropped`}. It cannot be
        brought back.
      </Confirm>
      <Confirm
        opened={asked === "secret"}
        title={`A new secret for ${webhook.name}?`}
        confirm="Make a new secret"
        busy={renew.isPending}
        onConfirm={() => renew.mutate({ id: webhook.id })}
        onClose={() => setAsked(undefined)}
      >
        The old one goes on working for a day, so that the receiver can change over.
      </Confirm>
    </li>
  );
}

function Standing({ webhook }: { webhook: WebhookItem }) {
  if (webhook.failuresInARow > 0) return <>failing, {counted(webhook.waiting, "message")} waiting</>;
  if (webhook.lastDeliveredAt === null)
    return <>{webhook.waiting > 0 ? `${counted(webhook.waiting, "message")} waiting` : "nothing sent yet"}</>;
  return (
    <>
      last arrived <RelativeTime at={webhook.lastDeliveredAt} />
    </>
  );
}

/** What was sent or waits, newest first. */
function Deliveries({ webhook }: { webhook: WebhookItem }) {
  const queries = useQueryClient();
  const list = useInfiniteQuery(
    api.webhooks.deliveries.infiniteOptions({
      input: (cursor: string | undefined) => ({ id: webhook.id, limit: 20, ...(cursor ? { cursor } : {}) }),
      initialPageParam: undefined,
      getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
      refetchInterval: 5_000,
    }),
  );
  const replay = useMutation(
    api.webhooks.replay.mutationOptions({
      onSuccess: () => notify("It is sent again"),
      onError: (error) => notifyError(error),
      onSettled: () => queries.invalidateQueries({ queryKey: api.webhooks.key() }),
    }),
  );
  if (list.error) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <Skeleton lines={3} height={24} />;
  const items = list.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <p className="webhook-note">No messages yet. They are kept for 30 days.</p>;
  return (
    <div className="webhook-inside">
      <ul className="delivery-list" aria-label={`Messages to ${webhook.name}`}>
        {items.map((delivery) => (
          <li key={delivery.id} className="delivery" data-state={delivery.state}>
            <span className="delivery-kind">
              {delivery.kind} {delivery.key && <span className="delivery-key">{delivery.key}</span>}
            </span>
            <span className="delivery-fate">
              <Fate delivery={delivery} />
            </span>
            <Button
              size="compact-sm"
              variant="subtle"
              disabled={delivery.state === "waiting"}
              onClick={() => replay.mutate({ id: webhook.id, deliveryId: delivery.id })}
              aria-label={`Send ${delivery.kind} ${delivery.key ?? ""} again`}
            >
              Send again
            </Button>
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          Older messages
        </Button>
      )}
    </div>
  );
}

function Fate({ delivery }: { delivery: Delivery }) {
  const { state, status, tries, problem, deliveredAt, tookMs, nextAt } = delivery;
  if (state === "delivered" && deliveredAt)
    return (
      <>
        Arrived <RelativeTime at={deliveredAt} /> · {status} in {tookMs} ms
      </>
    );
  if (state === "failed")
    return (
      <>
        Failed after {counted(tries, "try", "tries")}. {problem}
      </>
    );
  if (tries === 0) return <>Waiting to be sent</>;
  return (
    <>
      {problem} Try {tries + 1} of {TRIES} <RelativeTime at={nextAt} />
    </>
  );
}
