import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { ExternalLink, Trash2 } from "lucide-react";
import { Suspense, useMemo } from "react";
import { useActor } from "../../../actor.tsx";
import { api, client, useChange } from "../../../api.tsx";
import { may } from "../../../platform/access.ts";
import { counted } from "../../../ui/format.ts";
import { later } from "../../../ui/later.tsx";
import { OutsideLink } from "../../../ui/outside-link.tsx";
import { Properties, Property, TypedValue } from "../../../ui/properties.tsx";
import { useGo, WorkspaceLink } from "../../../ui/router.tsx";
import { Section } from "../../../ui/shell/page.tsx";
import { Skeleton } from "../../../ui/states.tsx";
import { RecordFrame, RecordLoad, useKindEdits } from "../../workspace/pages/record-frame.tsx";
import { TextBlock } from "../../workspace/pages/text-block.tsx";
import type { Competitor, CompetitorChange } from "../competitor-answers.ts";
import { competitorAccess } from "../competitor-rules.ts";
import { CompetitorDeals } from "./competitor-deals.tsx";
import { hostOf } from "./finding-words.ts";
import { FindingLines } from "./market-wall.tsx";
import { MARKET_RENEWS } from "./renews.ts";

const CapabilityMatrix = later(async () => (await import("./capability-matrix.tsx")).CapabilityMatrix);
const LIMITS = { least: 1, most: 120 };
const NAMES = { address: "Address", position: "Position", note: "Note" };
const SHOWN = 50;

/** A competitor: how they place themselves, what they can do, which deals were lost to them, and what was found out about them. */
export function CompetitorPage() {
  const { id = "" } = useParams({ strict: false });
  const query = useQuery(api.competitors.get.queryOptions({ input: { id } }));
  return <RecordLoad query={query}>{(competitor) => <Shown key={competitor.id} id={id} competitor={competitor} />}</RecordLoad>;
}

function Shown({ id, competitor }: { id: string; competitor: Competitor }) {
  const go = useGo();
  const { id: competitorId, name } = competitor;
  const rivals = useMemo(() => [{ id: competitorId, name }], [competitorId, name]);
  const actor = useActor();
  const mayEdit = may(actor, competitorAccess, "edit");
  const edits = useKindEdits<Competitor, CompetitorChange>({
    id,
    kind: "competitor",
    queryKey: api.competitors.get.queryKey({ input: { id } }),
    save: client.competitors.edit,
    load: (one) => client.competitors.get({ id: one }),
    renews: MARKET_RENEWS,
  });
  const remove = useChange(client.competitors.delete, {
    said: () => `Deleted ${competitor.key}`,
    renews: MARKET_RENEWS,
    onSuccess: () => go("competitors"),
  });
  const found = useQuery(api.findings.list.queryOptions({ input: { competitor: competitor.id, limit: SHOWN } }));
  return (
    <RecordFrame
      kind="competitor"
      record={competitor}
      title={competitor.name}
      titleField={{ name: "name", label: "Name" }}
      onTitle={(name) => edits.keep({ name })}
      limits={LIMITS}
      mayEdit={mayEdit}
      edits={edits}
      sentence={`${counted(competitor.findings, "finding")} about them.`}
      fieldNames={NAMES}
      texts={["note", "position"]}
      {...(may(actor, competitorAccess, "delete")
        ? { menu: [{ label: "Delete", icon: Trash2, danger: true, run: () => remove.mutate({ id: competitor.id }) }] }
        : {})}
      strip={
        <Properties strip>
          <Property name="Address">
            <TypedValue
              name="Address"
              mayEdit={mayEdit}
              text={competitor.address ?? ""}
              shown={competitor.address && hostOf(competitor.address)}
              none="None"
              hint="https://"
              onType={(typed) => {
                if (typed !== "" && !(/^https?:\/\/\S+$/i.test(typed) && URL.canParse(typed)))
                  return "Give an address that begins with http:// or https://.";
                edits.edit({ address: typed === "" ? null : typed });
                return undefined;
              }}
            />
            {competitor.address && (
              <OutsideLink
                address={competitor.address}
                className="icon-button property-open"
                aria-label={`Open ${hostOf(competitor.address)}`}
              >
                <ExternalLink size={14} aria-hidden />
              </OutsideLink>
            )}
          </Property>
        </Properties>
      }
    >
      <TextBlock
        title="How they place themselves"
        value={competitor.position}
        offer="Say how they place themselves, in a line"
        mayEdit={mayEdit}
        most={300}
        onBegin={edits.begin}
        onKeep={(position) => edits.keep({ position: position.trim() })}
      />
      <TextBlock
        title="What we know of them"
        value={competitor.note}
        offer="Add what we know of them"
        mayEdit={mayEdit}
        most={20_000}
        onBegin={edits.begin}
        onKeep={(note) => edits.keep({ note })}
      />
      <Section title="What they can do, and we">
        <Suspense fallback={<Skeleton lines={4} height={30} />}>
          <CapabilityMatrix rivals={rivals} />
        </Suspense>
      </Section>
      <CompetitorDeals id={competitor.id} name={competitor.name} />
      <Section title="Findings about them">
        {found.data && found.data.items.length > 0 ? (
          <FindingLines findings={found.data.items} />
        ) : (
          found.data && (
            <p className="record-empty">
              None yet. Write one down on <WorkspaceLink path="findings">the market page</WorkspaceLink> and name this competitor on it.
            </p>
          )
        )}
      </Section>
    </RecordFrame>
  );
}
