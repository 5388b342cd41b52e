import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { MessageSquareQuote } from "lucide-react";
import type { ReactNode } from "react";
import { api } from "../../../api.tsx";
import { counted, money } from "../../../ui/format.ts";
import { ImportanceDots } from "../../../ui/marks.tsx";
import { WorkspaceLink } from "../../../ui/router.tsx";
import { Section } from "../../../ui/shell/page.tsx";
import { ErrorState, Skeleton } from "../../../ui/states.tsx";
import { RelativeTime } from "../../../ui/time.tsx";
import type { QuoteVoice } from "../../customers/answers.ts";
import "./quotes-section.css";

const PAGE = 30;

/** The quotes for a need or feature, the newest first, fetched page by page. */
export function useQuotes(target: string) {
  return useInfiniteQuery(
    api.quotes.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ target, limit: PAGE, ...(cursor ? { cursor } : {}) }),
      initialPageParam: undefined,
      getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    }),
  );
}

type Group = { id: string; account: QuoteVoice["feedback"]["account"]; quotes: QuoteVoice[] };

/** Quotes by who said them, the account worth most first; those of nobody we know come last. */
function byAccount(quotes: readonly QuoteVoice[]): Group[] {
  const groups = new Map<string, Group>();
  for (const quote of quotes) {
    const { account } = quote.feedback;
    const id = account?.id ?? "nobody";
    const group = groups.get(id) ?? { id, account, quotes: [] };
    group.quotes.push(quote);
    groups.set(id, group);
  }
  const worth = ({ account }: Group) => (account === null ? -1 : (account.revenueMinor ?? 0));
  return [...groups.values()].toSorted((a, b) => worth(b) - worth(a));
}

type Choosing = { chosen?: ReadonlySet<string>; onChoose?: (chosen: ReadonlySet<string>) => void };

/** What customers said, in their own words, grouped by account. With `onChoose` quotes can be ticked. */
export function QuotesSection({ target, total, empty, ...choosing }: Choosing & { target: string; total: number; empty: ReactNode }) {
  return (
    <Section title="In the customers’ words" note={total > 0 && counted(total, "quote")}>
      <QuoteList target={target} empty={empty} {...choosing} />
    </Section>
  );
}

/** The quotes alone, fetched page by page. */
export function QuoteList({ target, empty, chosen, onChoose }: Choosing & { target: string; empty: ReactNode }) {
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useQuotes(target);
  const quotes = data?.pages.flatMap(({ items }) => items) ?? [];
  const choose = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChoose?.(next);
  };
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (isPending) return <Skeleton lines={5} height={28} />;
  if (quotes.length === 0) return empty;
  return (
    <>
      <div className="voices" data-choosing={(chosen?.size ?? 0) > 0 || undefined}>
        {byAccount(quotes).map((group) => (
          <VoiceGroup key={group.id} group={group} chosen={chosen} onChoose={onChoose && choose} />
        ))}
      </div>
      {hasNextPage && (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show older quotes
        </Button>
      )}
    </>
  );
}

function VoiceGroup({
  group: { account, quotes },
  chosen,
  onChoose,
}: {
  group: Group;
  chosen: ReadonlySet<string> | undefined;
  onChoose: ((id: string) => void) | undefined;
}) {
  return (
    <section className="voice-group" aria-label={account?.name ?? "No account"}>
      <p className="voice-account">
        <b>{account?.name ?? "No account"}</b>
        {account?.revenueMinor != null && account.currency && <span>{money(account.revenueMinor, account.currency)} a year</span>}
        {account && account.revenueMinor === null && <span>revenue unknown</span>}
        {quotes.length > 1 && <span>{counted(quotes.length, "quote")}</span>}
      </p>
      <ul>
        {quotes.map((quote) => (
          <Voice key={quote.id} quote={quote} isChosen={chosen?.has(quote.id) ?? false} onChoose={onChoose} />
        ))}
      </ul>
    </section>
  );
}

function Voice({ quote, isChosen, onChoose }: { quote: QuoteVoice; isChosen: boolean; onChoose: ((id: string) => void) | undefined }) {
  const { feedback } = quote;
  const author = feedback.contact?.name ?? feedback.authorName ?? feedback.authorEmail;
  return (
    <li className="voice" data-chosen={isChosen || undefined}>
      {onChoose && (
        <input
          type="checkbox"
          className="voice-check"
          aria-label={`Choose “${quote.words.slice(0, 60)}”`}
          checked={isChosen}
          onChange={() => onChoose(quote.id)}
        />
      )}
      <blockquote>“{quote.words}”</blockquote>
      <p className="voice-foot">
        <ImportanceDots value={quote.importance} />
        {author && <span className="truncate">{author}</span>}
        <RelativeTime at={feedback.receivedAt} />
        <WorkspaceLink path={`feedback/${feedback.key}`} aria-label={`${feedback.key}, the whole ${feedback.kind}`}>
          <MessageSquareQuote size={12} aria-hidden /> {feedback.key}
        </WorkspaceLink>
        {!quote.anchored && <span>the text was changed since</span>}
      </p>
    </li>
  );
}
