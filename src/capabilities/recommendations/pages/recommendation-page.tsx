import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Trash2 } from "lucide-react";
import { useActor } from "../../../actor.tsx";
import { api, client, useChange } from "../../../api.tsx";
import { may } from "../../../platform/access.ts";
import { dateOnly, number } from "../../../ui/format.ts";
import { Properties, Property } from "../../../ui/properties.tsx";
import { useGo, WorkspaceLink } from "../../../ui/router.tsx";
import { Section } from "../../../ui/shell/page.tsx";
import { valueText } from "../../measurement/value-rules.ts";
import { DayValue } from "../../strategy/pages/day-value.tsx";
import { RecordFrame, RecordLoad, useKindEdits } from "../../workspace/pages/record-frame.tsx";
import { StateMark } from "../../workspace/pages/state-value.tsx";
import { TextBlock } from "../../workspace/pages/text-block.tsx";
import { useMemberName } from "../../workspace/pages/vocabulary.ts";
import type { Recommendation, RecommendationChange } from "../answers.ts";
import { recommendationAccess } from "../rules.ts";
import { AskedValue } from "./asked-value.tsx";
import { RecommendationAnswer } from "./recommendation-answer.tsx";
import { basisWords, RECOMMENDATION_RENEWS, RECOMMENDATION_STATE_WORDS } from "./recommendation-words.ts";
import "./recommendations.css";

const LIMITS = { least: 3, most: 160 };
const NAMES = {
  observation: "What was seen",
  expectedEffect: "What it should bring",
  dueOn: "Due",
  askedOf: "Asked of",
  askedGroup: "Asked of",
};
const TEXTS = ["observation", "expectedEffect"];

/** A recommendation: what was seen on which readings, what to do, what it should bring, and what became of it. */
export function RecommendationPage() {
  const { id = "" } = useParams({ strict: false });
  const query = useQuery(api.recommendations.get.queryOptions({ input: { id } }));
  return <RecordLoad query={query}>{(one) => <Shown key={one.id} id={id} one={one} />}</RecordLoad>;
}

function Shown({ id, one }: { id: string; one: Recommendation }) {
  const go = useGo();
  const memberName = useMemberName();
  const actor = useActor();
  const mayEdit = may(actor, recommendationAccess, "edit");
  const edits = useKindEdits<Recommendation, RecommendationChange>({
    id,
    kind: "recommendation",
    queryKey: api.recommendations.get.queryKey({ input: { id } }),
    save: client.recommendations.edit,
    load: (ref) => client.recommendations.get({ id: ref }),
    renews: RECOMMENDATION_RENEWS,
  });
  const remove = useChange(client.recommendations.delete, {
    said: () => `Deleted ${one.key}`,
    renews: RECOMMENDATION_RENEWS,
    onSuccess: () => go("recommendations"),
  });
  return (
    <RecordFrame
      kind="recommendation"
      record={one}
      title={one.proposal}
      titleField={{ name: "proposal", label: "Proposal" }}
      onTitle={(proposal) => edits.keep({ proposal })}
      limits={LIMITS}
      mayEdit={mayEdit}
      edits={edits}
      {...(one.basis ? { sentence: `Taken from ${basisWords(one.basis)}.` } : {})}
      fieldNames={NAMES}
      texts={TEXTS}
      {...(may(actor, recommendationAccess, "delete")
        ? { menu: [{ label: "Delete", icon: Trash2, danger: true, run: () => remove.mutate({ id: one.id }) }] }
        : {})}
      strip={
        <Properties strip>
          <Property name="State">
            <span className="property-plain">
              <StateMark kind="recommendation" state={one.state} words={RECOMMENDATION_STATE_WORDS} />
            </span>
          </Property>
          <Property name="Asked of">
            <AskedValue asked={one} mayEdit={mayEdit && one.state === "open"} onPick={edits.edit} />
          </Property>
          <Property name="Due">
            <DayValue name="Due" day={one.dueOn} mayEdit={mayEdit} onDay={(dueOn) => edits.edit({ dueOn })} />
          </Property>
          <Property name="Recommended by">
            <span className="property-plain">{memberName(one.createdBy) ?? "A program"}</span>
          </Property>
        </Properties>
      }
    >
      <Section title="What becomes of it">
        <RecommendationAnswer one={one} />
      </Section>
      <TextBlock
        title="What was seen"
        value={one.observation}
        offer="Say what was seen"
        mayEdit={mayEdit}
        most={1400}
        onBegin={edits.begin}
        onKeep={(observation) => edits.keep({ observation })}
      />
      {one.basis && <Stands one={one} basis={one.basis} />}
      <TextBlock
        title="What it should bring"
        value={one.expectedEffect}
        offer="Say what it should bring"
        mayEdit={mayEdit}
        most={500}
        onBegin={edits.begin}
        onKeep={(expectedEffect) => edits.keep({ expectedEffect })}
      />
    </RecordFrame>
  );
}

/** The readings as they were when it was recommended; the metric itself has gone on since. */
function Stands({ one, basis }: { one: Recommendation; basis: NonNullable<Recommendation["basis"]> }) {
  const { data: metric } = useQuery(api.metrics.get.queryOptions({ input: { id: one.metricId ?? "" }, enabled: one.metricId !== null }));
  return (
    <Section title="What it stands on" note={basisWords(basis)}>
      {one.metric ? (
        <p>
          <WorkspaceLink path={`metrics/${one.metric.key}`}>{one.metric.title}</WorkspaceLink>, as it was then:
        </p>
      ) : (
        <p className="record-empty">The metric is gone; its readings as they were then:</p>
      )}
      <table className="recommendation-readings">
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col">Value</th>
            <th scope="col">n</th>
          </tr>
        </thead>
        <tbody>
          {basis.last.map(({ on, value, n }) => (
            <tr key={on}>
              <td>{dateOnly(on)}</td>
              <td>{metric ? valueText(value, metric) : number(value)}</td>
              <td>{n === null ? "not given" : number(n)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {basis.readings > basis.last.length && (
        <p className="meta">
          The last {basis.last.length} of {number(basis.readings)}.
        </p>
      )}
    </Section>
  );
}
