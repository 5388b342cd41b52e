import type { PipShape } from "../../../ui/marks.tsx";
import { MenuButton } from "../../../ui/menu-items.tsx";
import { KINDS, type RecordKind } from "../kind-rules.ts";
import { useStateName } from "./vocabulary.ts";

type Words<State extends string> = Readonly<Record<State, { word: string; shape: PipShape }>>;

/** The state of a record with its shape, by the workspace's own name for it. */
export function StateMark<State extends string>({ kind, state, words }: { kind: RecordKind; state: State; words: Words<State> }) {
  const stateName = useStateName(kind);
  return (
    <span className="state" data-kind={KINDS[kind].mark}>
      <i className="pip" data-shape={words[state].shape} aria-hidden />
      {stateName(state, words[state].word)}
    </span>
  );
}

/** The same as a menu of where it can go, each with its reason where it cannot. */
export function StateValue<State extends string>({
  kind,
  state,
  words,
  states,
  unable = () => undefined,
  mayMove,
  onMove,
}: {
  kind: RecordKind;
  state: State;
  words: Words<State>;
  /** The states in their order. */
  states: readonly State[];
  unable?: (to: State) => string | undefined;
  mayMove: boolean;
  onMove: (to: State) => void;
}) {
  const stateName = useStateName(kind);
  const shown = <StateMark kind={kind} state={state} words={words} />;
  if (!mayMove) return <span className="property-plain">{shown}</span>;
  return (
    <MenuButton
      entries={states.map((to) => {
        const why = to === state ? undefined : unable(to);
        return {
          label: stateName(to, words[to].word),
          run: () => to !== state && onMove(to),
          checked: to === state,
          ...(why ? { unable: why } : {}),
        };
      })}
    >
      <button type="button" className="plain property-value">
        <span className="sr">State: </span>
        {shown}
      </button>
    </MenuButton>
  );
}
