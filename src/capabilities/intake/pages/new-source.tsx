import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "../../../api.tsx";
import { ShownSecrets } from "./shown-secrets.tsx";
import { EMPTY_SOURCE, sourceIn } from "./source-draft.ts";
import { SourceFields } from "./source-fields.tsx";

/** Adds a source, then shows its key. */
export function NewSource() {
  const queries = useQueryClient();
  const [draft, setDraft] = useState(EMPTY_SOURCE);
  const make = useMutation(
    api.intake.create.mutationOptions({ onSuccess: () => queries.invalidateQueries({ queryKey: api.intake.key() }) }),
  );
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate(sourceIn(draft, false));
  };
  const again = () => {
    make.reset();
    setDraft(EMPTY_SOURCE);
  };
  if (make.data) return <ShownSecrets name={make.data.name} secrets={make.data} onDone={again} />;
  return (
    <form className="settings-form" onSubmit={onSubmit} noValidate>
      <SourceFields draft={draft} onChange={setDraft} error={make.error} />
      <div className="settings-form-actions">
        <Button type="submit" loading={make.isPending}>
          Add source
        </Button>
      </div>
    </form>
  );
}
