import { type KeyboardEvent, useState } from "react";
import { counted } from "../../../ui/format.ts";
import { pathOf } from "../json-rules.ts";
import { type IntakeMapping, isMeaning, MEANINGS } from "../rules.ts";

/** A delivery of up to so many values is shown unfolded. */
const SHOWN_WHOLE = 40;
/** So many entries of a long list are drawn until more are asked for. */
const AT_A_TIME = 100;

type Tree = {
  mapping: IntakeMapping;
  chosen: string | undefined;
  onChoose: (path: string) => void;
  /** Whether everything begins unfolded. */
  isSmall: boolean;
};
const isBranch = (value: unknown): value is object => typeof value === "object" && value !== null;

/** Whether a payload has more values than that; it stops counting there. */
function hasMoreThan(most: number, payload: unknown): boolean {
  let seen = 0;
  const look = (value: unknown): boolean => (isBranch(value) ? Object.values(value).some(look) : ++seen > most);
  return look(payload);
}

/** What the values inside of a path are, in words. */
const meaningsIn = (mapping: IntakeMapping, path: string) =>
  Object.entries(mapping).flatMap(([at, word]) => (at.startsWith(`${path}.`) && isMeaning(word) ? MEANINGS[word] : []));

/** The values of a delivery, folded as they lie in each other. Tab reaches each; the arrows walk, unfold and fold. */
export function ValueTree({ payload, ...rest }: { payload: unknown } & Omit<Tree, "isSmall">) {
  const [isSmall] = useState(() => !hasMoreThan(SHOWN_WHOLE, payload));
  return (
    <ul className="intake-tree" aria-label="Values of the delivery" onKeyDown={walk}>
      <Entries of={payload} keys={[]} tree={{ ...rest, isSmall }} />
    </ul>
  );
}

function walk(event: KeyboardEvent<HTMLUListElement>) {
  const { key, target, currentTarget } = event;
  if (event.defaultPrevented || !(target instanceof HTMLElement) || !/^Arrow/.test(key)) return;
  event.preventDefault();
  if (key === "ArrowLeft") {
    const inside = target.tagName === "SUMMARY" ? target.parentElement : target;
    inside?.parentElement?.closest("details")?.querySelector("summary")?.focus();
    return;
  }
  const stops = [...currentTarget.querySelectorAll<HTMLElement>("summary, button")];
  stops[stops.indexOf(target) + (key === "ArrowUp" ? -1 : 1)]?.focus();
}

function Entries({ of, keys, tree }: { of: unknown; keys: readonly string[]; tree: Tree }) {
  const [most, setMost] = useState(AT_A_TIME);
  const entries = isBranch(of) ? Object.entries(of) : [["", of] as const];
  return (
    <>
      {entries.slice(0, most).map(([name, value]) => (
        <li key={name}>
          {isBranch(value) ? (
            <Branch name={name} value={value} keys={[...keys, name]} tree={tree} />
          ) : (
            <Leaf name={name} value={value} path={pathOf([...keys, name])} tree={tree} />
          )}
        </li>
      ))}
      {entries.length > most && (
        <li>
          <button type="button" className="plain intake-more" onClick={() => setMost(most + AT_A_TIME)}>
            {counted(entries.length - most, "more value", "more values")}
          </button>
        </li>
      )}
    </>
  );
}

function Branch({ name, value, keys, tree }: { name: string; value: object; keys: readonly string[]; tree: Tree }) {
  const inside = meaningsIn(tree.mapping, pathOf(keys));
  const [open, setOpen] = useState(tree.isSmall || inside.length > 0);
  const size = Object.keys(value).length;
  const fold = (event: KeyboardEvent) => {
    if (event.key !== (open ? "ArrowLeft" : "ArrowRight")) return;
    event.preventDefault();
    setOpen(!open);
  };
  return (
    <details className="intake-branch" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a summary is a control by nature */}
      <summary onKeyDown={fold}>
        <code>{name}</code>
        <span className="meta">{counted(size, Array.isArray(value) ? "entry" : "value", Array.isArray(value) ? "entries" : "values")}</span>
        {!open && inside.length > 0 && <b>{inside.join(", ")}</b>}
      </summary>
      {open && size > 0 && (
        <ul>
          <Entries of={value} keys={keys} tree={tree} />
        </ul>
      )}
    </details>
  );
}

function Leaf({ name, value, path, tree }: { name: string; value: unknown; path: string; tree: Tree }) {
  const word = tree.mapping[path];
  return (
    <button
      type="button"
      className="plain intake-leaf"
      title={path}
      aria-pressed={path === tree.chosen}
      onClick={() => tree.onChoose(path)}
    >
      <code>{name}</code>
      {value === null || value === "" ? <span className="meta">empty</span> : <span>{String(value)}</span>}
      {word !== undefined && isMeaning(word) && <b>{MEANINGS[word]}</b>}
    </button>
  );
}
