import { MenuButton } from "./menu-items.tsx";

/** A property that is one of a few words: a menu of them where it may be changed. */
export function ChoiceValue<Value extends string>({
  name,
  value,
  words,
  options,
  mayEdit,
  onPick,
}: {
  /** What is chosen, for a screen reader: the property's name. */
  name: string;
  value: Value;
  words: Readonly<Record<Value, string>>;
  options: readonly Value[];
  mayEdit: boolean;
  onPick: (value: Value) => void;
}) {
  if (!mayEdit) return <span className="property-plain">{words[value]}</span>;
  return (
    <MenuButton
      entries={options.map((option) => ({
        label: words[option],
        checked: option === value,
        run: () => option !== value && onPick(option),
      }))}
    >
      <button type="button" className="plain property-value">
        <span className="sr">{name}: </span>
        {words[value]}
      </button>
    </MenuButton>
  );
}
