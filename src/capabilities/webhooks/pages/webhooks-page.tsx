import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Webhook as WebhookIcon } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useActor } from "../../../actor.tsx";
import { api } from "../../../api.tsx";
import { mayUse } from "../../../platform/access.ts";
import { FormErrors, fieldErrors } from "../../../ui/form-errors.tsx";
import { Panel, Section } from "../../../ui/shell/page.tsx";
import { EmptyState, ErrorState, Skeleton } from "../../../ui/states.tsx";
import { SettingsPage } from "../../workspace/pages/settings-frame.tsx";
import { ShownOnce } from "../../workspace/pages/shown-once.tsx";
import { TOPICS, type Topic } from "../rules.ts";
import { TopicChoice } from "./topic-choice.tsx";
import { WebhookRow } from "./webhook-row.tsx";
import "./webhooks.css";

export function WebhooksPage() {
  return (
    <SettingsPage
      admins
      title="Webhooks"
      sentence={
        <>
          Other programs are told what happens here, signed as{" "}
          <a href="https://www.standardwebhooks.com" target="_blank" rel="noreferrer">
            Standard Webhooks
          </a>{" "}
          says. A message names the record; what it holds is asked for with a key.
        </>
      }
    >
      <NewWebhook />
      <Webhooks />
    </SettingsPage>
  );
}

function NewWebhook() {
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [url, setUrl] = useState("");
  const [topics, setTopics] = useState<readonly Topic[]>(TOPICS);
  const make = useMutation(
    api.webhooks.create.mutationOptions({ onSuccess: () => queries.invalidateQueries({ queryKey: api.webhooks.key() }) }),
  );
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate({ name, url, topics: [...topics] });
  };
  const again = () => {
    make.reset();
    setName("");
    setUrl("");
    setTopics(TOPICS);
  };
  if (make.data)
    return (
      <ShownOnce title={`Secret for ${make.data.name}`} secret={make.data.secret} onDone={again}>
        The receiver checks the signature with it. It is shown this once; lost it? Make a new one below.
      </ShownOnce>
    );
  const errors = fieldErrors(make.error);
  return (
    <form className="settings-form webhook-form" onSubmit={onSubmit} noValidate>
      <TextInput
        label="What receives it"
        placeholder="Release notes bot"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={errors.name}
        autoComplete="off"
      />
      <TextInput
        label="Address"
        placeholder="https://example.com/hooks/throughline"
        type="url"
        value={url}
        onChange={(event) => setUrl(event.currentTarget.value)}
        error={errors.url}
        autoComplete="off"
      />
      <div>
        <p className="settings-label" id="webhook-topics">
          What about
        </p>
        <TopicChoice labelledBy="webhook-topics" chosen={topics} onChange={setTopics} />
        {errors.topics && <p className="webhook-error">{errors.topics}</p>}
      </div>
      <FormErrors error={make.error} shown={["name", "url", "topics"]} />
      <div className="settings-form-actions">
        <Button type="submit" loading={make.isPending} leftSection={<WebhookIcon size={15} aria-hidden />}>
          Add webhook
        </Button>
      </div>
    </form>
  );
}

function Webhooks() {
  const isAdmin = mayUse(useActor(), "admin");
  const webhooks = useQuery(api.webhooks.list.queryOptions({ enabled: isAdmin, refetchInterval: 10_000 }));
  const items = webhooks.data?.items ?? [];
  return (
    <Section title="Receivers">
      {webhooks.error ? (
        <ErrorState error={webhooks.error} onRetry={() => void webhooks.refetch()} />
      ) : !webhooks.data ? (
        <Skeleton lines={2} height={36} />
      ) : items.length === 0 ? (
        <EmptyState title="Nobody outside is told">Add an address above; a test message shows whether it arrives.</EmptyState>
      ) : (
        <Panel flush>
          <ul className="settings-list">
            {items.map((webhook) => (
              <WebhookRow key={webhook.id} webhook={webhook} />
            ))}
          </ul>
        </Panel>
      )}
    </Section>
  );
}
