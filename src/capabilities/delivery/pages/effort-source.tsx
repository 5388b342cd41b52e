import { useQuery } from "@tanstack/react-query";
import { api } from "../../../api.tsx";
import { WorkspaceLink } from "../../../ui/router.tsx";
import { effortSum } from "../rules.ts";

/** Where a feature's effort comes from: an answer of engineering, or whoever wrote it. */
export function EffortSource({ id, effortLow, effortHigh }: { id: string; effortLow: number | null; effortHigh: number | null }) {
  const { data } = useQuery(api.feasibilities.ofFeature.queryOptions({ input: { id } }));
  if (!data || effortLow === null || effortHigh === null) return null;
  const source = data.items.find(({ answeredAt, efforts }) => answeredAt !== null && efforts.length > 0);
  const sum = effortSum(source?.efforts ?? []);
  if (source && sum?.low === effortLow && sum.high === effortHigh)
    return (
      <span className="meta">
        from <WorkspaceLink path={`feasibility/${source.key}`}>{source.key}</WorkspaceLink>
      </span>
    );
  return <span className="meta">the author’s guess{source && `, other than ${source.key}`}</span>;
}
