import { useActor } from "../../../actor.tsx";
import { client } from "../../../api.tsx";
import { may } from "../../../platform/access.ts";
import { counted } from "../../../ui/format.ts";
import { later } from "../../../ui/later.tsx";
import { StatePip } from "../../../ui/marks.tsx";
import { moneyText, useUnits } from "../../needs/pages/demand.ts";
import { RecordRow, RecordsPage } from "../../workspace/pages/records-page.tsx";
import { useStateName } from "../../workspace/pages/vocabulary.ts";
import type { Segment } from "../segment-answers.ts";
import { ruleWords, segmentAccess } from "../segment-rules.ts";
import { SEGMENT_STATE_WORDS } from "./market-words.ts";
import { useRuleWords } from "./rule-words.ts";

const NewSegmentDialog = later(async () => (await import("./new-segment-dialog.tsx")).NewSegmentDialog);
const SORTS = [
  { value: "name", label: "By name" },
  { value: "newest", label: "Newest first" },
] as const;

/** Accounts that are spoken to alike. */
export function SegmentsPage() {
  return (
    <RecordsPage
      kind="segment"
      sentence="Accounts that are spoken to alike, found by a rule"
      list={client.segments.list}
      count={client.segments.count}
      states={SEGMENT_STATE_WORDS}
      sorts={SORTS}
      row={(segment: Segment) => <SegmentRow segment={segment} />}
      mayCreate={may(useActor(), segmentAccess, "write")}
      creates="New segment"
      create={({ open, close }) => <NewSegmentDialog onDone={open} onClose={close} />}
      empty={{
        title: "No segments yet",
        text: "A segment is a rule over your accounts, such as “plan is Mid-size and seats is at least 50”. It counts who fits now, so it is never out of date.",
        action: "Make the first segment",
      }}
    />
  );
}

function SegmentRow({ segment }: { segment: Segment }) {
  const { currency } = useUnits();
  const words = useRuleWords();
  const stateName = useStateName("segment");
  const { word, shape } = SEGMENT_STATE_WORDS[segment.state];
  const worth = moneyText(segment.size, currency);
  return (
    <RecordRow kind="segment" record={segment} title={segment.name} line={ruleWords(segment.rule, words)}>
      <StatePip shape={shape}>{stateName(segment.state, word)}</StatePip>
      <span>{counted(segment.size.accounts, "account")}</span>
      {worth && <span>{worth} a year</span>}
    </RecordRow>
  );
}
