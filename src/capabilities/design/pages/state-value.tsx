import { StatePip } from "../../../ui/marks.tsx";
import { MenuButton } from "../../../ui/menu-items.tsx";
import type { StateWords } from "../../workspace/pages/records-page.tsx";
import { useStateName } from "../../workspace/pages/vocabulary.ts";

/** The state of a design or a study as a menu of where it can go; what is not possible yet says why. */
export function StateValue<State extends string>({
  kind,
  state,
  words,
  mayEdit,
  onMove,
  unable = () => undefined,
}: {
  kind: "design" | "study";
  state: State;
  words: StateWords<State>;
  mayEdit: boolean;
  onMove: (state: State) => void;
  unable?: (state: State) => string | undefined;
}) {
  const stateName = useStateName(kind);
  const names = keysOf(words);
  const shown = (
    <StatePip shape={words[state].shape} kind={kind}>
      {stateName(state, words[state].word)}
    </StatePip>
  );
  if (!mayEdit) return <span className="property-plain">{shown}</span>;
  return (
    <MenuButton
      entries={names.map((name) => {
        const why = unable(name);
        return {
          label: stateName(name, words[name].word),
          checked: name === state,
          run: () => name !== state && onMove(name),
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

const keysOf = <State extends string>(words: StateWords<State>): State[] =>
  Object.keys(words).filter((name): name is State & string => name in words);
