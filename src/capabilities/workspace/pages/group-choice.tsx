import { GROUPS, type Group } from "../../../platform/access.ts";
import { GroupMark } from "../../../ui/avatar.tsx";
import { groups } from "../../../ui/kinds.ts";

/** The six groups as switches; `words` writes their names beside the marks, where there is room. */
export function GroupChoice({
  label,
  value,
  onChange,
  words = false,
}: {
  /** Whose groups these are, for a screen reader. */
  label: string;
  value: readonly Group[];
  onChange: (groups: Group[]) => void;
  words?: boolean;
}) {
  const toggle = (group: Group) => onChange(GROUPS.filter((one) => (one === group ? !value.includes(one) : value.includes(one))));
  return (
    <fieldset className="group-choice plain" data-words={words || undefined} aria-label={label}>
      {GROUPS.map((group) => (
        <button
          key={group}
          type="button"
          className="plain group-toggle"
          aria-pressed={value.includes(group)}
          title={words ? undefined : groups[group].word}
          onClick={() => toggle(group)}
        >
          <GroupMark group={group} word={words} />
        </button>
      ))}
    </fieldset>
  );
}

/** The same, only to look at. */
export function GroupMarks({ value }: { value: readonly Group[] }) {
  if (value.length === 0) return <span className="meta">No group</span>;
  return (
    <span className="row-gap">
      {GROUPS.filter((group) => value.includes(group)).map((group) => (
        <GroupMark key={group} group={group} />
      ))}
    </span>
  );
}
