import { Share2 } from "lucide-react";
import { useActor } from "../../../actor.tsx";
import { client, useChange } from "../../../api.tsx";
import { may } from "../../../platform/access.ts";

import type { FilterField } from "../../../ui/filter/filter-bar.tsx";
import type { Filter } from "../../../ui/filter/filters.ts";
import { StatePip } from "../../../ui/marks.tsx";
import { NameDialog } from "../../workspace/pages/name-dialog.tsx";
import { choiceOf, RecordRow, RecordsPage } from "../../workspace/pages/records-page.tsx";
import { StateMark } from "../../workspace/pages/state-value.tsx";
import type { CustomerStory } from "../story-answers.ts";
import { CONSENTS, storyAccess } from "../story-rules.ts";
import { STORY_RENEWS } from "./renews.ts";
import { CONSENT_WORDS, STORY_STATE_WORDS, whoWords } from "./story-words.ts";

const SORTS = [
  { value: "updated", label: "Last changed" },
  { value: "title", label: "Title" },
] as const;
const FILTERS: readonly FilterField[] = [
  {
    id: "consent",
    label: "Sharing",
    type: "choice",
    icon: Share2,
    options: CONSENTS.map((value) => ({ value, label: CONSENT_WORDS[value].word })),
  },
];

function parametersOf(filters: readonly Filter[]): Record<string, unknown> {
  const consent = choiceOf(filters, "consent", CONSENTS);
  return consent ? { consent } : {};
}

/** What customers went through, as they told it. */
export function StoriesPage() {
  return (
    <RecordsPage
      kind="customer-story"
      sentence="What customers went through, and in which words"
      list={client.customerStories.list}
      count={client.customerStories.count}
      row={storyRow}
      states={STORY_STATE_WORDS}
      filters={FILTERS}
      parametersOf={parametersOf}
      sorts={SORTS}
      mayCreate={may(useActor(), storyAccess, "create")}
      creates="New story"
      create={(dialog) => <NewStory {...dialog} />}
      empty={{
        title: "No customer stories yet",
        text: "A story says in five sentences what happened to a customer. Press T on a piece of feedback: who said it and their words come along.",
        action: "Write the first story",
      }}
    />
  );
}

function NewStory({ open, close }: { open: (record: { key: string }) => void; close: () => void }) {
  const create = useChange(client.customerStories.create, {
    said: ({ key }) => `Created ${key}`,
    renews: STORY_RENEWS,
    onSuccess: open,
    onError: () => undefined,
  });
  return (
    <NameDialog
      title="New customer story"
      label="What happened, in a few words?"
      placeholder="Forty rows re-keyed every Monday"
      confirm="Create"
      field="title"
      most={200}
      isPending={create.isPending}
      error={create.error}
      onName={(title) => create.mutate({ title })}
      onClose={close}
    />
  );
}

const storyRow = (story: CustomerStory) => (
  <RecordRow kind="customer-story" record={story} title={story.title} line={whoWords(story)}>
    <StatePip shape={CONSENT_WORDS[story.consent].shape}>{CONSENT_WORDS[story.consent].word}</StatePip>
    <StateMark kind="customer-story" state={story.state} words={STORY_STATE_WORDS} />
  </RecordRow>
);
