import { useState } from "react";
import { client } from "../../../api.tsx";
import { number } from "../../../ui/format.ts";
import { notify, notifyError } from "../../../ui/undo.tsx";
import type { FeedbackItem } from "../answers.ts";
import { TRIAGE_LIMIT } from "../rules.ts";
import type { FeedbackRows, ListParameters } from "./feedback-rows.ts";

const PAGE = 200;
const none: ReadonlySet<string> = new Set();

/** Items chosen for one act together, also those of them that were never scrolled to. */
export function useBulkSelection(rows: FeedbackRows, parameters: ListParameters) {
  const { key, count } = rows;
  const [chosen, setChosen] = useState<{ of: FeedbackRows["key"]; ids: ReadonlySet<string>; beyond: ReadonlyMap<string, FeedbackItem> }>();
  // A selection belongs to the view it was made in.
  const own = chosen?.of === key ? chosen : undefined;
  const selected = own?.ids ?? none;

  async function selectAll() {
    const wanted = Math.min(count, TRIAGE_LIMIT);
    try {
      const pages = await Promise.all(
        Array.from({ length: Math.ceil(wanted / PAGE) }, (_, page) =>
          client.feedback.list({ ...parameters, offset: page * PAGE, limit: Math.min(PAGE, wanted - page * PAGE) }),
        ),
      );
      const beyond = new Map(pages.flatMap(({ items }) => items.map((row) => [row.id, row])));
      setChosen({ of: key, ids: new Set(beyond.keys()), beyond });
      if (count > TRIAGE_LIMIT)
        notify(`The first ${number(TRIAGE_LIMIT)} of ${number(count)} are selected; more cannot be done in one go.`);
    } catch (error) {
      notifyError(error);
    }
  }

  return {
    selected,
    select: (ids: ReadonlySet<string>) => setChosen({ of: key, ids, beyond: own?.beyond ?? new Map() }),
    clear: () => setChosen(undefined),
    selectAll: () => void selectAll(),
    /** The selected rows, as far as they are known. */
    rows: (): readonly FeedbackItem[] => {
      const fetched = new Map(rows.fetched().map((row) => [row.id, row]));
      return [...selected].flatMap((id) => fetched.get(id) ?? own?.beyond.get(id) ?? []);
    },
  };
}
