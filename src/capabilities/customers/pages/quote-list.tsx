import { useQueryClient } from "@tanstack/react-query";
import { Ellipsis, Replace, Trash2 } from "lucide-react";
import { Suspense, useState } from "react";
import { api, client, useChange } from "../../../api.tsx";
import { type CallContext, ifMatch } from "../../../client.ts";
import { counted } from "../../../ui/format.ts";
import { ImportanceDots, KindIcon } from "../../../ui/marks.tsx";
import { MenuButton } from "../../../ui/menu-items.tsx";
import { WorkspaceLink } from "../../../ui/router.tsx";
import { RelativeTime } from "../../../ui/time.tsx";
import { useMemberName } from "../../workspace/pages/vocabulary.ts";
import type { FeedbackDetail, QuoteItem } from "../answers.ts";
import { IMPORTANCE_NAMES } from "../rules.ts";
import { LinkDialog } from "./feedback-later.ts";
import type { TargetChoice } from "./recent-targets.ts";
import "./quote-list.css";
import { FEEDBACK_ROWS } from "./feedback-rows.ts";

const pathOf = ({ kind, key }: QuoteItem["target"]) => `${kind === "need" ? "needs" : "features"}/${key}`;

/** The quotes of a piece of feedback: what each is for and how much it matters, to be changed where it stands. */
export function QuoteList({
  feedback,
  mayEdit,
  lit,
  onPoint,
}: {
  feedback: FeedbackDetail;
  mayEdit: boolean;
  /** The quote that is pointed at in the text. */
  lit: string | undefined;
  onPoint: (id: string | undefined) => void;
}) {
  const standing = feedback.quotes.filter((quote) => quote.anchored);
  const gone = feedback.quotes.filter((quote) => !quote.anchored);
  if (feedback.quotes.length === 0) return null;
  const line = (quote: QuoteItem) => (
    <QuoteLine key={quote.id} quote={quote} feedbackKey={feedback.key} mayEdit={mayEdit} isLit={quote.id === lit} onPoint={onPoint} />
  );
  return (
    <section className="quotes" aria-label="Quotes">
      {standing.length > 0 && (
        <>
          <h2>{counted(standing.length, "quote")}</h2>
          <ul>{standing.map(line)}</ul>
        </>
      )}
      {gone.length > 0 && (
        <>
          <h2>
            Text changed since <span className="meta">these words no longer stand in the text</span>
          </h2>
          <ul>{gone.map(line)}</ul>
        </>
      )}
    </section>
  );
}

function QuoteLine({
  quote,
  feedbackKey,
  mayEdit,
  isLit,
  onPoint,
}: {
  quote: QuoteItem;
  feedbackKey: string;
  mayEdit: boolean;
  isLit: boolean;
  onPoint: (id: string | undefined) => void;
}) {
  const queries = useQueryClient();
  const nameOf = useMemberName();
  const [isMoving, setMoving] = useState(false);
  const renews = [api.feedback.key(), api.needs.key(), api.features.key(), api.records.key(), FEEDBACK_ROWS];
  const edit = useChange(client.quotes.edit, { said: () => "Quote changed", renews });
  const remove = useChange(client.quotes.delete, { said: () => "Quote removed", renews });
  /** Shows the quotes as they will be; the answer of the server replaces it. */
  const draw = (change: (quotes: readonly QuoteItem[]) => QuoteItem[]) =>
    queries.setQueryData(
      api.feedback.get.queryKey({ input: { id: feedbackKey } }),
      (known) => known && { ...known, quotes: change(known.quotes) },
    );
  const setImportance = (importance: number) => {
    draw((quotes) => quotes.map((one) => (one.id === quote.id ? { ...one, importance } : one)));
    edit.mutate({ params: { id: quote.id }, headers: ifMatch(quote), body: { importance } });
  };
  const takeAway = () => {
    draw((quotes) => quotes.filter(({ id }) => id !== quote.id));
    remove.mutate({ id: quote.id });
  };
  const move = useChange(
    async ({ target, importance }: { target: TargetChoice; importance: number }, options: { context: CallContext }) => {
      const targetId = "id" in target ? target.id : (await client.needs.create({ statement: target.statement })).id;
      return client.quotes.edit({ params: { id: quote.id }, headers: ifMatch(quote), body: { targetId, importance } }, options);
    },
    { said: ({ target }) => `Quoted for ${target.key}`, renews },
  );
  const author = quote.quotedBy === null ? "a program" : (nameOf(quote.quotedBy) ?? "somebody who left");
  return (
    <li
      className="quote"
      data-kind={quote.target.kind}
      data-lit={isLit || undefined}
      onPointerEnter={() => onPoint(quote.id)}
      onPointerLeave={() => onPoint(undefined)}
    >
      <p className="quote-target">
        <KindIcon kind={quote.target.kind} />
        <WorkspaceLink path={pathOf(quote.target)}>{quote.target.title}</WorkspaceLink>
        <span className="record-key">{quote.target.key}</span>
      </p>
      <blockquote>{quote.words}</blockquote>
      <p className="quote-foot meta">
        {mayEdit ? (
          <MenuButton
            entries={IMPORTANCE_NAMES.map((name, value) => ({
              label: `${value} ${name}`,
              checked: value === quote.importance,
              run: () => setImportance(value),
            })).toReversed()}
          >
            <button type="button" className="plain quote-importance">
              <ImportanceDots value={quote.importance} /> {IMPORTANCE_NAMES[quote.importance]}
            </button>
          </MenuButton>
        ) : (
          <span className="quote-importance">
            <ImportanceDots value={quote.importance} /> {IMPORTANCE_NAMES[quote.importance]}
          </span>
        )}
        <span className="truncate">
          by {author}, <RelativeTime at={quote.quotedAt} />
        </span>
        <span className="spring" />
        {mayEdit && (
          <MenuButton
            position="bottom-end"
            entries={[
              { label: "Another need or feature …", icon: Replace, run: () => setMoving(true) },
              { label: "Remove the quote", icon: Trash2, run: takeAway, danger: true },
            ]}
          >
            <button type="button" className="icon-button" aria-label="More for this quote">
              <Ellipsis size={15} aria-hidden />
            </button>
          </MenuButton>
        )}
      </p>
      {isMoving && (
        <Suspense>
          <LinkDialog
            title="What is it about?"
            words={quote.words}
            feedbackKey={feedbackKey}
            onLink={(target, importance) => {
              setMoving(false);
              move.mutate({ target, importance });
            }}
            onClose={() => setMoving(false)}
          />
        </Suspense>
      )}
    </li>
  );
}
