import { useQuery } from "@tanstack/react-query";
import { api } from "../../../api.tsx";
import { counted } from "../../../ui/format.ts";
import { KindIcon } from "../../../ui/marks.tsx";
import { WorkspaceLink } from "../../../ui/router.tsx";
import { Section } from "../../../ui/shell/page.tsx";
import { ErrorState, Skeleton } from "../../../ui/states.tsx";
import { useStateName } from "../../workspace/pages/vocabulary.ts";
import type { Milestone } from "../schema.ts";
import "../../workspace/pages/linked-records.css";

const MOST = 100;

/** The features that are planned for a milestone, as people ranked them. They are planned on the feature's page or in the table. */
export function MilestoneFeatures({ milestone }: { milestone: Milestone }) {
  const { data, error, refetch } = useQuery(api.features.list.queryOptions({ input: { milestone: milestone.id, limit: MOST } }));
  const stateName = useStateName("feature");
  return (
    <Section
      title="Features"
      note={data && data.items.length > 0 && `${data.nextCursor ? "the first " : ""}${counted(data.items.length, "feature")}`}
      actions={
        <WorkspaceLink path="features" search={{ filter: `milestone:${milestone.key}` }} className="record-add">
          In the table
        </WorkspaceLink>
      }
    >
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton lines={3} />
      ) : data.items.length === 0 ? (
        <p className="record-empty">
          None is planned for it yet. Choose this milestone on <WorkspaceLink path="features">a feature</WorkspaceLink>.
        </p>
      ) : (
        <ul className="linked">
          {data.items.map(({ id, key, title, state }) => (
            <li key={id} className="linked-line" data-kind="feature">
              <KindIcon kind="feature" />
              <span className="record-key">{key}</span>
              <WorkspaceLink path={`features/${key}`} className="linked-title">
                {title}
              </WorkspaceLink>
              <span className="meta">{stateName(state, state.charAt(0).toUpperCase() + state.slice(1))}</span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
