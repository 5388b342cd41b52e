import { Button, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useProduct } from "../../../actor.tsx";
import { client, useChange } from "../../../api.tsx";
import { FormErrors, fieldErrors } from "../../../ui/form-errors.tsx";
import { Dialog } from "../../workspace/pages/dialog.tsx";
import type { Recommendation, RecommendationDraft } from "../answers.ts";
import { AskedValue } from "./asked-value.tsx";
import { RECOMMENDATION_RENEWS } from "./recommendation-words.ts";
import "./recommendations.css";

const LEAST = 3;

/** Recommends what to do: what was seen, on which readings, what it should bring, and who is asked. */
export function NewRecommendationDialog({
  given = "",
  standsOn,
  taken,
  onMade,
  onClose,
}: {
  /** What was seen, in words that can be changed. */
  given?: string;
  standsOn?: NonNullable<RecommendationDraft["standsOn"]>;
  /** The readings that are carried along, in words. */
  taken?: string;
  onMade?: (made: Recommendation) => void;
  onClose: () => void;
}) {
  const { product } = useProduct();
  const [observation, setObservation] = useState(given);
  const [proposal, setProposal] = useState("");
  const [expectedEffect, setEffect] = useState("");
  const [asked, setAsked] = useState<Pick<Recommendation, "askedGroup" | "askedOf">>({ askedGroup: "product", askedOf: null });
  const [dueOn, setDue] = useState("");
  const create = useChange(client.recommendations.create, {
    said: ({ key }) => `Recommended: ${key}`,
    renews: RECOMMENDATION_RENEWS,
    onSuccess: (made) => {
      onClose();
      onMade?.(made);
    },
    onError: () => undefined,
  });
  const [what, seen] = [proposal.replace(/\s+/g, " ").trim(), observation.trim()];
  const isReady = what.length >= LEAST && seen.length >= LEAST;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isReady || create.isPending) return;
    create.mutate({
      proposal: what,
      observation: seen,
      expectedEffect: expectedEffect.trim(),
      ...asked,
      ...(dueOn === "" ? {} : { dueOn }),
      ...(standsOn ? { standsOn } : {}),
      ...(product ? { productId: product.id } : {}),
    });
  };
  const issues = fieldErrors(create.error);
  return (
    <Dialog onClose={onClose} title="New recommendation" isHigh>
      <form onSubmit={submit} className="recommendation-form">
        <Textarea
          label="What did you see?"
          {...(taken ? { description: `Carried along: ${taken}.` } : {})}
          placeholder="New accounts that import a sheet share a report twice as often"
          value={observation}
          onChange={(event) => setObservation(event.target.value)}
          maxLength={1400}
          autosize
          minRows={2}
          error={issues.observation}
          {...(given === "" ? { "data-autofocus": true } : {})}
        />
        <TextInput
          label="What should we do?"
          placeholder="Offer the import on the first page"
          value={proposal}
          onChange={(event) => setProposal(event.target.value)}
          maxLength={160}
          error={issues.proposal}
          {...(given === "" ? {} : { "data-autofocus": true })}
        />
        <TextInput
          label="What will it bring?"
          placeholder="Five points more within a quarter"
          value={expectedEffect}
          onChange={(event) => setEffect(event.target.value)}
          maxLength={500}
          error={issues.expectedEffect}
        />
        <div className="recommendation-pair">
          <div className="recommendation-labelled">
            <span className="recommendation-label">Asked of</span>
            <AskedValue asked={asked} onPick={setAsked} />
          </div>
          <TextInput type="date" label="By" value={dueOn} onChange={(event) => setDue(event.target.value)} error={issues.dueOn} />
        </div>
        <FormErrors error={create.error} shown={["observation", "proposal", "expectedEffect", "dueOn"]} />
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending} disabled={!isReady}>
            Recommend
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
