import { Button } from "@mantine/core";
import { counted } from "../../../ui/format.ts";
import { KeyHint } from "../../../ui/keyboard.tsx";
import { MenuButton, type MenuEntry } from "../../../ui/menu-items.tsx";
import { WorkspaceLink } from "../../../ui/router.tsx";
import { today } from "../../measurement/pages/metric-words.ts";
import { dayAfter } from "../../measurement/rules.ts";
import { conflictsOf, shiftsOf } from "../rules.ts";
import type { Roadmap } from "../schema.ts";
import { dayWords, type Item, whenOf } from "./timeline-words.ts";
import { type Moves, targetsOf } from "./use-moves.ts";

const SHOWN = 6;

/** What is chosen, how it can be moved without dragging, and what a move would shift. */
export function TimelinePanel({ roadmap, item, moves }: { roadmap: Roadmap; item: Item; moves: Moves }) {
  const found = (item.kind === "milestone" ? roadmap.milestones : roadmap.features).find(({ id }) => id === item.id);
  if (!found) return null;
  const feature = roadmap.features.find(({ id }) => id === item.id);
  const milestone = roadmap.milestones.find(({ id }) => id === item.id);
  const conflicts = feature ? conflictsOf(roadmap, feature, today()) : [];
  const path = `${item.kind === "milestone" ? "milestones" : "features"}/${found.key}`;
  return (
    <section className="tl-panel" aria-label={`${found.key} ${found.title}`} data-kind={item.kind}>
      <div className="tl-panel-head">
        <span className="record-key">{found.key}</span>
        <WorkspaceLink path={path} className="tl-panel-title">
          {found.title}
        </WorkspaceLink>
        {!moves.move && <span className="muted">{feature ? whenOf(roadmap, feature) : dayWords(milestone?.date ?? null)}</span>}
        <span className="spring" />
        {moves.move ? (
          <>
            <Button size="xs" onClick={moves.keep}>
              Keep
            </Button>
            <Button size="xs" variant="default" onClick={moves.cancel}>
              Return
            </Button>
          </>
        ) : (
          moves.mayMove(item) && (
            <MenuButton position="top-end" width={280} entries={placesFor(roadmap, item, moves)}>
              <button type="button" className="plain record-add">
                Move to…
              </button>
            </MenuButton>
          )
        )}
      </div>
      {moves.move ? (
        <WhatShifts roadmap={roadmap} moves={moves} />
      ) : (
        conflicts.map((sentence) => (
          <p key={sentence} className="tl-conflict">
            {sentence}
          </p>
        ))
      )}
    </section>
  );
}

function placesFor(roadmap: Roadmap, { kind, id }: Item, { propose }: Moves): MenuEntry[] {
  if (kind === "feature")
    return [
      ...targetsOf(roadmap).map(
        (target): MenuEntry => ({
          label: `${target.key} ${target.title}`,
          detail: dayWords(target.date),
          run: () => propose({ featureId: id, milestoneId: target.id }),
          checked: roadmap.features.some((feature) => feature.id === id && feature.milestoneId === target.id),
        }),
      ),
      { label: "No milestone", run: () => propose({ featureId: id, milestoneId: null }) },
    ];
  const from = roadmap.milestones.find((one) => one.id === id)?.date ?? today();
  const later = (label: string, days: number): MenuEntry => ({
    label,
    detail: dayWords(dayAfter(from, days)),
    run: () => propose({ milestoneId: id, date: dayAfter(from, days) }),
  });
  return [
    later("A week later", 7),
    later("A month later", 30),
    later("A quarter later", 91),
    later("A week earlier", -7),
    { label: "Without a date", run: () => propose({ milestoneId: id, date: null }) },
  ];
}

function WhatShifts({ roadmap, moves: { move } }: { roadmap: Roadmap; moves: Moves }) {
  if (!move) return null;
  const { moved, conflicts, solved } = shiftsOf(roadmap, move, today());
  return (
    <div className="tl-shifts" role="status">
      <ul>
        {moved.slice(0, SHOWN).map(({ id, kind, key, title, from, to }) => (
          <li key={id} data-kind={kind}>
            <span className="record-key">{key}</span> {title} <span className="muted">{dayWords(from)} →</span> <b>{dayWords(to)}</b>
          </li>
        ))}
        {moved.length > SHOWN && <li className="muted">and {moved.length - SHOWN} more</li>}
      </ul>
      {conflicts.map(({ key, sentence }) => (
        <p key={`${key} ${sentence}`} className="tl-conflict">
          <span className="record-key">{key}</span> {sentence}
        </p>
      ))}
      {solved > 0 && <p className="muted">{counted(solved, "conflict")} less than before.</p>}
      <p className="tl-keys">
        <KeyHint keys={["enter"]}>keeps</KeyHint> <KeyHint keys={["escape"]}>returns</KeyHint>
      </p>
    </div>
  );
}
