import { Button, NativeSelect } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { FormErrors } from "../../../ui/form-errors.tsx";
import { counted } from "../../../ui/format.ts";
import { notify } from "../../../ui/undo.tsx";
import { mappingFor } from "../mail-rules.ts";
import { feedbackIn, type IntakeMapping, MEANINGS } from "../rules.ts";
import type { IntakeDelivery, IntakeSourceItem } from "../schema.ts";
import { ValueTree } from "./value-tree.tsx";

/** A delivery's values, to say by clicking what each is, with the feedback that it would be. */
export function Mapper({ source, delivery, onBegin }: { source: IntakeSourceItem; delivery: IntakeDelivery; onBegin: () => void }) {
  const queries = useQueryClient();
  const [mapping, setMapping] = useState<IntakeMapping>(mappingFor(delivery.payload, source.mapping));
  const [path, setPath] = useState<string>();
  const save = useMutation(
    api.intake.map.mutationOptions({
      onSuccess: ({ results }) =>
        notify(results.length === 0 ? "Mapping saved" : `${counted(results.length, "delivery", "deliveries")} taken in`),
      onSettled: () => queries.invalidateQueries({ queryKey: api.intake.key() }),
    }),
  );
  const choose = (chosen: string) => {
    onBegin();
    setPath(chosen);
  };
  const means = (word: string | null) => {
    if (path === undefined) return;
    const next = Object.fromEntries(Object.entries(mapping).filter(([at, one]) => at !== path && (one !== word || word === "label")));
    setMapping(word === null ? next : { ...next, [path]: word });
  };
  const read = feedbackIn(delivery.payload, mapping);
  return (
    <div className="intake-mapper">
      <ValueTree payload={delivery.payload} mapping={mapping} chosen={path} onChoose={choose} />
      <NativeSelect
        label={path === undefined ? "Choose a value, then say what it is" : `${path} is`}
        disabled={path === undefined}
        data={[{ value: "", label: "Left out" }, ...Object.entries(MEANINGS).map(([value, label]) => ({ value, label }))]}
        value={(path !== undefined && mapping[path]) || ""}
        onChange={(event) => means(event.currentTarget.value || null)}
      />
      <div className="intake-preview" role="status">
        {"problem" in read ? (
          <p className="meta">{read.problem}</p>
        ) : (
          <>
            <b>{read.feedback.title ?? read.feedback.authorName ?? "Feedback"}</b>
            <p>{read.feedback.text}</p>
            <p className="meta">
              {[
                read.feedback.authorName,
                read.feedback.authorEmail,
                read.feedback.account?.domain,
                read.feedback.receivedAt,
                read.feedback.sourceAddress,
                ...read.feedback.labels,
              ]
                .filter(Boolean)
                .join(" · ")}
            </p>
          </>
        )}
      </div>
      <FormErrors error={save.error} />
      <div className="settings-form-actions">
        <Button
          disabled={"problem" in read}
          loading={save.isPending}
          onClick={() => save.mutate({ params: { id: source.id }, headers: ifMatch(source), body: { mapping } })}
        >
          Save mapping
        </Button>
      </div>
    </div>
  );
}
