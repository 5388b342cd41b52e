import type { ThreadLink } from "./reach.ts";
import type { ThreadColumn } from "./thread.tsx";
import type { ThreadCard } from "./thread-card.tsx";

/** The drawing as a table: the same cards, links and acts, for screen readers, paper and narrow windows. */
export function ThreadTable({
  columns,
  links,
  onOpen,
  onAct,
}: {
  columns: readonly ThreadColumn[];
  links: readonly ThreadLink[];
  onOpen: (card: ThreadCard) => void;
  onAct: (card: ThreadCard) => void;
}) {
  const titles = new Map(columns.flatMap(({ cards }) => cards.map((card) => [card.id, card.title])));
  const named = (ids: string[]) => ids.map((id) => titles.get(id)).filter(Boolean);
  return (
    <div className="thread-tables">
      {columns.map(({ id, kind, title, note, cards }) => (
        <table key={id} className="thread-table" data-kind={kind}>
          <caption>
            {title} {note && <span className="meta">{note}</span>}
          </caption>
          <thead>
            <tr>
              <th scope="col">{title}</th>
              <th scope="col">Standing</th>
              <th scope="col">Comes from</th>
              <th scope="col">Leads to</th>
            </tr>
          </thead>
          <tbody>
            {cards.map((card) => (
              <tr key={card.id}>
                <th scope="row">
                  <button type="button" className="plain thread-table-open" onClick={() => (card.missing ? onAct(card) : onOpen(card))}>
                    {card.isQuote ? `“${card.title}”` : card.title}
                  </button>
                </th>
                <td>
                  {[
                    card.tag,
                    card.figure && `${card.figure.value}${card.figure.unit ?? ""}`,
                    card.meta === undefined ? card.bar?.label : undefined,
                    card.meta,
                    card.amount,
                    card.missing?.action,
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </td>
                <td>{named(links.filter((link) => link.to === card.id).map((link) => link.from)).join("; ") || "–"}</td>
                <td>{named(links.filter((link) => link.from === card.id).map((link) => link.to)).join("; ") || "–"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </div>
  );
}
