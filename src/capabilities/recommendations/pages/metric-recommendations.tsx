import { useQuery } from "@tanstack/react-query";
import { api } from "../../../api.tsx";
import { Section } from "../../../ui/shell/page.tsx";
import { RecommendationLines } from "./recommendation-lines.tsx";

const MOST = 50;

/** What was recommended on the ground of a metric; nothing where nobody did. */
export function MetricRecommendations({ id }: { id: string }) {
  const { data } = useQuery(api.recommendations.list.queryOptions({ input: { metric: id, limit: MOST } }));
  if (!data || data.items.length === 0) return null;
  return (
    <Section title="Recommendations">
      <RecommendationLines items={data.items} />
    </Section>
  );
}
