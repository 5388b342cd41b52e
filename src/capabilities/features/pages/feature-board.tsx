import { Check } from "lucide-react";
import { useEffect, useEffectEvent, useRef } from "react";
import { Avatar } from "../../../ui/avatar.tsx";
import { Board } from "../../../ui/board/board.tsx";
import { useShortcuts } from "../../../ui/keyboard.tsx";
import { RecordKey } from "../../../ui/marks.tsx";
import type { MenuEntry } from "../../../ui/menu-items.tsx";
import { ErrorState, Skeleton } from "../../../ui/states.tsx";
import { moneyText, useUnits } from "../../needs/pages/demand.ts";
import { useMemberName, useStateName } from "../../workspace/pages/vocabulary.ts";
import { FEATURE_STATES } from "../rules.ts";
import type { FeatureItem } from "../schema.ts";
import type { ActOn, useFeatureActs } from "./feature-acts.tsx";
import { effortText, FEATURE_KIND_WORDS, FEATURE_STATE_WORDS } from "./feature-words.ts";
import type { Lanes } from "./use-lanes.ts";
import { useRanking } from "./use-ranking.ts";
import "./feature-board.css";

/** Features by state. Dragging, keys and the menu move them; what goes back or away is asked why. */
export function FeatureBoard({
  lanes,
  acts,
  mayEdit,
  current,
  onCurrent,
  onOpen,
  onPeek,
  selected,
  onSelect,
  menuOf,
}: {
  lanes: Lanes;
  acts: ReturnType<typeof useFeatureActs>;
  mayEdit: boolean;
  current: string | undefined;
  onCurrent: (key: string) => void;
  onOpen: (feature: FeatureItem) => void;
  onPeek: (feature: FeatureItem) => void;
  selected: ReadonlySet<string>;
  onSelect: (selected: ReadonlySet<string>) => void;
  menuOf: (feature: FeatureItem) => readonly MenuEntry[];
}) {
  const { currency } = useUnits();
  const memberName = useMemberName();
  const stateName = useStateName("feature");
  const rank = useRanking();
  const focusCurrent = useEffectEvent(() => {
    const element = current && document.querySelector(`[data-card="${CSS.escape(current)}"]`);
    if (element instanceof HTMLElement) element.focus();
  });
  // A card that went to another lane is another element than the one that a dialog gives focus back to.
  const wasAsking = useRef(false);
  useEffect(() => {
    if (wasAsking.current && !acts.isOpen) requestAnimationFrame(() => focusCurrent());
    wasAsking.current = acts.isOpen;
  }, [acts.isOpen]);
  const here = () => lanes.all().find(({ key }) => key === current);
  useShortcuts(
    "Features",
    [
      {
        keys: "x",
        label: "Select",
        run: () => {
          const card = here();
          if (!card) return false;
          const next = new Set(selected);
          if (!next.delete(card.id)) next.add(card.id);
          onSelect(next);
        },
      },
      { keys: "escape", label: "Clear the selection", run: () => (selected.size > 0 ? onSelect(new Set()) : false) },
    ],
    { scope: "list", active: mayEdit },
  );
  if (lanes.error && lanes.all().length === 0) return <ErrorState error={lanes.error} onRetry={lanes.retry} />;
  if (lanes.lanes.every(({ lane }) => lane === undefined))
    return (
      <div className="needs-pending">
        <Skeleton lines={8} height={40} />
      </div>
    );
  const blocked = (feature: ActOn, to: string) => {
    const state = FEATURE_STATES.find((one) => one === to);
    if (!mayEdit || !state) return "Guests read and comment.";
    return acts.blocked(feature, state);
  };
  const onMove = (feature: FeatureItem, column: string, index: number) => {
    const state = FEATURE_STATES.find((one) => one === column);
    if (!state) return;
    if (state !== feature.state) return acts.move([feature], state);
    const cards = lanes.lanes.find((one) => one.state === state)?.lane?.items ?? [];
    const from = cards.findIndex(({ id }) => id === feature.id);
    const rest = cards.filter(({ id }) => id !== feature.id);
    const [before, after] = [rest[index], rest[index - 1]];
    lanes.place(state, feature.id, index);
    if (before) rank(feature.id, { beforeId: before.id }, index < from);
    else if (after) rank(feature.id, { afterId: after.id }, false);
  };
  return (
    <Board
      label="Features by state"
      columns={lanes.lanes.map(({ state, lane }) => ({
        id: state,
        title: stateName(state, FEATURE_STATE_WORDS[state].word),
        shape: FEATURE_STATE_WORDS[state].shape,
        cards: lane?.items ?? [],
        total: lane?.total ?? 0,
      }))}
      cardKey={({ key }) => key}
      cardTitle={({ title }) => title}
      blocked={blocked}
      onMove={onMove}
      onOpen={onOpen}
      onPeek={onPeek}
      menuOf={menuOf}
      current={current}
      onCurrent={onCurrent}
      renderCard={(feature) => {
        const owner = memberName(feature.ownerId);
        const [need] = feature.needs;
        return (
          <>
            <span className="feature-card-head" data-kind="feature">
              <RecordKey>{feature.key}</RecordKey>
              <span className="muted">{FEATURE_KIND_WORDS[feature.kind]}</span>
              <span className="spring" />
              {selected.has(feature.id) && (
                <span className="feature-card-check" role="img" aria-label="Selected">
                  <Check size={12} aria-hidden />
                </span>
              )}
            </span>
            <b className="feature-card-title">{feature.title}</b>
            {need && (
              <span className="feature-card-need truncate" data-kind="need">
                <RecordKey>{need.key}</RecordKey> {need.statement}
              </span>
            )}
            <span className="feature-card-facts">
              <span className="truncate">{[effortText(feature), moneyText(feature.demand, currency)].filter(Boolean).join(" · ")}</span>
              {owner && <Avatar name={owner} />}
            </span>
          </>
        );
      }}
    />
  );
}
