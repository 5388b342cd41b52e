import { Button, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, type KeyboardEvent, useDeferredValue, useState } from "react";
import { useProduct } from "../../../actor.tsx";
import { api, client, useChange } from "../../../api.tsx";
import { FormErrors, fieldErrors } from "../../../ui/form-errors.tsx";
import { KindIcon, RecordKey } from "../../../ui/marks.tsx";
import { WorkspaceLink } from "../../../ui/router.tsx";
import { Dialog } from "../../workspace/pages/dialog.tsx";
import type { NeedDetail } from "../schema.ts";
import { type PersonaMark, PersonaPicker } from "./persona-picker.tsx";
import { RENEWS } from "./renews.ts";
import "./new-need-dialog.css";

const LEAST = 3;

/** A new need in one sentence. While it is written, needs that say nearly the same are shown, so that none is made twice. */
export function NewNeedDialog({
  title = "New need",
  given = "",
  persona: first = null,
  confirm = "Create",
  create,
  onDone,
  onClose,
}: {
  title?: string;
  given?: string;
  persona?: PersonaMark | null;
  confirm?: string;
  /** Makes it otherwise than by itself: by splitting another. */
  create?: { isPending: boolean; error: Error | null; run: (draft: { statement: string; personaId: string | null }) => void };
  onDone?: (need: NeedDetail) => void;
  onClose: () => void;
}) {
  const { product } = useProduct();
  const [statement, setStatement] = useState(given);
  const [persona, setPersona] = useState(first);
  const own = useChange(client.needs.create, {
    said: ({ key }) => `Created ${key}`,
    renews: RENEWS,
    onSuccess: (need) => {
      onClose();
      onDone?.(need);
    },
    onError: () => undefined,
  });
  const { error, isPending } = create ?? own;
  const text = statement.replace(/\s+/g, " ").trim();
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (text.length < LEAST || isPending) return;
    const draft = { statement: text, personaId: persona?.id ?? null };
    if (create) create.run(draft);
    else own.mutate({ ...draft, ...(product ? { productId: product.id } : {}) });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    submit();
  };
  return (
    <Dialog onClose={onClose} title={title} isHigh>
      <form onSubmit={submit}>
        <Textarea
          label="What does somebody want to get done?"
          placeholder="Trust exported totals without rechecking them"
          value={statement}
          onChange={(event) => setStatement(event.target.value)}
          onKeyDown={onKeyDown}
          maxLength={300}
          minRows={2}
          error={fieldErrors(error).statement}
          data-autofocus
        />
        <Alike text={text} onOpen={onClose} />
        <div className="new-need-foot">
          <PersonaPicker chosen={persona?.id ?? null} onPick={setPersona}>
            <button type="button" className="plain property-value">
              <KindIcon kind="persona" />
              {persona?.name ?? <span className="muted">Whose need is it?</span>}
            </button>
          </PersonaPicker>
          <span className="spring" />
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={isPending} disabled={text.length < LEAST}>
            {confirm}
          </Button>
        </div>
        <FormErrors error={error} shown={["statement"]} />
      </form>
    </Dialog>
  );
}

/** Needs that resemble what is typed. */
function Alike({ text, onOpen }: { text: string; onOpen: () => void }) {
  const asked = useDeferredValue(text);
  const { data } = useQuery(
    api.search.find.queryOptions({
      input: { q: asked, kind: "need", limit: 3 },
      enabled: asked.length >= 8,
      placeholderData: (before) => before,
      staleTime: 30_000,
    }),
  );
  if (asked.length < 8 || !data || data.items.length === 0) return null;
  return (
    <div className="new-need-alike" role="status">
      <p className="meta">Is it one of these?</p>
      <ul>
        {data.items.map(({ id, key, title }) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the link inside is what keys reach
          <li key={id} onClick={onOpen}>
            <RecordKey kind="need">{key}</RecordKey>
            <WorkspaceLink path={`needs/${key}`}>{title}</WorkspaceLink>
          </li>
        ))}
      </ul>
    </div>
  );
}
