import { type KeyboardEvent, useId, useRef, useState } from "react";
import { useActor } from "../../../actor.tsx";
import { Avatar } from "../../../ui/avatar.tsx";
import { rank } from "../../../ui/palette-ranking.ts";
import type { Mentioned } from "../collaboration-rules.ts";
import { useMembers } from "./vocabulary.ts";

/** What is being written: its text, and who is meant by the names in it. */
export type Draft = { text: string; mentioned: readonly Mentioned[] };
export const emptyDraft: Draft = { text: "", mentioned: [] };

const MOST_OFFERED = 6;
/** The name that is being typed before the caret: after an @ that begins a word. */
const TYPED_NAME = /(?:^|[\s(])@([\p{L}\p{N}][\p{L}\p{N} .'-]{0,30})?$/u;

/** A text field in which @ offers the members of the workspace. Markdown; ⌘Enter sends. */
export function MentionField({
  label,
  draft,
  onDraft,
  onSend,
  onCancel,
  focused = false,
}: {
  label: string;
  draft: Draft;
  onDraft: (draft: Draft) => void;
  onSend: () => void;
  onCancel?: () => void;
  focused?: boolean;
}) {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const actor = useActor();
  const members = useMembers();
  const [typed, setTyped] = useState<string | undefined>();
  const [at, setAt] = useState(0);
  const others = members.filter((member) => !member.left && member.id !== actor.id).map(({ id, name }) => ({ id, name, label: name }));
  const offered = typed === undefined ? [] : rank(others, typed).slice(0, MOST_OFFERED);
  const current = Math.min(at, offered.length - 1);

  const look = (text: string, caret: number) => {
    const [, name = ""] = TYPED_NAME.exec(text.slice(0, caret)) ?? [];
    setTyped(TYPED_NAME.test(text.slice(0, caret)) ? name : undefined);
    setAt(0);
  };
  const take = (member: Mentioned | undefined) => {
    const { current: area } = field;
    if (!member || !area || typed === undefined) return;
    const caret = area.selectionStart;
    // Written into the field itself, so that the caret is behind the name before the next letter is typed.
    area.setRangeText(`${member.name} `, caret - typed.length, caret, "end");
    onDraft({
      text: area.value,
      mentioned: [...draft.mentioned.filter((one) => one.id !== member.id), { id: member.id, name: member.name }],
    });
    setTyped(undefined);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const isOffering = offered.length > 0;
    const step = isOffering ? { ArrowDown: 1, ArrowUp: -1 }[event.key] : undefined;
    if (step !== undefined) setAt((current + step + offered.length) % offered.length);
    else if (isOffering && (event.key === "Enter" || event.key === "Tab") && !event.metaKey && !event.ctrlKey) take(offered[current]);
    else if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) onSend();
    else if (event.key === "Escape" && isOffering) setTyped(undefined);
    else if (event.key === "Escape") {
      if (onCancel) onCancel();
      else field.current?.blur();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="mention">
      <textarea
        ref={field}
        // biome-ignore lint/a11y/noAutofocus: it stands where the person just asked to write
        autoFocus={focused}
        className="mention-field"
        aria-label={label}
        aria-autocomplete="list"
        aria-controls={offered.length > 0 ? `${id}-list` : undefined}
        aria-activedescendant={offered.length > 0 ? `${id}-${current}` : undefined}
        placeholder={`${label} … @ mentions somebody`}
        rows={2}
        maxLength={9_000}
        value={draft.text}
        onChange={({ target }) => {
          onDraft({ ...draft, text: target.value });
          look(target.value, target.selectionStart);
        }}
        onSelect={({ currentTarget }) => typed !== undefined && look(currentTarget.value, currentTarget.selectionStart)}
        onBlur={() => setTyped(undefined)}
        onKeyDown={onKeyDown}
      />
      {offered.length > 0 && (
        <div id={`${id}-list`} role="listbox" aria-label="Members" className="mention-list">
          {offered.map((member, index) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the field keeps focus and points here
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys arrive at the field
            <div
              key={member.id}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === current}
              className="mention-option"
              // The field must not lose focus before the click is seen.
              onPointerDown={(event) => event.preventDefault()}
              onPointerMove={() => setAt(index)}
              onClick={() => take(member)}
            >
              <Avatar name={member.name} label={false} />
              <span className="truncate">{member.name}</span>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
