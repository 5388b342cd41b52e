import { Button, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { addDays, addMonths, format, nextMonday, set } from "date-fns";
import { type KeyboardEvent, type ReactNode, useCallback, useMemo, useState } from "react";
import { useActor } from "../../../actor.tsx";
import { api, client } from "../../../api.tsx";
import { Avatar } from "../../../ui/avatar.tsx";
import { Kbd } from "../../../ui/keyboard.tsx";
import { ImportanceDots, KindIcon } from "../../../ui/marks.tsx";
import { Modal } from "../../../ui/modal.tsx";
import { type Option, PickerPanel } from "../../../ui/picker.tsx";
import { useMembers } from "../../workspace/pages/vocabulary.ts";
import type { FeedbackMark } from "../answers.ts";
import { IMPORTANCE_NAMES } from "../rules.ts";
import { Choices } from "./choices.tsx";
import { useReasons } from "./reasons.ts";
import type { TargetChoice } from "./recent-targets.ts";
import { targetOf, useTargetOptions } from "./targets.tsx";
import "./triage-dialogs.css";

type DialogProps = { title: string; onClose: () => void; children: ReactNode };
/** Opens high on the screen, where the eye is while a list is worked through. */
function TriageDialog({ title, onClose, children }: DialogProps) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={480}
      centered={false}
      yOffset="12vh"
      classNames={{ body: "triage-dialog", overlay: "triage-veil" }}
    >
      {children}
    </Modal>
  );
}

/** Importance 0 to 3, each one key. */
export function ImportanceChoices({ onPick }: { onPick: (importance: number) => void }) {
  const choices = [3, 2, 1, 0].map((value) => ({
    key: String(value),
    label: IMPORTANCE_NAMES[value] ?? "",
    mark: <ImportanceDots value={value} />,
    onPick: () => onPick(value),
  }));
  return <Choices label="Importance" choices={choices} />;
}

/** Type to find a need or feature (or make a need of what was typed), Enter, then 0–3: how much it matters to the customer. */
export function LinkDialog({
  title,
  words,
  feedbackKey,
  chosen,
  onLink,
  onClose,
}: {
  title: string;
  /** What is quoted, or which items. */
  words: string;
  feedbackKey: string | undefined;
  /** A target that is settled already: only the importance is asked. */
  chosen?: TargetChoice;
  onLink: (target: TargetChoice, importance: number) => void;
  onClose: () => void;
}) {
  const [target, setTarget] = useState(chosen);
  const options = useTargetOptions(feedbackKey);
  const create = (statement: string) => setTarget({ statement });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey) || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.target.value.trim().length >= 3) create(event.target.value.trim());
  };
  return (
    <TriageDialog title={title} onClose={onClose}>
      <blockquote className="triage-words">{words}</blockquote>
      {target === undefined ? (
        <div onKeyDownCapture={onKeyDown}>
          <PickerPanel
            label="Need or feature"
            placeholder="Find a need or feature, or type a new need"
            options={options}
            onPick={(option) => setTarget(targetOf(option))}
            onCreate={create}
            createWords={(text) => `New need “${text}”`}
            footer={
              <>
                <Kbd keys="enter" /> takes the line <Kbd keys="mod+enter" /> makes a need of what you typed
              </>
            }
          />
        </div>
      ) : (
        <>
          <p className="triage-target">
            <KindIcon kind={"kind" in target ? target.kind : "need"} />
            <b>{"id" in target ? target.title : target.statement}</b>
            <span className="meta">{"id" in target ? target.key : "new need"}</span>
          </p>
          <p className="triage-ask meta">How much does it matter to them?</p>
          <ImportanceChoices onPick={(importance) => onLink(target, importance)} />
        </>
      )}
    </TriageDialog>
  );
}

/** Why it is declined: one of the reasons given before, or a new one. */
export function DeclineDialog({ title, onDecline, onClose }: { title: string; onDecline: (reason: string) => void; onClose: () => void }) {
  const { reasons, remember } = useReasons();
  const options = useMemo(() => reasons.map((reason) => ({ value: reason, label: reason })), [reasons]);
  const decline = (reason: string) => {
    remember(reason);
    onDecline(reason);
  };
  return (
    <TriageDialog title={title} onClose={onClose}>
      <PickerPanel
        label="Reason"
        placeholder="Why? Type a reason or take one"
        options={options}
        onPick={({ value }) => decline(value)}
        onCreate={decline}
        createWords={(text) => `Decline: “${text}”`}
      />
    </TriageDialog>
  );
}

/** Nine in the morning of a day, here. */
const morning = (day: Date) => set(day, { hours: 9, minutes: 0, seconds: 0, milliseconds: 0 });

export function SnoozeDialog({ title, onSnooze, onClose }: { title: string; onSnooze: (until: string) => void; onClose: () => void }) {
  const [now] = useState(() => new Date());
  const [day, setDay] = useState("");
  const [isPicking, setPicking] = useState(false);
  const choice = (key: string, label: string, when: Date) => ({
    key,
    label,
    detail: format(morning(when), "EEE d MMM"),
    onPick: () => onSnooze(morning(when).toISOString()),
  });
  return (
    <TriageDialog title={title} onClose={onClose}>
      {isPicking ? (
        <form
          className="triage-day"
          onSubmit={(event) => {
            event.preventDefault();
            onSnooze(morning(new Date(`${day}T12:00`)).toISOString());
          }}
        >
          <TextInput
            type="date"
            label="Until"
            value={day}
            min={format(addDays(now, 1), "yyyy-MM-dd")}
            onChange={(event) => setDay(event.target.value)}
            autoFocus
          />
          <Button type="submit" disabled={day === ""}>
            Snooze
          </Button>
        </form>
      ) : (
        <Choices
          label="Until when"
          choices={[
            choice("1", "Tomorrow", addDays(now, 1)),
            choice("2", "Monday", nextMonday(now)),
            choice("3", "In a month", addMonths(now, 1)),
            { key: "4", label: "Pick a date …", onPick: () => setPicking(true) },
          ]}
        />
      )}
    </TriageDialog>
  );
}

export function AssignDialog({
  title,
  onAssign,
  onClose,
}: {
  title: string;
  onAssign: (assigneeId: string | null) => void;
  onClose: () => void;
}) {
  const actor = useActor();
  const members = useMembers();
  const options = useMemo((): Option[] => {
    const mine = members.filter(({ id }) => id === actor.id);
    const others = members.filter(({ id, left }) => id !== actor.id && !left);
    return [
      ...mine.map(({ id, name }) => ({ value: id, label: name, detail: "you", mark: <Avatar name={name} label={false} />, words: ["me"] })),
      ...others.map(({ id, name }) => ({ value: id, label: name, mark: <Avatar name={name} label={false} /> })),
      { value: "", label: "Nobody" },
    ];
  }, [members, actor.id]);
  return (
    <TriageDialog title={title} onClose={onClose}>
      <PickerPanel
        label="Assignee"
        placeholder="Who takes it?"
        options={options}
        onPick={({ value }) => onAssign(value === "" ? null : value)}
      />
    </TriageDialog>
  );
}

const markOption = (mark: FeedbackMark, reason?: string): Option => ({
  value: mark.id,
  label: mark.title ?? mark.excerpt,
  detail: mark.account ? `${mark.account.name} · ${mark.key}` : mark.key,
  ...(reason ? { reason } : {}),
});

/** Which item says the same: similar ones first, any other by its words or key. */
export function MergeDialog({
  title,
  feedbackKey,
  leaveOut,
  onMerge,
  onClose,
}: {
  title: string;
  feedbackKey: string | undefined;
  leaveOut: ReadonlySet<string>;
  onMerge: (into: { id: string; label: string }) => void;
  onClose: () => void;
}) {
  const queries = useQueryClient();
  const options = useCallback(
    async (query: string, signal: AbortSignal): Promise<readonly Option[]> => {
      if (query === "" && feedbackKey !== undefined) {
        const similar = await queries.fetchQuery(api.feedback.similar.queryOptions({ input: { id: feedbackKey }, staleTime: 60_000 }));
        return similar.items
          .filter(({ feedback }) => !leaveOut.has(feedback.id))
          .map(({ feedback, why }) => markOption(feedback, `same words: ${why.slice(0, 5).join(", ")}`));
      }
      if (query === "") return [];
      const { items } = await client.search.find({ q: query, kind: "feedback", limit: 20 }, { signal });
      return items.filter(({ id }) => !leaveOut.has(id)).map((found) => ({ value: found.id, label: found.title, detail: found.key }));
    },
    [queries, feedbackKey, leaveOut],
  );
  return (
    <TriageDialog title={title} onClose={onClose}>
      <PickerPanel
        label="Feedback to merge into"
        placeholder="Which one says the same? Find it by its words or key"
        options={options}
        onPick={({ value, label }) => onMerge({ id: value, label })}
      />
    </TriageDialog>
  );
}
