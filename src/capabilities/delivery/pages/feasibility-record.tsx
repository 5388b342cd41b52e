import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Trash2 } from "lucide-react";
import { Suspense, useState } from "react";
import { useActor } from "../../../actor.tsx";
import { api, client, useChange } from "../../../api.tsx";
import { may } from "../../../platform/access.ts";
import { dateOnly } from "../../../ui/format.ts";
import { KindIcon } from "../../../ui/marks.tsx";
import { Properties, Property, TypedValue } from "../../../ui/properties.tsx";
import { useGo, WorkspaceLink } from "../../../ui/router.tsx";
import { Section } from "../../../ui/shell/page.tsx";
import { OwnerValue } from "../../workspace/pages/people.tsx";
import { RecordFrame, RecordLoad, useKindEdits } from "../../workspace/pages/record-frame.tsx";
import { StateMark } from "../../workspace/pages/state-value.tsx";
import { useMemberName } from "../../workspace/pages/vocabulary.ts";
import type { Feasibility, FeasibilityChange } from "../feasibility-schema.ts";
import { deliveryAccess } from "../rules.ts";
import { AnswerCard } from "./answer-card.tsx";
import { AnswerActs, AnswerForm, Prerequisites } from "./answer-later.tsx";
import { FEASIBILITY_STATE_WORDS } from "./delivery-words.ts";

const LIMITS = { least: 1, most: 500 };
const NAMES = { assigneeId: "For", dueOn: "By" };

/** A question about feasibility, and its answer. */
export function FeasibilityRecord() {
  const { id = "" } = useParams({ strict: false });
  const query = useQuery(api.feasibilities.get.queryOptions({ input: { id } }));
  return <RecordLoad query={query}>{(asked) => <Shown key={asked.id} id={id} asked={asked} />}</RecordLoad>;
}

function Shown({ id, asked }: { id: string; asked: Feasibility }) {
  const go = useGo();
  const actor = useActor();
  const memberName = useMemberName();
  const [anew, setAnew] = useState(false);
  const [mayEdit, mayAnswer] = [may(actor, deliveryAccess, "ask"), may(actor, deliveryAccess, "answer")];
  const edits = useKindEdits<Feasibility, FeasibilityChange>({
    id,
    kind: "feasibility",
    queryKey: api.feasibilities.get.queryKey({ input: { id } }),
    save: client.feasibilities.edit,
    load: (one) => client.feasibilities.get({ id: one }),
    renews: [api.feasibilities.key(), api.records.key()],
  });
  const remove = useChange(client.feasibilities.delete, {
    said: () => `Took ${asked.key} back`,
    onSuccess: () => go(`features/${asked.featureKey}`),
  });
  const done = () => setAnew(false);
  return (
    <RecordFrame
      kind="feasibility"
      record={asked}
      title={asked.question}
      titleField={{ name: "question", label: "Question" }}
      onTitle={(question) => edits.keep({ question })}
      limits={LIMITS}
      mayEdit={mayEdit}
      edits={edits}
      fieldNames={NAMES}
      sentence={`${memberName(asked.askedBy) ?? "A program"} asked on ${dateOnly(asked.askedAt)}.`}
      {...(mayEdit
        ? {
            menu: [
              {
                label: "Take the question back",
                icon: Trash2,
                danger: true,
                run: () => remove.mutate({ id: asked.id }),
                ...(asked.state === "asked" ? {} : { unable: "It is answered; withdraw the answer first." }),
              },
            ],
          }
        : {})}
      strip={
        <Properties strip>
          <Property name="State">
            <span className="property-plain">
              <StateMark kind="feasibility" state={asked.state} words={FEASIBILITY_STATE_WORDS} />
            </span>
          </Property>
          <Property name="Feature">
            <span className="property-plain">
              <KindIcon kind="feature" />
              <WorkspaceLink path={`features/${asked.featureKey}`}>{asked.featureTitle}</WorkspaceLink>
            </span>
          </Property>
          <Property name="For">
            <OwnerValue
              ownerId={asked.assigneeId}
              none="All of engineering"
              mayEdit={mayEdit}
              onPick={(assigneeId) => edits.edit({ assigneeId })}
            />
          </Property>
          <Property name="By">
            <TypedValue
              name="By"
              mayEdit={mayEdit}
              text={asked.dueOn ?? ""}
              shown={asked.dueOn && dateOnly(asked.dueOn)}
              none="No day"
              hint="2026-12-31"
              onType={(typed) => {
                if (typed !== "" && !/^\d{4}-\d{2}-\d{2}$/.test(typed)) return `Write a day as 2026-12-31, not “${typed}”.`;
                edits.edit({ dueOn: typed === "" ? null : typed });
                return undefined;
              }}
            />
          </Property>
        </Properties>
      }
    >
      <Section
        title="Answer"
        actions={
          asked.state !== "asked" &&
          !anew && (
            <Suspense>
              <AnswerActs answer={asked} onAnew={() => setAnew(true)} />
            </Suspense>
          )
        }
      >
        <div className="feasibility-panel">
          {asked.state !== "asked" && !anew && <AnswerCard answer={asked} />}
          {mayAnswer && (asked.state === "asked" || anew) ? (
            <AnswerForm key={asked.version} featureId={asked.featureId} asked={asked} onDone={done} {...(anew ? { onClose: done } : {})} />
          ) : (
            <>
              {asked.state === "asked" && <p className="record-empty">It waits on engineering.</p>}
              <Suspense>
                <Prerequisites featureId={asked.featureId} mayEdit={mayEdit} />
              </Suspense>
            </>
          )}
        </div>
      </Section>
    </RecordFrame>
  );
}
