import { useShortcuts } from "../../../ui/keyboard.tsx";
import { useSuggestedNeeds } from "./use-suggestions.ts";
import type { Workbench } from "./use-workbench.ts";

/** The keys of the feedback page; moving and selecting are the list's own. */
export function useFeedbackKeys(bench: Workbench, { onAdd, onBack }: { onAdd: () => void; onBack: () => unknown }) {
  const { acts, opened, open, selection, mayEdit } = bench;
  const { data: suggested } = useSuggestedNeeds(opened.key !== undefined && open.data ? opened.key : undefined, false);
  const linkSuggested = (place: number) => {
    const need = suggested?.items[place]?.need;
    if (!need) return false;
    return bench.quote(need);
  };
  useShortcuts(
    "Triage",
    [
      { keys: "1", label: "Link to a need or feature, and be done", run: acts.link },
      { keys: "2", label: "Merge into another", run: acts.merge },
      { keys: "3", label: "Decline with a reason", run: acts.decline },
      { keys: "h", label: "Snooze", run: acts.snooze },
      { keys: "e", label: "Done", run: acts.done },
      { keys: "a", label: "Assign", run: acts.assign },
      { keys: "m", label: "Assign to me", run: bench.takeIt },
      { keys: "u", label: "Make it new again", run: acts.reopen },
    ],
    { active: mayEdit },
  );
  useShortcuts(
    "Open item",
    [
      { keys: "l", label: "Quote the selected words for a need or feature", run: () => bench.quote() },
      ...[1, 2, 3].map((place) => ({
        keys: `alt+${place}`,
        label: `Quote for suggested need ${place}`,
        run: () => linkSuggested(place - 1),
      })),
      { keys: "shift+a", label: "Choose the account", run: () => bench.setPicking(true) },
      { keys: "shift+e", label: "Edit the text", run: () => bench.setEditing(true) },
      { keys: "shift+d", label: "Edit the details", run: acts.details },
    ],
    { active: mayEdit && open.data !== undefined && selection.selected.size < 2 },
  );
  useShortcuts("Feedback", [
    ...(mayEdit
      ? [
          { keys: "c", label: "Add feedback", run: onAdd },
          { keys: "mod+a", label: "Select all in view", run: selection.selectAll },
        ]
      : []),
    { keys: "escape", label: "Back", run: onBack, hidden: true },
  ]);
}
