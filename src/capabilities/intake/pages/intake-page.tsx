import { Button, Select, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useActor } from "../../../actor.tsx";
import { api } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { mayUse } from "../../../platform/access.ts";
import { CopyField } from "../../../ui/copy-field.tsx";
import { FormErrors, fieldErrors } from "../../../ui/form-errors.tsx";
import { counted } from "../../../ui/format.ts";
import { WorkspaceLink } from "../../../ui/router.tsx";
import { Panel, Section } from "../../../ui/shell/page.tsx";
import { Confirm, EmptyState, ErrorState, Skeleton } from "../../../ui/states.tsx";
import { RelativeTime } from "../../../ui/time.tsx";
import { notify, notifyError } from "../../../ui/undo.tsx";
import { SettingsPage } from "../../workspace/pages/settings-frame.tsx";
import { ShownOnce } from "../../workspace/pages/shown-once.tsx";
import { pathOf } from "../json-rules.ts";
import { mappingFor } from "../mail-rules.ts";
import { feedbackIn, isMeaning, MEANINGS } from "../rules.ts";
import type { IntakeDelivery, IntakeSourceItem } from "../schema.ts";
import "./intake-page.css";

const addressOf = (address: string) => `${window.location.origin}/api/v1/intake/${address}`;

/** Programs that tell what customers said. */
export function IntakePage() {
  const isAdmin = mayUse(useActor(), "admin");
  const sources = useQuery(api.intake.list.queryOptions({ enabled: isAdmin, refetchInterval: 10_000 }));
  const items = sources.data?.items ?? [];
  return (
    <SettingsPage
      admins
      title="Intake"
      sentence="Help desks, forms, workflows and mail services send what customers said; it becomes feedback."
    >
      <NewSource />
      <Section title="Sources">
        {sources.error ? (
          <ErrorState error={sources.error} onRetry={() => void sources.refetch()} />
        ) : !sources.data ? (
          <Skeleton lines={2} height={36} />
        ) : items.length === 0 ? (
          <EmptyState title="Nothing sends here yet">
            Add a source above, then have the program send one message: you map it by clicking.
          </EmptyState>
        ) : (
          <div className="intake-sources">
            {items.map((source) => (
              <SourceRow key={source.id} source={source} />
            ))}
          </div>
        )}
      </Section>
    </SettingsPage>
  );
}

function NewSource() {
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const make = useMutation(
    api.intake.create.mutationOptions({ onSuccess: () => queries.invalidateQueries({ queryKey: api.intake.key() }) }),
  );
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate({ name });
  };
  if (make.data)
    return (
      <ShownOnce
        title={`Key for ${make.data.name}`}
        secret={make.data.key}
        onDone={() => {
          make.reset();
          setName("");
        }}
      >
        {`Send it as "Authorization: Bearer …". A program that signs takes ${make.data.signingSecret} instead. Both are shown this once.`}
      </ShownOnce>
    );
  return (
    <form className="settings-form" onSubmit={onSubmit} noValidate>
      <TextInput
        label="What sends"
        placeholder="Help desk"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={fieldErrors(make.error).name}
        autoComplete="off"
      />
      <FormErrors error={make.error} shown={["name"]} />
      <div className="settings-form-actions">
        <Button type="submit" loading={make.isPending}>
          Add source
        </Button>
      </div>
    </form>
  );
}

function SourceRow({ source }: { source: IntakeSourceItem }) {
  const queries = useQueryClient();
  const [asked, setAsked] = useState(false);
  const [opened, setOpened] = useState<string>();
  const settled = {
    onError: (error: Error) => notifyError(error),
    onSettled: () => queries.invalidateQueries({ queryKey: api.intake.key() }),
  };
  const edit = useMutation(api.intake.edit.mutationOptions(settled));
  const remove = useMutation(api.intake.remove.mutationOptions({ ...settled, onSuccess: () => notify(`Deleted ${source.name}`) }));
  const list = useQuery(api.intake.deliveries.queryOptions({ input: { id: source.id, limit: 50 }, refetchInterval: 5_000 }));
  const items = list.data?.items ?? [];
  const chosen = items.find(({ id }) => id === opened) ?? items.find(({ payload }) => payload !== null);
  const isOn = source.state === "on";
  return (
    <Panel title={source.name}>
      <div className="intake-source">
        <CopyField label="Send JSON, a form or a mail here, with the key" value={addressOf(source.address)} />
        <p className="meta">
          To take mails in, have a service for incoming mail post each one here as message/rfc822, or with the whole message in its field;
          put the key at the end of the address in place of the id where it can send no header. Mails need no mapping.
        </p>
        <div className="settings-form-actions">
          <Button
            variant="default"
            onClick={() => edit.mutate({ params: { id: source.id }, headers: ifMatch(source), body: { state: isOn ? "off" : "on" } })}
          >
            {isOn ? "Switch off" : "Switch on"}
          </Button>
          <Button variant="subtle" color="red" onClick={() => setAsked(true)} aria-label={`Delete ${source.name}`}>
            Delete
          </Button>
          <span className="meta">
            {!isOn ? "Switched off" : source.waiting > 0 ? `${counted(source.waiting, "delivery", "deliveries")} waiting` : ""}
          </span>
        </div>
        {items.length === 0 ? (
          <p className="meta">Nothing came yet.</p>
        ) : (
          <ul className="intake-list" aria-label={`What came from ${source.name}`}>
            {items.map((delivery) => (
              <Row key={delivery.id} source={source} delivery={delivery} onOpen={() => setOpened(delivery.id)} />
            ))}
          </ul>
        )}
        {chosen && <Mapper key={`${chosen.id} ${source.version}`} source={source} delivery={chosen} />}
      </div>
      <Confirm
        opened={asked}
        title={`Delete ${source.name}?`}
        confirm="Delete"
        danger
        busy={remove.isPending}
        onConfirm={() => remove.mutate({ id: source.id })}
        onClose={() => setAsked(false)}
      >
        What it sends is refused from then on, and what is kept of its deliveries goes. The feedback stays.
      </Confirm>
    </Panel>
  );
}

const FATES = { waiting: "Waits for a mapping", taken: "Became", known: "Was here already:", refused: "Refused:" } as const;

function Row({ source, delivery, onOpen }: { source: IntakeSourceItem; delivery: IntakeDelivery; onOpen: () => void }) {
  const queries = useQueryClient();
  const retry = useMutation(
    api.intake.retry.mutationOptions({
      onError: (error) => notifyError(error),
      onSettled: () => queries.invalidateQueries({ queryKey: api.intake.key() }),
    }),
  );
  return (
    <li className="intake-row">
      <button type="button" className="plain" disabled={delivery.payload === null} onClick={onOpen}>
        <RelativeTime at={delivery.at} />
      </button>
      <span>
        {FATES[delivery.state]} {delivery.problem}{" "}
        {delivery.feedback && <WorkspaceLink path={`feedback/${delivery.feedback.key}`}>{delivery.feedback.key}</WorkspaceLink>}
      </span>
      {delivery.state === "refused" && delivery.payload !== null && (
        <Button
          size="compact-sm"
          variant="subtle"
          loading={retry.isPending}
          onClick={() => retry.mutate({ id: source.id, deliveryId: delivery.id })}
        >
          Try again
        </Button>
      )}
    </li>
  );
}

/** Every value of a payload that stands for itself, with its path. */
function leavesOf(value: unknown, keys: readonly string[] = []): { path: string; value: string }[] {
  if (typeof value !== "object" || value === null) return value === null ? [] : [{ path: pathOf(keys), value: String(value) }];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...keys, key]));
}

/** A delivery's values, to say by clicking what each is, with the feedback that it would be. */
function Mapper({ source, delivery }: { source: IntakeSourceItem; delivery: IntakeDelivery }) {
  const queries = useQueryClient();
  const [mapping, setMapping] = useState<Readonly<Record<string, string>>>(mappingFor(delivery.payload, source.mapping));
  const [path, setPath] = useState<string>();
  const save = useMutation(
    api.intake.map.mutationOptions({
      onSuccess: ({ results }) =>
        notify(results.length === 0 ? "Mapping saved" : `${counted(results.length, "delivery", "deliveries")} taken in`),
      onSettled: () => queries.invalidateQueries({ queryKey: api.intake.key() }),
    }),
  );
  const read = feedbackIn(delivery.payload, mapping);
  const means = (word: string | null) => {
    if (path === undefined) return;
    const next = Object.fromEntries(Object.entries(mapping).filter(([at, one]) => at !== path && (one !== word || word === "label")));
    setMapping(word === null ? next : { ...next, [path]: word });
  };
  return (
    <div className="intake-mapper">
      <ul className="intake-tree" aria-label="Values of the delivery">
        {leavesOf(delivery.payload).map((leaf) => {
          const word = mapping[leaf.path];
          return (
            <li key={leaf.path}>
              <button type="button" className="plain intake-leaf" aria-pressed={leaf.path === path} onClick={() => setPath(leaf.path)}>
                <code>{leaf.path}</code> <span>{leaf.value}</span> {word !== undefined && isMeaning(word) && <b>{MEANINGS[word]}</b>}
              </button>
            </li>
          );
        })}
      </ul>
      <Select
        label={path === undefined ? "Click a value, then say what it is" : `${path} is`}
        disabled={path === undefined}
        clearable
        data={Object.entries(MEANINGS).map(([value, label]) => ({ value, label }))}
        value={(path !== undefined && mapping[path]) || null}
        onChange={means}
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
