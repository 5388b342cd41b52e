import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Trash2 } from "lucide-react";
import { useActor } from "../../../actor.tsx";
import { api, client, useChange } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { may } from "../../../platform/access.ts";
import { counted } from "../../../ui/format.ts";
import { MenuButton } from "../../../ui/menu-items.tsx";
import { Properties, Property } from "../../../ui/properties.tsx";
import { useGo } from "../../../ui/router.tsx";
import { RecordFrame, RecordLoad, useKindEdits } from "../../workspace/pages/record-frame.tsx";
import { RecordValue } from "../../workspace/pages/record-value.tsx";
import { StateValue } from "../../workspace/pages/state-value.tsx";
import { StillTrue } from "../../workspace/pages/still-true.tsx";
import { TextBlock } from "../../workspace/pages/text-block.tsx";
import type { Finding, FindingChange } from "../finding-answers.ts";
import { FINDING_KINDS, FINDING_STATES, findingAccess, findingBlockerSentences, findingBlockers, STRENGTHS } from "../finding-rules.ts";
import { FindingAnswerBlock } from "./finding-answer.tsx";
import { FindingSources } from "./finding-sources.tsx";
import { FINDING_KIND_WORDS, FINDING_STATE_WORDS, STRENGTH_WORDS } from "./finding-words.ts";
import { Strength } from "./market-wall.tsx";
import { MARKET_RENEWS } from "./renews.ts";

const LIMITS = { least: 3, most: 500 };
const NAMES = { detail: "What else is known", segmentId: "Segment", sources: "Sources", competitorId: "Competitor" };

/** A finding: what it says, where it was read, what it speaks for and against. */
export function FindingPage() {
  const { id = "" } = useParams({ strict: false });
  const query = useQuery(api.findings.get.queryOptions({ input: { id } }));
  return <RecordLoad query={query}>{(finding) => <Shown key={finding.id} id={id} finding={finding} />}</RecordLoad>;
}

function Shown({ id, finding }: { id: string; finding: Finding }) {
  const go = useGo();
  const actor = useActor();
  const mayEdit = may(actor, findingAccess, "edit");
  const edits = useKindEdits<Finding, FindingChange>({
    id,
    kind: "finding",
    queryKey: api.findings.get.queryKey({ input: { id } }),
    save: client.findings.edit,
    load: (one) => client.findings.get({ id: one }),
    renews: MARKET_RENEWS,
  });
  const move = useChange(client.findings.move, { said: ({ key }) => `Moved ${key}`, renews: MARKET_RENEWS });
  const remove = useChange(client.findings.delete, {
    said: () => `Deleted ${finding.key}`,
    renews: MARKET_RENEWS,
    onSuccess: () => go("findings"),
  });
  return (
    <RecordFrame
      kind="finding"
      record={finding}
      title={finding.statement}
      titleField={{ name: "statement", label: "Statement" }}
      onTitle={(statement) => edits.keep({ statement })}
      limits={LIMITS}
      mayEdit={mayEdit}
      edits={edits}
      sentence={`${FINDING_KIND_WORDS[finding.kind].word}, ${finding.sources.length === 0 ? "without a source yet" : `from ${counted(finding.sources.length, "source")}`}.`}
      fieldNames={NAMES}
      texts={["detail"]}
      {...(may(actor, findingAccess, "delete")
        ? { menu: [{ label: "Delete", icon: Trash2, danger: true, run: () => remove.mutate({ id: finding.id }) }] }
        : {})}
      strip={
        <Properties strip>
          <Property name="State">
            <StateValue
              kind="finding"
              state={finding.state}
              words={FINDING_STATE_WORDS}
              states={FINDING_STATES}
              unable={(to) => {
                const [blocker] = findingBlockers(finding, to);
                return blocker && findingBlockerSentences[blocker];
              }}
              mayMove={may(actor, findingAccess, "move")}
              onMove={(state) => move.mutate({ params: { id: finding.id }, headers: ifMatch(finding), body: { state } })}
            />
          </Property>
          <Property name="Kind">
            <Chosen
              name="Kind"
              value={finding.kind}
              mayEdit={mayEdit}
              options={FINDING_KINDS.map((value) => ({ value, label: FINDING_KIND_WORDS[value].word }))}
              onPick={(kind) => edits.edit({ kind })}
            />
          </Property>
          <Property name="Strength">
            <Chosen
              name="Strength"
              value={finding.strength}
              mayEdit={mayEdit}
              mark={<Strength value={finding.strength} />}
              options={STRENGTHS.map((value) => ({ value, label: STRENGTH_WORDS[value] ?? "" }))}
              onPick={(strength) => edits.edit({ strength })}
            />
          </Property>
          <Property name="Competitor">
            <RecordValue
              kind="competitor"
              record={finding.competitor}
              mayEdit={mayEdit}
              onPick={(competitorId) => edits.edit({ competitorId })}
            />
          </Property>
          <Property name="Segment">
            <RecordValue kind="segment" record={finding.segment} mayEdit={mayEdit} onPick={(segmentId) => edits.edit({ segmentId })} />
          </Property>
          <StillTrue
            recordId={finding.id}
            recordKey={finding.key}
            freshUntil={finding.freshUntil}
            mayConfirm={mayEdit && actor.kind === "member"}
            renews={MARKET_RENEWS}
          />
        </Properties>
      }
    >
      <FindingSources finding={finding} mayEdit={mayEdit} onKeep={(sources) => edits.edit({ sources })} />
      <TextBlock
        title="What else is known"
        value={finding.detail}
        offer="Add what you know beyond the statement"
        mayEdit={mayEdit}
        most={20_000}
        onBegin={edits.begin}
        onKeep={(detail) => edits.keep({ detail })}
      />
      {finding.contradicts.length > 0 && <FindingAnswerBlock finding={finding} mayAnswer={may(actor, findingAccess, "answer")} />}
    </RecordFrame>
  );
}

function Chosen<Value extends string | number>({
  name,
  value,
  options,
  mark,
  mayEdit,
  onPick,
}: {
  name: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  mark?: React.ReactNode;
  mayEdit: boolean;
  onPick: (value: Value) => void;
}) {
  const shown = options.find((option) => option.value === value)?.label;
  if (!mayEdit)
    return (
      <span className="property-plain">
        {mark} {shown}
      </span>
    );
  return (
    <MenuButton
      entries={options.map((option) => ({
        label: option.label,
        checked: option.value === value,
        run: () => option.value !== value && onPick(option.value),
      }))}
    >
      <button type="button" className="plain property-value">
        <span className="sr">{name}: </span>
        {mark} {shown}
      </button>
    </MenuButton>
  );
}
