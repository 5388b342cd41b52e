import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Trash2 } from "lucide-react";
import { Suspense } from "react";
import { useActor } from "../../../actor.tsx";
import { api, client, useChange } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { may } from "../../../platform/access.ts";
import { ShareButton } from "../../../record-parts.tsx";
import { KindIcon, StatePip } from "../../../ui/marks.tsx";
import { MenuButton } from "../../../ui/menu-items.tsx";
import { Properties, Property } from "../../../ui/properties.tsx";
import { useGo, WorkspaceLink } from "../../../ui/router.tsx";
import { Section } from "../../../ui/shell/page.tsx";
import { Day } from "../../../ui/time.tsx";
import { RecordFrame, RecordLoad, useKindEdits } from "../../workspace/pages/record-frame.tsx";
import { RecordValue } from "../../workspace/pages/record-value.tsx";
import { StateValue } from "../../workspace/pages/state-value.tsx";
import { TextBlock } from "../../workspace/pages/text-block.tsx";
import type { CustomerStory, CustomerStoryChange } from "../story-answers.ts";
import { CONSENTS, STORY_STATES, storyAccess, storyBlockerSentences, storyBlockers } from "../story-rules.ts";
import { STORY_RENEWS } from "./renews.ts";
import { Words } from "./story-card.tsx";
import { CONSENT_WORDS, STORY_STATE_WORDS, whoWords } from "./story-words.ts";
import { UserStorySection } from "./user-story.tsx";
import "./stories.css";

const SHARED = ["customer-story"] as const;
const LIMITS = { least: 3, most: 200 };
const MOST = 10_000;
const NAMES = {
  happened: "What happened",
  instead: "What they did instead",
  cost: "What it cost",
  accountId: "Account",
  contactId: "Contact",
  personaId: "Persona",
};
const TEXTS = ["happened", "instead", "cost"];

/** A customer's story: who, what happened, what they did instead, what it cost, and their own words. */
export function StoryPage() {
  const { id = "" } = useParams({ strict: false });
  const query = useQuery(api.customerStories.get.queryOptions({ input: { id } }));
  return <RecordLoad query={query}>{(story) => <Shown key={story.id} id={id} story={story} />}</RecordLoad>;
}

function Shown({ id, story }: { id: string; story: CustomerStory }) {
  const go = useGo();
  const actor = useActor();
  const mayEdit = may(actor, storyAccess, "edit");
  const edits = useKindEdits<CustomerStory, CustomerStoryChange>({
    id,
    kind: "customer-story",
    queryKey: api.customerStories.get.queryKey({ input: { id } }),
    save: client.customerStories.edit,
    load: (one) => client.customerStories.get({ id: one }),
    renews: STORY_RENEWS,
  });
  const move = useChange(client.customerStories.move, { said: ({ key }) => `Moved ${key}`, renews: STORY_RENEWS });
  const agree = useChange(client.customerStories.consent, {
    said: ({ key, consent }) => `${key}: ${CONSENT_WORDS[consent].word.toLowerCase()}`,
    renews: STORY_RENEWS,
  });
  const remove = useChange(client.customerStories.delete, {
    said: () => `Deleted ${story.key}`,
    renews: STORY_RENEWS,
    onSuccess: () => go("customer-stories"),
  });
  const at = { params: { id: story.id }, headers: ifMatch(story) };
  const pick = (field: "accountId" | "contactId" | "personaId") => (picked: string | null) => edits.edit({ [field]: picked });
  const text = (field: "happened" | "instead" | "cost", offer: string) => (
    <TextBlock
      title={NAMES[field]}
      value={story[field]}
      offer={offer}
      mayEdit={mayEdit}
      most={MOST}
      onBegin={edits.begin}
      onKeep={(written) => edits.keep({ [field]: written })}
    />
  );
  const consent = CONSENT_WORDS[story.consent];
  return (
    <RecordFrame
      kind="customer-story"
      record={story}
      title={story.title}
      titleField={{ name: "title", label: "Title" }}
      onTitle={(title) => edits.keep({ title })}
      limits={LIMITS}
      mayEdit={mayEdit}
      edits={edits}
      sentence={whoWords(story) || "Nobody is named yet: choose the account or the contact."}
      fieldNames={NAMES}
      texts={TEXTS}
      actions={
        story.consent === "yes" && (
          <Suspense>
            <ShareButton kinds={SHARED} id={story.id} />
          </Suspense>
        )
      }
      {...(may(actor, storyAccess, "delete")
        ? { menu: [{ label: "Delete", icon: Trash2, danger: true, run: () => remove.mutate({ id: story.id }) }] }
        : {})}
      strip={
        <Properties strip>
          <Property name="State">
            <StateValue
              kind="customer-story"
              state={story.state}
              words={STORY_STATE_WORDS}
              states={STORY_STATES}
              unable={(to) => {
                const [blocker] = storyBlockers(story, to);
                return blocker && storyBlockerSentences[blocker];
              }}
              mayMove={may(actor, storyAccess, "move")}
              onMove={(state) => move.mutate({ ...at, body: { state } })}
            />
          </Property>
          <Property name="Account">
            <RecordValue kind="account" record={story.account} mayEdit={mayEdit} onPick={pick("accountId")} />
          </Property>
          <Property name="Contact">
            <RecordValue kind="contact" record={story.contact} mayEdit={mayEdit} onPick={pick("contactId")} />
          </Property>
          <Property name="Persona">
            <RecordValue kind="persona" record={story.persona} mayEdit={mayEdit} onPick={pick("personaId")} />
          </Property>
          <Property name="Sharing">
            {may(actor, storyAccess, "consent") ? (
              <MenuButton
                entries={CONSENTS.map((one) => ({
                  label: CONSENT_WORDS[one].word,
                  checked: one === story.consent,
                  run: () => one !== story.consent && agree.mutate({ ...at, body: { consent: one } }),
                }))}
              >
                <button type="button" className="plain property-value">
                  <span className="sr">Sharing: </span>
                  <StatePip shape={consent.shape}>{consent.word}</StatePip>
                </button>
              </MenuButton>
            ) : (
              <span className="property-plain">
                <StatePip shape={consent.shape}>{consent.word}</StatePip>
              </span>
            )}
            {story.consentOn && (
              <span className="meta">
                since <Day on={story.consentOn} />
              </span>
            )}
          </Property>
          {story.feedback && (
            <Property name="Heard in">
              <span className="property-plain">
                <KindIcon kind="evidence" />
                <WorkspaceLink path={`feedback/${story.feedback.key}`}>{story.feedback.key}</WorkspaceLink>
              </span>
            </Property>
          )}
        </Properties>
      }
      side={<UserStorySection story={story} />}
    >
      {text("happened", "Say what happened")}
      {text("instead", "Say what they did instead")}
      {text("cost", "Say what it cost them: hours, money, trust")}
      <Section title="In their own words">
        {story.quotes.length > 0 ? (
          <Words quotes={story.quotes} />
        ) : (
          <p className="record-empty">
            {story.feedback ? (
              <>
                Nothing is quoted yet. Select a sentence in{" "}
                <WorkspaceLink path={`feedback/${story.feedback.key}`}>{story.feedback.key}</WorkspaceLink> and press L.
              </>
            ) : (
              "Quotes come with a story that is told of feedback: open the feedback and press T."
            )}
          </p>
        )}
      </Section>
    </RecordFrame>
  );
}
