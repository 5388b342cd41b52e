import { useMemo } from "react";
import { counted } from "../../../ui/format.ts";
import type { FeedbackDetail, FeedbackItem, TriageAction } from "../answers.ts";
import { DetailsDialog } from "./feedback-form.tsx";
import type { Target, TargetChoice } from "./recent-targets.ts";
import { AssignDialog, DeclineDialog, LinkDialog, MergeDialog, SnoozeDialog } from "./triage-dialogs.tsx";
import type { Span } from "./use-linking.ts";

/** What is being asked before an act: which need, which reason, until when. */
export type Asking =
  | { about: "link"; rows: readonly FeedbackItem[]; words: string; span: Span | undefined; finish: boolean; target?: Target }
  | { about: "merge" | "decline" | "snooze" | "assign"; rows: readonly FeedbackItem[] }
  | { about: "details"; feedback: FeedbackDetail };

/** The dialogs of triage, one at a time. */
export function TriageLayer({
  asking,
  onAct,
  onLink,
  onClose,
}: {
  asking: Asking | undefined;
  onAct: (action: TriageAction, rows: readonly FeedbackItem[]) => void;
  onLink: (asked: Extract<Asking, { about: "link" }>, target: TargetChoice, importance: number) => void;
  onClose: () => void;
}) {
  const rows = asking && "rows" in asking ? asking.rows : none;
  const ids = useMemo(() => new Set(rows.map(({ id }) => id)), [rows]);
  if (!asking) return null;
  if (asking.about === "details") return <DetailsDialog feedback={asking.feedback} onClose={onClose} />;
  const what = rows.length === 1 ? (rows[0]?.key ?? "") : counted(rows.length, "item");
  const act = (action: TriageAction) => {
    onClose();
    onAct(action, rows);
  };
  const only = rows.length === 1 ? rows[0]?.key : undefined;
  switch (asking.about) {
    case "link":
      return (
        <LinkDialog
          title={asking.finish ? `Link ${what} and be done` : `Quote ${what}`}
          words={asking.words}
          feedbackKey={only}
          {...(asking.target ? { chosen: asking.target } : {})}
          onLink={(target, importance) => {
            onClose();
            onLink(asking, target, importance);
          }}
          onClose={onClose}
        />
      );
    case "merge":
      return (
        <MergeDialog
          title={`Merge ${what} into …`}
          feedbackKey={only}
          leaveOut={ids}
          onMerge={({ id }) => act({ kind: "merge", intoId: id })}
          onClose={onClose}
        />
      );
    case "decline":
      return <DeclineDialog title={`Decline ${what}`} onDecline={(reason) => act({ kind: "decline", reason })} onClose={onClose} />;
    case "snooze":
      return <SnoozeDialog title={`Snooze ${what} until …`} onSnooze={(until) => act({ kind: "snooze", until })} onClose={onClose} />;
    case "assign":
      return <AssignDialog title={`Assign ${what}`} onAssign={(assigneeId) => act({ kind: "assign", assigneeId })} onClose={onClose} />;
  }
}
const none: readonly FeedbackItem[] = [];
