import { type Group, groups } from "./kinds.ts";
import "./avatar.css";

const initialsOf = (name: string) => {
  const words = name.trim().split(/\s+/);
  const first = words[0] ?? "";
  const last = words.length > 1 ? (words.at(-1) ?? "") : "";
  return (last === "" ? first.slice(0, 2) : `${first.slice(0, 1)}${last.slice(0, 1)}`).toUpperCase();
};

/** The same person has the same colour everywhere, with no table to keep. */
function colourOf(name: string) {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return (sum % 6) + 1;
}

/** A person: initials on one of six grounds, white on each at 4.5:1 or more. 18 px on cards and rows, 26 px where it stands alone. */
export function Avatar({ name, size = 18, label = true }: { name: string; size?: 18 | 26; label?: boolean }) {
  return (
    <span
      className="avatar"
      data-size={size}
      data-person={colourOf(name)}
      {...(label ? { role: "img", "aria-label": name, title: name } : { "aria-hidden": true })}
    >
      {initialsOf(name)}
    </span>
  );
}

/** Faces that overlap, with "+3" after the fourth. */
export function Faces({ names, size = 26 }: { names: readonly string[]; size?: 18 | 26 }) {
  const shown = names.length > 5 ? names.slice(0, 4) : names;
  return (
    <span className="faces" role="img" aria-label={names.join(", ")} title={names.join(", ")}>
      {shown.map((name) => (
        <Avatar key={name} name={name} size={size} label={false} />
      ))}
      {names.length > shown.length && <span className="meta faces-more">+{names.length - shown.length}</span>}
    </span>
  );
}

/** The two letters of a group on its colour: never the colour alone. `word` adds the name beside it. */
export function GroupMark({ group, word = false }: { group: Group; word?: boolean }) {
  const { mark, word: name } = groups[group];
  return (
    <span className="group">
      <span
        className="group-mark"
        data-group={group}
        {...(word ? { "aria-hidden": true } : { role: "img", "aria-label": name, title: name })}
      >
        {mark}
      </span>
      {word && name}
    </span>
  );
}
