import { ago, money } from "../../../ui/format.ts";
import { labelColour } from "../../workspace/pages/vocabulary.ts";
import type { FeedbackItem } from "../answers.ts";
import { stateOf } from "../rules.ts";
import { authorOf, STATE_WORDS, stateWords } from "./feedback-words.tsx";
import "./feedback-row.css";

const initials = (name: string) =>
  name
    .split(/\s+/)
    .map((word) => word.charAt(0))
    .slice(0, 2)
    .join("")
    .toUpperCase();

/** Draws a row of the list in plain elements: what was said, then who said it and what they are worth to us. */
export function feedbackRow(
  nameOf: (id: string | null) => string | undefined,
  labels: ReadonlyMap<string, { name: string; colour: string }>,
) {
  return (row: FeedbackItem) => {
    const now = new Date();
    const iso = now.toISOString();
    const state = stateOf(row, iso);
    const { account } = row;
    const author = authorOf(row);
    const who = [account?.name, author].filter((part) => part != null && part !== "").join(" · ");
    const assignee = nameOf(row.assigneeId);
    return (
      <div className="feedback-row" data-state={state}>
        <i
          className="pip"
          data-shape={STATE_WORDS[state].shape}
          title={stateWords(row, iso)}
          role="img"
          aria-label={stateWords(row, iso)}
        />
        <span className="feedback-row-line">
          <span className="feedback-row-said truncate">{row.title ?? row.excerpt}</span>
          <time dateTime={row.receivedAt} className="feedback-row-time">
            {ago(row.receivedAt, now)}
          </time>
        </span>
        <span className="feedback-row-line">
          <span className="feedback-row-who truncate">{who === "" ? (row.channel ?? row.key) : who}</span>
          <span className="feedback-row-marks">
            {row.labels.slice(0, 3).map((id) => {
              const label = labels.get(id);
              return label && <i key={id} className="feedback-row-label" title={label.name} style={{ "--k": labelColour(label.colour) }} />;
            })}
            {row.quotes > 0 && <span title={`Quoted ${row.quotes} times`}>❝ {row.quotes}</span>}
            {assignee !== undefined && (
              <span className="feedback-row-person" title={`For ${assignee}`}>
                {initials(assignee)}
              </span>
            )}
            {account?.revenueMinor != null && account.currency !== null && (
              <b title="Revenue a year">{money(account.revenueMinor, account.currency)}</b>
            )}
          </span>
        </span>
      </div>
    );
  };
}
