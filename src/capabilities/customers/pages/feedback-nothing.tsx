import { Button } from "@mantine/core";
import { CheckCheck, MessageSquareQuote, SearchX, Upload } from "lucide-react";
import { counted } from "../../../ui/format.ts";
import { useGo } from "../../../ui/router.tsx";
import { EmptyState } from "../../../ui/states.tsx";
import type { FeedbackCounts } from "../answers.ts";
import { useHandledToday } from "./handled-today.ts";

/** What stands where no item can: the way in, the work done, or a filter that finds nothing. */
export function NothingHere({
  counts,
  isNarrowed,
  isTodo,
  mayEdit,
  onWiden,
}: {
  counts: FeedbackCounts | undefined;
  /** Filters or words narrow the list. */
  isNarrowed: boolean;
  isTodo: boolean;
  mayEdit: boolean;
  onWiden: () => void;
}) {
  const go = useGo();
  const handled = useHandledToday();
  const total = counts ? Object.values(counts).reduce((sum, count) => sum + count, 0) : undefined;
  if (total === undefined) return null;
  if (isNarrowed)
    return (
      <EmptyState
        icon={SearchX}
        title="Nothing fits"
        action={
          <Button variant="default" onClick={onWiden}>
            Clear the filters
          </Button>
        }
      >
        No feedback here fits the words and filters above.
      </EmptyState>
    );
  if (total === 0)
    return (
      <EmptyState
        icon={MessageSquareQuote}
        title="Bring in what customers said"
        action={
          mayEdit && (
            <Button leftSection={<Upload size={14} aria-hidden />} onClick={() => go("import")}>
              Import a file
            </Button>
          )
        }
      >
        Tickets, survey answers, notes of calls: any table with one column of text. Their own words become the needs you build for.
        {mayEdit && " To write down a single one, press C."}
      </EmptyState>
    );
  if (isTodo)
    return (
      <EmptyState icon={CheckCheck} title="Everything is decided">
        {handled > 0 ? `${counted(handled, "item")} done today. ` : ""}New feedback arrives here by itself.
      </EmptyState>
    );
  return <EmptyState title="Nothing here">Feedback in this state is listed here.</EmptyState>;
}
