import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useActor } from "../../../actor.tsx";
import { api, client, useChange } from "../../../api.tsx";
import { may } from "../../../platform/access.ts";
import { later } from "../../../ui/later.tsx";
import { Segments } from "../../../ui/segments.tsx";
import { Panel, Section } from "../../../ui/shell/page.tsx";
import { useMemberName } from "../../workspace/pages/vocabulary.ts";
import type { ReviewLine } from "../answers.ts";
import { designAccess, VERDICTS } from "../rules.ts";
import { RENEWS, VERDICT_WORDS } from "./words.ts";
import "./design.css";

const PrinciplesDialog = later(async () => (await import("./principles-dialog.tsx")).PrinciplesDialog);
const OPTIONS = VERDICTS.map((value) => ({ value, label: VERDICT_WORDS[value] }));

/** A feature's design held to each of the team's principles: pass, fail or not applicable, each with a note. */
export function ReviewLines({ featureId }: { featureId: string }) {
  const actor = useActor();
  const { data } = useQuery(api.designReviews.get.queryOptions({ input: { id: featureId } }));
  const [isSetting, setSetting] = useState(false);
  const mayReview = may(actor, designAccess, "review");
  const maySet = may(actor, designAccess, "principles");
  if (!data) return null;
  const { lines, sentence } = data;
  if (lines.length === 0 && !maySet) return null;
  return (
    <Section
      title="Design review"
      note={lines.length > 0 && sentence}
      actions={
        maySet && (
          <button type="button" className="plain record-add" onClick={() => setSetting(true)}>
            {lines.length === 0 ? "Set the team's principles" : "Principles"}
          </button>
        )
      }
    >
      {lines.length === 0 ? (
        <p className="linked-none">{sentence} Up to seven sentences that every design is held to.</p>
      ) : (
        <Panel flush>
          <ul className="settings-list">
            {lines.map((line) => (
              <Line key={line.principle.id} featureId={featureId} line={line} mayReview={mayReview} />
            ))}
          </ul>
        </Panel>
      )}
      {isSetting && <PrinciplesDialog principles={lines.map(({ principle }) => principle)} onClose={() => setSetting(false)} />}
    </Section>
  );
}

function Line({ featureId, line, mayReview }: { featureId: string; line: ReviewLine; mayReview: boolean }) {
  const { principle, verdict, note, reviewedBy } = line;
  const memberName = useMemberName();
  const [draft, setDraft] = useState<string>();
  const put = useChange(client.designReviews.put, {
    said: (_, { verdict: said }) => `${VERDICT_WORDS[said]}: ${principle.statement}`,
    renews: RENEWS,
  });
  const withdraw = useChange(client.designReviews.delete, { said: () => `Not answered: ${principle.statement}`, renews: RENEWS });
  const where = { id: featureId, principleId: principle.id };
  const keepNote = () => {
    setDraft(undefined);
    if (verdict && draft !== undefined && draft.trim() !== note) put.mutate({ ...where, verdict, note: draft.trim() });
  };
  return (
    <li className="review-line">
      <p>
        {principle.statement}
        <span className="review-note">
          {draft === undefined ? (
            <>
              {note}
              {verdict && reviewedBy && <span className="meta"> {memberName(reviewedBy)}</span>}
              {verdict && mayReview && (
                <button
                  type="button"
                  className="plain record-add"
                  aria-label={`Note on: ${principle.statement}`}
                  onClick={() => setDraft(note)}
                >
                  {note === "" ? "Add a note" : "Edit"}
                </button>
              )}
            </>
          ) : (
            <input
              // biome-ignore lint/a11y/noAutofocus: it was asked for
              autoFocus
              className="property-field"
              aria-label={`Note on: ${principle.statement}`}
              maxLength={500}
              value={draft}
              onChange={(event) => setDraft(event.target.value)}
              onBlur={keepNote}
              onKeyDown={(event) => {
                if (event.key === "Enter") keepNote();
                if (event.key === "Escape") setDraft(undefined);
                if (event.key === "Enter" || event.key === "Escape") event.stopPropagation();
              }}
            />
          )}
        </span>
      </p>
      {mayReview ? (
        <>
          <Segments
            label={principle.statement}
            value={verdict ?? ""}
            options={OPTIONS}
            onChange={(said) => put.mutate({ ...where, verdict: said, note })}
          />
          {verdict && (
            <button
              type="button"
              className="plain record-add"
              aria-label={`Take back the answer to: ${principle.statement}`}
              onClick={() => withdraw.mutate(where)}
            >
              Take back
            </button>
          )}
        </>
      ) : (
        <b>{verdict ? VERDICT_WORDS[verdict] : "Not answered"}</b>
      )}
    </li>
  );
}
