import { useState } from "react";
import { client, useChange } from "../../../api.tsx";
import { counted } from "../../../ui/format.ts";
import { useGo } from "../../../ui/router.tsx";
import { NewNeedDialog } from "./new-need-dialog.tsx";
import { RENEWS } from "./renews.ts";
import { SelectionAct, SelectionBar } from "./selection-bar.tsx";

/** The chosen quotes of a need: they can go to a new need with a statement of its own. */
export function SplitBar({
  need,
  quoteIds,
  onClear,
}: {
  need: { id: string; key: string; personaId: string | null };
  quoteIds: ReadonlySet<string>;
  onClear: () => void;
}) {
  const go = useGo();
  const [isSplitting, setSplitting] = useState(false);
  const split = useChange(client.needs.split, {
    said: ({ key }) => `Split ${counted(quoteIds.size, "quote")} of ${need.key} into ${key}`,
    renews: RENEWS,
    onSuccess: ({ key }) => {
      onClear();
      go(`needs/${key}`);
    },
    onError: () => undefined,
  });
  return (
    <>
      <SelectionBar label="Chosen quotes" says={`${counted(quoteIds.size, "quote")} chosen`} onClear={onClear}>
        <SelectionAct onClick={() => setSplitting(true)}>Split into a new need …</SelectionAct>
      </SelectionBar>
      {isSplitting && (
        <NewNeedDialog
          title={`Split ${counted(quoteIds.size, "quote")} off ${need.key}`}
          confirm="Split"
          create={{
            isPending: split.isPending,
            error: split.error,
            run: ({ statement, personaId }) =>
              split.mutate({ id: need.id, statement, personaId: personaId ?? need.personaId, quoteIds: [...quoteIds] }),
          }}
          onClose={() => setSplitting(false)}
        />
      )}
    </>
  );
}
