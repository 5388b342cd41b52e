import { useActor } from "../../../actor.tsx";
import { client } from "../../../api.tsx";
import { may } from "../../../platform/access.ts";
import { ago, dateOnly } from "../../../ui/format.ts";
import { later } from "../../../ui/later.tsx";
import { RecordRow, RecordsPage } from "../../workspace/pages/records-page.tsx";
import { StateMark } from "../../workspace/pages/state-value.tsx";
import { useMemberName } from "../../workspace/pages/vocabulary.ts";
import type { Recommendation } from "../answers.ts";
import { recommendationAccess } from "../rules.ts";
import { askedWords, basisWords, RECOMMENDATION_STATE_WORDS } from "./recommendation-words.ts";

const NewRecommendationDialog = later(async () => (await import("./new-recommendation-dialog.tsx")).NewRecommendationDialog);
const SORTS = [
  { value: "waiting" as const, label: "Waiting first" },
  { value: "due" as const, label: "Due first" },
  { value: "newest" as const, label: "Newest" },
];

/** What the figures say we should do, and what became of it. */
export function RecommendationsPage() {
  return (
    <RecordsPage
      kind="recommendation"
      sentence="What the figures say we should do next: on which readings, asked of whom, and what became of it."
      list={client.recommendations.list}
      count={client.recommendations.count}
      row={(one: Recommendation) => <Row one={one} />}
      states={RECOMMENDATION_STATE_WORDS}
      sorts={SORTS}
      mayCreate={may(useActor(), recommendationAccess, "recommend")}
      creates="New recommendation"
      create={({ open, close }) => <NewRecommendationDialog onMade={open} onClose={close} />}
      empty={{
        title: "No recommendations yet",
        text: "Press R at the chart of a metric: what it shows goes along, you say what to do, and product or another group answers.",
        action: "Write the first",
      }}
    />
  );
}

function Row({ one }: { one: Recommendation }) {
  const memberName = useMemberName();
  const of = one.became ? `became ${one.became.key}` : `asked of ${askedWords(one, memberName)}`;
  return (
    <RecordRow
      kind="recommendation"
      record={one}
      title={one.proposal}
      line={[one.metric && one.basis ? `${one.metric.key}, ${basisWords(one.basis)}` : "", of].filter((part) => part !== "").join(" · ")}
    >
      <StateMark kind="recommendation" state={one.state} words={RECOMMENDATION_STATE_WORDS} />
      <span>{one.state === "open" && one.dueOn ? `due ${dateOnly(one.dueOn)}` : ago(one.answeredAt ?? one.createdAt)}</span>
    </RecordRow>
  );
}
