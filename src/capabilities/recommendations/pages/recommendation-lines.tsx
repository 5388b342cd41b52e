import { KindIcon } from "../../../ui/marks.tsx";
import { WorkspaceLink } from "../../../ui/router.tsx";
import { StateMark } from "../../workspace/pages/state-value.tsx";
import type { Recommendation } from "../answers.ts";
import { RECOMMENDATION_STATE_WORDS } from "./recommendation-words.ts";
import "./recommendations.css";

/** Recommendations as lines of another record's page. */
export function RecommendationLines({ items }: { items: readonly Recommendation[] }) {
  return (
    <ul className="recommendation-lines">
      {items.map((one) => (
        <li key={one.id} data-kind="recommendation">
          <KindIcon kind="recommendation" />
          <span className="record-key">{one.key}</span>
          <WorkspaceLink path={`recommendations/${one.key}`}>{one.proposal}</WorkspaceLink>
          <StateMark kind="recommendation" state={one.state} words={RECOMMENDATION_STATE_WORDS} />
        </li>
      ))}
    </ul>
  );
}
