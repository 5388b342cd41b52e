import { useMemo } from "react";
import { money } from "../../../ui/format.ts";
import { useFields, useLabels } from "../../workspace/pages/vocabulary.ts";
import type { RuleWords } from "../segment-rules.ts";

/** What turns a rule into a sentence here: the names of labels and own fields, and money as it is read. */
export function useRuleWords(): RuleWords {
  const labels = useLabels();
  const fields = useFields("account");
  return useMemo(() => ({ labelName: (id) => labels.find((label) => label.id === id)?.name, fields, money }), [labels, fields]);
}
