import { Ellipsis, ExternalLink, Link2, PenLine, RotateCcw, SlidersHorizontal, UserRound } from "lucide-react";
import { Suspense, useMemo, useState } from "react";
import { Avatar } from "../../../ui/avatar.tsx";
import { instant } from "../../../ui/format.ts";
import { Kbd } from "../../../ui/keyboard.tsx";
import { later } from "../../../ui/later.tsx";
import { StatePip } from "../../../ui/marks.tsx";
import { MenuButton, type MenuEntry } from "../../../ui/menu-items.tsx";
import { OutsideLink } from "../../../ui/outside-link.tsx";
import { WorkspaceLink } from "../../../ui/router.tsx";
import { type Highlight, type Selected, TextHighlights } from "../../../ui/text/text-highlights.tsx";
import { notify } from "../../../ui/undo.tsx";
import { useMemberName } from "../../workspace/pages/vocabulary.ts";
import type { FeedbackDetail } from "../answers.ts";
import { IMPORTANCE_NAMES, stateOf } from "../rules.ts";
import { TextEditor } from "./feedback-later.ts";
import { KIND_WORDS, STATE_WORDS, stateWords } from "./feedback-words.tsx";
import "./feedback-item.css";

const QuoteBubble = later(async () => (await import("./quote-bubble.tsx")).QuoteBubble);
const FeedbackRest = later(async () => (await import("./feedback-rest.tsx")).FeedbackRest);

/** What can be done to the open item or to the selected ones, each by a key. */
export type Acts = {
  link: () => void;
  merge: () => void;
  decline: () => void;
  snooze: () => void;
  done: () => void;
  assign: () => void;
  reopen: () => void;
  details: () => void;
};

/** The acts as a row of buttons with their keys; on a phone it lies under the thumb. */
function TriageBar({ acts }: { acts: Acts }) {
  const buttons = [
    { keys: "1", label: "Link", run: acts.link },
    { keys: "2", label: "Merge", run: acts.merge },
    { keys: "3", label: "Decline", run: acts.decline },
    { keys: "h", label: "Snooze", run: acts.snooze },
    { keys: "e", label: "Done", run: acts.done },
  ];
  return (
    <div
      className="triage-bar"
      role="toolbar"
      aria-label="Triage"
      // Words that are selected stay selected while a button is pressed.
      onMouseDown={(event) => event.preventDefault()}
    >
      {buttons.map(({ keys, label, run }) => (
        <button key={keys} type="button" className="plain triage-button" onClick={run}>
          {label} <Kbd keys={keys} />
        </button>
      ))}
    </div>
  );
}

/** One piece of feedback: what it is, its whole words with what was quoted from them, and the quotes. */
export function FeedbackItemPane({
  feedback,
  pending,
  marked,
  mayEdit,
  isEditing,
  isSelecting,
  onEditing,
  acts,
  onSelect,
  onQuote,
}: {
  feedback: FeedbackDetail;
  /** The words that are about to be quoted. */
  pending: { start: number; end: number } | undefined;
  /** The words that are selected. */
  marked: Selected | undefined;
  mayEdit: boolean;
  isEditing: boolean;
  /** Several are selected, and what is done goes to those. */
  isSelecting: boolean;
  onEditing: (isEditing: boolean) => void;
  acts: Acts;
  onSelect: (selected: Selected | undefined) => void;
  /** Quotes the selected words. */
  onQuote: () => void;
}) {
  const nameOf = useMemberName();
  const [pointed, setPointed] = useState<string>();
  const now = new Date().toISOString();
  const state = stateOf(feedback, now);
  const highlights = useMemo((): Highlight[] => {
    const quotes = feedback.quotes
      .filter(({ anchored }) => anchored)
      .map(({ id, startsAt, endsAt, importance, quotedBy, target }) => ({
        id,
        start: startsAt,
        end: endsAt,
        kind: target.kind,
        title: `${target.key} ${target.title} · ${IMPORTANCE_NAMES[importance] ?? ""}${quotedBy ? ` · by ${nameOf(quotedBy) ?? "somebody who left"}` : ""}`,
      }));
    return pending ? [...quotes, { id: "pending", ...pending, kind: "evidence", title: "About to be quoted" }] : quotes;
  }, [feedback.quotes, nameOf, pending]);
  const { icon: KindOf, word } = KIND_WORDS[feedback.kind];
  const assignee = nameOf(feedback.assigneeId);
  const copy = () => {
    const address = `${location.origin}${location.pathname}?item=${feedback.key}`;
    navigator.clipboard.writeText(address).then(
      () => notify(`Link to ${feedback.key} copied`),
      () => notify(address),
    );
  };
  const more: MenuEntry[] = [
    ...(mayEdit
      ? [
          { label: "Edit the text", icon: PenLine, run: () => onEditing(true), keys: "shift+e" },
          { label: "Edit the details …", icon: SlidersHorizontal, run: acts.details, keys: "shift+d" },
          { label: "Assign …", icon: UserRound, run: acts.assign, keys: "a" },
          ...(state === "new" ? [] : [{ label: "Make it new again", icon: RotateCcw, run: acts.reopen, keys: "u" }]),
        ]
      : []),
    { label: "Copy the link", icon: Link2, run: copy },
  ];
  return (
    <article className="item" aria-label={`Feedback ${feedback.key}`} data-state={state}>
      <header className="item-head">
        {mayEdit && !isSelecting && <TriageBar acts={acts} />}
        <span className="spring" />
        {assignee !== undefined && (
          <button type="button" className="plain item-assignee" onClick={acts.assign} disabled={!mayEdit} title={`For ${assignee}`}>
            <Avatar name={assignee} label={false} />
            <span className="sr">For {assignee}</span>
          </button>
        )}
        <MenuButton entries={more} position="bottom-end" width={240}>
          <button type="button" className="icon-button" aria-label={`More for ${feedback.key}`}>
            <Ellipsis size={16} aria-hidden />
          </button>
        </MenuButton>
      </header>
      <div className="item-body">
        <p className="item-facts meta">
          <StatePip shape={STATE_WORDS[state].shape}>{stateWords(feedback, now)}</StatePip>
          <span className="item-kind">
            <KindOf size={13} aria-hidden /> {word}
            {feedback.channel !== null && ` via ${feedback.channel}`}
          </span>
          <time dateTime={feedback.receivedAt}>{instant(feedback.receivedAt)}</time>
          {feedback.sourceAddress !== null && (
            <OutsideLink address={feedback.sourceAddress}>
              Original <ExternalLink size={11} aria-hidden />
            </OutsideLink>
          )}
          <span>{feedback.key}</span>
        </p>
        {state === "declined" && feedback.declineReason !== null && <p className="item-notice">Declined: {feedback.declineReason}</p>}
        {feedback.mergedInto && (
          <p className="item-notice">
            Merged into{" "}
            <WorkspaceLink path="feedback" search={{ item: feedback.mergedInto.key, state: "all" }}>
              {feedback.mergedInto.key} {feedback.mergedInto.title ?? feedback.mergedInto.excerpt}
            </WorkspaceLink>
          </p>
        )}
        {feedback.title !== null && <h2 className="item-title">{feedback.title}</h2>}
        {isEditing ? (
          <Suspense>
            <TextEditor key={feedback.id} feedback={feedback} onDone={() => onEditing(false)} />
          </Suspense>
        ) : (
          <TextHighlights
            text={feedback.text}
            highlights={highlights}
            label={`Text of ${feedback.key}`}
            {...(pointed === undefined ? {} : { lit: pointed })}
            onSelect={onSelect}
            onPoint={([id]) => setPointed(id)}
          />
        )}
        <Suspense>
          {mayEdit && !isEditing && marked && pending === undefined && <QuoteBubble marked={marked} onQuote={onQuote} />}
          <FeedbackRest feedback={feedback} mayEdit={mayEdit} isEditing={isEditing} lit={pointed} onPoint={setPointed} />
        </Suspense>
      </div>
    </article>
  );
}
